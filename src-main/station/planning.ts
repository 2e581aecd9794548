import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import { createHorizon, type Horizon } from '#main/horizon/horizon.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import type { MediaSequenceMark } from '#main/store/media-sequence-mark.ts';
import type { Store } from '#main/store/store.ts';
import { events as eventSchemas } from '#shared/contract/events.ts';
import type { HorizonReport } from '#shared/contract/station.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Settings } from '#shared/model/settings.ts';

export interface PlanningOptions {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly events: EventBus;
  readonly log: StationLog;
  readonly settings: () => Settings;
  /** Keeps media sequence numbers from going back with a restored database. */
  readonly mediaSequenceMark: MediaSequenceMark;
}

/** Joins the horizon to the station's events and log. */
export function openPlanning(options: PlanningOptions): Horizon {
  const { store, clock, events, log, settings, mediaSequenceMark } = options;
  const horizon = createHorizon({
    store,
    clock,
    settings: () => Promise.resolve(settings()),
    mediaSequenceMark,
    onChange: ({ type, channelId }) => {
      events.emit(type === 'days' ? 'days.changed' : 'log.changed', { channelId });
    },
    onFault: (channelId, fault) => {
      log.error({ err: fault, channelId }, 'planning failed');
    },
  });
  const stopListening = events.listen(({ event, payload }) => {
    if (event === 'blocks.changed') void followOnAll('The plans were changed.');
    // A scan has ended, or a source came or went.
    if (event === 'sources.changed') void followOnAll('What the library has was changed.');
    if (event !== 'plans.changed' && event !== 'pins.changed') return;
    void follow(eventSchemas[event].parse(payload).channelId, 'The plans were changed.');
  });

  async function follow(channelId: ChannelId, reason: string): Promise<void> {
    try {
      await horizon.followChangedPlans(channelId, reason);
    } catch (fault) {
      log.error({ err: fault, channelId }, 'following changed plans failed');
    }
  }

  async function followOnAll(reason: string): Promise<void> {
    for (const { id } of await store.channels.list()) await follow(id, reason);
  }

  return {
    ...horizon,
    async stop() {
      stopListening();
      await horizon.stop();
    },
    report: async () => Promise.all((await horizon.report()).map((it) => withStored(store, it))),
  };
}

/** Before its first evaluation, as in a command, the horizon knows nothing; the store does. */
async function withStored(store: Store, report: HorizonReport): Promise<HorizonReport> {
  if (report.lastEvaluatedAt !== null) return report;
  const day = await store.days.latest(report.channelId);
  const block = await store.log.latest(report.channelId);
  return { ...report, scheduleUntil: day?.endAt ?? null, logUntil: block?.endAt ?? null };
}
