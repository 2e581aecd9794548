import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssetId, AssignmentId, BlockId, PlacedBlockId, ZoneId } from '#shared/model/ids.ts';
import { BlockRow, type Block, type PlacedBlock, type Plan } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { validatePlacedBlocks } from '#shared/planning/plan/placed-blocks.ts';
import { resolveDay, type ResolveDayInput } from '#shared/planning/resolve/resolve-day.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  blockRowOf,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const SATURDAY = '2026-02-07';
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const catalog = makeCatalog();

function blockOf(name: string, ...rows: ReturnType<typeof makeRow>[]): Block {
  return {
    id: BlockId.parse(name),
    name,
    description: null,
    rows: rows.map(blockRowOf),
    version: 1,
    createdAt: 0,
    updatedAt: 0,
  };
}

const morning = blockOf(
  'Saturday morning',
  makeRow(0, 60, 'series:alpha'),
  makeRow(60, 60, 'series:beta', { episodePolicy: 'shuffle' }),
);

function placed(start: number, fields: Partial<PlacedBlock> = {}): PlacedBlock {
  return {
    id: PlacedBlockId.parse(`placed-${String(start)}`),
    startOffsetMinutes: start,
    dayFilters: null,
    block: morning,
    ...fields,
  };
}

function run(
  plan: Plan,
  count = 1,
  from = SATURDAY,
  first: Carry = EMPTY_CARRY,
  extra: Partial<ResolveDayInput> = {},
): ScheduleDay[] {
  let carryIn = first;
  return datesBetween(from, addDays(from, count - 1)).map((date) => {
    const { day } = resolveDay({
      channel,
      catalog,
      planned: plannedBy([plan]),
      date,
      carryIn,
      ...extra,
    });
    carryIn = Carry.parse(JSON.parse(JSON.stringify(day.carryOut)));
    return { ...day, frozenAt: 0 };
  });
}

const programmes = (day: ScheduleDay | undefined) =>
  day?.airings.filter(({ content }) => assetIdOf({ content }) !== null).map(assetIdOf) ?? [];

/** Where what airs, whatever put it there. */
const rundown = (day: ScheduleDay | undefined) =>
  day?.airings.map(({ startAt, endAt, content }) => [startAt, endAt, assetIdOf({ content })]);

describe('a placed block', () => {
  test('expands to rows from where it stands', () => {
    const [day] = run(makePlan('plan', [], { blocks: [placed(120)] }));
    const aired = day?.airings.filter(({ content }) => assetIdOf({ content }) !== null) ?? [];
    expect(aired.map(({ startAt }) => startAt)).toEqual(
      [120, 150, 180].map((offset) => instantOfOffset(channel, SATURDAY, offset)),
    );
    expect(aired[0]).toMatchObject({
      content: { assetId: 'alpha-e1' },
      lineage: { planId: 'plan', rule: 'assignment', assignmentId: 'placed-120~row-0-alpha' },
    });
  });

  test('applies on its weekdays only', () => {
    const plan = makePlan('plan', [], { blocks: [placed(0, { dayFilters: ['SAT', 'SUN'] })] });
    const days = run(plan, 4);
    expect(days.map((day) => programmes(day).length > 0)).toEqual([true, true, false, false]);
  });

  test('stands twice in a day, and one series goes on through both', () => {
    const [day] = run(makePlan('plan', [], { blocks: [placed(0), placed(600)] }));
    expect(programmes(day).filter((id) => id?.startsWith('alpha'))).toEqual(
      [1, 2, 3, 4].map((number) => `alpha-e${String(number)}`),
    );
  });

  test('is covered by rows of the plan, and covers its zones', () => {
    const zone = {
      ...DEFAULT_ZONE_FIELDS,
      id: ZoneId.parse('zone'),
      name: 'All',
      startOffsetMinutes: 0,
      endOffsetMinutes: 240,
      items: [{ type: 'asset' as const, assetId: AssetId.parse('movie-short') }],
    };
    const rows = [makeRow(30, 30, 'series:beta')];
    const [day] = run(makePlan('plan', rows, { blocks: [placed(0)], zones: [zone] }));
    const rules = day?.airings.slice(0, 4).map(({ lineage }) => lineage.assignmentId);
    expect(rules).toEqual(['placed-0~row-0-alpha', 'row-30-beta', 'placed-0~row-60-beta', 'zone']);
  });

  test('makes the same day as the same rows of the plan’s own', () => {
    const plan = makePlan('plan', [], { blocks: [placed(120)] });
    const rows = [makeRow(120, 60, 'series:alpha'), makeRow(180, 60, 'series:beta')];
    const own = makePlan('plan', [
      ...rows.slice(0, 1),
      ...rows.slice(1).map((row) => ({
        ...row,
        episodePolicy: 'shuffle' as const,
        id: AssignmentId.parse('placed-120~row-60-beta'),
      })),
    ]);
    expect(rundown(run(plan)[0])).toEqual(rundown(run(own)[0]));
  });

  test('changes every plan that has it when it changes', () => {
    const changed = blockOf('Saturday morning', makeRow(0, 90, 'asset:movie-short'));
    const plans = [placed(0), placed(300)].map((each) =>
      makePlan('plan', [], { blocks: [{ ...each, block: changed }] }),
    );
    for (const plan of plans) expect(programmes(run(plan)[0])).toEqual(['movie-short']);
  });

  test('leaves out rows that would begin in the next day', () => {
    const [day, next] = run(makePlan('plan', [], { blocks: [placed(1_410)] }), 2);
    expect(programmes(day)).toEqual(['alpha-e1']);
    expect(programmes(next)[0]).toBe('alpha-e2');
  });

  test('gives the same whole as two halves, in any order of blocks and rows', () => {
    const Shape = fc.record({
      starts: fc.uniqueArray(fc.nat(44), { minLength: 1, maxLength: 4 }),
      days: fc.constantFrom<PlacedBlock['dayFilters']>(null, ['SAT'], ['SUN', 'MON']),
      row: fc.nat(46),
      half: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(Shape, ({ starts, days, row, half }) => {
        const blocks = starts.map((start, index) =>
          placed(start * 30, index === 0 ? { dayFilters: days } : {}),
        );
        const rows = [makeRow(row * 30, 30, 'series:beta')];
        const plan = makePlan('plan', rows, { blocks });
        const whole = run(plan, 4);
        const reversed = makePlan('plan', rows, { blocks: [...blocks].reverse() });
        const head = run(reversed, half);
        const tail = run(plan, 4 - half, addDays(SATURDAY, half), head.at(-1)?.carryOut);
        expect([...head, ...tail].map((day) => day.contentHash)).toEqual(
          whole.map((day) => day.contentHash),
        );
      }),
      { numRuns: 60 },
    );
  });

  test('is named by why', () => {
    const plan = makePlan('plan', [], { blocks: [placed(120)] });
    const airing = run(plan)[0]?.airings.find(
      ({ content }) => assetIdOf({ content }) === 'alpha-e1',
    );
    if (!airing) throw new Error('The block has not aired.');
    const sentences = explainAiring({
      airing,
      plan,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
    });
    expect(sentences[0]).toContain('the row 02:00–03:00 of its block “Saturday morning”');
  });
});

describe('validatePlacedBlocks', () => {
  const rules = (blocks: PlacedBlock[], rows = [makeRow(600, 60, 'series:beta')]) =>
    validatePlacedBlocks(makePlan('plan', [], { blocks }), rows, 30).map(({ rule }) => rule);

  test('finds what covers it, what is off the grid, past the day’s end or empty', () => {
    expect(rules([placed(0), placed(120)])).toEqual([]);
    expect(rules([placed(540)])).toEqual(['INV-PLAN-NO-ZONE-OVERLAP-001']);
    expect(rules([placed(0), placed(60)])).toEqual(['INV-PLAN-NO-ZONE-OVERLAP-001']);
    expect(
      rules([placed(0, { dayFilters: ['SAT'] }), placed(60, { dayFilters: ['SUN'] })]),
    ).toEqual([]);
    expect(rules([placed(15)])).toEqual(['INV-PLAN-GRID-ALIGNMENT-001']);
    expect(rules([placed(1_410)])).toEqual(['block-past-day-end']);
    expect(rules([placed(0, { block: blockOf('Empty') })])).toEqual(['block-empty']);
  });

  test('counts a block of every day as planned, and finds over-long content in it', () => {
    const full = blockOf('Full', makeRow(0, 1_440, 'series:alpha'));
    const check = (block: Block, dayFilters: PlacedBlock['dayFilters']) =>
      validatePlan({
        gridMinutes: 30,
        assignments: [],
        catalog,
        placed: makePlan('plan', [], { blocks: [placed(0, { block, dayFilters })] }),
      }).map(({ rule }) => rule);
    expect(check(full, null)).toEqual([]);
    expect(check(full, ['SAT'])).toEqual(['INV-PLAN-FULL-COVERAGE-001']);
    expect(check(blockOf('Long', makeRow(0, 60, 'asset:movie-long')), null)).toContain('C-ZONE-02');
  });
});

describe('BlockRow', () => {
  test('is never an encore', () => {
    const row = blockRowOf(makeRow(0, 60, 'series:alpha'));
    expect(BlockRow.safeParse(row).success).toBe(true);
    const content = { type: 'encore', of: AssignmentId.parse('row'), daysAgo: 0 };
    expect(BlockRow.safeParse({ ...row, content }).success).toBe(false);
  });
});
