import type { MasterClock } from '#main/clock/master-clock.ts';
import type { IncidentRepository } from '#main/store/repositories/incident-port.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import type { createDayApprovals } from './approve-day.ts';
import type { ClockJumps } from './clock-jumps.ts';
import { faultWarning } from './planning-faults.ts';
import type { PlanningSource } from './planning-source.ts';
import { createAheadWatch } from './watch-ahead.ts';

export interface IncidentNoteDependencies {
  readonly store: {
    readonly days: ScheduleDayReader;
    readonly incidents: IncidentRepository;
  };
  readonly clock: MasterClock;
  readonly source: PlanningSource;
  readonly jumps: ClockJumps;
  readonly approvals: ReturnType<typeof createDayApprovals>;
  onFault?(channelId: ChannelId, fault: unknown): void;
}

/** Keeps on record what is wrong with a channel's planning, now or in the days ahead. */
export interface IncidentNotes {
  /** Looks ahead, unless something has failed already, and records what has changed. Never keeps the channel from going on. */
  note(channel: Channel, faults: readonly Error[]): Promise<void>;
  /** What runs out in the days ahead, as it was seen last. */
  warningsOf(channelId: ChannelId): readonly PlanningWarning[];
}

/** What is known of a channel. */
interface Known {
  readonly warnings: readonly PlanningWarning[];
  /** What was recorded last, so that nothing is written while nothing changes. */
  readonly recorded: string;
}

export function createIncidentNotes(dependencies: IncidentNoteDependencies): IncidentNotes {
  const { store, clock, source, jumps, approvals } = dependencies;
  const watchAhead = createAheadWatch(store, clock, source);
  const known = new Map<ChannelId, Known>();

  async function lookAhead(channel: Channel): Promise<readonly PlanningWarning[]> {
    return [
      ...jumps.warnings(channel),
      ...(await approvals.warnings(channel)),
      ...(await watchAhead(channel)),
    ];
  }

  return {
    async note(channel, faults) {
      const { id } = channel;
      const before = known.get(id) ?? { warnings: [], recorded: '' };
      try {
        const warnings = faults.length === 0 ? await lookAhead(channel) : before.warnings;
        known.set(id, { ...before, warnings });
        const present = [...faults.map(faultWarning), ...warnings];
        const recorded = JSON.stringify(present);
        if (recorded === before.recorded) return;
        await store.incidents.sync(id, 'planning', present, clock.nowAt());
        known.set(id, { warnings, recorded });
      } catch (fault) {
        dependencies.onFault?.(id, fault);
      }
    },
    warningsOf: (channelId) => known.get(channelId)?.warnings ?? [],
  };
}
