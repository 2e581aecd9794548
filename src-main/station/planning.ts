import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import type { HorizonService } from '#main/handlers/services.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { Store } from '#main/store/store.ts';
import type { Settings } from '#shared/model/settings.ts';
import { AppError } from '#shared/errors/app-error.ts';

export interface Planning extends HorizonService { start(): Promise<void>; stop(): Promise<void> }
export function openPlanning(_: { store: Store; clock: MasterClock; events: EventBus; log: StationLog; settings: () => Settings }): Planning {
  const no = () => Promise.reject(new AppError('unavailable', 'stub'));
  return { evaluate: () => Promise.resolve(), report: () => Promise.resolve([]), generateDay: no, preview: no, extendLogBlocks: no, start: () => Promise.resolve(), stop: () => Promise.resolve() };
}
