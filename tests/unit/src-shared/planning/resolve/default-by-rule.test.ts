import { describe, expect, test } from 'vitest';

import { ContentRule } from '#shared/model/content-rule.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import { EMPTY_CARRY, type Carry } from '#shared/model/schedule-day.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { addDays } from '#shared/time/zone.ts';
import { assetIdOf, kindOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const catalog = buildCatalog([
  ...makeEpisodes('comedy', 9).map((episode) => ({ ...episode, tags: ['genre:comedy'] })),
  makeAsset('long-comedy', { durationMs: 170 * 60_000, tags: ['genre:comedy'] }),
  makeAsset('drama'),
]);
const rule = ContentRule.parse({ genre: ['comedy'] });

function channelBy(episodePolicy: EpisodePolicy, changes: Partial<ContentRule> = {}) {
  const defaultProgramming = {
    kind: 'rule' as const,
    rule: { ...rule, ...changes },
    episodePolicy,
  };
  return makeChannel({ defaultProgramming });
}

/** A row of two hours after the first two, and one of six hours at the end. */
const plans = [
  makePlan('plan', [makeRow(120, 120, 'asset:drama'), makeRow(1_080, 360, 'series:comedy')]),
];

function days(channel: ReturnType<typeof channelBy>, count: number) {
  let carryIn: Carry = EMPTY_CARRY;
  return Array.from({ length: count }, (_, index) => {
    const date = addDays(DATE, index);
    const resolution = resolveDay({ channel, catalog, planned: plannedBy(plans), date, carryIn });
    carryIn = resolution.day.carryOut;
    return { ...resolution, date };
  });
}

describe('default programming by rule', () => {
  test('fills empty slots with what matches, day after day without a repeat in its deck', () => {
    const resolved = days(channelBy('syndication'), 2);
    const filled = resolved.flatMap(({ day }) =>
      day.airings.filter(({ lineage }) => lineage.rule === 'default-programming'),
    );
    expect(filled.length).toBeGreaterThan(20);
    expect(filled.every(({ content }) => assetIdOf({ content }) !== 'drama')).toBe(true);
    expect(new Set(filled.slice(0, 4).map(assetIdOf)).size).toBe(4);
    expect(filled[0]?.lineage).toMatchObject({ policy: 'syndication', planId: null });
    expect(filled[0]?.lineage.rotation).toMatchObject({ round: 1 });
    const decks = resolved.map(({ day }) => Object.keys(day.carryOut.decks ?? {}));
    expect(decks[0]).toHaveLength(1);
    expect(decks[1]).toEqual(decks[0]);
  });

  test('chooses only what ends before the next row, which starts on time', () => {
    const [first] = days(channelBy('random'), 1);
    const gap = first?.day.airings.filter(
      ({ lineage, endAt }) =>
        lineage.rule === 'default-programming' && endAt <= first.day.startAt + 7_200_000,
    );
    expect(gap?.every(({ content }) => assetIdOf({ content }) !== 'long-comedy')).toBe(true);
    const row = first?.day.airings.find(({ content }) => assetIdOf({ content }) === 'drama');
    expect(row?.startAt).toBe((first?.day.startAt ?? 0) + 7_200_000);
    const long = days(channelBy('random'), 6).flatMap(({ day }) => day.airings);
    expect(long.some(({ content }) => assetIdOf({ content }) === 'long-comedy')).toBe(true);
  });

  test('says in the findings that the slots were empty, and in the lineage what filled them', () => {
    const channel = channelBy('sequential');
    const [first] = days(channel, 1);
    if (!first) throw new Error('There is no day.');
    expect(first.findings.map(({ rule: id }) => id)).toContain('INV-SCHEDULEDAY-NO-GAPS-001');
    const airing = first.day.airings[1];
    if (!airing) throw new Error('The day is empty.');
    const sentences = explainAiring({
      airing,
      plan: null,
      timezone: channel.timezone,
      frozenAt: null,
      cursorTitle: 'Part 1',
    });
    expect(sentences.slice(0, 2)).toEqual([
      'At 06:30 no row of a plan says what airs, so the channel’s default programming does.',
      'It is the next after “Part 1” among 9 eligible programmes in order.',
    ]);
    const { candidates } = candidatesFor({
      channel,
      day: { ...first.day, frozenAt: 0 },
      airing,
      catalog,
      planned: plannedBy(plans),
      carryIn: EMPTY_CARRY,
      ineligible: [],
    });
    expect(candidates[0]).toMatchObject({ assetId: 'comedy-e2', reason: 'chosen' });
    expect(candidates.map(({ assetId }) => assetId)).not.toContain('drama');
    expect(candidates.find(({ assetId }) => assetId === 'long-comedy')?.reason).toContain('longer');
  });

  test('keeps the rest of its rule, and warns when it has to be relaxed', () => {
    const rested = days(channelBy('random', { notAiredWithinHours: 3 }), 1);
    expect(rested[0]?.findings.filter(({ rule: id }) => id === 'rotation-relaxed')).toEqual([]);
    const tight = days(channelBy('random', { notAiredWithinHours: 100 }), 1);
    const relaxed = tight[0]?.findings.filter(({ rule: id }) => id === 'rotation-relaxed');
    expect(relaxed).toHaveLength(1);
    expect(relaxed?.[0]).toMatchObject({ subjectId: null, severity: 'warning' });
  });

  test('leaves the slate where nothing matches or fits', () => {
    const [first] = days(channelBy('shuffle', { genre: ['opera'] }), 1);
    const kinds = new Set(
      first?.day.airings.filter(({ lineage }) => lineage.assignmentId === null).map(kindOf),
    );
    expect([...kinds]).toEqual(['slate']);
  });
});
