import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssetId, SeriesId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES, type EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type Airing, type Carry } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay, type DayResolution } from '#shared/planning/resolve/resolve-day.ts';
import { addDays } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

/** What no row fills is slate, so that nothing but rows airs programmes. */
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const DATE = '2026-02-10';
const MINUTE_MS = 60_000;

interface Run {
  readonly days: readonly ResolvedDay[];
  readonly findings: readonly DayResolution['findings'][number][];
  readonly carry: Carry;
  /** Ids of what rows aired, in order. */
  readonly aired: readonly string[];
}

interface RunInput {
  readonly assets: readonly CatalogAsset[];
  readonly content: ContentReference;
  readonly policy?: EpisodePolicy;
  readonly date?: string;
  readonly days?: number;
  readonly minutes?: number;
  readonly carryIn?: Carry;
}

const planned = (day: ResolvedDay): Airing[] =>
  day.airings.filter(({ lineage }) => lineage.rule === 'assignment');

/** So many days of one row at the start of each day. */
function run({ assets, content, policy = 'sequential', ...rest }: RunInput): Run {
  const { date = DATE, days: count = 1, minutes = 120, carryIn = EMPTY_CARRY } = rest;
  const catalog = buildCatalog(assets);
  const row = { ...makeRow(0, minutes, 'series:none', { episodePolicy: policy }), content };
  const plans = [makePlan('plan', [row])];
  const days: ResolvedDay[] = [];
  const findings: DayResolution['findings'][number][] = [];
  let carry = carryIn;
  for (let index = 0; index < count; index += 1) {
    const resolution = resolveDay({
      channel,
      date: addDays(date, index),
      planned: plannedBy(plans),
      catalog,
      carryIn: carry,
    });
    days.push(resolution.day);
    findings.push(...resolution.findings);
    carry = resolution.day.carryOut;
  }
  const aired = days.flatMap((day) =>
    planned(day).map(({ content }) => String(assetIdOf({ content }))),
  );
  return { days, findings, carry, aired };
}

const series = (id: string): ContentReference => ({
  type: 'series',
  seriesId: SeriesId.parse(id),
});
const list = (...ids: string[]): ContentReference => ({
  type: 'list',
  items: ids.map((id) => ({ type: 'series', seriesId: SeriesId.parse(id) })),
});
const EVERYTHING: ContentReference = { type: 'rule', rule: {} };

/** Cuts a list into pieces of so many. */
function roundsOf(aired: readonly string[], size: number): string[][] {
  return Array.from({ length: Math.floor(aired.length / size) }, (_, index) =>
    aired.slice(index * size, (index + 1) * size),
  );
}

const DECKS = ['syndication', 'shuffle'] as const;

describe('chooseContent by a deck', () => {
  test('deals every episode once before any comes again, day after day', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...DECKS),
        fc.integer({ min: 1, max: 23 }),
        fc.integer({ min: 1, max: 9 }),
        (policy, count, slots) => {
          const assets = makeEpisodes('deck', count);
          const days = Math.ceil((count * 3) / slots);
          const { aired } = run({
            assets,
            policy,
            days,
            minutes: slots * 30,
            content: series('deck'),
          });
          for (const round of roundsOf(aired, count)) expect(new Set(round).size).toBe(count);
          if (count > 1) {
            aired.forEach((id, index) => {
              expect(id).not.toBe(aired[index + 1]);
            });
          }
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is shuffled anew when it has gone round', () => {
    const { aired, days } = run({
      assets: makeEpisodes('deck', 12),
      content: series('deck'),
      policy: 'syndication',
      days: 6,
    });
    const [first, second] = roundsOf(aired, 12);
    expect(second).not.toEqual(first);
    expect([...(second ?? [])].sort()).toEqual([...(first ?? [])].sort());
    const rounds = days.flatMap((day) =>
      planned(day).map(({ lineage }) => [lineage.rotation?.round, lineage.seed]),
    );
    expect(rounds[0]).toEqual([1, 'retro-one:the deck show:syndication:1']);
    expect(rounds[12]).toEqual([2, 'retro-one:the deck show:syndication:2']);
  });

  test('takes in new episodes and lets go of vanished ones without starting again', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 4, max: 20 }),
        fc.integer({ min: 1, max: 4 }),
        (count, slots) => {
          const before = makeEpisodes('deck', count);
          const content = series('deck');
          const input = { content, policy: 'syndication', minutes: slots * 30 } as const;
          const first = run({ ...input, assets: before });
          const joined = makeEpisodes('deck', count + 5).filter((_, index) => index !== 0);
          const second = run({
            ...input,
            assets: joined,
            carryIn: first.carry,
            days: Math.ceil((count + 5) / slots) + 1,
          });
          const inRoundOne = second.days
            .flatMap(planned)
            .filter(({ lineage }) => lineage.rotation?.round === 1)
            .map(({ content }) => String(assetIdOf({ content })));
          const whole = [...first.aired, ...inRoundOne];
          expect(new Set(whole).size).toBe(whole.length);
          expect(inRoundOne).not.toContain('deck-e1');
          const rest = before.filter(({ id }) => id !== 'deck-e1' && !first.aired.includes(id));
          expect(inRoundOne).toEqual(expect.arrayContaining(rest.map(({ id }) => id)));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('is shared by all rows of a channel in syndication, and each row’s own in a shuffle', () => {
    const catalog = buildCatalog(makeEpisodes('deck', 8));
    const aired = (policy: EpisodePolicy): string[] => {
      const rows = [0, 600].map((start) =>
        makeRow(start, 120, 'series:deck', { episodePolicy: policy }),
      );
      const plans = [makePlan('plan', rows)];
      const { day } = resolveDay({
        channel,
        date: DATE,
        planned: plannedBy(plans),
        catalog,
        carryIn: EMPTY_CARRY,
      });
      return planned(day).map(({ content }) => String(assetIdOf({ content })));
    };
    expect(new Set(aired('syndication')).size).toBe(8);
    const [morning, evening] = roundsOf(aired('shuffle'), 4);
    expect(morning).not.toEqual(evening);
    expect(new Set(aired('shuffle')).size).toBeLessThan(8);
  });
});

describe('chooseContent by time', () => {
  test('airs what aired longest ago, what never aired first, ties by id', () => {
    const assets = ['c', 'a', 'd', 'b'].map((id) => makeAsset(id, { durationMs: 30 * MINUTE_MS }));
    const input = { assets, content: EVERYTHING, policy: 'least-recently-used' } as const;
    expect(run({ ...input, days: 2 }).aired).toEqual(['a', 'b', 'c', 'd', 'a', 'b', 'c', 'd']);
    const lastAired = { a: 400, b: 100, d: 300 };
    const carryIn = { ...EMPTY_CARRY, lastAired };
    expect(run({ ...input, carryIn }).aired).toEqual(['c', 'b', 'd', 'a']);
  });

  test('counts what aired for other reasons as aired', () => {
    const assets = ['a', 'b', 'c'].map((id) => makeAsset(id, { durationMs: 30 * MINUTE_MS }));
    const rows = [
      makeRow(0, 30, 'asset:a'),
      {
        ...makeRow(30, 60, 'series:none', { episodePolicy: 'least-recently-used' }),
        content: EVERYTHING,
      },
    ];
    const plans = [makePlan('plan', rows)];
    const catalog = buildCatalog(assets);
    const { day } = resolveDay({
      channel,
      date: DATE,
      planned: plannedBy(plans),
      catalog,
      carryIn: EMPTY_CARRY,
    });
    expect(planned(day).map(assetIdOf)).toEqual(['a', 'b', 'c']);
  });

  test('airs the episodes of the date’s holiday or season first, on other days the next in order', () => {
    const assets = makeEpisodes('show', 8).map((asset) => {
      if (asset.id === 'show-e3') return { ...asset, tags: ['Holiday:Christmas'] };
      if (asset.id === 'show-e5') return { ...asset, tags: ['holiday:christmas', 'season:winter'] };
      return asset.id === 'show-e7' ? { ...asset, tags: ['season:winter'] } : asset;
    });
    const input = { assets, content: series('show'), policy: 'seasonal' } as const;
    const winter = run({ ...input, date: '2026-12-24' });
    expect(winter.aired).toEqual(['show-e3', 'show-e5', 'show-e3', 'show-e5']);
    expect(run({ ...input, date: '2026-01-20', minutes: 60 }).aired).toEqual([
      'show-e5',
      'show-e7',
    ]);
    const july = run({ ...input, date: '2026-07-20', carryIn: winter.carry });
    expect(july.aired).toEqual(['show-e1', 'show-e2', 'show-e3', 'show-e4']);
  });

  test('goes by year, then in order', () => {
    const years: Record<string, number | null> = { a: 1985, b: null, c: 1960, d: 1985 };
    const assets = Object.entries(years).map(([id, year]) =>
      makeAsset(id, { title: id, year, durationMs: 30 * MINUTE_MS }),
    );
    const { aired } = run({ assets, content: EVERYTHING, policy: 'chronological', days: 2 });
    expect(aired).toEqual(['c', 'a', 'd', 'b', 'c', 'a', 'd', 'b']);
  });

  test('goes by stars, the best first and what has none last, and keeps its place when one is gone', () => {
    const stars: Record<string, string | null> = { a: '6.5', b: null, c: '10', d: '6.5', e: '3' };
    const assets = Object.entries(stars).map(([id, number]) =>
      makeAsset(id, {
        title: id,
        durationMs: 30 * MINUTE_MS,
        tags: number === null ? [] : [`stars:${number}`],
      }),
    );
    const asked = { content: EVERYTHING, policy: 'highest-rated', minutes: 90 } as const;
    const first = run({ ...asked, assets });
    expect(first.aired).toEqual(['c', 'a', 'd']);
    expect(first.days[0]?.airings[1]?.lineage.rotation).toMatchObject({ stars: 6.5 });
    const left = assets.filter(({ id }) => id !== 'd');
    expect(run({ ...asked, assets: left, carryIn: first.carry }).aired).toEqual(['e', 'b', 'c']);
  });

  test('runs a marathon of its own, whatever other rows have aired', () => {
    const catalog = buildCatalog(makeEpisodes('show', 6));
    const rows = [
      makeRow(0, 60, 'series:show'),
      makeRow(60, 120, 'series:show', { episodePolicy: 'marathon' }),
      makeRow(180, 60, 'series:show'),
    ];
    const plans = [makePlan('plan', rows)];
    const { day } = resolveDay({
      channel,
      date: DATE,
      planned: plannedBy(plans),
      catalog,
      carryIn: EMPTY_CARRY,
    });
    const numbers = planned(day).map(({ content }) =>
      Number(String(assetIdOf({ content })).slice(6)),
    );
    expect(numbers).toEqual([1, 2, 1, 2, 3, 4, 3, 4]);
  });
});

describe('chooseContent over several series', () => {
  const assets = [...makeEpisodes('a', 3), ...makeEpisodes('b', 2), ...makeEpisodes('c', 4)];

  test('takes turns in the order of the list, each series in its own order', () => {
    const { aired } = run({ assets, content: list('b', 'a', 'c'), minutes: 120, days: 2 });
    expect(aired).toEqual(['b-e1', 'a-e1', 'c-e1', 'b-e2', 'a-e2', 'c-e2', 'b-e1', 'a-e3']);
  });

  test('gives a series that is listed twice twice as many turns', () => {
    const { aired } = run({ assets, content: list('a', 'a', 'b'), minutes: 180 });
    expect(aired).toEqual(['a-e1', 'a-e2', 'b-e1', 'a-e3', 'a-e1', 'b-e2']);
  });

  test('passes over a series without eligible episodes', () => {
    const { aired } = run({ assets, content: list('a', 'gone', 'b'), minutes: 120 });
    expect(aired).toEqual(['a-e1', 'b-e1', 'a-e2', 'b-e2']);
  });

  test('takes turns over the series that a rule matches', () => {
    const { aired } = run({ assets, content: EVERYTHING, policy: 'round-robin', minutes: 150 });
    expect(aired).toEqual(['a-e1', 'b-e1', 'c-e1', 'a-e2', 'b-e2']);
  });
});

describe('chooseContent by a rule', () => {
  test('airs a family movie under two hours and nothing else', () => {
    const assets = [
      makeAsset('family', { durationMs: 90 * MINUTE_MS, tags: ['genre:family'] }),
      makeAsset('long', { durationMs: 130 * MINUTE_MS, tags: ['genre:family'] }),
      makeAsset('horror', { durationMs: 90 * MINUTE_MS, tags: ['genre:horror'] }),
      ...makeEpisodes('show', 5),
    ];
    const content: ContentReference = {
      type: 'rule',
      rule: { kind: ['movie'], genre: ['family'], durationMinutes: { max: 120 } },
    };
    for (const policy of EPISODE_POLICIES) {
      expect(run({ assets, content, policy, minutes: 360 }).aired).toEqual([
        'family',
        'family',
        'family',
        'family',
      ]);
    }
  });

  test('draws by the hash of channel, rule and slot', () => {
    const assets = Array.from({ length: 9 }, (_, index) => makeAsset(`m${String(index)}`));
    const content: ContentReference = { type: 'random', rule: { kind: ['movie'] } };
    const once = run({ assets, content, days: 4 });
    const again = run({ assets: [...assets].reverse(), content, days: 4 });
    expect(JSON.stringify(again.days)).toBe(JSON.stringify(once.days));
    expect(new Set(once.aired).size).toBeGreaterThan(1);
    const [lineage] = once.days.flatMap(planned).map((airing) => airing.lineage);
    expect(lineage).toMatchObject({ policy: 'random', eligibleCount: 9 });
    expect(lineage?.seed).toMatch(/^retro-one:rule:[0-9a-f]{16}:2026-02-10:06:00:00$/);
  });

  test('keeps what aired within the rest off the air', () => {
    const assets = Array.from({ length: 12 }, (_, index) =>
      makeAsset(`m${String(index).padStart(2, '0')}`, { durationMs: 30 * MINUTE_MS }),
    );
    const content: ContentReference = { type: 'random', rule: { notAiredWithinHours: 48 } };
    const { aired, findings } = run({ assets, content, days: 6, minutes: 120 });
    aired.forEach((id, index) => {
      expect(aired.slice(Math.max(0, index - 7), index)).not.toContain(id);
    });
    expect(findings.filter(({ rule }) => rule === 'rotation-relaxed')).toEqual([]);
  });

  test('relaxes the rest step by step when nothing is left, and says so', () => {
    const assets = ['a', 'b'].map((id) => makeAsset(id, { durationMs: 30 * MINUTE_MS }));
    const content: ContentReference = { type: 'random', rule: { notAiredWithinHours: 2 } };
    const { days, aired, findings } = run({ assets, content, minutes: 120 });
    expect(aired).toHaveLength(4);
    expect(new Set(aired.slice(0, 2)).size).toBe(2);
    const relaxed = days.flatMap(planned).map(({ lineage }) => lineage.rotation?.relaxedToHours);
    expect(relaxed).toEqual([undefined, undefined, 1, 1]);
    const warnings = findings.filter(({ rule }) => rule === 'rotation-relaxed');
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ severity: 'warning' });
    expect(warnings[0]?.message).toContain('relaxed to 1 hours');
  });

  test('does not remember airings that nobody asks about', () => {
    const assets = makeEpisodes('show', 4);
    const { carry } = run({ assets, content: series('show'), policy: 'syndication' });
    expect(carry.airedByDate).toBeUndefined();
    expect(run({ assets, content: series('show') }).carry).toEqual({
      occupiedUntil: null,
      continuing: null,
      lastAssetId: expect.any(String) as string,
      cursors: { show: 'show-e4' },
      places: expect.any(Object) as object,
    });
  });
});

/** Ten single episodes, and two in three and two parts among them. */
function makeParted(): CatalogAsset[] {
  const titles = ['One', 'Trap, Part 1', 'Trap, Part 2', 'Trap, Part 3', 'Two', 'Three'];
  const more = ['Cliff (1)', 'Cliff (2)', 'Four', 'Five', 'Six', 'Seven'];
  return makeEpisodes('show', 12).map((asset, index) => ({
    ...asset,
    title: [...titles, ...more][index] ?? '',
  }));
}

describe('chooseContent for multi-part episodes', () => {
  const FOLLOWING: Record<string, string> = {
    'show-e2': 'show-e3',
    'show-e3': 'show-e4',
    'show-e7': 'show-e8',
  };

  test('airs the parts one after the other and in order, by every policy', () => {
    for (const policy of EPISODE_POLICIES) {
      for (const content of [series('show'), EVERYTHING, list('show', 'other')]) {
        const assets = [...makeParted(), ...makeEpisodes('other', 3)];
        const { aired } = run({ assets, content, policy, days: 12, minutes: 150 });
        aired.slice(0, -1).forEach((id, index) => {
          const isLater = Object.values(FOLLOWING).includes(id);
          if (FOLLOWING[id])
            expect([policy, id, aired[index + 1]]).toEqual([policy, id, FOLLOWING[id]]);
          if (isLater) expect(FOLLOWING[aired[index - 1] ?? '']).toBe(id);
        });
        expect(aired).toContain('show-e3');
      }
    }
  });

  test('keeps parts together however they are named, under every policy', () => {
    const titles = [
      'One',
      'Rain pt1',
      'Rain pt2',
      'Two',
      '13a - Zeal',
      '13b - Arms',
      'Wind 1 of 2',
    ];
    const more = ['Wind 2 of 2', 'Three', 'Tide (Part 1)', 'Tide (Part 2)', 'Four'];
    const assets = makeEpisodes('show', 12).map((asset, index) => ({
      ...asset,
      title: [...titles, ...more][index] ?? '',
      ...(index === 4 || index === 5 ? { episodeNumber: 5 } : {}),
    }));
    const films = ['1', '2', '3'].map((part) =>
      makeAsset(`film-${part}`, {
        title: `The Long Wind part${part}`,
        year: 1939,
        durationMs: 22 * MINUTE_MS,
      }),
    );
    const next = new Map([
      ...[2, 5, 7, 10].map((n) => [`show-e${String(n)}`, `show-e${String(n + 1)}`] as const),
      ['film-1', 'film-2'],
      ['film-2', 'film-3'],
    ]);
    for (const policy of EPISODE_POLICIES) {
      for (const content of [series('show'), EVERYTHING]) {
        const { aired } = run({ assets: [...assets, ...films], content, policy, days: 12 });
        aired.slice(0, -1).forEach((id, index) => {
          const following = next.get(id);
          if (following !== undefined)
            expect([policy, id, aired[index + 1]]).toEqual([policy, id, following]);
        });
        expect(aired).toContain('show-e11');
      }
    }
  });

  test('waits for the next airing of the row when the day or window ends between parts', () => {
    const assets = makeParted().slice(1, 4);
    const { aired } = run({
      assets,
      content: series('show'),
      policy: 'random',
      minutes: 30,
      days: 6,
    });
    expect(aired.slice(0, 3)).toEqual(['show-e2', 'show-e3', 'show-e4']);
    expect(aired.slice(3)).toEqual(aired.slice(0, 3));
  });
});

describe('resolveDay with every kind of content and policy', () => {
  const pool = [
    ...makeParted(),
    ...makeEpisodes('other', 7, 44),
    ...['x', 'y', 'z'].map((id) => makeAsset(id, { year: 1980, tags: ['season:winter'] })),
  ];
  const rowArbitrary = fc.record({
    policy: fc.constantFrom(...EPISODE_POLICIES),
    content: fc.constantFrom<ContentReference>(
      series('show'),
      list('show', 'other', 'show'),
      { type: 'list', items: [{ type: 'asset', assetId: AssetId.parse('x') }] },
      EVERYTHING,
      { type: 'rule', rule: { kind: ['movie'], notAiredWithinHours: 30 } },
      { type: 'random', rule: { series: ['the other SHOW'], notAiredWithinHours: 5 } },
    ),
    slots: fc.integer({ min: 1, max: 12 }),
  });

  function plansOf(
    rows: readonly { policy: EpisodePolicy; content: ContentReference; slots: number }[],
  ) {
    let start = 0;
    const made = rows.map(({ policy, content, slots }) => {
      const row = makeRow(start, slots * 30, 'series:none', { episodePolicy: policy });
      start += slots * 30;
      return { ...row, content };
    });
    return [makePlan('plan', made)];
  }

  test('does not depend on the order of the library, nor on being resolved before', () => {
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { minLength: 1, maxLength: 4 }),
        fc.shuffledSubarray(pool, { minLength: pool.length }),
        (rows, shuffled) => {
          const plans = plansOf(rows);
          const week = (assets: readonly CatalogAsset[]): string => {
            let carryIn: Carry = EMPTY_CARRY;
            const days = Array.from({ length: 3 }, (_, index) => {
              const catalog = buildCatalog(assets);
              const input = {
                channel,
                date: addDays(DATE, index),
                planned: plannedBy(plans),
                catalog,
                carryIn,
              };
              resolveDay(input);
              const { day } = resolveDay(input);
              carryIn = JSON.parse(JSON.stringify(day.carryOut)) as Carry;
              return day;
            });
            return JSON.stringify(days);
          };
          expect(week(shuffled)).toBe(week(pool));
        },
      ),
      { numRuns: 40 },
    );
  });

  test('goes on after a protected head exactly as the day went on before', () => {
    fc.assert(
      fc.property(
        fc.array(rowArbitrary, { minLength: 1, maxLength: 4 }),
        fc.nat(12),
        (rows, kept) => {
          const input = {
            channel,
            date: addDays(DATE, 1),
            planned: plannedBy(plansOf(rows)),
            catalog: buildCatalog(pool),
          };
          const { carryOut } = resolveDay({ ...input, date: DATE, carryIn: EMPTY_CARRY }).day;
          const whole = resolveDay({ ...input, carryIn: carryOut }).day;
          const again = resolveDay({
            ...input,
            carryIn: carryOut,
            protectedAirings: whole.airings.slice(0, kept),
          }).day;
          expect(again.airings).toEqual(whole.airings);
          expect(again.carryOut).toEqual(whole.carryOut);
        },
      ),
      { numRuns: 60 },
    );
  });
});
