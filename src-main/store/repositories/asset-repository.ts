import { sql } from 'kysely';

import { atomically, type Database } from '../database.ts';
import type { LibraryCache, LibraryRevision } from '../library-revision.ts';
import type { AssetListQuery, AssetRepository } from './asset-port.ts';
import { readAssets, selectAssets, toAssets } from './asset-rows.ts';
import { writeApproval, writeAssets, writeRetirement } from './asset-writing.ts';
import { readCatalog, readNames } from './catalog-reading.ts';
import { readOrphans, writeAdoption } from './orphaned-assets.ts';
import { getSeries, listSeries, renameSeries, seriesByTitle } from './series-reading.ts';

/** The words of a search, as they are compared. */
function wordsOf(text: string): string[] {
  return text.normalize('NFC').toLowerCase().split(/\s+/u).filter(Boolean);
}

function filteredAssets(db: Database, query: AssetListQuery) {
  let assets = db
    .selectFrom('assets')
    .innerJoin('collections', 'collections.id', 'assets.collection_id');
  for (const word of wordsOf(query.text)) {
    assets = assets.where(sql<boolean>`instr(assets.search_text, ${word}) > 0`);
  }
  if (query.kinds.length > 0) assets = assets.where('assets.kind', 'in', query.kinds);
  if (query.states.length > 0) assets = assets.where('assets.state', 'in', query.states);
  if (query.sourceId) assets = assets.where('collections.source_id', '=', query.sourceId);
  if (query.seriesId) assets = assets.where('assets.series_id', '=', query.seriesId);
  if (query.isPresent === true) {
    assets = assets.where(sql<boolean>`assets.fault IS NOT 'vanished'`);
  }
  if (query.isPresent === false) assets = assets.where('assets.fault', '=', 'vanished');
  if (query.attention === 'fault') assets = assets.where('assets.fault', 'is not', null);
  if (query.attention === 'unapproved') {
    assets = assets.where('assets.state', '=', 'ready').where('assets.is_approved', '=', 0);
  }
  return assets;
}

function sortedPage(db: Database, query: AssetListQuery) {
  let page = filteredAssets(db, query)
    .leftJoin('series', 'series.id', 'assets.series_id')
    .selectAll('assets')
    .select(['series.title as series_title', 'collections.source_id']);
  if (query.sort === 'kind') page = page.orderBy('assets.kind');
  if (query.sort === 'duration') page = page.orderBy('assets.duration_ms');
  if (query.sort === 'discovered') page = page.orderBy('assets.discovered_at', 'desc');
  return page
    .orderBy('assets.sort_key')
    .orderBy('assets.season_number')
    .orderBy('assets.episode_number')
    .orderBy('assets.title')
    .orderBy('assets.id')
    .limit(query.limit)
    .offset(query.offset);
}

export function createAssetRepository(
  db: Database,
  revision: LibraryRevision,
  cache: LibraryCache,
): AssetRepository {
  return {
    async get(id) {
      const [asset] = await readAssets(db, [id]);
      return asset ?? null;
    },

    getMany: (ids) => readAssets(db, ids),

    async list(query) {
      const { total } = await filteredAssets(db, query)
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      const rows = await sortedPage(db, query).execute();
      const sources = new Map(rows.map((row) => [row.collection_id, row.source_id]));
      const items = (await toAssets(db, rows)).flatMap((asset) => {
        const sourceId = sources.get(asset.collectionId);
        return sourceId === undefined ? [] : [{ ...asset, sourceId }];
      });
      return { total, items };
    },

    async count() {
      const { total } = await db
        .selectFrom('assets')
        .select((eb) => eb.fn.countAll<number>().as('total'))
        .executeTakeFirstOrThrow();
      return total;
    },

    async knownFiles(collectionId) {
      return db
        .selectFrom('assets')
        .select([
          'id as assetId',
          'relative_path as relativePath',
          'size_bytes as sizeBytes',
          'modified_at as modifiedAt',
          'content_identity as contentIdentity',
          'state',
          'fault',
        ])
        .where('collection_id', '=', collectionId)
        .execute();
    },

    orphans: (contentIdentities) => readOrphans(db, contentIdentities),

    adopt: (collectionId, places, at) =>
      atomically(db, async (trx) => {
        revision.bump();
        await writeAdoption(trx, collectionId, places, at);
      }),

    async saveMany(assets) {
      if (assets.length === 0) return;
      await atomically(db, async (trx) => {
        revision.bump();
        await writeAssets(trx, assets);
      });
    },

    setApproval: (ids, isApproved, at) =>
      atomically(db, async (trx) => {
        revision.bump();
        return writeApproval(trx, ids, isApproved, at);
      }),

    retire: (ids, at) =>
      atomically(db, async (trx) => {
        revision.bump();
        return writeRetirement(trx, ids, at);
      }),

    async catalog() {
      const current = revision.current();
      const kept = cache.catalog.read(current);
      if (kept) return kept;
      const catalog = await readCatalog(db);
      cache.catalog.keep(current, catalog);
      return catalog;
    },

    async names() {
      const current = revision.current();
      const kept = cache.names.read(current);
      if (kept) return kept;
      const names = await readNames(db);
      cache.names.keep(current, names);
      return names;
    },

    async withoutLoudness(limit) {
      const rows = await selectAssets(db)
        .where('assets.state', '=', 'ready')
        .where('assets.is_loudness_measured', '=', 0)
        .where('assets.fault', 'is', null)
        .orderBy('assets.discovered_at')
        .orderBy('assets.id')
        .limit(limit)
        .execute();
      return toAssets(db, rows);
    },

    listSeries: (text) => listSeries(db, wordsOf(text)),
    getSeries: (id) => getSeries(db, id),
    seriesByTitle: (title) => seriesByTitle(db, title),
    renameSeries: (id, title) =>
      atomically(db, async (trx) => {
        revision.bump();
        await renameSeries(trx, id, title);
      }),
  };
}
