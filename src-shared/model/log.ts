import { z } from 'zod';

import { InterstitialKind } from './asset.ts';
import { AiringId, AssetId, ChannelId, LogBlockId, LogEventId, ScheduleDayId } from './ids.ts';
import { DurationMsSchema, EpochMsSchema, IsoDateSchema } from './scalars.ts';
import { RELAXATIONS } from './traffic.ts';

export const Transition = z.object({
  kind: z.enum(['none', 'fade']),
  durationMs: DurationMsSchema,
});
export type Transition = z.infer<typeof Transition>;

export const NO_TRANSITION: Transition = { kind: 'none', durationMs: 0 };

/** Why a row of the log is what it is. */
export const LogLineage = z.object({
  rule: z.enum([
    'content',
    'chapter-break',
    'computed-break',
    'end-break',
    'row-fill',
    'break-remainder',
    'no-content',
    'override',
  ]),
  /** Text that was hashed to choose an interstitial, or `null`. */
  seed: z.string().nullable(),
  candidateCount: z.int().nonnegative(),
  /** The place of an interstitial among the picks of its break, from 0; breaks are not picked in the order in which they air. */
  draw: z.int().nonnegative().optional(),
  /** Which rule of traffic was set aside for it; left out: none. */
  relaxed: z.enum(RELAXATIONS).optional(),
  /** What of its end is not content but its last picture, held: the remainder of a break. */
  heldMs: DurationMsSchema.positive().optional(),
  /** Why the operator put it there by hand. */
  reason: z.string().optional(),
});
export type LogLineage = z.infer<typeof LogLineage>;

/** One row of a log block. Its frames are counted from the channel's epoch; the rows of a block tile it exactly. */
export const LogEvent = z.object({
  id: LogEventId,
  blockId: LogBlockId,
  index: z.int().nonnegative(),
  kind: z.enum(['act', 'interstitial', 'pad']),
  /** `null` for acts, pads and short programmes that fill a row. */
  interstitialKind: InterstitialKind.nullable(),
  airingId: AiringId,
  /** 0-based break within the airing; `null` for acts. */
  breakIndex: z.int().nonnegative().nullable(),
  assetId: AssetId.nullable(),
  title: z.string(),
  startAt: EpochMsSchema,
  durationMs: DurationMsSchema,
  /** Where in the asset the event begins; 0 for pads. */
  inPointMs: DurationMsSchema,
  transitionIn: Transition,
  transitionOut: Transition,
  /** Static gain toward the channel's loudness target, decibels. */
  gainDb: z.number(),
  /** First picture, counted from the channel's epoch. */
  firstFrame: z.int(),
  frameCount: z.int().positive(),
  /** First picture within the asset at house rate: round(inPointMs · rate). */
  assetInFrame: z.int().nonnegative(),
  firstMediaSequence: z.int().nonnegative(),
  mediaSegmentCount: z.int().positive(),
  lineage: LogLineage,
});
export type LogEvent = z.infer<typeof LogEvent>;

/** The exact plan from fence to fence: one airing, a positive number of grid slots. Written once, at lock. */
export const LogBlock = z.object({
  id: LogBlockId,
  channelId: ChannelId,
  scheduleDayId: ScheduleDayId,
  airingId: AiringId,
  broadcastDate: IsoDateSchema,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  firstFrame: z.int(),
  frameCount: z.int().positive(),
  firstMediaSequence: z.int().nonnegative(),
  mediaSegmentCount: z.int().positive(),
  lockedAt: EpochMsSchema,
  events: z.array(LogEvent),
});
export type LogBlock = z.infer<typeof LogBlock>;

/** One row of a break or act, as far as it matters to what is seen. */
export const LogLine = z.object({
  startAt: EpochMsSchema,
  durationMs: DurationMsSchema,
  kind: LogEvent.shape.kind,
  title: z.string(),
});
export type LogLine = z.infer<typeof LogLine>;

/** What making a block anew does to it. */
export const LogBlockChange = z.object({
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  title: z.string(),
  /** Rows that go, and rows that come, in order of time. */
  removed: z.array(LogLine),
  added: z.array(LogLine),
});
export type LogBlockChange = z.infer<typeof LogBlockChange>;
