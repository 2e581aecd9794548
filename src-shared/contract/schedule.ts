import { z } from 'zod';

import { DayStatus } from '../model/approval.ts';
import { ScheduleDayRecord } from '../model/airing-record.ts';
import { AsRunRecord } from '../model/as-run.ts';
import { AiringExplanation, Candidates, TraceStep } from '../model/explanation.ts';
import { GuideEntry } from '../model/guide.ts';
import { AiringId, ChannelId, ScheduleDayId } from '../model/ids.ts';
import { LogBlock, LogEvent } from '../model/log.ts';
import { DayChange, DayOverride, OverrideImpact } from '../model/override.ts';
import { Finding } from '../model/finding.ts';
import { DayReconciliation } from '../model/reconciliation.ts';
import { EpochMsSchema, IsoDateSchema } from '../model/scalars.ts';
import { OverrideRecord } from '../model/schedule-day.ts';
import { command, query } from './define.ts';
import { ToldAiring, ToldDay } from './told-day.ts';

/** A frozen day without its airings, for lists. */
export const ScheduleDaySummary = ScheduleDayRecord.omit({
  airings: true,
  carryOut: true,
  needsApproval: true,
}).extend({
  airingCount: z.int().nonnegative(),
  status: DayStatus,
});
export type ScheduleDaySummary = z.infer<typeof ScheduleDaySummary>;

/** One freezing of a day, from the first to the live one. */
export const DayGenerationSummary = z.object({
  generation: z.int().positive(),
  day: ScheduleDaySummary,
  /** `null` for the live one. */
  supersededAt: EpochMsSchema.nullable(),
  /** Why it took the place of the one before; `null` for the first. */
  record: OverrideRecord.nullable(),
});
export type DayGenerationSummary = z.infer<typeof DayGenerationSummary>;

/** Why a day is changed by hand; compulsory. */
const Reason = z.string().trim().min(1, { error: 'Give a reason.' }).max(500);

/** The change may reach into the locked log, up to what may be published by now; that is recorded too. */
const Unlock = z.boolean().default(false);

const ChangedDay = z.object({
  day: ToldDay,
  impact: OverrideImpact,
  findings: z.array(Finding),
});

const CHANGE_ERRORS = [
  'not-found',
  'horizon-no-schedule-data',
  'day-frozen',
  'conflict',
  'not-eligible',
] as const;

const DayKey = z.object({ channelId: ChannelId, date: IsoDateSchema });

export const scheduleMethods = {
  'day.list': query(
    z.object({
      channelId: ChannelId.optional(),
      from: IsoDateSchema.optional(),
      to: IsoDateSchema.optional(),
    }),
    z.array(ScheduleDaySummary),
  ),
  'day.show': query(DayKey, ToldDay, ['horizon-no-schedule-data']),
  /** Resolves and freezes a day. An existing one is refused without `force`; the locked and aired part is protected. */
  'day.generate': command(
    DayKey.extend({ force: z.boolean().default(false), reason: z.string().default('operator') }),
    z.object({ day: ToldDay, findings: z.array(Finding) }),
    ['not-found', 'day-frozen', 'conflict'],
  ),
  /** What a change of a frozen day by hand would do: the day it makes and what becomes of each airing. Writes nothing. */
  'day.overridePreview': query(
    DayKey.extend({ change: DayChange, reason: Reason.default('preview'), unlock: Unlock }),
    ChangedDay,
    CHANGE_ERRORS,
  ),
  /** Changes what of a frozen day has neither aired nor been locked. `baseDayId` is the day that the client saw. */
  'day.override': command(
    DayKey.extend({
      change: DayOverride,
      reason: Reason,
      unlock: Unlock,
      baseDayId: ScheduleDayId.nullable().default(null),
    }),
    ChangedDay.extend({ record: OverrideRecord }),
    [...CHANGE_ERRORS, 'stale-version'],
  ),
  /** Takes what is free of a day back to an earlier generation, as a new one. */
  'day.revert': command(
    DayKey.extend({
      generation: z.int().positive(),
      reason: Reason,
      baseDayId: ScheduleDayId.nullable().default(null),
    }),
    ChangedDay.extend({ record: OverrideRecord }),
    ['not-found', 'horizon-no-schedule-data', 'day-frozen', 'stale-version'],
  ),
  /** Every freezing of a day with what it was made for, oldest first. */
  'day.history': query(DayKey, z.array(DayGenerationSummary), [
    'not-found',
    'horizon-no-schedule-data',
  ]),
  /** What was planned against what aired, block by block, with the sums in pictures of those that are over. */
  'day.reconcile': query(DayKey, DayReconciliation, ['not-found']),
  /** Tiling, grid, eligibility of a frozen day. */
  'day.validate': query(DayKey, z.array(Finding), ['horizon-no-schedule-data']),
  /** Why one airing is there, and what else could have been. Candidates are worked out again from what is known today. */
  'day.why': query(
    z.object({ airingId: AiringId }),
    AiringExplanation.extend({
      airing: ToldAiring,
      /** The nine steps in which it came about. */
      trace: z.array(TraceStep),
    }),
    ['not-found'],
  ),
  /** Why a row of the locked log is there: act, interstitial or pad. */
  'log.why': query(
    z.object({ channelId: ChannelId, at: EpochMsSchema }),
    Candidates.extend({ event: LogEvent, airingTitle: z.string(), sentences: z.array(z.string()) }),
    ['not-found', 'horizon-no-schedule-data'],
  ),
  /** Entries that touch `[startAt, endAt)`, by channel and time. Fails when nothing is known of the window. */
  'guide.list': query(
    z.object({ startAt: EpochMsSchema, endAt: EpochMsSchema, channelId: ChannelId.optional() }),
    z.array(GuideEntry),
    ['horizon-no-schedule-data'],
  ),
  /** The guide as an XMLTV document; times in UTC, or in each channel's zone with its offset. */
  'guide.xmltv': query(
    z.object({ times: z.enum(['utc', 'local']).default('utc') }),
    z.object({ document: z.string() }),
  ),
  /** The guide of one channel as an iCalendar document. */
  'guide.icalendar': query(z.object({ channelId: ChannelId }), z.object({ document: z.string() }), [
    'not-found',
    'horizon-no-schedule-data',
  ]),
  /** Locked blocks that touch `[startAt, endAt)`. */
  'log.list': query(
    z.object({ channelId: ChannelId, startAt: EpochMsSchema, endAt: EpochMsSchema }),
    z.array(LogBlock),
    ['not-found'],
  ),
  'log.validate': query(
    z.object({ channelId: ChannelId, startAt: EpochMsSchema, endAt: EpochMsSchema }),
    z.array(Finding),
    ['not-found'],
  ),
  /**
   * Adds exactly so many contiguous blocks after the last locked one, or those that reach to the end of so many broadcast days,
   * counted from the one in which the locked log ends.
   */
  'log.extend': command(
    z
      .object({
        channelId: ChannelId,
        blocks: z.int().min(1).max(500).optional(),
        days: z.int().min(1).max(31).optional(),
      })
      .refine(({ blocks, days }) => (blocks === undefined) !== (days === undefined), {
        error: 'Say either how many blocks or how many days.',
        path: ['blocks'],
      }),
    z.object({ added: z.array(LogBlock) }),
    ['not-found', 'horizon-no-schedule-data', 'seam-invalid'],
  ),
  'asrun.list': query(
    z.object({
      channelId: ChannelId,
      startAt: EpochMsSchema,
      endAt: EpochMsSchema,
      limit: z.int().min(1).max(5_000).default(1_000),
      /** Rows with a larger id only, for paging. */
      afterId: z.int().nonnegative().default(0),
    }),
    z.array(AsRunRecord),
    ['not-found'],
  ),
} as const;
