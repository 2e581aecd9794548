import type { MasterClock } from '#main/clock/master-clock.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';

import { fromFlag, toFlag } from '../column-values.ts';
import { atomically, type Database } from '../database.ts';
import type { LibraryRevision } from '../library-revision.ts';
import type { SourceRepository } from './source-port.ts';
import type { SourceRow } from '../tables/library-tables.ts';

type JoinedRow = SourceRow & { collection_id: Source['collectionId']; asset_count: number | null };

export function toSource(row: JoinedRow): Source {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind,
    path: row.path,
    approveOnImport: fromFlag(row.approve_on_import),
    collectionId: row.collection_id,
    assetCount: row.asset_count ?? 0,
    lastScanAt: row.last_scan_at,
    createdAt: row.created_at,
  };
}

function collectionsOf(db: Database, id: Source['id']) {
  return db.selectFrom('collections').select('collections.id').where('source_id', '=', id);
}

/** `assetCount` of what is read counts the assets that are not retired; it is not stored. */
export function createSourceRepository(
  db: Database,
  clock: MasterClock,
  revision: LibraryRevision,
): SourceRepository {
  function sources() {
    return db
      .selectFrom('sources')
      .innerJoin('collections', 'collections.source_id', 'sources.id')
      .selectAll('sources')
      .select('collections.id as collection_id')
      .select((eb) =>
        eb
          .selectFrom('assets')
          .select((inner) => inner.fn.countAll<number>().as('count'))
          .whereRef('assets.collection_id', '=', 'collections.id')
          .where('assets.state', '<>', 'retired')
          .as('asset_count'),
      );
  }

  return {
    async list() {
      const rows = await sources()
        .where('removed_at', 'is', null)
        .orderBy('name')
        .orderBy('sources.id')
        .execute();
      return rows.map(toSource);
    },

    async get(id) {
      const row = await sources()
        .where('sources.id', '=', id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      return row ? toSource(row) : null;
    },

    /** Also of a removed source: what is frozen still airs from its folder. */
    async getByCollection(id) {
      const row = await sources().where('collections.id', '=', id).executeTakeFirst();
      return row ? toSource(row) : null;
    },

    async insert(source) {
      await atomically(db, async (trx) => {
        await trx
          .insertInto('sources')
          .values({
            id: source.id,
            name: source.name,
            kind: source.kind,
            path: source.path,
            approve_on_import: toFlag(source.approveOnImport),
            last_scan_at: source.lastScanAt,
            created_at: source.createdAt,
            removed_at: null,
          })
          .execute();
        await trx
          .insertInto('collections')
          .values({ id: source.collectionId, source_id: source.id })
          .execute();
      });
    },

    async update(source) {
      revision.bump();
      const result = await db
        .updateTable('sources')
        .set({
          name: source.name,
          path: source.path,
          approve_on_import: toFlag(source.approveOnImport),
          last_scan_at: source.lastScanAt,
        })
        .where('id', '=', source.id)
        .where('removed_at', 'is', null)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) throw notFound('source', source.id);
    },

    async remove(id) {
      const removedAt = clock.nowAt();
      await atomically(db, async (trx) => {
        const result = await trx
          .updateTable('sources')
          .set({ removed_at: removedAt })
          .where('id', '=', id)
          .where('removed_at', 'is', null)
          .executeTakeFirst();
        if (result.numUpdatedRows === 0n) throw notFound('source', id);
        revision.bump();
        await trx
          .updateTable('assets')
          .set((eb) => ({
            state: 'retired',
            is_approved: 0,
            approved_before_removal: eb.ref('is_approved'),
            updated_at: removedAt,
          }))
          .where('state', '<>', 'retired')
          .where('collection_id', 'in', collectionsOf(trx, id))
          .execute();
      });
    },
  };
}
