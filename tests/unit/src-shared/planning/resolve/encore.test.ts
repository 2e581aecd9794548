import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AiringId, AssetId, AssignmentId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { encoreNeedsOf, withTrueFirstRuns } from '#shared/planning/resolve/encore.ts';
import { encoresLeftBehind } from '#shared/planning/resolve/encores-left-behind.ts';
import { encoreSourcesIn, validateEncores } from '#shared/planning/plan/encore-sources.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { resolveDay, type ResolveDayInput } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const catalog = makeCatalog();
const FIRST = makeRow(840, 60, 'series:alpha');

type DaysAgo = number | 'latest';

/** A row that repeats another one of the plan. */
function encore(start: number, minutes: number, of: { readonly id: string }, daysAgo: DaysAgo) {
  const content = { type: 'encore' as const, of: AssignmentId.parse(of.id), daysAgo };
  return makeRow(start, minutes, 'series:encore', { content });
}

/** Consecutive days; each takes over from the one before as the store would give it back. */
function run(
  plans: readonly Plan[],
  count: number,
  from = DATE,
  first: Carry = EMPTY_CARRY,
  extra: Partial<ResolveDayInput> = {},
): (ScheduleDay & { readonly findings: readonly { rule: string }[] })[] {
  let carryIn = first;
  return datesBetween(from, addDays(from, count - 1)).map((date) => {
    const { day, findings } = resolveDay({
      channel,
      catalog,
      planned: plannedBy(plans),
      date,
      carryIn,
      ...extra,
    });
    const isEligible = (id: AssetId): boolean => (extra.catalog ?? catalog).byId.has(id);
    const { occupiedUntil } = carryIn;
    expect(validateDay({ time: channel, day, occupiedUntil, isEligible })).toEqual([]);
    carryIn = Carry.parse(JSON.parse(JSON.stringify(day.carryOut)));
    return { ...day, frozenAt: 0, findings };
  });
}

function airedBy(day: ScheduleDay | undefined, row: { readonly id: string }): Airing[] {
  return day?.airings.filter(({ lineage }) => lineage.assignmentId === row.id) ?? [];
}

const assetsOf = (day: ScheduleDay | undefined, row: { readonly id: string }) =>
  airedBy(day, row).map(assetIdOf);

describe('an encore', () => {
  test('repeats what its first run aired earlier that day, in the same order', () => {
    const late = encore(1_200, 60, FIRST, 0);
    const [day] = run([makePlan('plan', [FIRST, late])], 1);
    expect(assetsOf(day, late)).toEqual(['alpha-e1', 'alpha-e2']);
    expect(assetsOf(day, late)).toEqual(assetsOf(day, FIRST));
    expect(airedBy(day, late)[1]?.lineage).toMatchObject({
      rule: 'assignment',
      policy: null,
      cursorBefore: null,
      encore: { of: FIRST.id, date: DATE, startAt: airedBy(day, FIRST)[1]?.startAt },
    });
  });

  test('repeats what aired days before, and reaches back at most as far as it is asked', () => {
    const early = encore(60, 60, FIRST, 2);
    const days = run([makePlan('plan', [FIRST, early])], 5);
    expect(days.map((day) => assetsOf(day, early))).toEqual([
      [],
      [],
      ['alpha-e1', 'alpha-e2'],
      ['alpha-e3', 'alpha-e4'],
      ['alpha-e5', 'alpha-e6'],
    ]);
    const carried = days.at(-1)?.carryOut.firstRuns?.[FIRST.id] ?? [];
    expect(new Set(carried.map(({ date }) => date)).size).toBeLessThanOrEqual(3);
  });

  test('repeats the latest first run, however long ago', () => {
    const weekly = makePlan('weekly', [FIRST], {
      cron: '* * * * TUE',
      layering: 'merge',
      priority: 9,
    });
    const rerun = encore(60, 60, FIRST, 'latest');
    const days = run([weekly, makePlan('daily', [rerun])], 9);
    expect(days.map((day) => assetsOf(day, rerun)[0] ?? null)).toEqual([
      ...[null, 'alpha-e1', 'alpha-e1', 'alpha-e1', 'alpha-e1', 'alpha-e1', 'alpha-e1', 'alpha-e1'],
      'alpha-e3',
    ]);
  });

  test('never moves the place of its first run', () => {
    const late = encore(1_200, 60, FIRST, 0);
    const alone = run([makePlan('plan', [FIRST])], 4);
    const both = run([makePlan('plan', [FIRST, late])], 4);
    expect(both.map((day) => assetsOf(day, FIRST))).toEqual(
      alone.map((day) => assetsOf(day, FIRST)),
    );
    expect(both.at(-1)?.carryOut.cursors).toEqual(alone.at(-1)?.carryOut.cursors);
  });

  test('keeps the parts of an episode in order, whatever policy chose them', () => {
    const parts = buildCatalog(
      makeEpisodes('alpha', 8).map((episode, index) => ({
        ...episode,
        title:
          index === 4 ? 'Flood, Part 1' : index === 5 ? 'Flood, Part 2' : `Tale ${String(index)}`,
      })),
    );
    const first = { ...makeRow(0, 720, 'series:alpha'), episodePolicy: 'random' as const };
    const late = encore(720, 720, first, 0);
    const [day] = run([makePlan('plan', [first, late])], 1, DATE, EMPTY_CARRY, { catalog: parts });
    const again = assetsOf(day, late);
    expect(again).toEqual(assetsOf(day, first));
    expect(again.some((id, index) => id === 'alpha-e5' && again[index + 1] === 'alpha-e6')).toBe(
      true,
    );
  });

  test('leaves the rest of a longer window to default programming and stops at a shorter one’s end', () => {
    const long = encore(1_000, 180, FIRST, 0);
    const short = encore(1_200, 30, FIRST, 0);
    const [day] = run([makePlan('plan', [FIRST, long, short])], 1);
    expect(assetsOf(day, long)).toHaveLength(2);
    expect(assetsOf(day, short)).toEqual(['alpha-e1']);
    expect(day?.findings.filter(({ rule }) => rule.startsWith('encore'))).toEqual([]);
  });

  test('says so when its first run has aired nothing', () => {
    const late = encore(1_200, 60, FIRST, 3);
    const [day] = run([makePlan('plan', [FIRST, late])], 1);
    expect(day?.findings).toContainEqual(
      expect.objectContaining({ rule: 'encore-without-first-run', subjectId: late.id }),
    );
    expect(day?.airings.some(({ lineage }) => lineage.rule === 'slate')).toBe(true);
  });

  test('passes over what may not air any more, and says so', () => {
    const early = encore(60, 60, FIRST, 1);
    const plan = makePlan('plan', [FIRST, early]);
    const [day] = run([plan], 1);
    const fewer: Catalog = buildCatalog(
      [...catalog.byId.values()].filter(({ id }) => id !== 'alpha-e1'),
    );
    const [next] = run([plan], 1, addDays(DATE, 1), day?.carryOut, { catalog: fewer });
    expect(assetsOf(next, early)).toEqual(['alpha-e2']);
    expect(next?.findings).toContainEqual(
      expect.objectContaining({ rule: 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001', subjectId: early.id }),
    );
  });

  test('goes on across the day’s end where it stood', () => {
    const late = encore(1_410, 120, FIRST, 0);
    const first = { ...FIRST, durationMinutes: 90 };
    const days = run([makePlan('plan', [first, late])], 2);
    expect(assetsOf(days[0], late)).toEqual(['alpha-e1']);
    expect(assetsOf(days[1], late)).toEqual(['alpha-e2', 'alpha-e3', 'alpha-e4']);
    expect(airedBy(days[1], late).map(({ lineage }) => lineage.encore?.date)).toEqual([
      ...[DATE, DATE, addDays(DATE, 1)],
    ]);
  });

  test('repeats a zone', () => {
    const zone = {
      ...DEFAULT_ZONE_FIELDS,
      id: ZoneId.parse('prime'),
      name: 'Prime',
      startOffsetMinutes: 780,
      endOffsetMinutes: 900,
      items: [
        { type: 'series' as const, seriesId: SeriesId.parse('alpha') },
        { type: 'series' as const, seriesId: SeriesId.parse('beta') },
      ],
    };
    const late = encore(1_200, 120, zone, 0);
    const [day] = run([makePlan('plan', [late], { zones: [zone] })], 1);
    expect(assetsOf(day, late)).toEqual(['alpha-e1', 'beta-e1', 'alpha-e2']);
  });

  test('leaves days without encores byte for byte as they were', () => {
    const [day] = run([makePlan('plan', [FIRST])], 1);
    expect(day?.carryOut).not.toHaveProperty('firstRuns');
    expect(JSON.stringify(day?.airings)).not.toContain('encore');
  });

  test('gives the same whole as two halves, and after a kept head, in any order of the rows', () => {
    const Shape = fc.record({
      slots: fc.integer({ min: 1, max: 8 }),
      at: fc.integer({ min: 20, max: 46 }),
      length: fc.integer({ min: 1, max: 8 }),
      daysAgo: fc.constantFrom<DaysAgo>(0, 1, 2, 'latest'),
      half: fc.integer({ min: 1, max: 4 }),
      kept: fc.nat(60),
    });
    fc.assert(
      fc.property(Shape, ({ slots, at, length, daysAgo, half, kept }) => {
        const first = makeRow(300, slots * 30, 'series:alpha');
        const rows: Assignment[] = [first, encore(at * 30, length * 30, first, daysAgo)];
        const plan = makePlan('plan', rows);
        const whole = run([plan], 5);
        const head = run([makePlan('plan', [...rows].reverse())], half);
        const tail = run([plan], 5 - half, addDays(DATE, half), head.at(-1)?.carryOut);
        expect([...head, ...tail].map((day) => day.contentHash)).toEqual(
          whole.map((day) => day.contentHash),
        );
        const day = whole[half];
        const protectedAirings = day?.airings.slice(0, kept) ?? [];
        const [again] = run([plan], 1, addDays(DATE, half), whole[half - 1]?.carryOut, {
          protectedAirings,
        });
        expect(again?.contentHash).toBe(day?.contentHash);
      }),
      { numRuns: 60 },
    );
  });
});

describe('an encore of a day that was changed by hand', () => {
  const late = encore(1_200, 60, FIRST, 0);
  const early = encore(60, 60, FIRST, 1);
  const plan = makePlan('plan', [FIRST, late, early]);

  function replaced(day: ScheduleDay): ScheduleDay {
    const airing = airedBy(day, FIRST)[0];
    const edit = {
      type: 'replace' as const,
      scope: 'airing' as const,
      airingId: airing?.id ?? AiringId.parse('none'),
      assetId: AssetId.parse('beta-e7'),
    };
    const shared = {
      channel,
      catalog,
      planned: plannedBy([plan]),
      carryIn: EMPTY_CARRY,
      lockedUntil: 0,
    };
    return {
      ...overrideDay({ ...shared, day, edit, isNextDayFrozen: false, reason: 'a wish' }),
      frozenAt: 0,
    };
  }

  test('repeats what really stood there', () => {
    const [day] = run([plan], 1);
    const changed = replaced(day as ScheduleDay);
    const [next] = run([plan], 1, addDays(DATE, 1), changed.carryOut);
    expect(assetsOf(next, early)[0]).toBe('beta-e7');
  });

  test('is told to stay behind on the same day', () => {
    const [day] = run([plan], 1);
    const findings = encoresLeftBehind(replaced(day as ScheduleDay), channel.timezone);
    expect(findings).toMatchObject([
      { rule: 'encore-left-behind', subjectId: airedBy(day, late)[0]?.id },
      { rule: 'encore-left-behind', subjectId: airedBy(day, late)[1]?.id },
    ]);
    expect(encoresLeftBehind(day as ScheduleDay, channel.timezone)).toEqual([]);
  });

  test('repeats it too when the days between were frozen before', () => {
    const twoDays = encore(60, 60, FIRST, 2);
    const other = makePlan('plan', [FIRST, twoDays]);
    const [day, between] = run([other], 2);
    const changed = replaced(day as ScheduleDay);
    const needs = encoreNeedsOf(plannedBy([other]));
    const stale = between?.carryOut as Carry;
    const carry = withTrueFirstRuns(stale, needs, [between as ScheduleDay, changed]);
    const [next] = run([other], 1, addDays(DATE, 2), carry);
    expect(assetsOf(next, twoDays)[0]).toBe('beta-e7');
    const [wrong] = run([other], 1, addDays(DATE, 2), stale);
    expect(assetsOf(wrong, twoDays)[0]).toBe('alpha-e1');
  });
});

describe('validateEncores', () => {
  const check = (...rows: Assignment[]) => {
    const plan = makePlan('plan', [FIRST, ...rows]);
    return validateEncores(plan.assignments, encoreSourcesIn([plan])).map(({ rule }) => rule);
  };

  test('finds what is gone, what has not aired by then and what is too short', () => {
    expect(check(encore(1_200, 60, FIRST, 0))).toEqual([]);
    expect(check(encore(1_200, 60, { id: 'gone' }, 0))).toEqual(['encore-source-gone']);
    expect(check(encore(60, 60, FIRST, 0))).toEqual(['encore-before-first-run']);
    expect(check(encore(60, 30, FIRST, 1))).toEqual(['encore-too-short']);
  });
});

describe('why', () => {
  test('names the first run of an encore and what else it aired', () => {
    const late = encore(1_200, 60, FIRST, 0);
    const plan = makePlan('plan', [FIRST, late]);
    const [day] = run([plan], 1);
    const airing = airedBy(day, late)[1] as Airing;
    const sentences = explainAiring({
      airing,
      plan,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
      firstRunOf: 'the row 14:00–15:00 of “Plan plan”',
    });
    expect(sentences.join(' ')).toContain(
      'repeats what the row 14:00–15:00 of “Plan plan” aired on 2026-02-10 at 20:30',
    );
    const explained = candidatesFor({
      channel,
      day: day as ScheduleDay,
      airing,
      catalog,
      planned: plannedBy([plan]),
      carryIn: EMPTY_CARRY,
      ineligible: [],
    });
    expect(explained).toMatchObject({ total: 2, isChosenAgain: true });
    expect(explained.candidates.find(({ isChosen }) => isChosen)?.assetId).toBe('alpha-e2');
  });
});
