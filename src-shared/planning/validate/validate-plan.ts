import { ruleOf, traitsOf } from '../../model/content-kinds.ts';
import { finding, warning, type Finding, type FindingRule } from '../../model/finding.ts';
import type { PlannedRow, Plan } from '../../model/plan.ts';
import { scheduleTimeOf } from '../../model/scalars.ts';
import type { Zone } from '../../model/zone.ts';
import { countedMs, wallClockOfOffset } from '../../time/broadcast-day.ts';
import { DAY_MINUTES, type DurationMs, type LocalTime, MS_PER_MINUTE } from '../../time/units.ts';
import { wholeTitleOf } from '../choose/asset-titles.ts';
import type { Catalog } from '../choose/catalog.ts';
import { isContentEligible, poolOf } from '../choose/contents/kinds.ts';
import { validateEncores, type EncoreSource } from '../plan/encore-sources.ts';
import { rowsOfBlocks, validatePlacedBlocks } from '../plan/placed-blocks.ts';
import { describeSpan, endOf, findOverlaps, orderAssignments } from '../plan/plan-edits.ts';
import { validatePackages } from './validate-packages.ts';
import { inheritedZones } from '../plan/zone-inheritance.ts';
import { isEveryDay, validateZones, zoneMinutes } from '../plan/zones.ts';

/** What a plan's rows are checked against. */
export interface PlanValidationInput {
  readonly gridMinutes: number;
  /** When the channel's day starts, to tell gaps by the clock; left out: by schedule-time alone. */
  readonly dayStart?: LocalTime;
  /** What of content may lie past its last grid line; left out: nothing. */
  readonly overrunToleranceMs?: DurationMs;
  readonly assignments: readonly PlannedRow[];
  readonly zones?: readonly Zone[];
  /** The blocks placed in the plan of this id. */
  readonly placed?: Pick<Plan, 'id' | 'blocks'>;
  readonly catalog: Catalog;
  /** Rows and zones of the channel that encores may repeat. */
  readonly encoreSources?: readonly EncoreSource[];
}

/**
 * What is wrong or doubtful about a plan's rows: overlaps and unusable content are errors, gaps and rows off the grid
 * are warnings. Gaps are filled by default programming when a day is resolved.
 */
export function validatePlan(input: PlanValidationInput): Finding[] {
  const rows = orderAssignments(input.assignments);
  const { placed } = input;
  const shared = placed ? rowsOfBlocks(placed) : [];
  const daily = placed?.blocks?.filter(({ dayFilters }) => dayFilters === null) ?? [];
  const everyDay = placed ? rowsOfBlocks({ id: placed.id, blocks: daily }) : [];
  return [
    ...overlapsOf(rows),
    ...gapsOf(rows, input.zones ?? [], everyDay, input.dayStart ?? null),
    ...rows.flatMap((row) => offGridOf(row, input.gridMinutes)),
    ...rows.flatMap((row) => contentOf(row, input.catalog)),
    ...rows.flatMap((row) => overLengthOf(row, input)),
    ...validatePackages(rows, input.zones ?? [], input.catalog, input.overrunToleranceMs),
    ...rows.flatMap(pastDayEndOf),
    ...validateEncores(rows, input.encoreSources ?? []),
    ...shared.flatMap((row) => contentOf(row, input.catalog)),
    ...shared.flatMap((row) => overLengthOf(row, input)),
    ...(placed ? validatePlacedBlocks(placed, rows, input.gridMinutes) : []),
    ...validateZones(input.zones ?? [], input.gridMinutes),
  ];
}

function found(
  rule: FindingRule,
  subjectId: string | null,
  message: string,
  remedy: string,
): Finding {
  return finding(rule, { subjectId, message, remedy });
}

function overlapsOf(rows: readonly PlannedRow[]): Finding[] {
  return findOverlaps(rows).map(({ earlier, later }) =>
    found(
      'INV-PLAN-NO-ZONE-OVERLAP-001',
      later.id,
      `The row ${describeSpan(later)} overlaps the row ${describeSpan(earlier)}.`,
      'Move or shorten one of them.',
    ),
  );
}

/** Gaps of the day that neither a row nor a block or zone of every day covers. */
function gapsOf(
  rows: readonly PlannedRow[],
  zones: readonly Zone[],
  ofBlocks: readonly PlannedRow[],
  dayStart: LocalTime | null,
): Finding[] {
  const findings: Finding[] = [];
  let coveredTo = 0;
  const gap = (from: number, to: number): void => {
    if (from >= to) return;
    findings.push(
      found(
        'INV-PLAN-FULL-COVERAGE-001',
        null,
        `Nothing is planned ${gapText(from, to, dayStart)}.`,
        'Add a row or a zone for every day, or leave it to the channel’s default programming.',
      ),
    );
  };
  const spans = [
    ...[...rows, ...ofBlocks].map((row) => ({ from: row.startOffsetMinutes, to: endOf(row) })),
    ...inheritedZones(zones)
      .filter((zone) => zone.items.length > 0 && isEveryDay(zone))
      .map((zone) => ({
        from: zone.startOffsetMinutes,
        to: zone.startOffsetMinutes + zoneMinutes(zone),
      })),
  ].sort((a, b) => a.from - b.from);
  for (const { from, to } of spans) {
    gap(coveredTo, Math.min(from, DAY_MINUTES));
    coveredTo = Math.max(coveredTo, to);
  }
  gap(coveredTo, DAY_MINUTES);
  return findings;
}

/** `from 06:00 to 18:00 (00:00 to 12:00 of schedule-time)`; without a day start schedule-time alone; `all day`. */
function gapText(from: number, to: number, dayStart: LocalTime | null): string {
  if (from === 0 && to === DAY_MINUTES) return 'all day';
  const span = `${scheduleTimeOf(from)} to ${scheduleTimeOf(to)} of schedule-time`;
  if (dayStart === null) return `from ${span}`;
  const clock = [from, to].map((offset) => wallClockOfOffset(dayStart, offset)).join(' to ');
  return `from ${clock} (${span})`;
}

function offGridOf(row: PlannedRow, gridMinutes: number): Finding[] {
  const findings: Finding[] = [];
  if (row.startOffsetMinutes % gridMinutes !== 0) {
    findings.push(
      found(
        'INV-PLAN-GRID-ALIGNMENT-001',
        row.id,
        `The row ${describeSpan(row)} does not start on the ${String(gridMinutes)}-minute grid; it airs from the next grid line.`,
        `Start it at a multiple of ${String(gridMinutes)} minutes.`,
      ),
    );
  }
  if (row.durationMinutes % gridMinutes !== 0) {
    findings.push(
      found(
        'PA-7',
        row.id,
        `The length of the row ${describeSpan(row)} is not a multiple of ${String(gridMinutes)} minutes.`,
        `Make it a multiple of ${String(gridMinutes)} minutes.`,
      ),
    );
  }
  return findings;
}

/** Packages say it of themselves. */
function contentOf(row: PlannedRow, catalog: Catalog): Finding[] {
  const { isSeveral, unusable } = traitsOf(row.content);
  if (isSeveral || isContentEligible(row.content, catalog)) return [];
  return [
    found(
      'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001',
      row.id,
      `The row ${describeSpan(row)} plays ${unusable} ready and approved.`,
      ruleOf(row.content)
        ? 'Widen the rule, or approve content that it matches; “rule test” says what each of its parts turns away.'
        : 'Approve the content in the library, or choose other content for the row.',
    ),
  ];
}

/** Content is never cut: what is longer than its row makes what follows start late. */
function overLengthOf(
  row: PlannedRow,
  { catalog, overrunToleranceMs: toleranceMs = 0 }: PlanValidationInput,
): Finding[] {
  const { content } = row;
  if (traitsOf(content).isSeveral) return [];
  const playable = poolOf(catalog, content).assets;
  const tooLong = playable.filter(
    ({ durationMs }) =>
      countedMs(durationMs, { overrunToleranceMs: toleranceMs }) >
      row.durationMinutes * MS_PER_MINUTE,
  );
  const [first] = tooLong;
  if (!first) return [];
  const what =
    playable.length === 1
      ? `“${wholeTitleOf(first)}” is`
      : `${String(tooLong.length)} of the ${String(playable.length)} programmes it may play, such as “${wholeTitleOf(first)}”, are`;
  return [
    found(
      'C-ZONE-02',
      row.id,
      `The row ${describeSpan(row)} is too short: ${what} longer. What follows then starts late.`,
      'Make the row longer, or choose shorter content.',
    ),
  ];
}

function pastDayEndOf(row: PlannedRow): Finding[] {
  if (endOf(row) <= DAY_MINUTES) return [];
  return [
    warning('INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001', {
      subjectId: row.id,
      message: `The row ${describeSpan(row)} reaches past 24:00: it goes on in the next broadcast day, before that day’s rows.`,
      remedy: 'Nothing, if that is meant; else end it at 24:00.',
    }),
  ];
}
