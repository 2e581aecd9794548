import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { DEFAULT_TRAFFIC_RULES, type TrafficRules } from '#shared/model/traffic.ts';
import { fillBreak, type BreakItem, type BreakToFill } from '#shared/traffic/fill-break.ts';
import { historyOf, type InterstitialHistory } from '#shared/traffic/play-history.ts';
import { makeCatalog, makeInterstitials } from '#tests/helpers/planning-fixtures.ts';

const HOLE: BreakToFill = {
  durationMs: 160_000,
  seed: 'retro-one:1767225600000:0',
  startAt: 1_767_225_930_000,
  dayStartAt: 1_767_225_600_000,
  frameMs: 1_001 / 30,
};
const catalog = makeCatalog();
const NONE: InterstitialHistory = new Map();

const fill = (
  hole: Partial<BreakToFill> = {},
  from: Catalog = catalog,
  history = NONE,
  traffic: Partial<TrafficRules> = {},
  bracketingBumpers = true,
): BreakItem[] =>
  fillBreak(
    { ...HOLE, ...hole },
    { traffic: { ...DEFAULT_TRAFFIC_RULES, ...traffic }, bracketingBumpers },
    from,
    history,
  );
const sumOf = (items: readonly BreakItem[]): number =>
  items.reduce((total, { durationMs }) => total + durationMs, 0);
const spotsOf = (items: readonly BreakItem[]): Extract<BreakItem, { type: 'interstitial' }>[] =>
  items.filter((item) => item.type === 'interstitial');
const kindsOf = (items: readonly BreakItem[]): string[] => spotsOf(items).map(({ kind }) => kind);

describe('fillBreak', () => {
  test('opens and closes a break with bumpers', () => {
    for (let index = 0; index < 20; index += 1) {
      const kinds = kindsOf(fill({ seed: `retro-one:1:${String(index)}` }));
      expect([kinds[0], kinds.at(-1)]).toEqual(['bumper', 'bumper']);
      expect(kinds.slice(1, -1)).not.toContain('bumper');
    }
  });

  test('airs a station ident now and then', () => {
    const withIdent = Array.from({ length: 60 }, (_, index) =>
      kindsOf(fill({ seed: `retro-one:1:${String(index)}` })).includes('station-id'),
    ).filter(Boolean).length;
    expect(withIdent).toBeGreaterThan(5);
    expect(withIdent).toBeLessThan(55);
  });

  test('sums exactly to the break and repeats nothing inside it', () => {
    let spots = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900_000 }), fc.string(), (durationMs, seed) => {
        const items = fill({ durationMs, seed });
        expect(sumOf(items)).toBe(durationMs);
        expect(items.every((item) => item.durationMs > 0)).toBe(true);
        const ids = spotsOf(items).map(({ asset }) => asset.id);
        expect(new Set(ids).size).toBe(ids.length);
        spots += ids.length;
      }),
      { seed: 6 },
    );
    expect(spots).toBeGreaterThan(500);
  });

  test('gives the same items for the same break and others for another', () => {
    expect(fill()).toEqual(fill());
    const orders = new Set(
      Array.from({ length: 10 }, (_, index) =>
        spotsOf(fill({ seed: `retro-one:1:${String(index)}` }))
          .map(({ asset }) => asset.id)
          .join(),
      ),
    );
    expect(orders.size).toBeGreaterThan(7);
  });

  test('passes over what aired within the hour while something rested is there', () => {
    const commercials = makeInterstitials('commercial', 6, 30);
    const recent = new Map(
      commercials.slice(0, 3).map(({ id }) => [id, [HOLE.startAt - 3_599_999]]),
    );
    const picked = spotsOf(fill({ durationMs: 90_000 }, buildCatalog(commercials), recent));
    expect(picked.map(({ asset }) => asset.id).sort()).toEqual(
      commercials.slice(3).map(({ id }) => id),
    );
  });

  test('takes what rested longest when everything aired within the hour', () => {
    const commercials = makeInterstitials('commercial', 3, 30);
    const recent = new Map(
      commercials.map(({ id }, index) => [id, [HOLE.startAt - (index + 1) * 60_000]]),
    );
    const [first] = spotsOf(fill({ durationMs: 30_000 }, buildCatalog(commercials), recent));
    expect(first?.asset.id).toBe('commercial-003');
  });

  test('runs a filler from offset 0 over and over for exactly the break when there is nothing else', () => {
    const items = fill({ durationMs: 160_000 }, buildCatalog(makeInterstitials('filler', 1, 60)));
    expect(items.map(({ durationMs }) => durationMs)).toEqual([60_000, 60_000, 40_000]);
    expect(kindsOf(items)).toEqual(['filler', 'filler', 'filler']);
    const long = fill({ durationMs: 160_000 }, buildCatalog(makeInterstitials('filler', 1, 600)));
    expect(long.map(({ durationMs }) => durationMs)).toEqual([160_000]);
  });

  test('puts fillers after everything else', () => {
    const mixed = buildCatalog([
      ...makeInterstitials('commercial', 2, 30),
      ...makeInterstitials('filler', 2, 20),
    ]);
    expect(kindsOf(fill({ durationMs: 120_000 }, mixed))).toEqual([
      'commercial',
      'commercial',
      'filler',
      'filler',
    ]);
  });

  test('makes a break without anything to air one pad of its whole length', () => {
    expect(fill({}, buildCatalog([]))).toEqual([{ type: 'pad', durationMs: 160_000 }]);
    expect(fill({ durationMs: 1_000 })).toEqual([{ type: 'pad', durationMs: 1_000 }]);
  });

  test('does not change its inputs', () => {
    const history = new Map([['commercial-001' as never, [5]]]);
    fill({}, catalog, history);
    expect([...history]).toEqual([['commercial-001', [5]]]);
  });

  test('puts nothing of a kind that is not allowed into a break', () => {
    for (let index = 0; index < 20; index += 1) {
      const kinds = kindsOf(
        fill({ seed: `retro-one:1:${String(index)}` }, catalog, NONE, {
          allowedKinds: ['promo', 'station-id'],
        }),
      );
      expect(kinds.length).toBeGreaterThan(0);
      expect(kinds.filter((kind) => kind !== 'promo' && kind !== 'station-id')).toEqual([]);
    }
    expect(fill({}, catalog, NONE, { allowedKinds: [] })).toEqual([
      { type: 'pad', durationMs: 160_000 },
    ]);
  });

  test('runs the filler for the whole break where nothing but fillers is allowed', () => {
    const mixed = buildCatalog([
      ...makeInterstitials('commercial', 2, 30),
      ...makeInterstitials('filler', 1, 100),
    ]);
    const items = fill({}, mixed, NONE, { allowedKinds: ['filler'] });
    expect(items.map(({ durationMs }) => durationMs)).toEqual([100_000, 60_000]);
  });

  test('leaves bumpers out where they are not wanted', () => {
    expect(kindsOf(fill())).toContain('bumper');
    expect(kindsOf(fill({}, catalog, NONE, {}, false))).not.toContain('bumper');
  });

  test('lets each kind rest as long as its own rule says', () => {
    const pool = buildCatalog([
      ...makeInterstitials('commercial', 1, 30),
      ...makeInterstitials('promo', 1, 30),
    ]);
    const halfHourAgo = historyOf(
      ['commercial-001', 'promo-001'].map((id) => ({
        assetId: id as never,
        startAt: HOLE.startAt - 1_800_000,
      })),
    );
    const strict = { isCooldownStrict: true, kindCooldownsMs: { promo: 1_800_000 } };
    expect(kindsOf(fill({}, pool, halfHourAgo, strict))).toEqual(['promo']);
    const longer = { isCooldownStrict: true, kindCooldownsMs: { promo: 1_800_001 } };
    expect(kindsOf(fill({}, pool, halfHourAgo, longer))).toEqual([]);
  });

  test('airs nothing more often in a broadcast day than it may', () => {
    const pool = buildCatalog(makeInterstitials('commercial', 2, 30));
    const plays = (count: number, from: number): InterstitialHistory =>
      historyOf(
        Array.from({ length: count }, (_, index) => ({
          assetId: 'commercial-001' as never,
          startAt: from + index,
        })),
      );
    const capped = { maximumPlaysPerDay: 3 };
    const idsOf = (history: InterstitialHistory): string[] =>
      spotsOf(fill({ durationMs: 60_000 }, pool, history, capped))
        .map(({ asset }) => asset.id as string)
        .sort();
    expect(idsOf(plays(2, HOLE.dayStartAt))).toEqual(['commercial-001', 'commercial-002']);
    expect(idsOf(plays(3, HOLE.dayStartAt))).toEqual(['commercial-002']);
    expect(idsOf(plays(9, HOLE.dayStartAt - 9))).toEqual(['commercial-001', 'commercial-002']);
  });

  test('breaks neither rest nor cap over a day of breaks of any length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 10_000, max: 300_000 }), { minLength: 5, maxLength: 40 }),
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 7_200_000 }),
        (lengths, maximumPlaysPerDay, defaultCooldownMs) => {
          const traffic = { maximumPlaysPerDay, defaultCooldownMs, isCooldownStrict: true };
          const plays: { assetId: never; startAt: number }[] = [];
          lengths.forEach((durationMs, index) => {
            let at = HOLE.dayStartAt + index * 900_000;
            const hole = { durationMs, startAt: at, seed: `retro-one:2:${String(index)}` };
            for (const item of fill(hole, catalog, historyOf(plays), traffic)) {
              if (item.type === 'interstitial')
                plays.push({ assetId: item.asset.id as never, startAt: at });
              at += item.durationMs;
            }
          });
          for (const starts of historyOf(plays).values()) {
            expect(starts.length).toBeLessThanOrEqual(maximumPlaysPerDay);
            starts.slice(1).forEach((startAt, index) => {
              const breakOf = (at: number): number => Math.floor((at - HOLE.dayStartAt) / 900_000);
              const breakStartAt = HOLE.dayStartAt + breakOf(startAt) * 900_000;
              expect(breakStartAt - (starts[index] ?? 0)).toBeGreaterThanOrEqual(defaultCooldownMs);
            });
          }
        },
      ),
      { seed: 11, numRuns: 60 },
    );
  });
});
