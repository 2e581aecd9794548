import type { AiringId, AssetId, ChannelId } from '#shared/model/ids.ts';
import type { Airing, OverrideRecord, ScheduleDay } from '#shared/model/schedule-day.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { EpochMs, IsoDate } from '#shared/time/units.ts';

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

/** Reads schedule days. */
export interface ScheduleDayReader {
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

/** Changes schedule days. */
export interface ScheduleDayWriter {
  /** Freezes a new day. `day-frozen` when a live one exists, also under concurrency. */
  insert(day: ScheduleDay): Promise<void>;
  /** Stores the record, moves the live day to history and inserts the new one, atomically. */
  supersede(day: ScheduleDay, record: OverrideRecord): Promise<void>;
}

export interface ScheduleDayRepository extends ScheduleDayReader, ScheduleDayWriter {}
