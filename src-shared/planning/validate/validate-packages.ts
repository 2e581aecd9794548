import type { VirtualAssetId } from '../../model/ids.ts';
import { finding, type Finding } from '../../model/finding.ts';
import type { PlannedRow, ContentReference } from '../../model/plan.ts';
import type { Carry } from '../../model/schedule-day.ts';
import { EMPTY_CARRY } from '../../model/schedule-day.ts';
import type { VirtualAsset } from '../../model/virtual-asset.ts';
import type { Zone } from '../../model/zone.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { poolOf } from '../choose/content-pool.ts';
import { eligibleCopy } from '../choose/copies.ts';
import {
  resolvePackage,
  type PackageContext,
  type PackageOutcome,
} from '../choose/package-members.ts';
import { packagesInContent } from '../plan/packages-in-plans.ts';
import { describeSpan } from '../plan/plan-edits.ts';
import { rotationOf } from '../choose/rotation.ts';
import { describeZone } from '../plan/zones.ts';

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
  const lengths = poolOf(catalog, { type: 'virtual_package', virtualAssetId: source.id })
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

/** What is wrong or doubtful about the packages that rows and zones play. */
export function validatePackages(
  rows: readonly PlannedRow[],
  zones: readonly Zone[],
  catalog: Catalog,
): Finding[] {
  return [
    ...rows.flatMap((row) => [
      ...ofContent(row.content, `The row ${describeSpan(row)}`, row.id, catalog),
      ...outOfTurn(row),
      ...overLength(row, catalog),
    ]),
    ...zones.flatMap((zone) =>
      zone.items.flatMap((item) =>
        ofContent(item, `The zone ${describeZone(zone)}`, zone.id, catalog),
      ),
    ),
  ];
}

function ofContent(
  content: ContentReference,
  what: string,
  subjectId: string,
  catalog: Catalog,
): Finding[] {
  return [...new Set(packagesInContent(content))].flatMap((id): Finding[] => {
    const source = catalog.virtualAssets.get(id);
    const outcome = tryPackage(catalog, id);
    if (!source || !outcome) {
      return [
        finding('INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', {
          subjectId,
          message: `${what} plays a package that does not exist.`,
          remedy: 'Choose another package; “virtual-asset list” shows those that there are.',
        }),
      ];
    }
    if (outcome.type === 'unavailable') {
      return [
        finding('INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', {
          subjectId,
          message: `${what} plays the package “${source.name}”, which cannot air: ${outcome.why}`,
          remedy: 'Approve its assets in the library, or change the package.',
        }),
      ];
    }
    const doubts = [
      ...(outcome.isShort ? ['has less than it asks for'] : []),
      ...(outcome.missingCount > 0
        ? [`lacks ${String(outcome.missingCount)} of its fixed assets, which may not air`]
        : []),
    ];
    return doubts.map((doubt) =>
      finding('package-short', {
        subjectId,
        message: `${what} plays the package “${source.name}”, which ${doubt}.`,
        remedy: 'Approve more in the library, or change the package.',
      }),
    );
  });
}

/** A package has no place in the order of a pool; it comes only where entries take turns. */
function outOfTurn(row: PlannedRow): Finding[] {
  const { content, episodePolicy } = row;
  const takesTurns = episodePolicy === 'sequential' || episodePolicy === 'round-robin';
  if (content.type !== 'list' || takesTurns || packagesInContent(content).length === 0) return [];
  return [
    finding('package-out-of-turn', {
      subjectId: row.id,
      message: `The row ${describeSpan(row)} lists a package, but by the policy ${episodePolicy} packages never air.`,
      remedy: 'Let the list take turns (round-robin), or take the package out of it.',
    }),
  ];
}

function overLength(row: PlannedRow, catalog: Catalog): Finding[] {
  const { content } = row;
  if (content.type !== 'virtual_package') return [];
  const source = catalog.virtualAssets.get(content.virtualAssetId);
  if (!source) return [];
  const longestMs = longestOfPackage(catalog, source);
  if (longestMs < row.durationMinutes * MS_PER_MINUTE) return [];
  const minutes = Math.ceil(longestMs / MS_PER_MINUTE);
  const lasts = source.kind === 'fixed_sequence' ? 'lasts' : 'may last up to';
  return [
    finding('C-ZONE-02', {
      subjectId: row.id,
      message: `The package “${source.name}” ${lasts} ${String(minutes)} minutes: it may take all of the row ${describeSpan(row)}, leave no time for breaks, and make what follows start late.`,
      remedy: 'Make the row longer, or the package shorter.',
    }),
  ];
}
