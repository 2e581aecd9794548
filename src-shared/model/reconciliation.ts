import { z } from 'zod';

import { ChannelId, LogBlockId } from './ids.ts';
import { EpochMsSchema, IsoDateSchema } from './scalars.ts';

/**
 * What became of a block of the log. `aired`: every picture of it. `partly`: some. `missed`: none. `unrecorded`: it is over, and
 * as-run says nothing of it. `open`: it is not over.
 */
export const BlockOutcome = z.enum(['aired', 'partly', 'missed', 'unrecorded', 'open']);
export type BlockOutcome = z.infer<typeof BlockOutcome>;

/** Pictures by what became of them; planned is the sum of the others, of blocks that are over. */
export const FrameCounts = z.object({
  planned: z.int().nonnegative(),
  aired: z.int().nonnegative(),
  /** A slate stood in for them. */
  slate: z.int().nonnegative(),
  missed: z.int().nonnegative(),
  /** Of rows that as-run does not name. */
  unrecorded: z.int().nonnegative(),
});
export type FrameCounts = z.infer<typeof FrameCounts>;

/** One block of the log against as-run. */
export const BlockReconciliation = z.object({
  blockId: LogBlockId,
  startAt: EpochMsSchema,
  endAt: EpochMsSchema,
  title: z.string(),
  outcome: BlockOutcome,
  frames: FrameCounts,
  /** Why pictures were missed or replaced, each reason once. */
  reasons: z.array(z.string()),
});
export type BlockReconciliation = z.infer<typeof BlockReconciliation>;

/** A broadcast day against as-run. */
export const DayReconciliation = z.object({
  channelId: ChannelId,
  date: IsoDateSchema,
  /** When the station closed the day; `null` while it has not. */
  closedAt: EpochMsSchema.nullable(),
  frames: FrameCounts,
  blocks: z.array(BlockReconciliation),
});
export type DayReconciliation = z.infer<typeof DayReconciliation>;
