import { rowIdInPlacedBlock } from '../../model/ids.ts';
import { warning, type Finding, type FindingRule } from '../../model/finding.ts';
import type { Block, PlacedBlock, Plan, PlannedRow } from '../../model/plan.ts';
import { scheduleTimeOf } from '../../model/scalars.ts';
import { describeSpan } from './plan-edits.ts';
import { DAY_MINUTES } from '../../time/units.ts';
import { compareText } from '../../model/natural-order.ts';

/** Placed blocks by start, then id: where two meet, the first covers the other. */
export function orderPlacedBlocks(blocks: readonly PlacedBlock[]): PlacedBlock[] {
  return [...blocks].sort(
    (a, b) => a.startOffsetMinutes - b.startOffsetMinutes || compareText(a.id, b.id),
  );
}

/** The rows that a placed block stands for; those that would begin in the next day are left out. */
export function rowsOfPlaced(placed: PlacedBlock, planId: Plan['id']): PlannedRow[] {
  return placed.block.rows
    .map((row) => ({
      ...row,
      id: rowIdInPlacedBlock(placed.id, row.id),
      planId,
      labelId: null,
      startOffsetMinutes: placed.startOffsetMinutes + row.startOffsetMinutes,
    }))
    .filter(({ startOffsetMinutes }) => startOffsetMinutes < DAY_MINUTES);
}

/** The rows of a plan's blocks, whatever the day. */
export function rowsOfBlocks(plan: Pick<Plan, 'id' | 'blocks'>): PlannedRow[] {
  return orderPlacedBlocks(plan.blocks ?? []).flatMap((placed) => rowsOfPlaced(placed, plan.id));
}

/** Minutes from a block's start to the end of its last row. */
export function blockMinutes({ rows }: Pick<Block, 'rows'>): number {
  return Math.max(0, ...rows.map((row) => row.startOffsetMinutes + row.durationMinutes));
}

/** `the block “Saturday morning” 00:00–06:00`. */
export function describePlaced(placed: PlacedBlock): string {
  const { startOffsetMinutes: from, block } = placed;
  return `the block “${block.name}” ${scheduleTimeOf(from)}–${scheduleTimeOf(from + blockMinutes(block))}`;
}

/** The placed block and row that an airing's row id names, if it is one of the plan's. */
export function placedRow(
  plan: Pick<Plan, 'id' | 'blocks'>,
  rowId: string | null,
): { readonly placed: PlacedBlock; readonly row: PlannedRow } | null {
  for (const placed of plan.blocks ?? []) {
    const row = rowsOfPlaced(placed, plan.id).find(({ id }) => id === rowId);
    if (row) return { placed, row };
  }
  return null;
}

/** What is doubtful about where blocks stand in a plan: an edge off the grid, rows past the day's end, others in the way. */
export function validatePlacedBlocks(
  plan: Pick<Plan, 'id' | 'blocks'>,
  rows: readonly PlannedRow[],
  gridMinutes: number,
): Finding[] {
  const findings: Finding[] = [];
  const placements = orderPlacedBlocks(plan.blocks ?? []);
  placements.forEach((placed, index) => {
    const warn = (rule: FindingRule, message: string, remedy: string): void => {
      findings.push(warning(rule, { message, remedy, subjectId: placed.id }));
    };
    const what = describePlaced(placed);
    const own = rowsOfPlaced(placed, plan.id);
    if (own.length === 0) {
      warn('block-empty', `There is nothing to air in ${what}.`, 'Give it rows, or remove it.');
    }
    if (own.length < placed.block.rows.length) {
      warn(
        'block-past-day-end',
        `Rows of ${what} would begin after 24:00; they are left out.`,
        'Place it earlier, or make it shorter.',
      );
    }
    if (own.some(({ startOffsetMinutes: start }) => start % gridMinutes !== 0)) {
      warn(
        'INV-PLAN-GRID-ALIGNMENT-001',
        `Not all rows of ${what} start on the ${String(gridMinutes)}-minute grid; they air from the next grid line.`,
        `Place it, and its rows, at multiples of ${String(gridMinutes)} minutes.`,
      );
    }
    const covering = rows.find((row) => own.some((each) => meets(each, row)));
    if (covering) {
      warn(
        'INV-PLAN-NO-ZONE-OVERLAP-001',
        `The row ${describeSpan(covering)} covers a part of ${what}.`,
        'Nothing, if that is meant; else move one of them.',
      );
    }
    const earlier = placements
      .slice(0, index)
      .find(
        (other) =>
          sharesDays(other, placed) &&
          rowsOfPlaced(other, plan.id).some((theirs) => own.some((each) => meets(each, theirs))),
      );
    if (earlier) {
      warn(
        'INV-PLAN-NO-ZONE-OVERLAP-001',
        `On some days ${describePlaced(earlier)} covers a part of ${what}.`,
        'Move one of them, or give them different days.',
      );
    }
  });
  return findings;
}

function meets(a: PlannedRow, b: PlannedRow): boolean {
  return (
    a.startOffsetMinutes < b.startOffsetMinutes + b.durationMinutes &&
    b.startOffsetMinutes < a.startOffsetMinutes + a.durationMinutes
  );
}

function sharesDays(a: PlacedBlock, b: PlacedBlock): boolean {
  const { dayFilters } = b;
  return (
    a.dayFilters === null ||
    dayFilters === null ||
    a.dayFilters.some((day) => dayFilters.includes(day))
  );
}
