import type { VirtualAssetId } from '../../model/ids.ts';
import { EMPTY_CARRY, type Carry } from '../../model/schedule-day.ts';
import type { VirtualAsset } from '../../model/virtual-asset.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog } from './catalog.ts';
import { poolOfPackage } from './content-pool.ts';
import { eligibleCopy } from './copies.ts';
import { resolvePackage, type PackageContext, type PackageOutcome } from './package-members.ts';
import { rotationOf } from './rotation.ts';

/** Where a package is tried when no channel and slot are meant. */
export const ANYWHERE = {
  channel: {
    slug: 'station',
    timezone: 'UTC',
    dayStart: '06:00',
    gridMinutes: 30,
    overrunToleranceMs: 0,
    dayparts: [],
  },
  date: '1970-01-01',
  slotAt: 0,
} satisfies Omit<PackageContext, 'catalog' | 'rotation'>;

/** A package as it would air where nothing has aired yet; `null` when there is none of the id. */
export function tryPackage(
  catalog: Catalog,
  id: VirtualAssetId,
  carry: Carry = EMPTY_CARRY,
): PackageOutcome | null {
  const source = catalog.virtualAssets.get(id);
  return source
    ? resolvePackage({ ...ANYWHERE, catalog, rotation: rotationOf(carry) }, source)
    : null;
}

/** Whether the package exists and has something eligible to air. */
export function isPackageEligible(catalog: Catalog, id: VirtualAssetId): boolean {
  return tryPackage(catalog, id)?.type === 'resolved';
}

/** The longest that the package can become, as far as its rule and limits say. */
export function longestOfPackage(catalog: Catalog, source: VirtualAsset): DurationMs {
  const fixedIds = [...source.before, ...source.after];
  const fixedMs = fixedIds.reduce(
    (sum, id) => sum + (eligibleCopy(catalog, id)?.durationMs ?? 0),
    0,
  );
  const lengths = poolOfPackage(catalog, source.id, null)
    .assets.map(({ durationMs }) => durationMs)
    .sort((a, b) => b - a);
  const sumOf = (list: readonly DurationMs[]): DurationMs =>
    list.reduce((sum, durationMs) => sum + durationMs, 0);
  if (source.kind === 'fixed_sequence') return fixedMs + sumOf(lengths);
  const { size, maximumMinutes } = source;
  const asked =
    'count' in size
      ? fixedMs + sumOf(lengths.slice(0, size.count))
      : size.targetMinutes * MS_PER_MINUTE + (lengths[0] ?? 0);
  return maximumMinutes === null ? asked : Math.min(asked, maximumMinutes * MS_PER_MINUTE);
}
