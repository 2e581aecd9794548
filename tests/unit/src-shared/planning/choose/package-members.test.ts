import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { Carry } from '#shared/model/schedule-day.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { PACKAGE_METHODS, type VirtualAsset } from '#shared/model/virtual-asset.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolvePackage, type PackageOutcome } from '#shared/planning/choose/package-members.ts';
import { rotationOf } from '#shared/planning/choose/rotation.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { assetIds, makeRulePackage, makeSequence } from '#tests/helpers/package-fixtures.ts';
import {
  CHANNEL_EPOCH_AT,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
} from '#tests/helpers/planning-fixtures.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const AT = CHANNEL_EPOCH_AT + 10_000 * HOUR;
const CHANNEL = makeChannel();
const IDENTS = makeInterstitials('station-id', 3, 10);

function expand(
  source: VirtualAsset,
  assets: readonly CatalogAsset[],
  carry: Partial<Carry> = {},
  slotAt = AT,
): PackageOutcome {
  const catalog = buildCatalog(assets, [source]);
  const rotation = rotationOf({ ...EMPTY_CARRY, ...carry });
  const date = broadcastDateAt(CHANNEL, slotAt);
  return resolvePackage({ catalog, channel: CHANNEL, rotation, date, slotAt }, source);
}

/** The members' ids; the reason where it cannot air. */
function idsOf(outcome: PackageOutcome): string[] | string {
  return outcome.type === 'resolved' ? outcome.members.map(({ assetId }) => assetId) : outcome.why;
}

describe('a fixed sequence', () => {
  const movies = [makeAsset('one'), makeAsset('two', { durationMs: 80 * MINUTE })];

  test('becomes its assets in order, between what opens and what closes it', () => {
    const source = makeSequence('Double feature', ['two', 'one'], {
      before: assetIds('station-id-002'),
      after: assetIds('station-id-001', 'station-id-001'),
    });
    const outcome = expand(source, [...movies, ...IDENTS]);
    if (outcome.type !== 'resolved') throw new Error(outcome.why);
    expect(
      outcome.members.map(({ assetId, role, startMs, durationMs }) => [
        ...[assetId, role, startMs, durationMs],
      ]),
    ).toEqual([
      ['station-id-002', 'before', 0, 10_000],
      ['two', 'sequence', 10_000, 80 * MINUTE],
      ['one', 'sequence', 80 * MINUTE + 10_000, 90 * MINUTE],
      ['station-id-001', 'after', 170 * MINUTE + 10_000, 10_000],
      ['station-id-001', 'after', 170 * MINUTE + 20_000, 10_000],
    ]);
    expect(outcome.durationMs).toBe(170 * MINUTE + 30_000);
  });

  test('does not air with a member missing unless it may be short', () => {
    const source = makeSequence('Double feature', ['one', 'gone', 'two']);
    expect(idsOf(expand(source, movies))).toContain('1 of its 3 assets');
    const short = expand({ ...source, allowShort: true }, movies);
    expect(idsOf(short)).toEqual(['one', 'two']);
    expect(short).toMatchObject({ isShort: true, missingCount: 1 });
  });

  test('airs without an opening that may not air, and says how much is missing', () => {
    const source = makeSequence('Feature', ['one'], { before: assetIds('gone') });
    const outcome = expand(source, movies);
    expect(idsOf(outcome)).toEqual(['one']);
    expect(outcome).toMatchObject({ isShort: false, missingCount: 1 });
  });

  test('never airs with nothing but what opens and closes it', () => {
    const source = makeSequence('Feature', ['gone'], {
      before: assetIds('station-id-001'),
      allowShort: true,
    });
    expect(idsOf(expand(source, IDENTS))).toContain('None of its assets');
  });

  test('is refused when it would last longer than two days', () => {
    const source = makeSequence(
      'Endless',
      Array.from({ length: 33 }, () => 'one'),
    );
    expect(idsOf(expand(source, movies))).toContain('48 hours');
  });
});

describe('a package by rule', () => {
  const five = makeEpisodes('alpha', 5);
  const pair = makeRulePackage('Pair', { rule: { series: ['The alpha show'] } });

  function cursorAt(id: string): Partial<Carry> {
    return { cursors: Object.fromEntries([[`package:${pair.id}`, assetIds(id)[0]]]) as never };
  }

  test('takes the next in order and goes on after them', () => {
    expect(idsOf(expand(pair, five))).toEqual(['alpha-e1', 'alpha-e2']);
    expect(idsOf(expand(pair, five, cursorAt('alpha-e2')))).toEqual(['alpha-e3', 'alpha-e4']);
  });

  test('passes over an odd leftover and begins again, unless it may be short', () => {
    expect(idsOf(expand(pair, five, cursorAt('alpha-e4')))).toEqual(['alpha-e1', 'alpha-e2']);
    const short = expand({ ...pair, allowShort: true }, five, cursorAt('alpha-e4'));
    expect(idsOf(short)).toEqual(['alpha-e5']);
    expect(short).toMatchObject({ isShort: true });
  });

  test('keeps its place when the episode it stood on is gone', () => {
    const without = five.filter(({ id }) => id !== 'alpha-e2');
    const place = {
      seasonNumber: 1,
      episodeNumber: 2,
      title: 'Part 2',
      seriesTitle: 'The alpha show',
    };
    const carry = {
      ...cursorAt('alpha-e2'),
      places: { [`package:${pair.id}`]: { ...place, seriesId: five[0]?.seriesId ?? null } },
    };
    expect(idsOf(expand(pair, without, carry))).toEqual(['alpha-e3', 'alpha-e4']);
  });

  test('takes as many as reach its length, what opens and closes it included', () => {
    const source = {
      ...pair,
      size: { targetMinutes: 60 },
      before: assetIds('station-id-001'),
    };
    const outcome = expand(source, [...five, ...IDENTS]);
    expect(idsOf(outcome)).toEqual(['station-id-001', 'alpha-e1', 'alpha-e2', 'alpha-e3']);
    const exact = { ...source, size: { targetMinutes: 44 + 10 / 60 } };
    expect(idsOf(expand(exact, [...five, ...IDENTS]))).toHaveLength(3);
  });

  test('passes over what would make it too long, and may not be too short', () => {
    const assets = [...makeEpisodes('alpha', 2, 40), ...makeEpisodes('beta', 2, 20)];
    const source = { ...pair, rule: {}, maximumMinutes: 60 };
    expect(idsOf(expand(source, assets))).toEqual(['alpha-e1', 'beta-e1']);
    const long = { ...source, maximumMinutes: 50, minimumMinutes: 45 };
    expect(idsOf(expand(long, assets))).toContain('may not be short');
  });

  test('draws by channel, package and slot, none twice', () => {
    const many = makeEpisodes('alpha', 40);
    const source = { ...pair, method: 'random' as const, size: { count: 6 } };
    const outcome = expand(source, many);
    if (outcome.type !== 'resolved') throw new Error(outcome.why);
    expect(new Set(idsOf(outcome)).size).toBe(6);
    expect(outcome.seed).toBe('retro-one:package:pair:2027-02-21:11:00:00');
    expect(outcome.members.map(({ seed }) => seed)).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `${outcome.seed ?? ''}:${String(number)}`),
    );
    expect(expand(source, many)).toEqual(outcome);
    expect(idsOf(expand(source, many, {}, AT + HOUR))).not.toEqual(idsOf(outcome));
    expect(idsOf(expand({ ...source, name: 'Other' }, many))).not.toEqual(idsOf(outcome));
  });

  test('takes what aired longest ago, what never did first', () => {
    const lastAired = { 'alpha-e1': 5, 'alpha-e2': 9, 'alpha-e3': 1, 'alpha-e5': 3 };
    const source = { ...pair, method: 'least-recently-used' as const, size: { count: 3 } };
    expect(idsOf(expand(source, five, { lastAired }))).toEqual([
      ...['alpha-e4', 'alpha-e3', 'alpha-e5'],
    ]);
  });

  test('lets what aired recently rest, and relaxes the rest when too little is left', () => {
    const source = { ...pair, excludeRecentDays: 4 };
    const daysAgo = (days: number): number => AT - days * 24 * HOUR;
    const resting = { 'alpha-e1': daysAgo(3), 'alpha-e2': daysAgo(5) };
    expect(idsOf(expand(source, five, { lastAired: resting }))).toEqual(['alpha-e2', 'alpha-e3']);
    const allButOne = Object.fromEntries(five.slice(1).map(({ id }) => [id, daysAgo(3)]));
    const relaxed = expand(source, five, { lastAired: allButOne });
    expect(idsOf(relaxed)).toEqual(['alpha-e1', 'alpha-e2']);
    expect(relaxed).toMatchObject({ rotation: { relaxedToHours: 48 } });
  });

  test('takes the parts of an episode together when it draws', () => {
    const parts = ['Cold Front, Part 1', 'Cold Front, Part 2'].map((title, index) => ({
      ...makeEpisodes('alpha', 2)[index],
      title,
    })) as CatalogAsset[];
    const source = { ...pair, method: 'random' as const, size: { count: 1 } };
    expect(idsOf(expand(source, parts))).toEqual(['alpha-e1', 'alpha-e2']);
  });

  test('holds only what its rule matches among the eligible', () => {
    expect(idsOf(expand(pair, makeEpisodes('beta', 5)))).toContain('matches nothing');
    expect(idsOf(expand(pair, five.slice(0, 1)))).toContain('may not be short');
  });

  test('never repeats a member, keeps its limits, and depends on no order of the library', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...PACKAGE_METHODS),
        fc.array(fc.integer({ min: 5, max: 120 }), { minLength: 1, maxLength: 14 }),
        fc.integer({ min: 1, max: 5 }),
        fc.option(fc.integer({ min: 20, max: 300 }), { nil: null }),
        fc.boolean(),
        fc.integer({ min: 0, max: 1_000 }),
        (method, minutes, count, maximumMinutes, allowShort, slot) => {
          const assets = minutes.map((each, index) =>
            makeAsset(`m${String(index)}`, { durationMs: each * MINUTE }),
          );
          const source = makeRulePackage('Any', {
            rule: {},
            method,
            size: { count },
            maximumMinutes,
            allowShort,
          });
          const outcome = expand(source, assets, {}, AT + slot * HOUR);
          expect(expand(source, [...assets].reverse(), {}, AT + slot * HOUR)).toEqual(outcome);
          if (outcome.type === 'unavailable') return;
          const ids = outcome.members.map(({ assetId }) => assetId);
          expect(new Set(ids).size).toBe(ids.length);
          expect(outcome.durationMs).toBeLessThanOrEqual((maximumMinutes ?? 2_880) * MINUTE);
          expect(outcome.isShort).toBe(ids.length < count);
          if (!allowShort) expect(ids).toHaveLength(count);
          let atMs = 0;
          for (const { startMs, durationMs } of outcome.members) {
            expect(startMs).toBe(atMs);
            atMs += durationMs;
          }
          expect(atMs).toBe(outcome.durationMs);
        },
      ),
    );
  });
});
