import { z } from 'zod';

import { AsRunRecord } from '../model/as-run.ts';
import { GuideEntry } from '../model/guide.ts';
import { AiringId, ChannelId } from '../model/ids.ts';
import { LogBlock } from '../model/log.ts';
import { Finding } from '../model/plan.ts';
import { EpochMsSchema, IsoDateSchema } from '../model/scalars.ts';
import { ScheduleDay } from '../model/schedule-day.ts';
import { command, query } from './define.ts';

/** A frozen day without its airings, for lists. */
export const ScheduleDaySummary = ScheduleDay.omit({ airings: true, carryOut: true }).extend({
  airingCount: z.int().nonnegative(),
});
export type ScheduleDaySummary = z.infer<typeof ScheduleDaySummary>;

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
  'day.show': query(DayKey, ScheduleDay, ['horizon-no-schedule-data']),
  /** Resolves and freezes a day. An existing one is refused without `force`; the locked and aired part is protected. */
  'day.generate': command(
    DayKey.extend({ force: z.boolean().default(false), reason: z.string().default('operator') }),
    z.object({ day: ScheduleDay, findings: z.array(Finding) }),
    ['not-found', 'day-frozen'],
  ),
  /** Tiling, grid, eligibility of a frozen day. */
  'day.validate': query(DayKey, z.array(Finding), ['horizon-no-schedule-data']),
  /** Why one airing is there. */
  'day.why': query(
    z.object({ airingId: AiringId }),
    z.object({ airing: ScheduleDay.shape.airings.element, sentences: z.array(z.string()) }),
    ['not-found'],
  ),
  /** Entries that touch `[startAt, endAt)`, by channel and time. Fails when nothing is known of the window. */
  'guide.list': query(
    z.object({ startAt: EpochMsSchema, endAt: EpochMsSchema, channelId: ChannelId.optional() }),
    z.array(GuideEntry),
    ['horizon-no-schedule-data'],
  ),
  /** The guide as an XMLTV document. */
  'guide.xmltv': query(z.object({}), z.object({ document: z.string() })),
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
