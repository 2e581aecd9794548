import { z } from 'zod';

import { ChannelId } from '../model/ids.ts';
import { LogBlock, LogBlockChange } from '../model/log.ts';
import { BreakItemChange } from '../model/override.ts';
import { EpochMsSchema } from '../model/scalars.ts';
import { OverrideRecord } from '../model/schedule-day.ts';
import { command, query } from './define.ts';

const Part = z.object({
  channelId: ChannelId,
  /** Half-open; left out: from where the log is not locked, to its end. */
  startAt: EpochMsSchema.nullable().default(null),
  endAt: EpochMsSchema.nullable().default(null),
  /** Breaks that were changed by hand stay so. */
  keepsHandChanges: z.boolean().default(true),
});

const Replanned = z.object({
  /** What starts before is locked and stays. */
  lockedUntil: EpochMsSchema,
  changes: z.array(LogBlockChange),
});

/** Changes of the transmission log. What is locked changes only when it is unlocked for the purpose, with a record. */
export const logChangeMethods = {
  /** What `log.replan` would change. Writes nothing. */
  'log.replanPreview': query(Part, Replanned, ['not-found']),
  /** Makes what is not locked of the log anew from the days, the library and the rules as they are now; at once or not at all. */
  'log.replan': command(
    Part.extend({ reason: z.string().trim().max(500).default('operator') }),
    Replanned,
    ['not-found'],
  ),
  /** Puts another interstitial in the place of one, or takes it out. The break keeps its length. */
  'log.changeItem': command(
    z.object({
      channelId: ChannelId,
      change: BreakItemChange,
      reason: z.string().trim().min(1, { error: 'Give a reason.' }).max(500),
      /** Also where the log is locked, as long as nothing of the block is on the air. */
      unlock: z.boolean().default(false),
    }),
    z.object({ block: LogBlock, record: OverrideRecord }),
    ['not-found', 'not-eligible', 'conflict', 'day-frozen'],
  ),
} as const;
