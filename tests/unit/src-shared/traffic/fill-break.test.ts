import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { DEFAULT_TRAFFIC_RULES, type TrafficRules } from '#shared/model/traffic.ts';
import {
  fillBreak,
  type BreakItem,
  type BreakSpot,
  type BreakToFill,
} from '#shared/traffic/fill-break.ts';
import { historyOf, type InterstitialHistory } from '#shared/traffic/play-history.ts';
import { LONGEST_HOLD_MS } from '#shared/model/traffic.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { makeAsset, makeCatalog, makeInterstitials } from '#tests/helpers/planning-fixtures.ts';

const HOLE: BreakToFill = {
  durationMs: 160_000,
  seed: 'retro-one:1767225600000:0',
  startAt: 1_767_225_930_000,
  dayStartAt: 1_767_225_600_000,
  mayLeaveRest: false,
};
const catalog = makeCatalog();
const NONE: InterstitialHistory = new Map();

const fill = (
  hole: Partial<BreakToFill> = {},
  from: Catalog = catalog,
  history = NONE,
  traffic: Partial<TrafficRules> = {},
  bracketingBumpers = true,
): readonly BreakItem[] =>
  fillBreak(
    { ...HOLE, ...hole },
    { traffic: { ...DEFAULT_TRAFFIC_RULES, ...traffic }, bracketingBumpers },
    from,
    history,
  ).items;
const sumOf = (items: readonly BreakItem[]): number =>
  items.reduce((total, { durationMs }) => total + durationMs, 0);
const spotsOf = (items: readonly BreakItem[]): BreakSpot[] =>
  items.filter((item) => item.type === 'interstitial');
const spotAt = (seconds: number, id: string, more: Partial<CatalogAsset> = {}): CatalogAsset =>
  makeAsset(id, { kind: 'commercial', durationMs: Math.round(seconds * 1_000), ...more });
const titlesOf = (items: readonly BreakItem[]): string[] =>
  spotsOf(items).map(({ asset }) => asset.id);
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
        const ids = titlesOf(items);
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

  test('runs fillers for what everything else leaves', () => {
    const mixed = buildCatalog([
      ...makeInterstitials('commercial', 2, 30),
      ...makeInterstitials('filler', 2, 20),
    ]);
    const items = fill({ durationMs: 125_000 }, mixed);
    expect(kindsOf(items)).toEqual([
      'commercial',
      'commercial',
      'filler',
      'filler',
      'filler',
      'filler',
    ]);
    expect(spotsOf(items).map(({ durationMs }) => durationMs)).toEqual([
      30_000, 30_000, 20_000, 20_000, 20_000, 5_000,
    ]);
    expect(spotsOf(items).map(({ isCutShort }) => isCutShort)).toEqual([
      ...Array.from({ length: 5 }, () => false),
      true,
    ]);
  });

  test('runs what has rested before what has not, also of fillers', () => {
    const pool = buildCatalog(makeInterstitials('filler', 3, 50));
    const recent = new Map([
      ['filler-001' as never, [HOLE.startAt - 60_000]],
      ['filler-002' as never, [HOLE.startAt - 120_000]],
    ]);
    for (let index = 0; index < 10; index += 1) {
      const items = spotsOf(fill({ durationMs: 150_000, seed: String(index) }, pool, recent));
      expect(items.map(({ asset }) => asset.id)[0]).toBe('filler-003');
      expect(items.map(({ relaxed }) => relaxed)).toEqual([null, 'rest', 'rest']);
    }
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
    const idsOf = (history: InterstitialHistory, more: Partial<TrafficRules> = {}): string[] =>
      titlesOf(fill({ durationMs: 60_000 }, pool, history, { ...capped, ...more })).sort();
    expect(idsOf(plays(2, HOLE.dayStartAt))).toEqual(['commercial-001', 'commercial-002']);
    expect(idsOf(plays(3, HOLE.dayStartAt))).toEqual(['commercial-002', 'commercial-002']);
    expect(idsOf(plays(3, HOLE.dayStartAt), { isCooldownStrict: true })).toEqual([
      'commercial-002',
    ]);
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

  // Lengths in seconds of the spots; the break; what airs back to back, in seconds, and what is held at the end.
  test.each([
    ['five spots in a break of four times their length', [5, 10, 15, 20, 30], 394, 394],
    ['twelve spots in a long break', [10, 12, 14, 15, 15, 20, 20, 24, 30, 30, 30, 30], 460, 460],
    ['a full pool', Array.from({ length: 60 }, (_, index) => 10 + (index % 21)), 160, 160],
    ['one spot that is a third of the break', [30], 90, 90],
    ['one spot that does not divide the break', [30], 100, 100],
    ['a spot longer than the break', [60], 45, 45],
    ['uneven lengths', [29.97, 14.48, 30.03, 31.2, 15.1, 9.9], 75.5, 75.5],
  ])('airs spots back to back: %s', (_, lengths, breakSeconds, filledSeconds) => {
    const pool = buildCatalog(
      lengths.map((seconds, index) => spotAt(seconds, `s-${String(index)}`)),
    );
    const items = fill({ durationMs: breakSeconds * 1_000 }, pool);
    expect(items.every(({ type }) => type === 'interstitial')).toBe(true);
    expect(sumOf(items)).toBe(filledSeconds * 1_000);
    expect(
      spotsOf(items)
        .slice(0, -1)
        .map(({ heldMs }) => heldMs),
    ).toEqual(
      spotsOf(items)
        .slice(1)
        .map(() => 0),
    );
    expect(spotsOf(items).at(-1)?.heldMs).toBeLessThanOrEqual(LONGEST_HOLD_MS);
  });

  test('repeats at the greatest distance where the pool is small', () => {
    const pool = buildCatalog(
      [5, 10, 15, 20, 30].map((seconds) => spotAt(seconds, `s-${String(seconds)}`)),
    );
    const ids = titlesOf(fill({ durationMs: 394_000 }, pool));
    ids.forEach((id, index) => {
      expect(ids.slice(index + 1, index + 5)).not.toContain(id);
    });
  });

  test('never airs one content twice in a break, however many files hold it', () => {
    const copies = Array.from({ length: 8 }, (_, index) =>
      spotAt(20, `copy-${String(index)}`, { contentIdentity: `content-${String(index % 4)}` }),
    );
    for (let index = 0; index < 20; index += 1) {
      const items = fill({ durationMs: 70_000, seed: String(index) }, buildCatalog(copies));
      const contents = spotsOf(items).map(({ asset }) => asset.contentIdentity);
      expect(new Set(contents).size).toBe(contents.length);
    }
  });

  test('lets a copy rest after another file with the same content', () => {
    const pool = buildCatalog([
      spotAt(30, 'copy-a', { contentIdentity: 'same' }),
      spotAt(30, 'copy-b', { contentIdentity: 'same' }),
      spotAt(30, 'other', { contentIdentity: 'other' }),
    ]);
    const recent = new Map([['copy-b' as never, [HOLE.startAt - 60_000]]]);
    expect(titlesOf(fill({ durationMs: 30_000 }, pool, recent))).toEqual(['other']);
  });

  test('sets rules aside in their order and says which', () => {
    const pool = buildCatalog([spotAt(30, 'a'), spotAt(30, 'b')]);
    const relaxedOf = (history: InterstitialHistory, durationMs: number): (string | null)[] =>
      spotsOf(fill({ durationMs }, pool, history, { maximumPlaysPerDay: 2 })).map(
        ({ relaxed }) => relaxed,
      );
    const recent = new Map([['b' as never, [HOLE.startAt - 60_000]]]);
    expect(relaxedOf(NONE, 60_000)).toEqual([null, null]);
    expect(relaxedOf(recent, 60_000)).toEqual([null, 'rest']);
    expect(relaxedOf(recent, 90_000)).toEqual([null, 'rest', 'repeat']);
    expect(relaxedOf(recent, 120_000)).toEqual([null, 'rest', 'repeat', 'daily-cap']);
  });

  test('cuts short what is missed least where nothing fits whole', () => {
    const pool = buildCatalog([
      ...makeInterstitials('commercial', 4, 30),
      ...makeInterstitials('promo', 1, 30),
    ]);
    const items = spotsOf(fill({ durationMs: 75_000 }, pool));
    const cut = items.filter(({ isCutShort }) => isCutShort);
    expect(cut.length).toBe(1);
    expect(cut[0]?.durationMs).toBe(15_000);
    expect(items.at(-1)).toBe(cut[0]);
  });

  test('leaves to a later break what no spot fits whole into', () => {
    const pool = buildCatalog(makeInterstitials('commercial', 4, 30));
    const leaving = fillBreak(
      { ...HOLE, durationMs: 75_000, mayLeaveRest: true },
      { traffic: DEFAULT_TRAFFIC_RULES, bracketingBumpers: true },
      pool,
      NONE,
    );
    expect(leaving.items.map(({ durationMs }) => durationMs)).toEqual([30_000, 30_000]);
    expect(leaving.leftMs).toBe(15_000);
    const tooShort = fillBreak(
      { ...HOLE, durationMs: 20_000, mayLeaveRest: true },
      { traffic: DEFAULT_TRAFFIC_RULES, bracketingBumpers: true },
      pool,
      NONE,
    );
    expect([tooShort.items.length, tooShort.leftMs]).toEqual([1, 0]);
  });

  test('holds for any pool and any break: exact, no black with a spot at hand, nothing nearer than it must be', () => {
    const lengths = fc.array(fc.integer({ min: 1_001, max: 90_000 }), {
      minLength: 1,
      maxLength: 40,
    });
    const ages = fc.array(fc.integer({ min: 0, max: 7_200_000 }), { minLength: 40, maxLength: 40 });
    let repeated = 0;
    fc.assert(
      fc.property(
        lengths,
        ages,
        fc.integer({ min: 1, max: 1_500_000 }),
        fc.integer({ min: 0, max: 3 }),
        fc.string(),
        (lengthsMs, agesMs, durationMs, maximumPlaysPerDay, seed) => {
          const spots = lengthsMs.map((lengthMs, index) =>
            spotAt(lengthMs / 1_000, `s-${String(index)}`, {
              contentIdentity: `c-${String(Math.floor(index * 0.9))}`,
            }),
          );
          const history = new Map(
            spots.map(({ id }, index) => [id, [HOLE.startAt - (agesMs[index] ?? 0)]]),
          );
          const pool = buildCatalog(spots);
          const items = fill({ durationMs, seed }, pool, history, { maximumPlaysPerDay });
          expect(fill({ durationMs, seed }, pool, history, { maximumPlaysPerDay })).toEqual(items);
          expect(sumOf(items)).toBe(durationMs);
          if (durationMs <= LONGEST_HOLD_MS) return;
          expect(items.every(({ type }) => type === 'interstitial')).toBe(true);
          const filled = spotsOf(items);
          expect(filled.slice(0, -1).every(({ heldMs }) => heldMs === 0)).toBe(true);
          expect(filled.at(-1)?.heldMs ?? 0).toBeLessThanOrEqual(LONGEST_HOLD_MS);
          expect(filled.slice(0, -1).every(({ isCutShort }) => !isCutShort)).toBe(true);
          const contents = filled.map(({ asset }) => asset.contentIdentity);
          const pooled = new Set(spots.map(({ contentIdentity }) => contentIdentity));
          if (new Set(contents).size === contents.length) return;
          // A repeat only where all the others are in the break, and as far from itself as they are many.
          repeated += 1;
          if (maximumPlaysPerDay > 0) return;
          expect(new Set(contents)).toEqual(pooled);
          contents.forEach((content, index) => {
            expect(contents.slice(index + 1, index + pooled.size)).not.toContain(content);
          });
        },
      ),
      { seed: 23, numRuns: 300 },
    );
    expect(repeated).toBeGreaterThan(50);
  });
});
