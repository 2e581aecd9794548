import { sql } from 'kysely';

import type { AssetId, CollectionId } from '#shared/model/ids.ts';
import type { EpochMs } from '#shared/time/units.ts';

import { chunksOf, type Database } from '../database.ts';
import type { OrphanedFile } from './asset-port.ts';
import { toSource } from './source-repository.ts';

const IDENTITIES_AT_ONCE = 500;

/** Assets that were retired with their source and have one of these contents, by path. */
export async function readOrphans(
  db: Database,
  contentIdentities: readonly string[],
): Promise<OrphanedFile[]> {
  const orphans: OrphanedFile[] = [];
  for (const chunk of chunksOf([...new Set(contentIdentities)], IDENTITIES_AT_ONCE)) {
    const rows = await db
      .selectFrom('assets')
      .innerJoin('collections', 'collections.id', 'assets.collection_id')
      .innerJoin('sources', 'sources.id', 'collections.source_id')
      .selectAll('sources')
      .select([
        'assets.id as assetId',
        'assets.relative_path as relativePath',
        'assets.size_bytes as sizeBytes',
        'assets.modified_at as modifiedAt',
        'assets.content_identity as contentIdentity',
        'assets.state',
        'assets.fault',
        'assets.collection_id',
      ])
      .where('assets.content_identity', 'in', chunk)
      .where('assets.approved_before_removal', 'is not', null)
      .orderBy('assets.relative_path')
      .execute();
    for (const row of rows) {
      const { assetId, relativePath, sizeBytes, modifiedAt, contentIdentity, state, fault } = row;
      const source = toSource({ ...row, asset_count: 0 });
      orphans.push({
        assetId,
        relativePath,
        sizeBytes,
        modifiedAt,
        contentIdentity,
        state,
        fault,
        source,
      });
    }
  }
  return orphans;
}

/** Brings such assets back as they were, into a collection and at new paths. Call inside a transaction. */
export async function writeAdoption(
  db: Database,
  collectionId: CollectionId,
  places: readonly { readonly assetId: AssetId; readonly relativePath: string }[],
  at: EpochMs,
): Promise<void> {
  for (const { assetId, relativePath } of places) {
    await db
      .updateTable('assets')
      .set({
        collection_id: collectionId,
        relative_path: relativePath,
        state: sql`CASE WHEN coalesce(duration_ms, 0) > 0 THEN 'ready' ELSE 'new' END`,
        is_approved: sql`CASE WHEN coalesce(duration_ms, 0) > 0 THEN approved_before_removal ELSE 0 END`,
        fault: null,
        fault_detail: null,
        approved_before_removal: null,
        updated_at: at,
      })
      .where('id', '=', assetId)
      .where('approved_before_removal', 'is not', null)
      .execute();
  }
}
