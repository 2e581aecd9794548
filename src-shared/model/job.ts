import { z } from 'zod';

import { JobId } from './ids.ts';
import { EpochMsSchema } from './scalars.ts';

/** Work that takes long enough to be watched and cancelled. */
export const Job = z.object({
  id: JobId,
  kind: z.enum(['scan', 'loudness', 'demo', 'horizon']),
  title: z.string(),
  state: z.enum(['running', 'done', 'failed', 'cancelled', 'interrupted']),
  /** What is happening now, one short phrase. */
  phase: z.string(),
  done: z.int().nonnegative(),
  /** `null` while the amount of work is not known. */
  total: z.int().nonnegative().nullable(),
  /** Set when it can be stopped; says what stopping leaves behind. */
  cancelNote: z.string().nullable(),
  /** The first problems met, one sentence each. */
  problems: z.array(z.string()),
  error: z.string().nullable(),
  startedAt: EpochMsSchema,
  endedAt: EpochMsSchema.nullable(),
});
export type Job = z.infer<typeof Job>;
