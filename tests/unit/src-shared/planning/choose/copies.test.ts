import { describe, expect, test } from 'vitest';

import { AssetId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES, type EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validatePlan } from '#shared/planning/validate/validate-plan.ts';
import { addDays } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const DATE = '2026-02-10';
const MINUTE_MS = 60_000;
const MOVIES: ContentReference = { type: 'rule', rule: { kind: ['movie'] } };

/** Six films of half an hour; `Film 2` and `Film 4` also in a lower picture. */
const FILMS = ['1', '2', '3', '4', '5', '6'].map((number) =>
  makeAsset(`film-${number}`, {
    title: `Film ${number}`,
    year: 1950,
    durationMs: 28 * MINUTE_MS,
    pictureHeight: 1_080,
    addedAt: 10,
  }),
);
const LOWER = FILMS.filter(({ id }) => id === 'film-2' || id === 'film-4').map((film) => ({
  ...film,
  id: AssetId.parse(`${film.id}-low`),
  pictureHeight: 480,
  addedAt: 5,
}));

interface Run {
  readonly aired: readonly string[];
  readonly findings: readonly Finding[];
  readonly carry: Carry;
}

function run(
  assets: readonly CatalogAsset[],
  content: ContentReference,
  policy: EpisodePolicy,
  { days = 1, minutes = 90, from = DATE, carryIn = EMPTY_CARRY } = {},
): Run {
  const row = { ...makeRow(0, minutes, 'series:none', { episodePolicy: policy }), content };
  const planned = plannedBy([makePlan('plan', [row])]);
  const catalog = buildCatalog(assets);
  const findings: Finding[] = [];
  const aired: string[] = [];
  let carry = carryIn;
  for (let index = 0; index < days; index += 1) {
    const date = addDays(from, index);
    const found = resolveDay({ channel, date, planned, catalog, carryIn: carry });
    findings.push(...found.findings.filter(({ rule }) => rule !== 'INV-SCHEDULEDAY-NO-GAPS-001'));
    aired.push(...found.day.airings.flatMap(({ content }) => assetIdOf({ content }) ?? []));
    carry = Carry.parse(JSON.parse(JSON.stringify(found.day.carryOut)));
  }
  return { aired, findings, carry };
}

describe('copies of one work', () => {
  test('are one card, one turn and one candidate for every policy, and the best of them airs', () => {
    for (const policy of EPISODE_POLICIES) {
      const alone = run(FILMS, MOVIES, policy, { days: 6 }).aired;
      const { aired } = run([...LOWER, ...FILMS], MOVIES, policy, { days: 6 });
      expect([policy, aired.filter((id) => id.endsWith('-low'))]).toEqual([policy, []]);
      // What never aired goes by ids of works, and those are of the older copies.
      if (policy !== 'least-recently-used') expect([policy, aired]).toEqual([policy, alone]);
      else expect(new Set(aired.slice(0, 6)).size).toBe(6);
    }
  });

  test('rest together', () => {
    const content: ContentReference = { type: 'rule', rule: { notAiredWithinHours: 36 } };
    const before = run(LOWER, content, 'random', { minutes: 60 });
    expect(new Set(before.aired).size).toBe(2);
    const after = run([...FILMS, ...LOWER], content, 'random', {
      minutes: 120,
      from: addDays(DATE, 1),
      carryIn: before.carry,
    });
    expect([...after.aired].sort()).toEqual(['film-1', 'film-3', 'film-5', 'film-6']);
    expect(after.findings).toEqual([]);
  });

  test('that join or leave do not move decks, cursors and turns', () => {
    const episodes = makeEpisodes('show', 12, 28);
    const better = [episodes[0], episodes[3], episodes[7]].flatMap((one, index) =>
      one
        ? {
            ...one,
            id: AssetId.parse(`a-better-${String(index)}`),
            pictureHeight: 1_080,
            title: `Zz ${one.title}`,
            addedAt: 99,
          }
        : [],
    );
    const workOf = (id: string): string =>
      ({ 'a-better-0': 'show-e1', 'a-better-1': 'show-e4', 'a-better-2': 'show-e8' })[id] ?? id;
    const series: ContentReference = {
      type: 'series',
      seriesId: episodes[0]?.seriesId ?? ('' as never),
    };
    for (const policy of EPISODE_POLICIES) {
      if (policy === 'random') continue;
      const whole = run(episodes, series, policy, { days: 8 }).aired;
      let carryIn: Carry = EMPTY_CARRY;
      const aired: string[] = [];
      for (let day = 0; day < 8; day += 1) {
        const assets = day % 2 === 0 ? episodes : [...better, ...episodes];
        const one = run(assets, series, policy, { from: addDays(DATE, day), carryIn });
        aired.push(...one.aired.map(workOf));
        carryIn = one.carry;
      }
      expect([policy, aired]).toEqual([policy, whole]);
    }
  });

  test('stand in for a named asset that may not air, and the day says so', () => {
    const gone = { unavailableCopies: [{ id: AssetId.parse('gone'), addedAt: 1 }] };
    const [film] = FILMS;
    const copy = { ...(film ?? makeAsset('film-1')), ...gone };
    const named = (id: string): ContentReference => ({ type: 'asset', assetId: AssetId.parse(id) });
    const { aired, findings } = run([copy], named('gone'), 'sequential', { minutes: 30 });
    expect(aired).toEqual(['film-1']);
    expect(findings).toMatchObject([
      { severity: 'warning', rule: 'other-copy-airs', subjectId: 'row-0-none' },
    ]);
    expect(findings[0]?.message).toContain('another copy of “Film 1” airs instead');
    const row = { ...makeRow(0, 1_440, 'series:none'), content: named('gone') };
    const catalog = buildCatalog([copy]);
    expect(validatePlan({ gridMinutes: 30, assignments: [row], catalog })).toEqual([]);
    const items = [named('gone')] as Extract<ContentReference, { type: 'list' }>['items'];
    expect(run([copy], { type: 'list', items }, 'shuffle', { minutes: 30 }).aired).toEqual([
      'film-1',
    ]);
  });

  test('leave what is named and may air alone', () => {
    const content: ContentReference = { type: 'asset', assetId: AssetId.parse('film-2-low') };
    const { aired, findings } = run([...FILMS, ...LOWER], content, 'sequential', {
      minutes: 30,
    });
    expect(aired).toEqual(['film-2-low']);
    expect(findings).toEqual([]);
  });

  test('air where a rule matches only the worse of them', () => {
    const assets = [...FILMS, ...LOWER.map((film) => ({ ...film, source: 'Old drive' }))];
    const content: ContentReference = { type: 'rule', rule: { source: ['Old drive'] } };
    expect([...run(assets, content, 'sequential', { minutes: 60 }).aired]).toEqual([
      'film-2-low',
      'film-4-low',
    ]);
  });
});
