import { describe, expect, test } from 'vitest';

import { ContentRule, DaypartRule } from '#shared/model/content-rule.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { tryRule, type RuleOccasion } from '#shared/planning/choose/try-rule.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const one = makeAsset('film', { tags: ['rating:mpaa:PG', 'genre:western', 'audience:kids'] });
const many = [one, makeAsset('other', { tags: ['genre:drama'] }), ...makeEpisodes('show', 6)];

function occasion(fields: Partial<RuleOccasion> = {}): RuleOccasion {
  return {
    channel,
    date: DATE,
    startOffsetMinutes: 600,
    episodePolicy: 'sequential',
    carryIn: EMPTY_CARRY,
    lastAired: new Map<AssetId, EpochMs>(),
    ...fields,
  };
}

const trial = (assets: readonly CatalogAsset[], rule: unknown, on = occasion()) =>
  tryRule(buildCatalog(assets), ContentRule.parse(rule), on);

describe('tryRule', () => {
  test('stands the edges: an empty library, a single match, everything excluded', () => {
    for (const episodePolicy of EPISODE_POLICIES) {
      const on = occasion({ episodePolicy });
      const empty = trial([], {}, on);
      expect([empty.matching, empty.pick, empty.turnedAway.size]).toEqual([[], null, 0]);
      const single = trial(many, { genre: ['western'] }, on);
      expect(single.matching.map(({ id }) => id)).toEqual(['film']);
      expect(single.pick?.asset.id).toBe('film');
      expect([...single.turnedAway]).toEqual([['genre', 7]]);
      const none = trial(many, { exclude: {} }, on);
      expect([none.matching, none.pick]).toEqual([[], null]);
      expect([...none.turnedAway]).toEqual([['exclude', 8]]);
    }
  });

  test('picks what a row of a plan airs on that date and time, by every policy', () => {
    const rule = { exclude: { genre: ['drama'] } };
    for (const episodePolicy of EPISODE_POLICIES.filter((each) => each !== 'shuffle')) {
      const content: ContentReference = { type: 'rule', rule: ContentRule.parse(rule) };
      const row = makeRow(600, 30, 'series:none', { content, episodePolicy });
      const { day } = resolveDay({
        channel,
        catalog: buildCatalog(many),
        date: DATE,
        carryIn: EMPTY_CARRY,
        planned: plannedBy([makePlan('plan', [row])]),
      });
      const aired = day.airings.find(({ lineage }) => lineage.assignmentId === row.id);
      const { pick } = trial(many, rule, occasion({ episodePolicy }));
      expect([episodePolicy, pick?.asset.id]).toEqual([episodePolicy, assetIdOf(aired)]);
    }
  });

  test('counts what the rest, the hours and the channel’s own hours turn away', () => {
    const dayparts = [DaypartRule.parse({ hours: 'afternoon', exclude: { genre: ['western'] } })];
    const slotAt = instantOfOffset(channel, DATE, 600);
    const on = occasion({
      channel: makeChannel({ dayparts }),
      lastAired: new Map(many.slice(1, 3).map(({ id }) => [id, slotAt - MS_PER_HOUR])),
    });
    const rule = { notAiredWithinHours: 5, dayparts: [{ hours: 'late', kind: ['movie'] }] };
    const { turnedAway, matching, pick } = trial(many, rule, on);
    expect([...turnedAway]).toEqual([
      ['rest', 2],
      ['channel-hours', 1],
    ]);
    expect(matching.map(({ id }) => id)).toEqual([
      'show-e2',
      'show-e3',
      'show-e4',
      'show-e5',
      'show-e6',
    ]);
    expect(pick?.asset.id).toBe('show-e2');
    const late = trial(many, rule, { ...on, startOffsetMinutes: 1_080 });
    expect(late.turnedAway.get('dayparts')).toBe(6);
  });

  test('selects by namespaced tags alone what is tagged so', () => {
    for (const rule of [{ tags: ['audience:kids'] }, { anyTag: ['audience:*'] }]) {
      expect(trial(many, rule).matching.map(({ id }) => id)).toEqual(['film']);
    }
    expect(trial(many, { tags: ['kids'] }).matching).toEqual([]);
  });

  test('honours a rating limit and a length together for films', () => {
    const films = [
      one,
      makeAsset('long', { durationMs: 150 * 60_000, tags: ['rating:mpaa:PG'] }),
      makeAsset('adult', { tags: ['rating:mpaa:R'] }),
      makeAsset('unrated'),
    ];
    const rule = { kind: ['movie'], ratingAtMost: 'mpaa:PG-13', durationMinutes: { max: 120 } };
    const { matching, turnedAway } = trial(films, rule);
    expect(matching.map(({ id }) => id)).toEqual(['film']);
    expect([...turnedAway]).toEqual([
      ['ratingAtMost', 2],
      ['durationMinutes', 1],
    ]);
  });
});
