import { describe, expect, test } from 'vitest';

import { ContentRule } from '#shared/model/content-rule.ts';
import { buildCatalog } from '#shared/scheduling/catalog.ts';
import { describeRule } from '#shared/scheduling/describe-rule.ts';
import { failedCriteria, programmesMatching } from '#shared/scheduling/match-rule.ts';
import { makeAsset, makeEpisodes, makeInterstitials } from '#tests/helpers/planning-fixtures.ts';

const catalog = buildCatalog([
  makeAsset('western', {
    title: 'High Noon',
    year: 1952,
    durationMs: 85 * 60_000,
    tags: ['genre:Western', 'rating:mpaa:PG', 'audience:adults'],
    source: 'Attic disk',
  }),
  makeAsset('comedy', {
    title: 'Airplane',
    year: 1980,
    durationMs: 88 * 60_000,
    tags: ['comedy', 'rating:mpaa:PG'],
    source: 'Garage',
  }),
  makeAsset('epic', { title: 'Noon at Night', durationMs: 200 * 60_000 }),
  ...makeEpisodes('show', 2),
  ...makeInterstitials('commercial', 2, 30),
]);

function idsMatching(rule: unknown): string[] {
  return programmesMatching(catalog, ContentRule.parse(rule)).map(({ id }) => id);
}

describe('programmesMatching', () => {
  test('matches every programme by a rule that asks nothing, and no interstitial', () => {
    expect(idsMatching({}).sort()).toEqual(['comedy', 'epic', 'show-e1', 'show-e2', 'western']);
  });

  test('asks for each field that is there', () => {
    const cases: readonly (readonly [unknown, readonly string[]])[] = [
      [{ kind: ['episode'] }, ['show-e1', 'show-e2']],
      [{ series: ['The SHOW show'] }, ['show-e1', 'show-e2']],
      [{ series: ['show'] }, ['show-e1', 'show-e2']],
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
      { durationMinutes: { max: 0 } },
      { notAiredWithinHours: 0 },
      { exclude: { exclude: {} } },
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
});
