import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssetId, LabelId, SeriesId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { revertDay } from '#shared/planning/revise/revert-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, datesBetween, offsetMinutesAt, parseInstant } from '#shared/time/zone.ts';
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

const DATE = '2026-02-10';
const channel = makeChannel();
const catalog = makeCatalog([makeAsset('tiny', { durationMs: 10 * 60_000 })]);

const series = (name: string) => ({ type: 'series' as const, seriesId: SeriesId.parse(name) });
const CONTENT: readonly ContentReference[] = [
  series('alpha'),
  series('beta'),
  { type: 'asset', assetId: AssetId.parse('movie-long') },
  { type: 'list', items: [series('alpha'), series('beta')] },
  { type: 'rule', rule: { kind: ['episode'], notAiredWithinHours: 12 } },
  { type: 'random', rule: { kind: ['episode'], notAiredWithinHours: 36 } },
  { type: 'random', rule: { kind: ['movie'], notAiredWithinHours: 400 } },
];

const RowShape = fc.record({
  slot: fc.nat(47),
  slots: fc.integer({ min: 1, max: 30 }),
  content: fc.constantFrom(...CONTENT),
  episodePolicy: fc.constantFrom(...EPISODE_POLICIES),
});
const RowShapes = fc.array(RowShape, { minLength: 1, maxLength: 6 });
type Shape = typeof RowShape extends fc.Arbitrary<infer Value> ? Value : never;

function planOf(shapes: readonly Shape[], labels: readonly (string | null)[] = []): Plan {
  const rows = shapes.map(({ slot, slots, content, episodePolicy }, index) => {
    const label = labels[index] ?? null;
    return makeRow(slot * 30, slots * 30, `series:row-${String(index)}`, {
      content,
      episodePolicy,
      labelId: label === null ? null : LabelId.parse(label),
    });
  });
  return makePlan('plan', rows);
}

/** Consecutive days from a carry, each as the store would give it back. */
function run(plan: Plan, from: string, days: number, first: Carry = EMPTY_CARRY): ScheduleDay[] {
  let carryIn = first;
  return datesBetween(from, addDays(from, days - 1)).map((date) => {
    const { day } = resolveDay({ channel, catalog, planned: plannedBy([plan]), date, carryIn });
    carryIn = day.carryOut;
    return { ...day, frozenAt: 0 };
  });
}

/** A carry that shares nothing with the one before but what is written in it. */
function written(day: ScheduleDay | undefined): Carry {
  return Carry.parse(JSON.parse(JSON.stringify(day?.carryOut ?? EMPTY_CARRY)));
}

const hashes = (days: readonly ScheduleDay[]): string[] => days.map((day) => day.contentHash);

describe('resolveDay', () => {
  test('gives the same whole as two halves with the carry between them', () => {
    fc.assert(
      fc.property(RowShapes, fc.integer({ min: 1, max: 5 }), (shapes, half) => {
        const plan = planOf(shapes);
        const whole = run(plan, DATE, 6);
        const first = run(plan, DATE, half);
        const second = run(plan, addDays(DATE, half), 6 - half, written(first.at(-1)));
        expect(hashes([...first, ...second])).toEqual(hashes(whole));
      }),
      { numRuns: 60 },
    );
  });

  test('gives the same bytes whatever labels the rows have', () => {
    fc.assert(
      fc.property(
        RowShapes,
        fc.array(fc.constantFrom(null, 'kids', 'prime'), { minLength: 6, maxLength: 6 }),
        (shapes, labels) => {
          const labelled = run(planOf(shapes, labels), DATE, 2);
          expect(hashes(labelled)).toEqual(hashes(run(planOf(shapes), DATE, 2)));
        },
      ),
      { numRuns: 60 },
    );
  });

  const JANUARY = parseInstant('2026-01-10T00:00:00Z');
  const JULY = parseInstant('2026-07-10T00:00:00Z');
  const NEXT_JANUARY = parseInstant('2027-01-10T00:00:00Z');
  /** Troll changes by two hours, so its days have 22 and 26; every other zone stays within 22.5 to 25.5. */
  const CHANGING = Intl.supportedValuesOf('timeZone').filter(
    (zone) =>
      zone !== 'Antarctica/Troll' && offsetMinutesAt(zone, JANUARY) !== offsetMinutesAt(zone, JULY),
  );

  test('tiles the days on which clocks change in any zone, by half an hour too', () => {
    expect(CHANGING.length).toBeGreaterThan(50);
    const plan = planOf([]);
    const tiles = (timezone: string, dayStart: string, gridMinutes: 15 | 30 | 60): boolean => {
      const time = makeChannel({ timezone, dayStart, gridMinutes });
      const hoursOf = (date: string): number => {
        const { startAt, endAt } = broadcastDayWindow(time, date);
        return (endAt - startAt) / MS_PER_HOUR;
      };
      const uneven = datesBetween('2026-01-01', '2026-12-31').filter(
        (date) => hoursOf(date) !== 24,
      );
      // Forth and back within the year, unless the zone ends it on another offset than it began with.
      const isBackByNewYear =
        offsetMinutesAt(timezone, JANUARY) === offsetMinutesAt(timezone, NEXT_JANUARY);
      expect(uneven.length).toBeGreaterThanOrEqual(isBackByNewYear ? 2 : 1);
      let carryIn: Carry = EMPTY_CARRY;
      for (const date of uneven) {
        expect(hoursOf(date)).toBeGreaterThanOrEqual(22.5);
        expect(hoursOf(date)).toBeLessThanOrEqual(25.5);
        const { day } = resolveDay({
          channel: time,
          catalog,
          planned: plannedBy([plan]),
          date,
          carryIn,
        });
        const { occupiedUntil } = carryIn;
        const isEligible = (id: AssetId): boolean => catalog.byId.has(id);
        expect(validateDay({ time, day, occupiedUntil, isEligible })).toEqual([]);
        expect(day.endAt - day.startAt).toBe(hoursOf(date) * MS_PER_HOUR);
        carryIn = { ...day.carryOut, occupiedUntil: null };
      }
      return true;
    };
    fc.assert(
      fc.property(
        fc.constantFrom(...CHANGING),
        fc.constantFrom('00:00', '02:00', '06:00', '23:30'),
        fc.constantFrom(15, 30, 60),
        tiles,
      ),
      {
        numRuns: 40,
        examples: [
          ['Australia/Lord_Howe', '06:00', 30],
          ['Pacific/Chatham', '02:00', 60],
        ],
      },
    );
  });
});

describe('regenerating, overriding and reverting', () => {
  const EPISODES = 25;
  const plan = makePlan('plan', [makeRow(0, 1_440, 'series:alpha')]);
  const Step = fc.record({
    type: fc.constantFrom('regenerate', 'insert', 'revert'),
    place: fc.nat(40),
  });

  /** The episodes in turn of a day and the one after it, by their place in the series. */
  function turnsOf(day: ScheduleDay): number[] {
    const next = run(plan, addDays(DATE, 1), 1, written(day));
    return [day, ...next]
      .flatMap(({ airings }) => airings)
      .filter(({ lineage }) => lineage.policy === 'sequential')
      .map(({ content }) => Number(assetIdOf({ content })?.replace('alpha-e', '')));
  }

  test('neither skip nor repeat an episode', () => {
    fc.assert(
      fc.property(fc.array(Step, { minLength: 1, maxLength: 6 }), (steps) => {
        const [original] = run(plan, DATE, 1);
        if (!original) throw new Error('No day was resolved.');
        let live = original;
        for (const { type, place } of steps) {
          const airing = live.airings[place % live.airings.length];
          const shared = { channel, catalog, planned: plannedBy([plan]), carryIn: EMPTY_CARRY };
          const input = {
            ...shared,
            day: live,
            isNextDayFrozen: false,
            reason: 'a test',
            lockedUntil: 0,
          };
          if (type === 'regenerate') {
            const protectedAirings = live.airings.slice(0, place % live.airings.length);
            live = { ...resolveDay({ ...shared, date: DATE, protectedAirings }).day, frozenAt: 0 };
          } else if (type === 'revert') {
            live = { ...revertDay({ ...input, target: original }), frozenAt: 0 };
            expect(live.contentHash).toBe(original.contentHash);
          } else if (airing) {
            const edit = {
              type: 'insert' as const,
              airingId: airing.id,
              scope: 'rest-of-day' as const,
              assetId: AssetId.parse('tiny'),
            };
            live = { ...overrideDay({ ...input, edit }), frozenAt: 0 };
          }
          const turns = turnsOf(live);
          const inOrder = turns.map((_, index) => (index % EPISODES) + 1);
          expect(turns).toEqual(inOrder);
        }
      }),
      { numRuns: 60 },
    );
  });
});

describe('chooseContent', () => {
  test('draws from what rests neither more nor less than a search of the whole library would', () => {
    const episodes = buildCatalog([
      ...makeEpisodes('alpha', 9, 25),
      ...makeEpisodes('beta', 8, 50),
    ]);
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(300), (hours, later) => {
        const rule = { kind: ['episode' as const], notAiredWithinHours: hours };
        const row = makeRow(0, 1_440, 'series:any', { content: { type: 'random', rule } });
        const date = addDays(DATE, later);
        const { day } = resolveDay({
          channel,
          catalog: episodes,
          planned: plannedBy([makePlan('plan', [row])]),
          date,
          carryIn: EMPTY_CARRY,
        });
        day.airings.forEach(({ content, startAt, lineage }, index) => {
          const restHours = lineage.rotation?.relaxedToHours ?? hours;
          const resting = new Set(
            day.airings
              .slice(0, index)
              .filter((before) => startAt - before.startAt < restHours * MS_PER_HOUR)
              .map((before) => assetIdOf(before)),
          );
          expect(resting.has(assetIdOf({ content }))).toBe(false);
          expect(lineage.eligibleCount).toBe(17 - resting.size);
        });
      }),
      { numRuns: 40 },
    );
  });
});
