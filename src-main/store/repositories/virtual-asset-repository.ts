import { notFound } from '#shared/errors/app-error.ts';
import { VirtualAssetFields, type VirtualAsset } from '#shared/model/virtual-asset.ts';

import { nameKey, readJson } from '../column-values.ts';
import type { Database } from '../database.ts';
import { refuseStale } from '../stale-version.ts';
import type { VirtualAssetRepository } from './virtual-asset-port.ts';
import type { VirtualAssetRow } from '../tables/plan-tables.ts';

function toRow({ id, version, createdAt, updatedAt, ...fields }: VirtualAsset): VirtualAssetRow {
  return {
    id,
    name: fields.name,
    name_key: nameKey(fields.name),
    kind: fields.kind,
    definition: JSON.stringify(fields),
    version,
    created_at: createdAt,
    updated_at: updatedAt,
  };
}

function fromRow(row: VirtualAssetRow): VirtualAsset {
  return {
    ...readJson(VirtualAssetFields, row.definition, 'virtual_assets.definition'),
    id: row.id,
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}

export function createVirtualAssetRepository(db: Database): VirtualAssetRepository {
  return {
    async list() {
      const rows = await db
        .selectFrom('virtual_assets')
        .selectAll()
        .orderBy('name_key')
        .orderBy('id')
        .execute();
      return rows.map(fromRow);
    },

    async get(id) {
      const row = await db
        .selectFrom('virtual_assets')
        .selectAll()
        .where('id', '=', id)
        .executeTakeFirst();
      return row ? fromRow(row) : null;
    },

    async insert(virtualAsset) {
      await db.insertInto('virtual_assets').values(toRow(virtualAsset)).execute();
    },

    async update(virtualAsset) {
      const { id, created_at: createdAt, ...changes } = toRow(virtualAsset);
      const result = await db
        .updateTable('virtual_assets')
        .set(changes)
        .where('id', '=', id)
        .where('version', '=', virtualAsset.version - 1)
        .where('created_at', '=', createdAt)
        .executeTakeFirst();
      if (result.numUpdatedRows === 0n) {
        await refuseStale(db, 'virtual_assets', id, virtualAsset.version);
      }
    },

    async delete(id) {
      const result = await db.deleteFrom('virtual_assets').where('id', '=', id).executeTakeFirst();
      if (result.numDeletedRows === 0n) throw notFound('virtual asset', id);
    },
  };
}
