import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssignmentId, PlanId, ZoneId } from '#shared/model/ids.ts';
import type { Assignment, ContentReference } from '#shared/model/plan.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { rowsToFill, unclaimedSpans } from '#shared/planning/choose/autofill.ts';
import { heldPlan } from '#shared/planning/plan/rows-of.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { applyPlanEdits, invertPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { makeAsset, makeEpisodes, makePlan, makeRow } from '#tests/helpers/planning-fixtures.ts';

const planId = PlanId.parse('plan');

function zone(
  startOffsetMinutes: number,
  endOffsetMinutes: number,
  fields: Partial<Zone> = {},
): Zone {
  return {
    ...DEFAULT_ZONE_FIELDS,
    id: ZoneId.parse(`zone-${String(startOffsetMinutes)}`),
    startOffsetMinutes,
    endOffsetMinutes,
    name: `Zone ${String(startOffsetMinutes)}`,
    items: [{ type: 'asset', assetId: makeAsset('film').id }],
    ...fields,
  };
}

function makeIds(): () => AssignmentId {
  let count = 0;
  return () => {
    count += 1;
    return AssignmentId.parse(`filled-${String(count)}`);
  };
}

const spansOf = (rows: readonly Assignment[], zones: Zone[] = []) =>
  unclaimedSpans(heldPlan(makePlan('plan', rows, { zones }), 'published'));

describe('unclaimedSpans', () => {
  test('finds the day between rows and enabled zones, those of certain days too', () => {
    const rows = [makeRow(120, 60, 'series:a'), makeRow(1_380, 120, 'series:b')];
    expect(spansOf(rows)).toEqual([
      { from: 0, to: 120 },
      { from: 180, to: 1_380 },
    ]);
    const zones = [
      zone(180, 300, { dayFilters: ['SAT'] }),
      zone(600, 660, { isEnabled: false }),
      zone(700, 760, { items: [] }),
    ];
    expect(spansOf(rows, zones)).toEqual([
      { from: 0, to: 120 },
      { from: 300, to: 1_380 },
    ]);
    expect(spansOf([])).toEqual([{ from: 0, to: 1_440 }]);
    expect(spansOf([makeRow(0, 1_440, 'series:a')])).toEqual([]);
  });
});

describe('rowsToFill', () => {
  test('covers the whole day without an overlap, and undoing it gives back the plan', () => {
    const Rows = fc.uniqueArray(fc.nat(47), { maxLength: 20 });
    fc.assert(
      fc.property(Rows, fc.nat(47), (slots, zoneSlot) => {
        const rows = slots.map((slot) => makeRow(slot * 30, 30, 'series:show'));
        const zones = slots.includes(zoneSlot) ? [] : [zone(zoneSlot * 30, zoneSlot * 30 + 30)];
        const spans = spansOf(rows, zones);
        const content: ContentReference = { type: 'rule', rule: { kind: ['episode'] } };
        const filled = rowsToFill(spans, { planId, content, episodePolicy: 'shuffle' }, makeIds());
        const edits = filled.map((assignment) => ({ type: 'insert', assignment }) as const);
        const after = applyPlanEdits(rows, edits);
        expect(spansOf(after, zones)).toEqual([]);
        const catalog = buildCatalog(makeEpisodes('show', 3));
        const findings = validatePlan({ gridMinutes: 30, assignments: after, zones, catalog });
        const ids = findings.map(({ rule }) => rule);
        expect(ids).not.toContain('INV-PLAN-FULL-COVERAGE-001');
        expect(ids).not.toContain('INV-PLAN-NO-ZONE-OVERLAP-001');
        const undone = applyPlanEdits(after, invertPlanEdits(rows, edits));
        expect(undone).toEqual(applyPlanEdits(rows, []));
      }),
      { numRuns: 100 },
    );
  });

  test('asks a rule for what is no longer than its gap', () => {
    const spans = [
      { from: 0, to: 90 },
      { from: 120, to: 300 },
    ];
    const rule = { durationMinutes: { min: 10, max: 120 } };
    const filling = { planId, content: { type: 'rule', rule }, episodePolicy: 'random' } as const;
    const rows = rowsToFill(spans, filling, makeIds());
    expect(
      rows.map(({ content, startOffsetMinutes, durationMinutes }) => [
        startOffsetMinutes,
        durationMinutes,
        content.type === 'rule' ? content.rule.durationMinutes : null,
      ]),
    ).toEqual([
      [0, 90, { min: 10, max: 90 }],
      [120, 180, { min: 10, max: 120 }],
    ]);
  });
});
