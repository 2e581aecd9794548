import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Assets } from '#main/library/assets.ts';
import type { Decided, Decision } from '#main/horizon/approve-day.ts';
import type {
  BreakItemRequest,
  ChangedBreakItem,
  LogReplanRequest,
  ReplannedLog,
} from '#main/horizon/change-log.ts';
import type { WhatIfRequest } from '#main/horizon/what-if.ts';
import type { Jobs } from '#main/library/jobs.ts';
import type { Pictures } from '#main/library/pictures.ts';
import type { Sources } from '#main/library/sources/sources.ts';
import type { Programming } from '#main/programming/programming.ts';
import type { StoreReader } from '#main/store/store.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { HorizonReport, OnAir, StationStatus } from '#shared/contract/station.ts';
import type { Backup } from '#shared/model/backup.ts';
import type { ChannelId, ScheduleDayId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { DayChange, OverrideImpact } from '#shared/model/override.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { DayFollowing, PublishFrom, RebuildOutcome } from '#shared/model/rebuild.ts';
import type { DayReconciliation } from '#shared/model/reconciliation.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Answer } from '#shared/contract/index.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';
import type { EventBus } from './event-bus.ts';
import type { Guide } from './guide.ts';

/** A planned day with what the planner had to say about it. */
export interface PlannedDay {
  readonly day: ScheduleDay;
  readonly findings: Finding[];
}

/** A change of one frozen day by hand. */
export interface ChangeRequest {
  readonly channelId: ChannelId;
  readonly date: IsoDate;
  readonly change: DayChange;
  readonly reason: string;
  readonly unlock?: boolean;
}

/** A changed day with what the change does. */
export interface ChangedDay extends PlannedDay {
  readonly impact: OverrideImpact;
}

/** Planning, as far as handlers ask for it. Reading methods never come here (INV-HORIZON: consumers do not plan). */
export interface HorizonService {
  /** Plans what is missing on every active channel. A fault of one channel is in its report, not thrown. */
  evaluate(): Promise<void>;
  report(): Promise<HorizonReport[]>;
  generateDay(request: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly force: boolean;
    readonly reason: string;
  }): Promise<PlannedDay>;
  reconcileDay(channelId: ChannelId, date: IsoDate): Promise<DayReconciliation>;
  previewFollowing(channelId: ChannelId, from: PublishFrom, instead: Plan): Promise<DayFollowing[]>;
  followPlans(
    channelId: ChannelId,
    request: {
      readonly from: PublishFrom;
      readonly reason: string;
      readonly areDefaultsOld?: boolean;
    },
  ): Promise<DayFollowing[]>;
  rebuildDays(
    channelId: ChannelId,
    dates: readonly IsoDate[],
    reason: string,
  ): Promise<RebuildOutcome[]>;
  preview(request: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly withDrafts: boolean;
    /** Stands for the stored plan of its id, or beside the others. */
    readonly instead?: Plan;
  }): Promise<PlannedDay>;
  whatIf(request: WhatIfRequest): Promise<Answer<'plan.whatif'>>;
  previewChange(request: ChangeRequest): Promise<ChangedDay>;
  changeDay(
    request: ChangeRequest & { readonly baseDayId: ScheduleDayId | null },
  ): Promise<ChangedDay & { readonly record: OverrideRecord }>;
  decideDay(request: Decision & { readonly channelId: ChannelId }): Promise<Decided>;
  previewReplan(request: LogReplanRequest): Promise<ReplannedLog>;
  replanLog(request: LogReplanRequest & { readonly reason: string }): Promise<ReplannedLog>;
  changeBreakItem(request: BreakItemRequest): Promise<ChangedBreakItem>;
  extendLogBlocks(channelId: ChannelId, blocks: number): Promise<LogBlock[]>;
  extendLogDays(channelId: ChannelId, days: number): Promise<LogBlock[]>;
}

/** Copies of the station's file. */
export interface BackupService {
  /** The latest first. */
  list(): Backup[];
  /** Makes one now. Rejects with `unavailable` when the disk is full or failing. */
  make(): Promise<Backup>;
}

export interface Services {
  /** Read only: what handlers change they change through the services. */
  readonly store: StoreReader;
  readonly programming: Programming;
  readonly clock: MasterClock;
  readonly events: EventBus;
  readonly horizon: HorizonService;
  readonly sources: Sources;
  readonly assets: Assets;
  readonly jobs: Jobs;
  readonly pictures: Pictures;
  readonly backups: BackupService;
  readonly guide: Guide;
  /** Rejects with `ffmpeg-unavailable` when there is no working ffmpeg. */
  requireFfmpeg(): Promise<unknown>;
  /** Makes the demo station in the background. Throws `already-exists` when there is one. */
  createDemo(): Promise<Job>;
  onAir(): Promise<OnAir[]>;
  /** What each channel on the air takes of the machine; nothing off the air. */
  resources(): Promise<ChannelResources[]>;
  status(): Promise<StationStatus>;
  /** An address that lets one browser page in, once, until `expiresAt`; `null` while there is no control server. */
  pageAddress(): { readonly url: string | null; readonly expiresAt: EpochMs };
  /** Makes a new key of the control server; whoever came with the old one has to come again. */
  renewKey(): void;
  /** The time zone of the station: the setting, else the machine's. */
  timezone(): Promise<string>;
  /** Makes stored settings take effect. Throws before anything is stored when they cannot. */
  applySettings(next: Settings): Promise<void>;
}
