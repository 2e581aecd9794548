import type { AiringMember, FirstRun } from '../../model/schedule-day.ts';
import type { Catalog } from '../choose/catalog.ts';
import { eligibleCopy } from '../choose/copies.ts';
import type { PackageContent } from '../choose/package-members.ts';

/** The package or packed shorts of a first run again, with the same members as the library has them now; `null` when one may not air. */
export function repeatPackage(
  catalog: Catalog,
  { virtualAssetId, name, members }: NonNullable<FirstRun['package']>,
): PackageContent | null {
  let startMs = 0;
  const again: AiringMember[] = [];
  for (const { choice: _choice, ...member } of members) {
    const asset = eligibleCopy(catalog, member.assetId);
    if (!asset) return null;
    again.push({ ...member, assetId: asset.id, startMs, durationMs: asset.durationMs });
    startMs += asset.durationMs;
  }
  return {
    virtualAssetId,
    name,
    method: null,
    members: again,
    durationMs: startMs,
    isShort: false,
    missingCount: 0,
    restHours: null,
  };
}
