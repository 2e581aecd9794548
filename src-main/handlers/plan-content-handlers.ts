import { requirePlan } from '#main/programming/require-stored.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { Services } from './services.ts';

type PlanContentHandlers = Pick<
  Handlers,
  | 'zone.list'
  | 'zone.add'
  | 'zone.update'
  | 'zone.delete'
  | 'label.list'
  | 'label.create'
  | 'label.update'
  | 'label.delete'
>;

/** Labels and zones of plans, which are published at once. */
export function planContentHandlers({ store, programming }: Services): PlanContentHandlers {
  return {
    'zone.list': async ({ planId }) => (await requirePlan(store, planId)).zones ?? [],
    'zone.add': (request) => programming.addZone(request),
    'zone.update': (change) => programming.updateZone(change),
    'zone.delete': async ({ id }) => {
      await programming.deleteZone(id);
      return {};
    },

    'label.list': () => store.plans.listLabels(),
    'label.create': (fields) => programming.createLabel(fields),
    'label.update': (change) => programming.updateLabel(change),
    'label.delete': async ({ id }) => {
      await programming.deleteLabel(id);
      return {};
    },
  };
}
