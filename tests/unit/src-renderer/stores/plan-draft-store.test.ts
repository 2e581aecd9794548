import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { createNoticeStore } from '#renderer/stores/notice-store.ts';
import { createPlanDraftStore } from '#renderer/stores/plan-draft-store.ts';
import { createClient } from '#shared/contract/client.ts';
import type { AssignmentId, PlanId } from '#shared/model/ids.ts';
import type { Assignment, PlanEdit } from '#shared/model/plan.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { createFakeStation } from '#tests/helpers/fake-station.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const PLAN = 'plan-0-base' as PlanId;

async function openPlan() {
  const station = createFakeStation({ nowAt: () => TEST_EPOCH_AT });
  const notices = createNoticeStore();
  const drafts = createPlanDraftStore(createClient(station), notices);
  await drafts.open(PLAN);
  const rows = (): readonly Assignment[] => drafts.store.getState().documents[PLAN]!.rows;
  const document = () => drafts.store.getState().documents[PLAN]!;
  const settled = () =>
    expect.poll(() => document().pending.length === 0 || document().isStale).toBe(true);
  return { station, notices, drafts, rows, document, settled };
}

function moved(row: Assignment, startOffsetMinutes: number): PlanEdit {
  return { type: 'replace', assignment: { ...row, startOffsetMinutes } };
}

describe('createPlanDraftStore', () => {
  test('shows a change at once and sends it with the version it was made on', async () => {
    const { drafts, rows, station, settled, document } = await openPlan();
    const row = rows()[0]!;
    drafts.perform(PLAN, { label: 'Moved it', edits: [moved(row, 0)] });
    expect(rows()[0]!.startOffsetMinutes).toBe(0);
    await settled();
    expect(station.calls.at(-1)).toMatchObject({
      method: 'plan.editDraft',
      input: { version: 1, edits: [moved(row, 0)] },
    });
    expect(document().plan.version).toBe(2);
    expect(document().plan.draft).toEqual(rows());
  });

  test('sends quick changes one after the other, each on the version before', async () => {
    const { drafts, rows, station, settled } = await openPlan();
    for (const start of [0, 30, 0]) {
      drafts.perform(PLAN, { label: 'Moved it', edits: [moved(rows()[0]!, start)] });
    }
    await settled();
    const versions = station.calls
      .filter(({ method }) => method === 'plan.editDraft')
      .map(({ input }) => (input as { version: number }).version);
    expect(versions).toEqual([1, 2, 3]);
    expect(station.plans[0]!.draft).toEqual(rows());
  });

  test('asks the operator when the plan was changed elsewhere, and loses nothing', async () => {
    const { drafts, rows, station, settled, document } = await openPlan();
    const row = rows()[0]!;
    station.touchPlan(PLAN);
    drafts.perform(PLAN, { label: 'Moved it', edits: [moved(row, 0)] });
    await settled();
    expect(document().isStale).toBe(true);
    expect(document().pending).toHaveLength(1);
    await drafts.settle(PLAN, 'mine');
    await settled();
    expect(document().isStale).toBe(false);
    expect(station.plans[0]!.draft?.[0]?.startOffsetMinutes).toBe(0);
  });

  test('takes the other version when the operator says so', async () => {
    const { drafts, rows, station, settled, document } = await openPlan();
    const before = rows();
    station.touchPlan(PLAN);
    drafts.perform(PLAN, { label: 'Moved it', edits: [moved(before[0]!, 0)] });
    await settled();
    await drafts.settle(PLAN, 'theirs');
    expect(rows()).toEqual(before);
    expect(document().pending).toEqual([]);
  });

  test('ends the history when the draft is published', async () => {
    const { drafts, rows, settled, document } = await openPlan();
    drafts.perform(PLAN, { label: 'Moved it', edits: [moved(rows()[0]!, 0)] });
    await settled();
    await drafts.publish(PLAN);
    expect(document().history.done).toEqual([]);
    expect(document().plan.draft).toBeNull();
    expect(document().plan.assignments).toEqual(rows());
  });

  test('comes back to the same rows after thirty random changes and thirty undos', async () => {
    const change = fc.record({
      place: fc.nat({ max: 20 }),
      start: fc.integer({ min: 0, max: 47 }).map((slot) => slot * 30),
      duration: fc.integer({ min: 1, max: 6 }).map((slots) => slots * 30),
      type: fc.constantFrom('insert', 'remove', 'replace'),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 30, maxLength: 30 }), async (wishes) => {
        const { drafts, rows, station, settled } = await openPlan();
        const before = JSON.stringify(rows());
        let done = 0;
        for (const [index, wish] of wishes.entries()) {
          const edit = editFor(rows(), wish, index);
          if (!edit) continue;
          drafts.perform(PLAN, { label: 'Change', edits: [edit] });
          done += 1;
        }
        expect(done).toBeGreaterThan(0);
        for (let step = 0; step < done; step += 1) drafts.undo(PLAN);
        expect(JSON.stringify(rows())).toBe(before);
        await settled();
        expect(station.plans[0]!.draft).toBeNull();
        for (let step = 0; step < done; step += 1) drafts.redo(PLAN);
        for (let step = 0; step < done; step += 1) drafts.undo(PLAN);
        expect(JSON.stringify(rows())).toBe(before);
      }),
      { numRuns: 20 },
    );
  });
});

/** An edit that fits the rows, or `null`. */
function editFor(
  rows: readonly Assignment[],
  wish: { place: number; start: number; duration: number; type: string },
  index: number,
): PlanEdit | null {
  const row = rows[wish.place % Math.max(1, rows.length)];
  if (!row) return null;
  const placement = { startOffsetMinutes: wish.start, durationMinutes: wish.duration };
  const edit: PlanEdit =
    wish.type === 'remove'
      ? { type: 'remove', assignmentId: row.id }
      : wish.type === 'insert'
        ? {
            type: 'insert',
            assignment: { ...row, ...placement, id: `new-${String(index)}` as AssignmentId },
          }
        : { type: 'replace', assignment: { ...row, ...placement } };
  try {
    applyPlanEdits([...rows], [edit]);
    return edit;
  } catch {
    return null;
  }
}
