import { describe, expect, test } from 'vitest';

import { AssetId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing, type Carry } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay, type DayResolution } from '#shared/planning/resolve/resolve-day.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import {
  ZONE_PRESETS,
  zoneOfPreset,
  type ZonePresetName,
} from '#shared/planning/plan/zone-presets.ts';
import { checkZones, isZoneActive } from '#shared/planning/plan/zones.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const HALF_HOUR_MS = 30 * 60_000;
const catalog = buildCatalog([
  ...['a', 'b', 'c'].map((id) => makeAsset(id, { durationMs: HALF_HOUR_MS })),
  makeAsset('film', { durationMs: 75 * 60_000 }),
  ...makeEpisodes('show', 5),
]);
/** A Friday. */
const FRIDAY = '2026-02-13';
const SATURDAY = '2026-02-14';

const asset = (id: string): Zone['items'][number] => ({
  type: 'asset',
  assetId: AssetId.parse(id),
});

function makeZone(name: string, from: number, to: number, fields: Partial<Zone> = {}): Zone {
  return {
    ...DEFAULT_ZONE_FIELDS,
    id: ZoneId.parse(`zone-${name}`),
    name,
    startOffsetMinutes: from,
    endOffsetMinutes: to,
    items: [asset('a'), asset('b'), asset('c')],
    ...fields,
  };
}

function planOf(zones: Zone[], fields: Partial<Plan> = {}): Plan {
  return { ...makePlan('plan', fields.assignments ?? []), ...fields, zones };
}

function resolve(plan: Plan, date = FRIDAY, carryIn: Carry = EMPTY_CARRY): DayResolution {
  return resolveDay({ channel, date, planned: plannedBy([plan]), catalog, carryIn });
}

const inZones = (day: ResolvedDay): Airing[] =>
  day.airings.filter(({ lineage }) => lineage.rule === 'zone');
const line = ({ startAt, content }: Airing): string =>
  `${localTimeAt(channel.timezone, startAt)} ${String(assetIdOf({ content }))}`;

describe('a zone', () => {
  test('cycles through its list on the grid until its end', () => {
    const { day } = resolve(planOf([makeZone('night', 0, 360)]));
    const aired = inZones(day).map(assetIdOf);
    expect(aired).toEqual(Array.from({ length: 4 }, () => ['a', 'b', 'c']).flat());
  });

  test('airs an entry that is listed twice twice as often', () => {
    const items = ['a', 'a', 'b'].map(asset);
    const { day } = resolve(planOf([makeZone('night', 0, 180, { items })]));
    expect(inZones(day).map(assetIdOf)).toEqual(['a', 'a', 'b', 'a', 'a', 'b']);
  });

  test('begins its list anew every day and goes on in its series', () => {
    const items = [asset('a'), { type: 'series' as const, seriesId: SeriesId.parse('show') }];
    const plan = planOf([makeZone('day', 0, 90, { items })]);
    const first = resolve(plan).day;
    const second = resolve(plan, SATURDAY, first.carryOut).day;
    expect(inZones(first).map(assetIdOf)).toEqual(['a', 'show-e1', 'a']);
    expect(inZones(second).map(assetIdOf)).toEqual(['a', 'show-e2', 'a']);
    expect(first.carryOut.turns).toBeUndefined();
  });

  test('does not cut what overruns its end; the next zone starts softly', () => {
    const { day } = resolve(
      planOf([
        makeZone('films', 0, 60, { items: [asset('film')] }),
        makeZone('shorts', 60, 150, { items: [asset('a')] }),
      ]),
    );
    expect(inZones(day).map(line)).toEqual(['06:00 film', '07:30 a', '08:00 a']);
  });

  test('runs on past the day’s end and keeps its place in the next day', () => {
    const plan = planOf([makeZone('late', 1_380, 60)]);
    const first = resolve(plan).day;
    const second = resolve(plan, SATURDAY, first.carryOut).day;
    expect(inZones(first).map(line)).toEqual(['05:00 a', '05:30 b']);
    expect(inZones(second).map(line).slice(0, 2)).toEqual(['06:00 a', '06:30 b']);
  });

  test('gives way to the rows of its plan', () => {
    const { day } = resolve(
      planOf([makeZone('day', 0, 180)], { assignments: [makeRow(60, 60, 'series:show')] }),
    );
    const planned = day.airings.filter(({ content }) => assetIdOf({ content }) !== null);
    expect(planned.map(line)).toEqual([
      '06:00 a',
      '06:30 b',
      '07:00 show-e1',
      '07:30 show-e2',
      '08:00 c',
      '08:30 a',
    ]);
  });

  test('says in an airing’s lineage that it put it there', () => {
    const { day } = resolve(planOf([makeZone('day', 0, 30)]));
    expect(inZones(day)[0]?.lineage).toMatchObject({
      rule: 'zone',
      planId: 'plan',
      assignmentId: 'zone-day',
      policy: 'round-robin',
      rotation: { turn: 0 },
    });
  });
});

describe('isZoneActive', () => {
  test('asks whether it is enabled, then its dates, then its weekdays', () => {
    const zone = makeZone('z', 0, 60);
    expect(isZoneActive(zone, FRIDAY)).toBe(true);
    expect(isZoneActive({ ...zone, isEnabled: false }, FRIDAY)).toBe(false);
    expect(isZoneActive({ ...zone, effectiveStart: SATURDAY }, FRIDAY)).toBe(false);
    expect(isZoneActive({ ...zone, effectiveEnd: FRIDAY }, FRIDAY)).toBe(true);
    expect(isZoneActive({ ...zone, effectiveEnd: FRIDAY }, SATURDAY)).toBe(false);
    expect(isZoneActive({ ...zone, dayFilters: ['SAT'] }, FRIDAY)).toBe(false);
    expect(isZoneActive({ ...zone, dayFilters: ['SAT'] }, SATURDAY)).toBe(true);
  });

  test('leaves a Saturday zone out of Friday’s day', () => {
    const plan = planOf([makeZone('cartoons', 0, 360, { dayFilters: ['SAT'] })]);
    expect(inZones(resolve(plan).day)).toEqual([]);
    expect(inZones(resolve(plan, SATURDAY).day)).toHaveLength(12);
  });

  test('lets a zone of certain weekdays cover one of every day, and one of certain dates both', () => {
    const only = (id: string) => ({ items: [asset(id)] });
    const plan = planOf([
      makeZone('base', 0, 120, only('a')),
      makeZone('fridays', 30, 90, { ...only('b'), dayFilters: ['FRI'] }),
      makeZone('special', 60, 90, {
        ...only('c'),
        effectiveStart: FRIDAY,
        effectiveEnd: FRIDAY,
      }),
    ]);
    expect(inZones(resolve(plan).day).map(assetIdOf)).toEqual(['a', 'b', 'c', 'a']);
    expect(inZones(resolve(plan, SATURDAY).day).map(assetIdOf)).toEqual([...['a', 'a', 'a', 'a']]);
  });
});

describe('a zone over a clock change', () => {
  /** The day of 7 March 2026 has 23 hours in New York, the one of 31 October 25; both change 20 hours after 06:00. */
  const SPRING = '2026-03-07';
  const AUTUMN = '2026-10-31';
  const count = (dstPolicy: Zone['dstPolicy'], date: string): number =>
    inZones(resolve(planOf([makeZone('night', 1_140, 1_320, { dstPolicy })]), date).day).length;

  test('follows the clock unless told otherwise', () => {
    expect([count(null, FRIDAY), count(null, SPRING), count(null, AUTUMN)]).toEqual([6, 4, 8]);
  });

  test('shrinks, expands or is left out as its policy says', () => {
    const both = (policy: Zone['dstPolicy']) => [count(policy, SPRING), count(policy, AUTUMN)];
    expect(both('shrink_one_block')).toEqual([4, 6]);
    expect(both('expand_one_block')).toEqual([6, 8]);
    expect(both('reject')).toEqual([0, 0]);
    expect(count('reject', FRIDAY)).toBe(6);
  });

  test('reports that it was left out', () => {
    const plan = planOf([makeZone('night', 1_140, 1_320, { dstPolicy: 'reject' })]);
    const rules = ({ findings }: DayResolution) => findings.map(({ rule }) => rule);
    expect(rules(resolve(plan, SPRING))).toContain('zone-clock-change');
    expect(rules(resolve(plan))).not.toContain('zone-clock-change');
  });
});

describe('checkZones', () => {
  test('refuses two zones that claim the same minutes of the same days', () => {
    const overlapping = [makeZone('one', 0, 120), makeZone('two', 60, 180)];
    expect(() => {
      checkZones(overlapping);
    }).toThrow(expect.objectContaining({ code: 'invalid-input' }));
    const [one, two] = overlapping as [Zone, Zone];
    for (const fine of [
      [one, { ...two, startOffsetMinutes: 120 }],
      [one, { ...two, isEnabled: false }],
      [one, { ...two, dayFilters: ['SAT'] as const }],
      [
        { ...one, dayFilters: ['MON'] as const },
        { ...two, dayFilters: ['SAT', 'SUN'] as const },
      ],
      [
        { ...one, effectiveEnd: '2026-05-31' },
        { ...two, effectiveStart: '2026-06-01' },
      ],
    ]) {
      checkZones(fine as Zone[]);
    }
  });

  test('refuses a name twice and a last date before the first', () => {
    const twice = [makeZone('Night', 0, 60), makeZone('night', 60, 120)];
    expect(() => {
      checkZones(twice);
    }).toThrow('already has a zone');
    const never = makeZone('never', 0, 60, {
      effectiveStart: SATURDAY,
      effectiveEnd: FRIDAY,
    });
    expect(() => {
      checkZones([never]);
    }).toThrow('before it starts');
  });
});

describe('validatePlan with zones', () => {
  test('counts a zone of every day as cover, and no other', () => {
    const gaps = (zones: Zone[]) =>
      validatePlan({ gridMinutes: 30, assignments: [], zones, catalog }).filter(
        ({ rule }) => rule === 'INV-PLAN-FULL-COVERAGE-001',
      );
    expect(gaps([makeZone('all', 0, 1_440)])).toEqual([]);
    expect(gaps([makeZone('all', 0, 1_440, { dayFilters: ['SAT'] })])).toHaveLength(1);
    expect(gaps([makeZone('part', 0, 180)])[0]?.message).toContain('03:00 to 24:00');
  });

  test('warns of a zone off the grid and of one with nothing to air', () => {
    const findings = validatePlan({
      gridMinutes: 30,
      assignments: [],
      zones: [makeZone('crooked', 10, 60, { items: [] })],
      catalog,
    });
    const rules = findings.map(({ rule }) => rule);
    expect(rules).toContain('INV-PLAN-GRID-ALIGNMENT-001');
    expect(rules).toContain('zone-empty');
  });
});

describe('zoneOfPreset', () => {
  test('stands where the wall clock says, whenever the channel’s day starts', () => {
    for (const dayStart of ['06:00', '05:30', '00:00']) {
      for (const name of Object.keys(ZONE_PRESETS) as ZonePresetName[]) {
        const { start, end } = ZONE_PRESETS[name];
        const zone = zoneOfPreset(name, dayStart);
        expect(wallClockOfOffset(dayStart, zone.startOffsetMinutes)).toBe(start);
        expect(wallClockOfOffset(dayStart, zone.endOffsetMinutes)).toBe(end);
      }
    }
    expect(zoneOfPreset('saturday-morning-cartoons', '06:00')).toMatchObject({
      startOffsetMinutes: 0,
      endOffsetMinutes: 360,
      dayFilters: ['SAT'],
    });
    expect(zoneOfPreset('overnight-classics', '06:00')).toMatchObject({
      startOffsetMinutes: 1_200,
      endOffsetMinutes: 1_440,
    });
  });
});
