import { finding, type Finding } from '../../model/finding.ts';
import type { PlannedRow, ContentReference } from '../../model/plan.ts';
import type { Zone } from '../../model/zone.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { isAiredOnce, packagesIn, traitsOf } from '../../model/content-kinds.ts';
import { longestOfPackage, tryPackage } from '../choose/package-trial.ts';
import { describeSpan } from '../plan/plan-edits.ts';
import { describeZone } from '../plan/zones.ts';
import { countedMs } from '../../time/broadcast-day.ts';

/** What is wrong or doubtful about the packages that rows and zones play. */
export function validatePackages(
  rows: readonly PlannedRow[],
  zones: readonly Zone[],
  catalog: Catalog,
  overrunToleranceMs: DurationMs = 0,
): Finding[] {
  return [
    ...rows.flatMap((row) => [
      ...ofContent(row.content, `The row ${describeSpan(row)}`, row.id, catalog),
      ...outOfTurn(row),
      ...overLength(row, catalog, overrunToleranceMs),
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
  return [...new Set(packagesIn(content))].flatMap((id): Finding[] => {
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
  if (isAiredOnce(content) || takesTurns || packagesIn(content).length === 0) return [];
  return [
    finding('package-out-of-turn', {
      subjectId: row.id,
      message: `The row ${describeSpan(row)} lists a package, but by the policy ${episodePolicy} packages never air.`,
      remedy: 'Let the list take turns (round-robin), or take the package out of it.',
    }),
  ];
}

function overLength(row: PlannedRow, catalog: Catalog, overrunToleranceMs: DurationMs): Finding[] {
  const { content } = row;
  if (!traitsOf(content).isSeveral) return [];
  const [id] = packagesIn(content);
  const source = id === undefined ? undefined : catalog.virtualAssets.get(id);
  if (!source) return [];
  const longestMs = longestOfPackage(catalog, source);
  const rowMs = row.durationMinutes * MS_PER_MINUTE;
  if (countedMs(longestMs, { overrunToleranceMs }) <= rowMs) return [];
  const minutes = Math.ceil(longestMs / MS_PER_MINUTE);
  const lasts = source.kind === 'fixed_sequence' ? 'lasts' : 'may last up to';
  return [
    finding('C-ZONE-02', {
      subjectId: row.id,
      message: `The package “${source.name}” ${lasts} ${String(minutes)} minutes, longer than the row ${describeSpan(row)}: it leaves no time for breaks, and what follows starts late.`,
      remedy: 'Make the row longer, or the package shorter.',
    }),
  ];
}
