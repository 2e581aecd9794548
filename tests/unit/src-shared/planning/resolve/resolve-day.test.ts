import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { LabelId, SeriesId, type AssetId } from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { assetIdsOf, EMPTY_CARRY, type Airing, type Carry } from '#shared/model/schedule-day.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import {
  resolveDay,
  type DayResolution,
  type ResolveDayInput,
} from '#shared/planning/resolve/resolve-day.ts';
import { broadcastDayStart, gridSlots } from '#shared/time/broadcast-day.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, instantOfCivil, localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const DATE = '2026-02-10';

function resolve(overrides: Partial<ResolveDayInput> = {}): DayResolution {
  return resolveDay({
    channel,
    date: DATE,
    planned: plannedBy([]),
    catalog,
    carryIn: EMPTY_CARRY,
    ...overrides,
  });
}

function resolveRows(
  rows: readonly Assignment[],
  overrides: Partial<ResolveDayInput> = {},
): ResolvedDay {
  return resolve({ planned: plannedBy([makePlan('plan', rows)]), ...overrides }).day;
}

const clockOf = (airing: Airing): string => localTimeAt(channel.timezone, airing.startAt);
const line = (airing: Airing): string => `${clockOf(airing)} ${String(assetIdOf(airing))}`;
const planned = (day: ResolvedDay): Airing[] =>
  day.airings.filter(({ lineage }) => lineage.rule === 'assignment');

/** Several days in a row, each from the carry of the one before. */
function resolveRun(days: number, input: Partial<ResolveDayInput>): ResolvedDay[] {
  const resolved: ResolvedDay[] = [];
  let carryIn: Carry = EMPTY_CARRY;
  for (let index = 0; index < days; index += 1) {
    const { day } = resolve({ ...input, date: addDays(input.date ?? DATE, index), carryIn });
    resolved.push(day);
    carryIn = day.carryOut;
  }
  return resolved;
}

describe('resolveDay', () => {
  test('reads offsets from the start of the broadcast day', () => {
    const day = resolveRows([makeRow(120, 30, 'series:alpha'), makeRow(360, 30, 'series:alpha')]);
    expect(planned(day).map(clockOf)).toEqual(['08:00', '12:00']);
    expect(planned(day).map(({ startAt }) => startAt)).toEqual([
      day.startAt + 120 * MS_PER_MINUTE,
      day.startAt + 360 * MS_PER_MINUTE,
    ]);
  });

  test('lets content past the day’s end occupy the next day and starts that on the grid line after it', () => {
    const epic = makeAsset('epic', { durationMs: 300 * MS_PER_MINUTE });
    const [first, second] = resolveRun(2, {
      catalog: makeCatalog([epic]),
      planned: plannedBy([
        makePlan('plan', [makeRow(0, 60, 'series:alpha'), makeRow(1_200, 300, 'asset:epic')]),
      ]),
    });
    const last = first?.airings.at(-1);
    expect(last && line(last)).toBe('02:00 epic');
    expect(last && localTimeAt(channel.timezone, last.endAt)).toBe('07:00');
    expect(first?.carryOut.occupiedUntil).toBe(last?.endAt);
    expect(second?.airings[0]?.startAt).toBe(last?.endAt);
  });

  test('starts on the next grid line after a carry that ends off the grid', () => {
    const at = (minutes: number): number =>
      broadcastDayStart(channel, DATE) + minutes * MS_PER_MINUTE;
    const firstStart = (occupiedUntil: number): number | undefined =>
      resolve({ carryIn: { ...EMPTY_CARRY, occupiedUntil } }).day.airings[0]?.startAt;
    expect(firstStart(at(45))).toBe(at(60));
    expect(firstStart(at(20))).toBe(at(30));
    expect(firstStart(at(30))).toBe(at(30));
  });

  test('carries a series window on into the next day without a break', () => {
    const plan = makePlan('plan', [makeRow(1_380, 120, 'series:alpha')]);
    const [first, second] = resolveRun(2, { planned: plannedBy([plan]) });
    expect(planned(first as ResolvedDay).map(line)).toEqual(['05:00 alpha-e1', '05:30 alpha-e2']);
    expect(
      planned(second as ResolvedDay)
        .map(line)
        .slice(0, 2),
    ).toEqual(['06:00 alpha-e3', '06:30 alpha-e4']);
    expect(second?.airings[0]?.broadcastDate).toBe(addDays(DATE, 1));
  });

  test('airs a single asset in the next day when what runs before it overruns the day’s end', () => {
    const plan = makePlan('plan', [
      makeRow(1_320, 90, 'series:beta'),
      makeRow(1_410, 150, 'asset:movie-short'),
    ]);
    const once = makePlan('once', [makeRow(0, 150, 'series:alpha')], {
      startDate: '2026-02-11',
      priority: 1,
    });
    const [first, second] = resolveRun(2, { planned: plannedBy([plan, once]) });
    expect(planned(first as ResolvedDay).map(line)).toEqual(['04:00 beta-e1', '05:00 beta-e2']);
    expect(planned(second as ResolvedDay).map(line)).toEqual([
      '06:00 movie-short',
      '07:30 alpha-e1',
      '08:00 alpha-e2',
    ]);
  });

  test('gives each airing as many whole slots as its content needs', () => {
    const lengths = { short: 22, double: 45, exact: 30, marathon: 150 };
    const assets = Object.entries(lengths).map(([id, minutes]) =>
      makeAsset(id, { durationMs: minutes * MS_PER_MINUTE }),
    );
    const over = makeAsset('over', { durationMs: 30 * MS_PER_MINUTE + 1 });
    const day = resolveRows(
      ['short', 'double', 'exact', 'over', 'marathon'].map((id, index) =>
        makeRow(index * 180, 180, `asset:${id}`),
      ),
      { catalog: makeCatalog([...assets, over]), channel: makeChannel({ overrunToleranceMs: 0 }) },
    );
    const slots = planned(day).map(
      ({ startAt, endAt }) => (endAt - startAt) / (30 * MS_PER_MINUTE),
    );
    expect(slots).toEqual([1, 2, 1, 2, 5]);
  });

  // Length of the content and tolerance in milliseconds; the slots it gets, and what of it does not air.
  test.each([
    [1_800_000, 10_000, 1, undefined],
    [1_800_400, 10_000, 1, 400],
    [1_810_000, 10_000, 1, 10_000],
    [1_810_001, 10_000, 2, undefined],
    [1_800_400, 0, 2, undefined],
    [3_605_000, 10_000, 2, 5_000],
    [4_000, 10_000, 1, undefined],
  ])(
    'trims an over-run of content of %i ms by a tolerance of %i ms',
    (durationMs, tolerance, slots, overrunMs) => {
      const [airing] = resolveRows([makeRow(0, 120, 'asset:long')], {
        channel: makeChannel({ overrunToleranceMs: tolerance }),
        catalog: buildCatalog([makeAsset('long', { durationMs })]),
      }).airings;
      expect((airing?.endAt ?? 0) - (airing?.startAt ?? 0)).toBe(slots * 1_800_000);
      expect(airing?.contentDurationMs).toBe(durationMs);
      expect(airing?.lineage.overrunMs).toBe(overrunMs);
    },
  );

  test('starts a window on the next grid line when the content before overruns it', () => {
    const film = makeAsset('film', { durationMs: 75 * MS_PER_MINUTE });
    const exact = makeAsset('exact', { durationMs: 90 * MS_PER_MINUTE });
    const opensAt20 = makeRow(840, 60, 'series:alpha');
    const late = resolveRows([makeRow(795, 45, 'asset:film'), opensAt20], {
      channel: makeChannel({ gridMinutes: 15 }),
      catalog: makeCatalog([film]),
    });
    expect(planned(late).map(line).slice(0, 2)).toEqual(['19:15 film', '20:30 alpha-e1']);
    const onTheLine = resolveRows(
      [makeRow(840, 30, 'asset:exact'), makeRow(870, 90, 'series:alpha')],
      {
        catalog: makeCatalog([exact]),
      },
    );
    expect(planned(onTheLine).map(line)).toEqual(['20:00 exact', '21:30 alpha-e1']);
  });

  test('snaps a row off the grid to the next grid line', () => {
    expect(planned(resolveRows([makeRow(130, 60, 'series:alpha')])).map(clockOf)).toEqual([
      '08:30',
      '09:00',
    ]);
  });

  test('runs a series of three through exactly four cycles in twelve slots', () => {
    const day = resolveRows([makeRow(0, 360, 'series:trio')], {
      catalog: buildCatalog(makeEpisodes('trio', 3)),
    });
    const aired = planned(day).map(assetIdOf);
    expect(aired).toEqual(
      Array.from({ length: 4 }, () => ['trio-e1', 'trio-e2', 'trio-e3']).flat(),
    );
  });

  test('uses the Christmas plan alone on Christmas when it replaces', () => {
    const weekday = makePlan('weekday', [makeRow(0, 1_440, 'series:beta')], {
      cron: '0 6 * * MON-FRI',
      priority: 10,
    });
    const christmas = makePlan('christmas', [makeRow(600, 60, 'series:alpha')], {
      cron: '0 0 25 12 *',
      priority: 50,
    });
    const { day } = resolve({ planned: plannedBy([weekday, christmas]), date: '2026-12-25' });
    expect(day.planId).toBe('christmas');
    expect(new Set(planned(day).map(({ seriesId }) => seriesId))).toEqual(new Set(['alpha']));
  });

  test('lets a merging plan cover only its own windows', () => {
    const base = makePlan('base', [makeRow(0, 240, 'series:beta')]);
    const top = makePlan('top', [makeRow(60, 60, 'series:alpha')], {
      priority: 5,
      layering: 'merge',
    });
    expect(planned(resolve({ planned: plannedBy([base, top]) }).day).map(line)).toEqual([
      '06:00 beta-e1',
      '07:00 alpha-e1',
      '07:30 alpha-e2',
      '08:00 beta-e2',
      '09:00 beta-e3',
    ]);
    const replacing = { ...top, layering: 'replace' as const };
    expect(planned(resolve({ planned: plannedBy([base, replacing]) }).day).map(line)).toEqual([
      '07:00 alpha-e1',
      '07:30 alpha-e2',
    ]);
  });

  test('shows the plans below through merging layers down to the first that replaces', () => {
    const layers: Plan[] = [
      makePlan('top', [makeRow(0, 60, 'series:alpha')], { priority: 9, layering: 'merge' }),
      makePlan('middle', [makeRow(60, 60, 'series:beta')], { priority: 5 }),
      makePlan('bottom', [makeRow(120, 60, 'series:alpha')], { priority: 1 }),
    ];
    expect(planned(resolve({ planned: plannedBy(layers) }).day).map(line)).toEqual([
      '06:00 alpha-e1',
      '06:30 alpha-e2',
      '07:00 beta-e1',
    ]);
  });

  test('airs a single asset once and gives the rest of its window to default programming', () => {
    const { day } = resolve({
      planned: plannedBy([makePlan('plan', [makeRow(0, 300, 'asset:movie-medium')])]),
    });
    const head = day.airings.filter(({ startAt }) => startAt < day.startAt + 300 * MS_PER_MINUTE);
    expect(head.filter(({ lineage }) => lineage.rule === 'assignment')).toHaveLength(1);
    expect(head.length).toBeGreaterThan(1);
    expect(head.slice(1).every(({ lineage }) => lineage.rule === 'default-programming')).toBe(true);
  });

  test('gives a row whose content is not eligible to default programming and says so', () => {
    const { day, findings } = resolve({
      planned: plannedBy([
        makePlan('plan', [makeRow(0, 60, 'asset:gone'), makeRow(60, 60, 'series:none')]),
      ]),
    });
    expect(planned(day)).toEqual([]);
    expect(
      findings.filter(({ rule }) => rule === 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001'),
    ).toHaveLength(2);
  });

  test('fills a day without a plan and reports the missing plan', () => {
    const { day, findings } = resolve();
    expect(day.planId).toBeNull();
    expect(findings.map(({ rule }) => rule)).toEqual(['no-active-plan']);
    expect(day.airings.every(({ lineage }) => lineage.rule === 'default-programming')).toBe(true);
  });

  test('reports each gap that default programming fills', () => {
    const { findings } = resolve({
      planned: plannedBy([
        makePlan('plan', [makeRow(60, 60, 'series:alpha'), makeRow(180, 1_260, 'series:alpha')]),
      ]),
    });
    expect(findings.map(({ rule, startAt }) => [rule, startAt])).toEqual([
      ['INV-SCHEDULEDAY-NO-GAPS-001', broadcastDayStart(channel, DATE)],
      ['INV-SCHEDULEDAY-NO-GAPS-001', broadcastDayStart(channel, DATE) + 120 * MS_PER_MINUTE],
    ]);
  });

  test('airs the slate for the whole day when nothing is eligible', () => {
    const { day } = resolve({ catalog: buildCatalog([]) });
    expect(day.airings).toHaveLength(1);
    expect(day.airings[0]).toMatchObject({
      content: { kind: 'slate' },
      startAt: day.startAt,
      endAt: day.endAt,
    });
  });

  test('does not repeat a programme at once in default programming', () => {
    const { day } = resolve({ catalog: buildCatalog(makeEpisodes('pair', 2)) });
    day.airings.forEach((airing, index) => {
      expect(assetIdOf(airing)).not.toBe(assetIdOf(day.airings[index + 1]));
    });
  });

  test('plays a default series in order', () => {
    const defaulting = makeChannel({
      defaultProgramming: { kind: 'series', seriesId: SeriesId.parse('alpha') },
    });
    const { day } = resolve({ channel: defaulting });
    expect(day.airings.slice(0, 3).map(assetIdOf)).toEqual(['alpha-e1', 'alpha-e2', 'alpha-e3']);
  });

  test('picks random episodes by the hash of channel, series and local slot time', () => {
    const day = resolveRows([makeRow(0, 120, 'series:alpha', { episodePolicy: 'random' })]);
    const episodes = catalog.episodesBySeries.get(planned(day)[0]?.seriesId as never) ?? [];
    for (const airing of planned(day)) {
      const seed = `retro-one:alpha:${DATE}:${clockOf(airing)}:00`;
      expect(airing.lineage.seed).toBe(seed);
      expect(assetIdOf(airing)).toBe(episodes[seededIndex(seed, episodes.length)]?.id);
    }
    expect(day.carryOut.cursors).toEqual({});
  });

  test('draws the same random episodes again, others on another date and channel', () => {
    const row = makeRow(0, 1_440, 'series:alpha', { episodePolicy: 'random' });
    const drawn = (overrides: Partial<ResolveDayInput> = {}): (AssetId | null)[] =>
      planned(resolveRows([row], overrides)).map(assetIdOf);
    const first = drawn();
    expect(first).toHaveLength(48);
    expect(new Set(first).size).toBeGreaterThan(12);
    expect(drawn()).toEqual(first);
    expect(drawn({ catalog: makeCatalog() })).toEqual(first);
    expect(drawn({ date: '2026-02-11' })).not.toEqual(first);
    expect(drawn({ channel: makeChannel({ slug: 'retro-two' }) })).not.toEqual(first);
  });

  test('neither skips nor repeats an episode over consecutive days', () => {
    const days = resolveRun(20, {
      planned: plannedBy([
        makePlan('plan', [makeRow(0, 90, 'series:alpha'), makeRow(600, 60, 'series:alpha')]),
      ]),
    });
    const aired = days.flatMap((day) => planned(day).map(assetIdOf));
    const order = makeEpisodes('alpha', 25).map(({ id }) => id);
    expect(aired).toEqual(aired.map((_, index) => order[index % order.length]));
    expect(aired).toHaveLength(100);
  });

  test('keeps its place in a series when the episode it stood on is retired', () => {
    const plan = makePlan('plan', [makeRow(0, 60, 'series:alpha')]);
    const { carryOut } = resolve({ planned: plannedBy([plan]) }).day;
    expect(carryOut.cursors).toEqual({ alpha: 'alpha-e2' });
    const without = buildCatalog(makeEpisodes('alpha', 25).filter(({ id }) => id !== 'alpha-e2'));
    const next = resolve({ planned: plannedBy([plan]), catalog: without, carryIn: carryOut }).day;
    expect(assetIdOf(planned(next)[0])).toBe('alpha-e3');
  });

  test('advances nothing when a day is resolved twice', () => {
    const input = { planned: plannedBy([makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])]) };
    const frozenCarry: Carry = Object.freeze({
      occupiedUntil: null,
      cursors: Object.freeze({ alpha: 'alpha-e7' as AssetId }),
    });
    const once = resolve({ ...input, carryIn: frozenCarry });
    const twice = resolve({ ...input, carryIn: frozenCarry });
    expect(JSON.stringify(twice)).toBe(JSON.stringify(once));
    expect(assetIdOf(planned(once.day)[0])).toBe('alpha-e8');
  });

  test('carries the operator’s intent into the airing and resolves the same without it', () => {
    const rows = [
      makeRow(0, 600, 'series:alpha'),
      makeRow(600, 600, 'series:beta', { episodePolicy: 'random' }),
    ];
    const noted = rows.map((row) => ({
      ...row,
      operatorIntent: 'kids are watching',
      labelId: LabelId.parse('mornings'),
    }));
    const plain = resolveRows(rows);
    const withNotes = resolveRows(noted);
    expect(planned(withNotes)[0]?.lineage.operatorIntent).toBe('kids are watching');
    const labelled = resolveRows(rows.map((row) => ({ ...row, labelId: LabelId.parse('x') })));
    expect(JSON.stringify(labelled)).toBe(JSON.stringify(plain));
    const placement = (day: ResolvedDay): unknown =>
      day.airings.map(({ id, startAt, endAt, content }) => [
        id,
        startAt,
        endAt,
        assetIdOf({ content }),
      ]);
    expect(placement(withNotes)).toEqual(placement(plain));
  });

  test('gives two different weeks of one plan the same structure', () => {
    const input = {
      planned: plannedBy([
        makePlan('plan', [makeRow(0, 720, 'series:alpha'), makeRow(720, 720, 'series:beta')]),
      ]),
    };
    const structure = (date: string): unknown =>
      resolve({ ...input, date }).day.airings.map((airing) => [clockOf(airing), assetIdOf(airing)]);
    expect(structure('2026-02-10')).toEqual(structure('2026-06-16'));
  });

  test('records where each airing comes from', () => {
    const day = resolveRows([makeRow(0, 60, 'series:alpha')]);
    expect(planned(day).map(({ lineage }) => lineage)).toMatchObject([
      {
        planId: 'plan',
        assignmentId: 'row-0-alpha',
        policy: 'sequential',
        cursorBefore: null,
        eligibleCount: 25,
      },
      { cursorBefore: 'alpha-e1' },
    ]);
  });

  test('keeps protected airings and goes on after them', () => {
    const before = resolveRows([makeRow(0, 1_440, 'series:alpha')]);
    const kept = before.airings.slice(0, 5);
    const after = resolveRows(
      [makeRow(0, 90, 'asset:movie-short'), makeRow(90, 1_350, 'series:alpha')],
      {
        protectedAirings: kept,
      },
    );
    const identity = ({ id, startAt, content }: Airing): unknown => [
      id,
      startAt,
      assetIdOf({ content }),
    ];
    expect(after.airings.slice(0, 5).map(identity)).toEqual(kept.map(identity));
    expect(after.airings[5]).toMatchObject({
      startAt: kept[4]?.endAt,
      content: { assetId: 'alpha-e6' },
    });
    expect(new Set(after.airings.map(({ scheduleDayId }) => scheduleDayId))).toEqual(
      new Set([after.id]),
    );
  });

  test('does not air a single asset again after its protected airing', () => {
    const rows = [makeRow(0, 300, 'asset:movie-short')];
    const before = resolveRows(rows);
    const after = resolveRows(rows, { protectedAirings: before.airings.slice(0, 1) });
    expect(planned(after).map(assetIdOf)).toEqual(['movie-short']);
  });

  test('hands over to a frozen next day exactly where that begins', () => {
    const crossing = makeRow(1_380, 120, 'asset:movie-short');
    const before = resolveRows([makeRow(0, 60, 'series:alpha'), crossing]);
    const tail = before.airings.at(-1) as Airing;
    const after = resolve({
      planned: plannedBy([makePlan('plan', [makeRow(1_290, 150, 'asset:movie-long')])]),
      frozenTail: { crossing: tail },
    });
    expect(after.day.airings.at(-1)?.id).toBe(tail.id);
    expect(after.day.airings.at(-2)?.endAt).toBe(tail.startAt);
    expect(after.day.carryOut.occupiedUntil).toBe(tail.endAt);
    expect(after.findings.map(({ rule }) => rule)).toContain('INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001');
    const closed = resolve({
      planned: plannedBy([makePlan('plan', [makeRow(1_380, 120, 'asset:movie-short')])]),
      frozenTail: { crossing: null },
    });
    expect(closed.day.airings.at(-1)?.endAt).toBe(closed.day.endAt);
    expect(closed.day.carryOut.occupiedUntil).toBeNull();
  });

  test('gives both clock-change days their real length', () => {
    const rows = [makeRow(0, 1_440, 'series:alpha')];
    const spring = resolveRows(rows, { date: '2026-03-07' });
    const autumn = resolveRows(rows, { date: '2026-10-31' });
    expect(spring.airings).toHaveLength(46);
    expect(autumn.airings).toHaveLength(50);
    expect(spring.endAt).toBe(
      instantOfCivil(channel.timezone, { date: '2026-03-08', minutes: 360 }),
    );
  });

  const ZONES = [
    'Australia/Lord_Howe',
    'America/New_York',
    'Europe/Berlin',
    'Asia/Kathmandu',
  ] as const;
  const rowArbitrary = fc.record({
    slot: fc.nat(95),
    slots: fc.integer({ min: 1, max: 40 }),
    what: fc.constantFrom(
      'series:alpha',
      'series:beta',
      'series:gone',
      'asset:movie-short',
      'asset:movie-long',
      'asset:gone',
    ),
    policy: fc.constantFrom('sequential', 'random'),
  });
  const planArbitrary = fc.record({
    rows: fc.array(rowArbitrary, { maxLength: 8 }),
    layering: fc.constantFrom('replace', 'merge'),
    priority: fc.nat(3),
  });
  type PlanShape = typeof planArbitrary extends fc.Arbitrary<infer Shape> ? Shape : never;

  function plansOf(shapes: readonly PlanShape[]): Plan[] {
    return shapes.map(({ rows, layering, priority }, planIndex) =>
      makePlan(
        `plan-${String(planIndex)}`,
        rows.map(({ slot, slots, what, policy }, index) => {
          const row = makeRow(slot * 15, slots * 15, what, {
            episodePolicy: policy as 'random',
          });
          return { ...row, id: `${String(planIndex)}-${String(index)}` as typeof row.id };
        }),
        { layering: layering as 'merge', priority },
      ),
    );
  }

  const eligible = new Set(catalog.byId.keys());

  function expectSound(
    day: ResolvedDay,
    occupiedUntil: number | null,
    of: Catalog,
    on = channel,
  ): void {
    let at = Math.max(day.startAt, occupiedUntil ?? day.startAt);
    const lines = new Set(gridSlots(on, day.broadcastDate).map(({ startAt }) => startAt));
    for (const airing of day.airings) {
      expect(airing.startAt).toBe(at);
      expect(airing.endAt - airing.startAt).toBeGreaterThanOrEqual(
        Math.max(1, airing.contentDurationMs),
      );
      expect(lines.has(airing.startAt)).toBe(true);
      for (const id of assetIdsOf(airing)) expect(of.byId.has(id)).toBe(true);
      at = airing.endAt;
    }
    expect(at).toBeGreaterThanOrEqual(day.endAt);
    expect(day.carryOut.occupiedUntil).toBe(at > day.endAt ? at : null);
  }

  test('tiles every day on every grid in every zone for any plans', () => {
    expect(eligible.size).toBeGreaterThan(40);
    fc.assert(
      fc.property(
        fc.array(planArbitrary, { maxLength: 3 }),
        fc.constantFrom(...ZONES),
        fc.constantFrom(15, 30, 60),
        fc.constantFrom(
          '2026-03-06',
          '2026-03-28',
          '2026-04-04',
          '2026-10-03',
          '2026-10-24',
          '2026-10-30',
        ),
        (shapes, timezone, gridMinutes, date) => {
          const on = makeChannel({ timezone, gridMinutes: gridMinutes as 15 });
          let carry: Carry = EMPTY_CARRY;
          for (let index = 0; index < 3; index += 1) {
            const { day } = resolve({
              channel: on,
              planned: plannedBy(plansOf(shapes)),
              date: addDays(date, index),
              carryIn: carry,
            });
            expectSound(day, carry.occupiedUntil, catalog, on);
            carry = day.carryOut;
          }
        },
      ),
      { seed: 42, numRuns: 120 },
    );
  });

  test('gives the same bytes whatever the order of plans, rows and assets', () => {
    const assets = [...catalog.byId.values()];
    fc.assert(
      fc.property(
        fc.array(planArbitrary, { minLength: 1, maxLength: 3 }),
        fc.shuffledSubarray(assets, { minLength: assets.length }),
        (shapes, shuffledAssets) => {
          const plans = plansOf(shapes);
          const turned = plans
            .map((plan) => ({ ...plan, assignments: [...plan.assignments].reverse() }))
            .reverse();
          const straight = resolve({ planned: plannedBy(plans) });
          const shuffled = resolve({
            planned: plannedBy(turned),
            catalog: buildCatalog(shuffledAssets),
          });
          expect(JSON.stringify(shuffled)).toBe(JSON.stringify(straight));
        },
      ),
      { seed: 43, numRuns: 40 },
    );
  });
});
