import { AppError, notFound } from '#shared/errors/app-error.ts';
import type { BlockId, ChannelId, PlanId, VirtualAssetId } from '#shared/model/ids.ts';

import type { Database } from './database.ts';

const WORDS = {
  channels: 'channel',
  plans: 'plan',
  blocks: 'block',
  virtual_assets: 'virtual asset',
} as const;

/** Says why an update by optimistic lock met no row: it is gone, newer, or its fixed fields were touched. */
export async function refuseStale(
  db: Database,
  table: keyof typeof WORDS,
  id: ChannelId | PlanId | BlockId | VirtualAssetId,
  version: number,
): Promise<never> {
  const what = WORDS[table];
  const stored = await db
    .selectFrom(table)
    .select('version')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!stored) throw notFound(what, id);
  if (stored.version === version - 1) {
    throw new AppError('conflict', `A fixed field of the ${what} may not change.`, {
      field: what,
      remedy: `Make a new ${what} instead.`,
    });
  }
  throw new AppError('stale-version', `The ${what} has been changed meanwhile.`, {
    field: 'version',
    remedy: 'Read it again and repeat the change.',
    storedVersion: stored.version,
    givenVersion: version,
  });
}
