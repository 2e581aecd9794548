import { describe, expect, test } from 'vitest';

import { AssetId, AssignmentId } from '#shared/model/ids.ts';
import type { Finding } from '#shared/model/finding.ts';
import { type Assignment, ContentReference } from '#shared/model/plan.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { makeCatalog, makeRow } from '#tests/helpers/planning-fixtures.ts';

const catalog = makeCatalog();
const validate = (assignments: readonly Assignment[]): Finding[] =>
  validatePlan({ gridMinutes: 30, assignments, catalog });
const brief = (findings: readonly Finding[]): unknown =>
  findings.map(({ severity, rule, subjectId }) => [severity, rule, subjectId]);

describe('validatePlan', () => {
  test('finds nothing wrong with rows that cover the day on the grid', () => {
    expect(
      validate([makeRow(0, 720, 'series:alpha'), makeRow(720, 720, 'asset:movie-long')]),
    ).toEqual([]);
  });

  test('warns of gaps at the head, between rows and at the tail', () => {
    const findings = validate([makeRow(60, 60, 'series:alpha'), makeRow(180, 60, 'series:alpha')]);
    expect(brief(findings)).toEqual(
      Array.from({ length: 3 }, () => ['warning', 'INV-PLAN-FULL-COVERAGE-001', null]),
    );
    expect(findings[1]?.message).toContain('02:00 to 03:00');
  });

  test.each([
    ['06:00', 'from 09:00 to 10:00 (03:00 to 04:00 of schedule-time)'],
    ['23:30', 'from 02:30 to 03:30 (03:00 to 04:00 of schedule-time)'],
    ['00:00', 'from 03:00 to 04:00 (03:00 to 04:00 of schedule-time)'],
  ])('tells a gap by the clock of a day that starts at %s', (dayStart, gap) => {
    const assignments = [makeRow(0, 180, 'series:alpha'), makeRow(240, 1_200, 'series:beta')];
    expect(validatePlan({ gridMinutes: 30, dayStart, assignments, catalog })).toMatchObject([
      { message: `Nothing is planned ${gap}.` },
    ]);
  });

  test('says of an empty plan that nothing is planned all day', () => {
    expect(validate([])).toMatchObject([{ message: 'Nothing is planned all day.' }]);
  });

  test('reports the hour from three to four exactly, and nothing once it is covered', () => {
    const rows = [makeRow(0, 180, 'series:alpha'), makeRow(240, 1_200, 'series:beta')];
    const [gap, ...others] = validate(rows);
    expect(others).toEqual([]);
    expect(gap?.message).toBe('Nothing is planned from 03:00 to 04:00 of schedule-time.');
    expect(validate([...rows, makeRow(180, 60, 'asset:movie-short')])).toMatchObject([
      { rule: 'C-ZONE-02' },
    ]);
    expect(validate([...rows, makeRow(180, 60, 'series:alpha')])).toEqual([]);
  });

  test('gives each violation of a rule a finding of its own', () => {
    const rows = [
      makeRow(0, 60, 'asset:movie-long'),
      makeRow(60, 60, 'series:nobody'),
      makeRow(120, 50, 'series:alpha'),
      makeRow(180, 1_260, 'series:alpha'),
    ];
    expect(brief(validate(rows))).toEqual([
      ['warning', 'INV-PLAN-FULL-COVERAGE-001', null],
      ['warning', 'PA-7', 'row-120-alpha'],
      ['error', 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', 'row-60-nobody'],
      ['warning', 'C-ZONE-02', 'row-0-movie-long'],
    ]);
  });

  test('takes content for too long only by what the channel does not tolerate', () => {
    const over = catalog.byId.get(AssetId.parse('movie-long'))?.durationMs ?? 0;
    const row = makeRow(0, 60, 'asset:movie-long');
    const by = (toleratedMs: number) =>
      validatePlan({
        gridMinutes: 30,
        catalog,
        assignments: [row],
        overrunToleranceMs: over - 60 * 60_000 + toleratedMs,
      }).map(({ rule }) => rule);
    expect(by(-1)).toContain('C-ZONE-02');
    expect(by(0)).not.toContain('C-ZONE-02');
  });

  test('refuses overlaps as errors', () => {
    const rows = [makeRow(0, 1_440, 'series:alpha'), makeRow(60, 60, 'series:beta')];
    expect(brief(validate(rows))).toEqual([
      ['error', 'INV-PLAN-NO-ZONE-OVERLAP-001', 'row-60-beta'],
    ]);
  });

  test('warns of starts and lengths off the grid', () => {
    const rows = [makeRow(0, 40, 'series:alpha'), makeRow(40, 1_400, 'series:beta')];
    expect(brief(validate(rows))).toEqual([
      ['warning', 'PA-7', 'row-0-alpha'],
      ['warning', 'INV-PLAN-GRID-ALIGNMENT-001', 'row-40-beta'],
      ['warning', 'PA-7', 'row-40-beta'],
    ]);
  });

  test('refuses content that is unknown or not eligible', () => {
    const rows = [makeRow(0, 720, 'series:gone'), makeRow(720, 720, 'asset:gone')];
    expect(brief(validate(rows))).toEqual([
      ['error', 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', 'row-0-gone'],
      ['error', 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', 'row-720-gone'],
    ]);
  });

  test('counts a row past 24:00 as covering the day’s end', () => {
    const rows = [makeRow(0, 1_320, 'series:alpha'), makeRow(1_320, 240, 'series:beta')];
    const coverage = validate(rows).filter(({ rule }) => rule === 'INV-PLAN-FULL-COVERAGE-001');
    expect(coverage).toEqual([]);
  });

  test('notes a row that reaches past 24:00', () => {
    const rows = [makeRow(0, 1_320, 'series:alpha'), makeRow(1_320, 240, 'series:beta')];
    const findings = validate(rows);
    expect(brief(findings)).toEqual([
      ['warning', 'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001', 'row-1320-beta'],
    ]);
    expect(findings[0]?.message).toContain('past 24:00');
  });

  test('warns of content that is longer than its row', () => {
    const rows = [
      makeRow(0, 150, 'asset:movie-long'),
      makeRow(150, 120, 'asset:movie-long', { id: AssignmentId.parse('tight') }),
      makeRow(270, 30, 'series:beta'),
      makeRow(300, 1_140, 'series:alpha'),
    ];
    const findings = validate(rows);
    expect(brief(findings)).toEqual([
      ['warning', 'C-ZONE-02', 'tight'],
      ['warning', 'C-ZONE-02', 'row-270-beta'],
    ]);
    expect(findings[1]?.message).toContain('13 of the 13 programmes');
  });

  test('refuses a rule that matches nothing and says how to look at it', () => {
    const content = { type: 'rule', rule: { kind: ['movie'], series: ['nobody'] } } as const;
    const row = { ...makeRow(0, 1_440, 'series:alpha'), content: ContentReference.parse(content) };
    const findings = validate([row]);
    expect(brief(findings)).toEqual([['error', 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', row.id]]);
    expect(findings[0]?.remedy).toContain('rule test');
  });
});
