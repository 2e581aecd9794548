import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { Assignment, PlanEdit } from '#shared/model/plan.ts';
import { applyPlanEdits, findOverlaps, invertPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';

const morning = makeRow(0, 120, 'series:alpha');
const noon = makeRow(360, 60, 'series:beta');

function refusalOf(run: () => unknown): AppError {
  try {
    run();
  } catch (error) {
    if (error instanceof AppError) return error;
  }
  throw new Error('Nothing was refused.');
}

describe('applyPlanEdits', () => {
  test('keeps rows ordered by start whatever the order of insertion', () => {
    const edits: PlanEdit[] = [noon, morning].map((assignment) => ({ type: 'insert', assignment }));
    expect(applyPlanEdits([], edits)).toEqual([morning, noon]);
  });

  test('modifies and removes rows', () => {
    const later = { ...morning, startOffsetMinutes: 600 };
    expect(
      applyPlanEdits(
        [morning, noon],
        [
          { type: 'replace', assignment: later },
          { type: 'remove', assignmentId: noon.id },
        ],
      ),
    ).toEqual([later]);
  });

  test('refuses an overlap and names the row in the way', () => {
    const moved = { ...morning, startOffsetMinutes: 390 };
    const refusal = refusalOf(() =>
      applyPlanEdits([morning, noon], [{ type: 'replace', assignment: moved }]),
    );
    expect(refusal.code).toBe('plan-overlap');
    expect(refusal.details).toMatchObject({ blockerId: noon.id, assignmentId: morning.id });
    expect(refusal.message).toContain('06:00–07:00');
  });

  test('refuses half past ten within ten to eleven, and takes eleven', () => {
    const ten = makeRow(600, 60, 'series:alpha');
    const insert = (start: number): Assignment[] =>
      applyPlanEdits([ten], [{ type: 'insert', assignment: makeRow(start, 30, 'series:beta') }]);
    for (const start of [630, 600, 590, 659]) {
      expect(refusalOf(() => insert(start))).toMatchObject({ code: 'plan-overlap' });
    }
    expect(insert(660)).toHaveLength(2);
    expect(insert(570)).toHaveLength(2);
  });

  test('lets touching rows be', () => {
    const touching = makeRow(120, 240, 'series:beta');
    expect(
      applyPlanEdits([morning, noon], [{ type: 'insert', assignment: touching }]),
    ).toHaveLength(3);
  });

  test('lets two rows change places in one go', () => {
    const swapped: PlanEdit[] = [
      { type: 'replace', assignment: { ...morning, startOffsetMinutes: 360 } },
      { type: 'replace', assignment: { ...noon, startOffsetMinutes: 0 } },
    ];
    expect(applyPlanEdits([morning, noon], swapped).map(({ id }) => id)).toEqual([
      noon.id,
      morning.id,
    ]);
  });

  test('accepts offsets from 00:00 to 24:00 and refuses those beyond', () => {
    const at = (startOffsetMinutes: number): PlanEdit[] => [
      { type: 'insert', assignment: { ...morning, startOffsetMinutes } },
    ];
    expect(applyPlanEdits([], at(0))).toHaveLength(1);
    expect(applyPlanEdits([], at(1_440))).toHaveLength(1);
    for (const offset of [1_470, -30, 0.5]) {
      expect(refusalOf(() => applyPlanEdits([], at(offset))).details.field).toBe(
        'startOffsetMinutes',
      );
    }
  });

  test('refuses durations of nothing and less', () => {
    for (const durationMinutes of [0, -30, 1.5, 2_881]) {
      const refusal = refusalOf(() =>
        applyPlanEdits([], [{ type: 'insert', assignment: { ...morning, durationMinutes } }]),
      );
      expect(refusal).toMatchObject({
        code: 'invalid-input',
        details: { field: 'durationMinutes' },
      });
    }
  });

  test('refuses to remove, replace or insert what it cannot', () => {
    const edits: PlanEdit[] = [
      { type: 'remove', assignmentId: noon.id },
      { type: 'replace', assignment: noon },
      { type: 'insert', assignment: morning },
    ];
    for (const edit of edits) {
      expect(refusalOf(() => applyPlanEdits([morning], [edit])).code).toBe('invalid-input');
    }
  });

  test('leaves the rows it was given alone', () => {
    const rows = Object.freeze([Object.freeze({ ...morning })]);
    applyPlanEdits(rows, [{ type: 'insert', assignment: noon }]);
    expect(rows).toEqual([morning]);
  });
});

describe('invertPlanEdits', () => {
  const row = (slot: number, slots: number): Assignment =>
    makeRow(slot * 60, slots * 60, 'series:alpha', {
      id: AssignmentId.parse(`row-${String(slot)}`),
    });
  const start = Array.from({ length: 12 }, (_, index) => row(index * 2, 1));

  test('takes any accepted edits back', () => {
    const edit = fc.oneof(
      fc.nat(11).map((index): PlanEdit => ({ type: 'remove', assignmentId: row(index * 2, 1).id })),
      fc.nat(11).map((index): PlanEdit => ({ type: 'insert', assignment: row(index * 2 + 1, 1) })),
      fc.tuple(fc.nat(11), fc.nat(23)).map(([index, slot]): PlanEdit => ({
        type: 'replace',
        assignment: { ...row(index * 2, 1), startOffsetMinutes: slot * 60 },
      })),
    );
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(edit, { minLength: 1, maxLength: 5 }), (edits) => {
        let after: Assignment[];
        try {
          after = applyPlanEdits(start, edits);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        accepted += 1;
        expect(findOverlaps(after)).toEqual([]);
        expect(applyPlanEdits(after, invertPlanEdits(start, edits))).toEqual(start);
      }),
      { seed: 7, numRuns: 300 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
