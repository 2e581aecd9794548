import { type Handlers, type MethodName, methods } from '#shared/contract/index.ts';
import { runEdit } from '#main/programming/edit.ts';
import type { Services } from './services.ts';

/**
 * Makes every command of an area one edit: all or nothing, announced when it is stored. Queries read the store as it is.
 * An area whose commands ask the horizon to plan must not be made so: planning has transactions of its own.
 */
export function asEdits<Area extends Partial<Handlers>>(
  services: Services,
  area: (services: Services) => Area,
): Area {
  const outside = area(services);
  const entries = (Object.keys(outside) as MethodName[]).map((name) => [
    name,
    methods[name].kind === 'command' ? asEdit(name) : outside[name],
  ]);
  return Object.fromEntries(entries) as Area;

  function asEdit(name: MethodName) {
    return (input: unknown, context: unknown): Promise<unknown> =>
      runEdit({ store: services.store, announce: services.events.emit }, ({ store, announce }) => {
        const events = { ...services.events, emit: announce };
        const inside = area({ ...services, store, events });
        const handler = inside[name] as (input: unknown, context: unknown) => Promise<unknown>;
        return handler(input, context);
      });
  }
}
