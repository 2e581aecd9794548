import type { ChannelId } from '#shared/model/ids.ts';
import type { PlanningIncident, PlanningWarning } from '#shared/model/incident.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** Who watches over an incident. */
export type IncidentOrigin = 'planning' | 'air';

/** Reads incidents. */
export interface IncidentReader {
  /** The latest first. */
  list(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly isOpen: boolean;
    readonly limit: number;
  }): Promise<PlanningIncident[]>;
}

/** Changes incidents. */
export interface IncidentWriter {
  /**
   * Opens what is new among the present ones of the origin, keeps what lasts and ends what of it is no longer there. One per rule
   * and subject.
   */
  sync(
    channelId: ChannelId,
    origin: IncidentOrigin,
    present: readonly PlanningWarning[],
    at: EpochMs,
  ): Promise<void>;
}

export interface IncidentRepository extends IncidentReader, IncidentWriter {}
