import { randomUUID } from 'node:crypto';

import { sql } from 'kysely';

import { AppError } from '#shared/errors/app-error.ts';
import type { Series } from '#shared/model/asset.ts';
import { SeriesId } from '#shared/model/ids.ts';

import { nameKey } from '../column-values.ts';
import { atomically, type Database } from '../database.ts';

/** Series with the numbers of their episodes (retired ones left out) and of those that may air. */
function countedSeries(db: Database) {
  return db
    .selectFrom('series')
    .leftJoin('assets', (join) =>
      join
        .onRef('assets.series_id', '=', 'series.id')
        .on('assets.kind', '=', 'episode')
        .on('assets.state', '<>', 'retired'),
    )
    .select(['series.id', 'series.title'])
    .select((eb) => eb.fn.count<number>('assets.id').as('episodeCount'))
    .select(
      sql<number>`coalesce(sum(assets.state = 'ready' AND assets.is_approved = 1 AND assets.fault IS NULL), 0)`.as(
        'eligibleEpisodeCount',
      ),
    )
    .groupBy('series.id');
}

/** Series whose title has every word (lower-case), by title. */
export async function listSeries(db: Database, words: readonly string[]): Promise<Series[]> {
  let query = countedSeries(db);
  for (const word of words) {
    query = query.where(sql<boolean>`instr(series.title_key, ${word}) > 0`);
  }
  return query.orderBy('series.title_key').execute();
}

export async function getSeries(db: Database, id: SeriesId): Promise<Series | null> {
  return (await countedSeries(db).where('series.id', '=', id).executeTakeFirst()) ?? null;
}

/** The series of this title, any case; made when there is none. */
export async function seriesByTitle(db: Database, title: string): Promise<Series> {
  return atomically(db, async (trx) => {
    const key = nameKey(title);
    const known = await countedSeries(trx).where('series.title_key', '=', key).executeTakeFirst();
    if (known) return known;
    const id = SeriesId.parse(randomUUID());
    await trx.insertInto('series').values({ id, title: title.trim(), title_key: key }).execute();
    return { id, title: title.trim(), episodeCount: 0, eligibleEpisodeCount: 0 };
  });
}

/** Gives a series another title. Throws `already-exists` when another series has it. */
export async function renameSeries(db: Database, id: SeriesId, title: string): Promise<void> {
  const key = nameKey(title);
  const other = await db
    .selectFrom('series')
    .select('id')
    .where('title_key', '=', key)
    .where('id', '<>', id)
    .executeTakeFirst();
  if (other) {
    throw new AppError('already-exists', `There is a series "${title.trim()}" already.`, {
      field: 'title',
      remedy: 'Choose another title.',
    });
  }
  await db
    .updateTable('series')
    .set({ title: title.trim(), title_key: key })
    .where('id', '=', id)
    .execute();
}
