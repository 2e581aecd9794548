import type { DayApproval } from '#shared/model/approval.ts';
import type { DayToStand } from '#shared/model/day-status.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { IsoDate } from '#shared/time/units.ts';

/** Reads decisions on days. */
export interface ApprovalReader {
  /** Oldest first. */
  list(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly date?: IsoDate | undefined;
  }): Promise<DayApproval[]>;
  /** Live days without their airings, by date; both ends included. */
  liveDays(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly from?: IsoDate | undefined;
    readonly to?: IsoDate | undefined;
  }): Promise<DayToStand[]>;
}

/** Changes decisions on days. */
export interface ApprovalWriter {
  /** Keeps a decision for ever; the database gives the id. */
  append(approval: Omit<DayApproval, 'id'>): Promise<DayApproval>;
}

export interface ApprovalRepository extends ApprovalReader, ApprovalWriter {}
