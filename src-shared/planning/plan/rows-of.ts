import type { Pin } from '../../model/pin.ts';
import type { PlacedBlock, Plan, PlannedRow } from '../../model/plan.ts';
import { Weekday, type Zone } from '../../model/zone.ts';
import type { IsoDate } from '../../time/units.ts';
import { weekdayOf } from '../../time/zone.ts';
import { describePin, rowOfPin } from './pins.ts';
import { describePlaced, orderPlacedBlocks, rowsOfPlaced } from './placed-blocks.ts';
import { describeSpan, orderAssignments, workingRows } from './plan-edits.ts';
import { inheritedZones } from './zone-inheritance.ts';
import { describeZone, isZoneActive, orderByParticularity, rowOfZone } from './zones.ts';

/** What puts a row into a day: the plan itself, a block placed in it, one of its zones (as it airs), or a pin. */
export type RowHolder =
  | { readonly kind: 'plan' }
  | { readonly kind: 'block'; readonly placed: PlacedBlock }
  | { readonly kind: 'zone'; readonly zone: Zone }
  | { readonly kind: 'pin'; readonly pin: Pin };

/** A row with what holds it; the planner knows no other kind of row. */
export interface HeldRow {
  readonly row: PlannedRow;
  readonly holder: RowHolder;
}

/** Which rows of a plan count: what is published, or what its draft would publish. */
export type WhichRows = 'published' | 'draft';

/** A plan as it is planned by: all its rows, whatever holds them, whatever the date; a row covers those after it. */
export interface HeldPlan extends Omit<Plan, 'assignments' | 'draft' | 'blocks' | 'zones'> {
  readonly rows: readonly HeldRow[];
}

/** Only this file has it, so that nothing else passes for {@link PlanningRows}. */
const MADE = Symbol('planning rows');

/** All that a channel's days are planned by. Only {@link planningRows} makes it, so that no holder of rows is forgotten. */
export interface PlanningRows {
  /** Every plan of the channel, in force or not. */
  readonly plans: readonly HeldPlan[];
  readonly pins: readonly Pin[];
  /** Every row of these plans and pins. */
  readonly rows: readonly HeldRow[];
  readonly [MADE]: true;
}

function assemble(plans: readonly HeldPlan[], pins: readonly Pin[]): PlanningRows {
  const ofPins = pins.map((pin): HeldRow => ({ row: rowOfPin(pin), holder: { kind: 'pin', pin } }));
  const rows = [...plans.flatMap((plan) => plan.rows), ...ofPins];
  return { plans, pins, rows, [MADE]: true };
}

/** What a channel's days are planned by. `which` says of all plans whether their drafts count. */
export function planningRows(
  plans: readonly Plan[],
  pins: readonly Pin[],
  which: WhichRows,
): PlanningRows {
  return assemble(
    plans.map((plan) => heldPlan(plan, which)),
    pins,
  );
}

/** The same with one more pin, or another in place of that of its id. */
export function withPin({ plans, pins }: PlanningRows, pin: Pin): PlanningRows {
  return assemble(plans, [...pins.filter(({ id }) => id !== pin.id), pin]);
}

/** The same pins with other plans. */
export function withPlans({ pins }: PlanningRows, plans: readonly HeldPlan[]): PlanningRows {
  return assemble(plans, pins);
}

/** The plan with the rows of all its holders. */
export function heldPlan(plan: Plan, which: WhichRows): HeldPlan {
  const { assignments, draft: _draft, blocks = [], zones = [], ...fields } = plan;
  const own = which === 'draft' ? workingRows(plan) : assignments;
  return {
    ...fields,
    rows: [
      ...orderAssignments(own).map((row): HeldRow => ({ row, holder: { kind: 'plan' } })),
      ...orderPlacedBlocks(blocks).flatMap((placed) =>
        rowsOfPlaced(placed, plan.id).map((row): HeldRow => ({
          row,
          holder: { kind: 'block', placed },
        })),
      ),
      ...orderByParticularity(inheritedZones(zones)).map((zone): HeldRow => ({
        row: rowOfZone(zone, plan.id),
        holder: { kind: 'zone', zone },
      })),
    ],
  };
}

/** Those of a plan's rows that its blocks and zones let apply on the broadcast date, in the order in which they cover each other. */
export function rowsOn({ rows }: Pick<HeldPlan, 'rows'>, date: IsoDate): HeldRow[] {
  const weekday = Weekday.options[weekdayOf(date) - 1];
  return rows.filter(({ holder }) => {
    if (holder.kind === 'zone') return isZoneActive(holder.zone, date);
    if (holder.kind !== 'block') return true;
    const { dayFilters } = holder.placed;
    return dayFilters === null || dayFilters.some((day) => day === weekday);
  });
}

/** `The row 14:00–15:00`, with what holds it. */
export function describeHeldRow({ row, holder }: HeldRow): string {
  switch (holder.kind) {
    case 'plan':
      return `The row ${describeSpan(row)}`;
    case 'block':
      return `The row ${describeSpan(row)} of ${describePlaced(holder.placed)}`;
    case 'zone':
      return `The zone ${describeZone(holder.zone)}`;
    case 'pin':
      return `The pin ${describePin(holder.pin)}`;
  }
}
