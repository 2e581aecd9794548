import type { AiringMember, FirstRun } from '../../model/schedule-day.ts';
import type { Catalog } from '../choose/catalog.ts';
import { eligibleCopy } from '../choose/copies.ts';
import type { RepeatedContent } from './encore.ts';

/** The package or packed shorts of a first run again, with the same members as the library has them now; `null` when one may not air. */
export function repeatSeveral(
  catalog: Catalog,
  { virtualAssetId, name, members }: NonNullable<FirstRun['package']>,
): Exclude<RepeatedContent, { kind: 'asset' }> | null {
  let startMs = 0;
  const again: AiringMember[] = [];
  for (const { choice: _choice, ...member } of members) {
    const asset = eligibleCopy(catalog, member.assetId);
    if (!asset) return null;
    again.push({ ...member, assetId: asset.id, startMs, durationMs: asset.durationMs });
    startMs += asset.durationMs;
  }
  const several = { name, members: again, durationMs: startMs };
  if (virtualAssetId === null) return { kind: 'shorts', shorts: several };
  const chosen = { method: null, isShort: false, missingCount: 0, restHours: null };
  return { kind: 'package', package: { ...several, ...chosen, virtualAssetId } };
}
