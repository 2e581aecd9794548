import { describe, expect, test } from 'vitest';

import { ContentRule } from '#shared/model/content-rule.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import { failedCriteria, programmesMatching } from '#shared/planning/choose/match-rule.ts';
import { momentAt } from '#shared/planning/choose/rule-moment.ts';
import { broadcastDayStart } from '#shared/time/broadcast-day.ts';
import {
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
} from '#tests/helpers/planning-fixtures.ts';

const catalog = buildCatalog([
  makeAsset('western', {
    title: 'High Noon',
    year: 1952,
    durationMs: 85 * 60_000,
    tags: ['genre:Western', 'rating:mpaa:PG', 'audience:adults', 'director:Fred Zinnemann'],
    source: 'Attic disk',
  }),
  makeAsset('comedy', {
    title: 'Airplane',
    year: 1980,
    durationMs: 88 * 60_000,
    tags: ['comedy', 'rating:mpaa:PG', 'actor: Leslie Nielsen', 'Actor:Fred Zinnemann'],
    source: 'Garage',
  }),
  makeAsset('epic', { title: 'Noon at Night', durationMs: 200 * 60_000 }),
  ...makeEpisodes('show', 2),
  ...makeEpisodes('annual', 3).map((asset, index) => ({
    ...asset,
    seasonNumber: [0, 2, null][index] ?? null,
    durationMs: 100 * 60_000,
  })),
  ...makeInterstitials('commercial', 2, 30),
]);

function idsMatching(rule: unknown): string[] {
  return programmesMatching(catalog, ContentRule.parse(rule)).map(({ id }) => id);
}

describe('programmesMatching', () => {
  test('matches every programme by a rule that asks nothing, and no interstitial', () => {
    expect(idsMatching({}).sort()).toEqual([
      ...['annual-e1', 'annual-e2', 'annual-e3', 'comedy', 'epic', 'show-e1', 'show-e2', 'western'],
    ]);
  });

  test('asks for each field that is there', () => {
    const cases: readonly (readonly [unknown, readonly string[]])[] = [
      [{ kind: ['episode'], durationMinutes: { max: 50 } }, ['show-e1', 'show-e2']],
      [{ series: ['The SHOW show'] }, ['show-e1', 'show-e2']],
      [{ series: ['show'] }, ['show-e1', 'show-e2']],
      [{ season: { from: 1 } }, ['annual-e2', 'show-e1', 'show-e2']],
      [{ season: { from: 1, to: 1 } }, ['show-e1', 'show-e2']],
      [{ season: { to: 0 } }, ['annual-e1']],
      [{ series: ['annual'], exclude: { season: { to: 0 } } }, ['annual-e2', 'annual-e3']],
      [{ genre: ['western'] }, ['western']],
      [{ genre: ['COMEDY', 'western'] }, ['comedy', 'western']],
      [{ tags: ['rating:mpaa:pg', 'audience:*'] }, ['western']],
      [{ anyTag: ['comedy', 'audience:adults'] }, ['comedy', 'western']],
      [{ rating: ['mpaa:PG'] }, ['comedy', 'western']],
      [{ year: { from: 1953 } }, ['comedy']],
      [{ year: { to: 1952 } }, ['western']],
      [{ decade: [1980, 1990] }, ['comedy']],
      [{ decade: [1970] }, []],
      [{ durationMinutes: { min: 85, max: 88 } }, ['comedy', 'western']],
      [{ durationMinutes: { max: 22 } }, ['show-e1', 'show-e2']],
      [{ title: 'noon' }, ['western', 'epic']],
      [{ title: 'HIGH noon' }, ['western']],
      [{ source: ['attic DISK'] }, ['western']],
      [{ people: ['fred zinnemann'] }, ['comedy', 'western']],
      [{ people: ['director:Fred Zinnemann', 'Nobody'] }, ['western']],
      [{ people: ['writer:Fred Zinnemann'] }, []],
      [{ ratingAtMost: 'mpaa:PG-13' }, ['comedy', 'western']],
      [{ ratingAtMost: 'mpaa:G' }, []],
      [{ kind: ['movie'], exclude: { ratingAtMost: 'fsk:18' } }, ['epic']],
      [{ kind: ['movie'], exclude: { rating: ['mpaa:pg'] } }, ['epic']],
      [
        { kind: ['movie'], exclude: { rating: ['mpaa:pg'], genre: ['comedy'] } },
        ['western', 'epic'],
      ],
    ];
    for (const [rule, expected] of cases) {
      expect([rule, idsMatching(rule).sort()]).toEqual([rule, [...expected].sort()]);
    }
  });
});

describe('addedWithinDays', () => {
  const channel = makeChannel();
  const dayStartAt = broadcastDayStart(channel, '2026-03-10');
  const fresh = buildCatalog([
    makeAsset('on-the-day', { addedAt: dayStartAt + 1 }),
    makeAsset('two-days-ago', { addedAt: broadcastDayStart(channel, '2026-03-08') }),
    makeAsset('just-before', { addedAt: broadcastDayStart(channel, '2026-03-08') - 1 }),
    makeAsset('unknown'),
  ]);
  const idsOn = (rule: unknown, date: string | null): string[] =>
    programmesMatching(
      fresh,
      ContentRule.parse(rule),
      date === null ? null : momentAt(channel, date, dayStartAt),
    ).map(({ id }) => id);

  test('counts from the broadcast date, whatever the clock says, and over a change of clocks', () => {
    expect(idsOn({ addedWithinDays: 2 }, '2026-03-10').sort()).toEqual([
      'on-the-day',
      'two-days-ago',
    ]);
    expect(idsOn({ addedWithinDays: 3 }, '2026-03-10').sort()).toEqual([
      ...['just-before', 'on-the-day', 'two-days-ago'],
    ]);
    expect(idsOn({ addedWithinDays: 2 }, '2026-03-12')).toEqual(['on-the-day']);
    expect(idsOn({ exclude: { addedWithinDays: 2 } }, '2026-03-10').sort()).toEqual([
      ...['just-before', 'unknown'],
    ]);
  });

  test('matches whatever may be fresh on some date while no date is known', () => {
    expect(idsOn({ addedWithinDays: 2 }, null)).toHaveLength(4);
    expect(idsOn({ exclude: { addedWithinDays: 2 } }, null)).toHaveLength(4);
  });
});

describe('failedCriteria', () => {
  test('names each field that turns a programme away', () => {
    const rule = ContentRule.parse({
      kind: ['movie'],
      durationMinutes: { max: 60 },
      exclude: { title: 'airplane' },
    });
    const comedy = catalog.programmes.find(({ id }) => id === 'comedy');
    expect(comedy && failedCriteria(comedy, rule)).toEqual(['durationMinutes', 'exclude']);
  });
});

describe('ContentRule', () => {
  test('refuses unknown fields and empty ones', () => {
    for (const bad of [
      { genres: ['western'] },
      { genre: [] },
      { genre: [' '] },
      { decade: [1985] },
      { year: {} },
      { season: {} },
      { season: { from: -1 } },
      { season: 1 },
      { durationMinutes: { max: 0 } },
      { notAiredWithinHours: 0 },
      { exclude: { exclude: {} } },
      { people: [] },
      { ratingAtMost: 'PG-13' },
      { ratingAtMost: 'mpaa:TV-14' },
      { ratingAtMost: 'us:PG', ratings: [] },
      { addedWithinDays: 0 },
      { dayparts: [] },
      { dayparts: [{ hours: 'morning' }] },
      { dayparts: [{ hours: 'noon', genre: ['western'] }] },
      { dayparts: [{ hours: '6:00-9:00', genre: ['western'] }] },
    ]) {
      expect([bad, ContentRule.safeParse(bad).success]).toEqual([bad, false]);
    }
  });
});

describe('describeRule', () => {
  test('says a rule in a few words', () => {
    expect(describeRule({})).toBe('everything');
    expect(
      describeRule({
        kind: ['movie'],
        genre: ['family'],
        decade: [1980],
        durationMinutes: { max: 120 },
        exclude: { tags: ['seen'] },
        notAiredWithinHours: 24,
      }),
    ).toBe('movies · family · 1980s · up to 120 min · not seen · not aired for 24 h');
  });

  test('says seasons, and specials by that word', () => {
    const words = [
      { from: 1 },
      { to: 0 },
      { from: 2, to: 2 },
      { from: 2 },
      { to: 3 },
      { from: 2, to: 3 },
    ];
    expect(words.map((season) => describeRule({ season }))).toEqual([
      ...['no specials', 'specials', 'season 2', 'from season 2', 'up to season 3'],
      'seasons 2–3',
    ]);
    expect(describeRule({ exclude: { season: { to: 0 } } })).toBe('not specials');
  });

  test('says hours, people, limits and freshness too', () => {
    expect(
      describeRule({
        people: ['director:John Ford', 'John Wayne'],
        ratingAtMost: 'mpaa:PG',
        addedWithinDays: 1,
        dayparts: [{ hours: 'late', exclude: { genre: ['news'] } }],
      }),
    ).toBe(
      'director:John Ford or John Wayne · at most mpaa:PG · added within a day · late (22:00-06:00) not news',
    );
  });
});
