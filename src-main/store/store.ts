import type { AppError } from '#shared/errors/app-error.ts';
import type { DayApproval } from '#shared/model/approval.ts';
import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { Asset, AssetName, AssetState, Series, Source } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type {
  AiringId,
  AssetId,
  AssignmentId,
  BlockId,
  ChannelId,
  CollectionId,
  JobId,
  LabelId,
  LogEventId,
  PinId,
  PlanId,
  SeriesId,
  SourceId,
  VirtualAssetId,
} from '#shared/model/ids.ts';
import type { PlanningIncident, PlanningWarning } from '#shared/model/incident.ts';
import type { Job } from '#shared/model/job.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Assignment, Block, Plan, PlanLabel } from '#shared/model/plan.ts';
import type { PlayoutSession, PublishedSubstitution } from '#shared/model/playout.ts';
import type { RebuildOffer } from '#shared/model/rebuild.ts';
import type { FrameCounts } from '#shared/model/reconciliation.ts';
import type { Airing, OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import type { DayToStand } from '#shared/model/day-status.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

/**
 * The station's memory. Model values go in and come out; rows never leave this folder. Every write is its own
 * transaction unless made through the store that `transaction` or `durable` hands in. Uniqueness is enforced by the
 * database and answered as `already-exists`; optimistic locks as `stale-version`.
 */
export interface Store {
  readonly channels: ChannelRepository;
  readonly sources: SourceRepository;
  readonly assets: AssetRepository;
  readonly plans: PlanRepository;
  readonly pins: PinRepository;
  readonly blocks: BlockRepository;
  readonly virtualAssets: VirtualAssetRepository;
  readonly days: ScheduleDayRepository;
  readonly approvals: ApprovalRepository;
  readonly incidents: IncidentRepository;
  readonly rebuildOffers: RebuildOfferRepository;
  readonly dayCloses: DayCloseRepository;
  readonly log: LogRepository;
  readonly asRun: AsRunRepository;
  readonly playout: PlayoutRepository;
  readonly settings: SettingsRepository;
  readonly jobs: JobRepository;
  /** All or nothing. Use only the store handed in; the outer one would wait for ever. */
  transaction<T>(run: (store: Store) => Promise<T>): Promise<T>;
  /** A transaction that is on the disk when it returns (synchronous=FULL): log lock, as-run, published substitutions. */
  durable<T>(run: (store: Store) => Promise<T>): Promise<T>;
  /** Since when another program has kept this one from writing, as far as it has tried; `null` while it can write. */
  lockedSinceAt(): EpochMs | null;
  /** What was wrong with the file itself when it was last used, such as a full disk or damaged pages; `null` when it is sound. */
  failure(): AppError | null;
  /** Verifies the file (`PRAGMA quick_check`); answers the problems found, none when sound. */
  check(): Promise<string[]>;
  close(): Promise<void>;
}

export interface ChannelRepository {
  /** By number. */
  list(): Promise<Channel[]>;
  get(id: ChannelId): Promise<Channel | null>;
  insert(channel: Channel): Promise<void>;
  /** Replaces the row whose version is `channel.version - 1`; `stale-version` otherwise. */
  update(channel: Channel): Promise<void>;
  delete(id: ChannelId): Promise<void>;
  /** How many plans, days, log blocks and as-run rows refer to the channel. */
  countDependents(id: ChannelId): Promise<Record<string, number>>;
}

export interface SourceRepository {
  list(): Promise<Source[]>;
  get(id: SourceId): Promise<Source | null>;
  getByCollection(id: CollectionId): Promise<Source | null>;
  /** Also creates its collection. */
  insert(source: Source): Promise<void>;
  update(source: Source): Promise<void>;
  /** Marks it removed; its assets stay for the sake of history. */
  remove(id: SourceId): Promise<void>;
}

/** What a rescan needs to know of a file to leave it alone. */
export interface KnownFile {
  readonly assetId: AssetId;
  readonly relativePath: string;
  readonly sizeBytes: number;
  readonly modifiedAt: EpochMs;
  readonly contentIdentity: string | null;
  readonly state: AssetState;
  readonly fault: Asset['fault'];
}

/** A file of a source that was removed. */
export interface OrphanedFile extends KnownFile {
  /** The source that it belonged to. */
  readonly source: Source;
}

/** A page of the library list; see the contract's `asset.list`. */
export interface AssetListQuery {
  readonly text: string;
  readonly kinds: readonly Asset['kind'][];
  readonly states: readonly AssetState[];
  readonly sourceId?: SourceId | undefined;
  readonly seriesId?: SeriesId | undefined;
  readonly attention?: 'fault' | 'unapproved' | undefined;
  /** Only assets whose file is there, or only those whose file is gone. */
  readonly isPresent?: boolean | undefined;
  readonly offset: number;
  readonly limit: number;
  readonly sort: 'title' | 'kind' | 'duration' | 'discovered';
}

export interface AssetRepository {
  get(id: AssetId): Promise<Asset | null>;
  getMany(ids: readonly AssetId[]): Promise<Asset[]>;
  list(
    query: AssetListQuery,
  ): Promise<{ total: number; items: (Asset & { sourceId: SourceId })[] }>;
  count(): Promise<number>;
  /** Every file known in a collection, retired ones included. Fast: a rescan of 20,000 reads this once. */
  knownFiles(collectionId: CollectionId): Promise<KnownFile[]>;
  /** Assets that were retired with their source and have one of these contents. */
  orphans(contentIdentities: readonly string[]): Promise<OrphanedFile[]>;
  /**
   * Brings assets that were retired with their source back into a collection, at new paths, as they were before: ready
   * where they had been probed, approved where they had been. Others are left as they are.
   */
  adopt(
    collectionId: CollectionId,
    places: readonly { readonly assetId: AssetId; readonly relativePath: string }[],
    at: EpochMs,
  ): Promise<void>;
  /** Writes many, with their markers and tags, in one transaction. New ids are inserted, known ones replaced. */
  saveMany(assets: readonly Asset[]): Promise<void>;
  /** Approves or revokes; `illegal-transition` when one is not ready. Answers how many changed. */
  setApproval(ids: readonly AssetId[], isApproved: boolean, at: EpochMs): Promise<number>;
  retire(ids: readonly AssetId[], at: EpochMs): Promise<number>;
  /** The eligible assets, as the planner wants them. Cached until something in the library changes. */
  catalog(): Promise<readonly CatalogAsset[]>;
  /** What every asset is called, whatever its state. Cached as the catalogue is. */
  names(): Promise<readonly AssetName[]>;
  /** Ready assets whose loudness is unknown, oldest first. */
  withoutLoudness(limit: number): Promise<Asset[]>;
  listSeries(text: string): Promise<Series[]>;
  getSeries(id: SeriesId): Promise<Series | null>;
  /** The series of this title (any case), made when there is none. */
  seriesByTitle(title: string): Promise<Series>;
  /** Gives the series another title; it stays the same series. `already-exists` when another one has it. */
  renameSeries(id: SeriesId, title: string): Promise<void>;
}

export interface PlanRepository {
  /** By channel, then priority descending, then name; rows ordered by start. */
  list(channelId?: ChannelId): Promise<Plan[]>;
  get(id: PlanId): Promise<Plan | null>;
  insert(plan: Plan): Promise<void>;
  /** Writes fields, rows and draft; replaces the one whose version is `plan.version - 1`, `stale-version` otherwise. */
  update(plan: Plan): Promise<void>;
  delete(id: PlanId): Promise<void>;
  /** Rows, zones, schedule days, guide entries (airings) and log blocks that come from the plan. */
  countDependents(
    id: PlanId,
  ): Promise<
    Record<
      'assignments' | 'zones' | 'placedBlocks' | 'scheduleDays' | 'airings' | 'logBlocks',
      number
    >
  >;
  getAssignment(id: AssignmentId): Promise<Assignment | null>;
  listLabels(): Promise<PlanLabel[]>;
  insertLabel(label: PlanLabel): Promise<void>;
  updateLabel(label: PlanLabel): Promise<void>;
  deleteLabel(id: LabelId): Promise<void>;
}

export interface BlockRepository {
  /** By name. */
  list(): Promise<Block[]>;
  get(id: BlockId): Promise<Block | null>;
  insert(block: Block): Promise<void>;
  /** Replaces the one whose version is `block.version - 1`, `stale-version` otherwise. */
  update(block: Block): Promise<void>;
  /** `has-dependents` while plans have it. */
  delete(id: BlockId): Promise<void>;
}

export interface PinRepository {
  /** By channel, start and age. */
  list(channelId?: ChannelId): Promise<Pin[]>;
  get(id: PinId): Promise<Pin | null>;
  insert(pin: Pin): Promise<void>;
  delete(id: PinId): Promise<void>;
}

export interface VirtualAssetRepository {
  /** By name. */
  list(): Promise<VirtualAsset[]>;
  get(id: VirtualAssetId): Promise<VirtualAsset | null>;
  insert(virtualAsset: VirtualAsset): Promise<void>;
  /** Replaces the one whose version is `version - 1`; `stale-version` otherwise. */
  update(virtualAsset: VirtualAsset): Promise<void>;
  /** Days and plans are not asked; whoever deletes does. */
  delete(id: VirtualAssetId): Promise<void>;
}

/** One freezing of a day. */
export interface DayGeneration {
  /** 1 for the first. */
  readonly generation: number;
  readonly day: ScheduleDay;
  /** `null` for the live one. */
  readonly supersededAt: EpochMs | null;
  /** Why it took the place of the one before; `null` for the first. */
  readonly record: OverrideRecord | null;
}

/** Which days; both ends included. */
export interface DayFilter {
  readonly channelId?: ChannelId | undefined;
  readonly from?: IsoDate | undefined;
  readonly to?: IsoDate | undefined;
}

/** A day without what it is made of. */
export interface DayOutline extends Omit<ScheduleDay, 'airings' | 'carryOut'> {
  readonly airingCount: number;
  /** What the carry says of it. */
  readonly occupiedUntil: EpochMs | null;
}

export interface ScheduleDayRepository {
  /** The live day, or `null`. */
  get(channelId: ChannelId, date: IsoDate): Promise<ScheduleDay | null>;
  /** Live days by date, with airings and carry: dear for many days. */
  list(filter: DayFilter): Promise<ScheduleDay[]>;
  /** The same days, without reading their airings. */
  outlines(filter: DayFilter): Promise<DayOutline[]>;
  /** The latest live day before the date. */
  latestBefore(channelId: ChannelId, date: IsoDate): Promise<ScheduleDay | null>;
  latest(channelId: ChannelId): Promise<ScheduleDay | null>;
  /** Live days from the date on for which no plan was in force, changes by hand left out. */
  unplannedDates(channelId: ChannelId, from: IsoDate): Promise<IsoDate[]>;
  /** Freezes a new day. `day-frozen` when a live one exists, also under concurrency. */
  insert(day: ScheduleDay): Promise<void>;
  /** Stores the record, moves the live day to history and inserts the new one, atomically. */
  supersede(day: ScheduleDay, record: OverrideRecord): Promise<void>;
  history(
    channelId: ChannelId,
    date: IsoDate,
  ): Promise<{ day: ScheduleDay; supersededAt: EpochMs }[]>;
  /** Every freezing of the day from the first to the live one, each with the record that it was made for. */
  generations(channelId: ChannelId, date: IsoDate): Promise<DayGeneration[]>;
  /** The records written for what took the place of a day (or another artifact), oldest first. */
  overridesOf(targetId: string): Promise<OverrideRecord[]>;
  /** Dates with airings from the instant on whose content has grown since; those shortened by hand do not count. In order. */
  outgrownDates(channelId: ChannelId, from: EpochMs): Promise<IsoDate[]>;
  getAiring(id: AiringId): Promise<Airing | null>;
  /** Live airings that touch the window, by channel and start. */
  airingsIn(window: Interval, channelId?: ChannelId): Promise<Airing[]>;
  /** Live airings of the asset from the instant on, by itself or as a member of a package. */
  countAiringsOf(assetId: AssetId, from: EpochMs): Promise<number>;
  /**
   * When the channel last began each of these assets before the instant, by its live days; for a member of a package, when that
   * began. Never: not in the map.
   */
  lastStartsBefore(
    channelId: ChannelId,
    assetIds: readonly AssetId[],
    at: EpochMs,
  ): Promise<Map<AssetId, EpochMs>>;
}

export interface ApprovalRepository {
  /** Keeps a decision for ever; the database gives the id. */
  append(approval: Omit<DayApproval, 'id'>): Promise<DayApproval>;
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

export interface DayCloseRepository {
  /** When the day was closed; `null` when it was not. */
  closedAt(channelId: ChannelId, date: IsoDate): Promise<EpochMs | null>;
  /** Closes a day for good; one that is closed stays as it was. */
  insert(close: {
    readonly channelId: ChannelId;
    readonly date: IsoDate;
    readonly closedAt: EpochMs;
    readonly frames: FrameCounts;
  }): Promise<void>;
}

export interface RebuildOfferRepository {
  /** Of live days that end after the instant, by channel and date; an offer of a version that is gone is none. */
  list(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly endAfter: EpochMs;
  }): Promise<RebuildOffer[]>;
  /** One per channel and date. */
  put(offer: RebuildOffer): Promise<void>;
  remove(channelId: ChannelId, dates: readonly IsoDate[]): Promise<void>;
}

/** Who watches over an incident. */
export type IncidentOrigin = 'planning' | 'air';

export interface IncidentRepository {
  /** The latest first. */
  list(filter: {
    readonly channelId?: ChannelId | undefined;
    readonly isOpen: boolean;
    readonly limit: number;
  }): Promise<PlanningIncident[]>;
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

/** A block that an override took the place of. */
export interface SupersededBlock {
  readonly block: LogBlock;
  readonly recordId: string;
  readonly supersededAt: EpochMs;
}

/** A block without its events. */
export type BlockOutline = Pick<
  LogBlock,
  'id' | 'startAt' | 'endAt' | 'firstMediaSequence' | 'mediaSegmentCount'
>;

export interface LogRepository {
  /** Locked blocks that touch the window, in order, with their events. */
  blocksIn(channelId: ChannelId, window: Interval): Promise<LogBlock[]>;
  /** The same blocks without reading their events. */
  outlinesIn(channelId: ChannelId, window: Interval): Promise<BlockOutline[]>;
  latest(channelId: ChannelId): Promise<LogBlock | null>;
  /** How many blocks that start at the instant or before do not follow the one before, in pictures or in numbers. */
  discontinuitiesUntil(channelId: ChannelId, at: EpochMs): Promise<number>;
  /** Writes locked blocks once. Overlap with a stored block is refused (`seam-invalid`). Call inside `durable`. */
  append(blocks: readonly LogBlock[]): Promise<void>;
  /**
   * Puts blocks in the place of every stored one from the instant on. With a record, which is stored first, what goes is kept in an
   * archive; without one it was not locked yet. Call inside `durable`.
   */
  replaceFrom(
    channelId: ChannelId,
    fromAt: EpochMs,
    blocks: readonly LogBlock[],
    record: OverrideRecord | null,
  ): Promise<void>;
  /** What overrides of the log took away, oldest first. */
  superseded(channelId: ChannelId): Promise<SupersededBlock[]>;
  /** The block with this row, or `null`. */
  blockOfEvent(eventId: LogEventId): Promise<LogBlock | null>;
  /** Asset ids of interstitials planned on the channel in the window, with their starts; for separation. */
  interstitialsIn(
    channelId: ChannelId,
    window: Interval,
  ): Promise<{ assetId: AssetId; startAt: EpochMs }[]>;
}

export interface AsRunRepository {
  /** Appends; ids are given by the database in order. Call inside `durable`. */
  append(records: readonly Omit<AsRunRecord, 'id'>[]): Promise<void>;
  list(query: {
    readonly channelId: ChannelId;
    readonly startAt: EpochMs;
    readonly endAt: EpochMs;
    readonly afterId: number;
    readonly limit: number;
  }): Promise<AsRunRecord[]>;
  /** The last row of a channel, or `null`. */
  last(channelId: ChannelId): Promise<AsRunRecord | null>;
}

export interface PlayoutRepository {
  substitutionsFrom(channelId: ChannelId, mediaSequence: number): Promise<PublishedSubstitution[]>;
  addSubstitution(substitution: PublishedSubstitution): Promise<void>;
  latestSession(channelId: ChannelId): Promise<PlayoutSession | null>;
  saveSession(session: PlayoutSession): Promise<void>;
}

export interface SettingsRepository {
  /** Defaults where nothing was set. */
  get(): Promise<Settings>;
  set(settings: Settings): Promise<void>;
  /** Small facts of the station's own, by name (last alive, demo made, …). */
  getFact(name: string): Promise<string | null>;
  setFact(name: string, value: string): Promise<void>;
}

export interface JobRepository {
  list(): Promise<Job[]>;
  get(id: JobId): Promise<Job | null>;
  save(job: Job): Promise<void>;
  delete(id: JobId): Promise<void>;
  /** At start: what a crash left running becomes `interrupted`. */
  interruptRunning(at: EpochMs): Promise<void>;
}
