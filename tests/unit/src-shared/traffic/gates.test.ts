import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { explainEvent } from '#shared/log/read/explain-event.ts';
import { INTERSTITIAL_KINDS } from '#shared/model/asset.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { DEFAULT_TRAFFIC_RULES, TrafficRules } from '#shared/model/traffic.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { fillBreak } from '#shared/traffic/fill-break.ts';
import { GATES, historyStartFor, type Gate, type Moment } from '#shared/traffic/gates.ts';
import type { Play } from '#shared/traffic/play-history.ts';
import type { Spot } from '#shared/traffic/spots.ts';
import { faultsOfPicks } from '#tests/helpers/judge-breaks.ts';
import {
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const START_AT = 1_767_225_930_000;
const COLA = Array.from({ length: 4 }, (_, index) =>
  makeAsset(`cola-${String(index)}`, {
    kind: 'commercial',
    durationMs: 15_000,
    tags: ['campaign:cola'],
  }),
);
const OTHERS = makeInterstitials('commercial', 6, 15);
const POOL = buildCatalog([...COLA, ...OTHERS]);

const isOfCola = ({ tags = [] }: CatalogAsset): boolean => tags.includes('campaign:cola');

function colaPlays({ history, startAt, inBreak }: Moment, withinMs: number): number {
  const aired = COLA.flatMap(({ id }) => history.get(id) ?? []);
  const placed = [...inBreak.values()].filter(({ spot }) => isOfCola(spot.asset));
  return (
    aired.filter((at) => startAt - at < withinMs).length +
    placed.reduce((sum, { times }) => sum + times, 0)
  );
}

/** What a newcomer would add for campaigns: one entry, and nothing else. */
const CAMPAIGN_CAP: Gate = {
  name: 'campaign-cap',
  setAside: null,
  refuses: ({ asset }: Spot, moment) =>
    isOfCola(asset) && colaPlays(moment, MS_PER_HOUR) >= 2
      ? () => 'its campaign has had its 2 plays of the hour'
      : null,
  looksBackTo: ({ startAt }) => startAt - MS_PER_HOUR,
};

const CAMPAIGN_SEPARATION: Gate = {
  name: 'campaign-separation',
  setAside: 'rest',
  refuses: ({ asset }: Spot, moment) =>
    isOfCola(asset) && colaPlays(moment, 30 * MS_PER_MINUTE) > 0
      ? () => 'its campaign aired within half an hour'
      : null,
};

function idsOf(gates: readonly Gate[], durationMs: number, seed: string): string[] {
  const hole = { durationMs, seed, startAt: START_AT, dayStartAt: START_AT, mayLeaveRest: false };
  const rules = { traffic: DEFAULT_TRAFFIC_RULES, bracketingBumpers: false };
  return fillBreak(hole, rules, POOL, new Map(), gates).items.flatMap((item) =>
    item.type === 'interstitial' ? [item.asset.id] : [],
  );
}

const channel = makeChannel();

/** The locked first day of a channel that airs one series, with every start of an interstitial in it. */
function lockDay(assets: readonly CatalogAsset[], traffic: TrafficRules, gates?: readonly Gate[]) {
  const catalog = buildCatalog(assets);
  const on = { ...channel, traffic };
  const { day } = resolveDay({
    channel: on,
    catalog,
    planned: plannedBy([makePlan('plan', [makeRow(0, 240, 'series:alpha')])]),
    date: '2026-02-10',
    carryIn: EMPTY_CARRY,
  });
  const airings = day.airings.slice(0, 8);
  const drafts = expandAirings({ channel: on, airings, catalog, history: new Map() }, gates);
  const blocks = lockBlocks({ channel: on, drafts, firstMediaSequence: 0, lockedAt: 0 });
  const plays = blocks
    .flatMap(({ events }) => events)
    .flatMap(({ kind, assetId, startAt }): Play[] =>
      kind === 'interstitial' && assetId !== null ? [{ assetId, startAt }] : [],
    );
  return { channel: on, catalog, blocks, plays };
}

describe('a gate that is planted in the table', () => {
  test('is asked by the filling, also of what the same break holds by then', () => {
    for (let index = 0; index < 30; index += 1) {
      const seed = `retro-one:1:${String(index)}`;
      const free = idsOf(GATES, 150_000, seed).filter((id) => id.startsWith('cola'));
      const capped = idsOf([...GATES, CAMPAIGN_CAP], 150_000, seed);
      expect(free.length).toBe(4);
      expect(capped.filter((id) => id.startsWith('cola')).length).toBe(2);
      expect(capped.length).toBe(10);
    }
  });

  test('gives way in its turn where the table says what sets it aside', () => {
    const gates = [...GATES, CAMPAIGN_SEPARATION];
    const wide = idsOf(gates, 150_000, 'wide');
    expect(new Set(wide).size).toBe(10);
    const narrow = idsOf(gates, 90_000, 'narrow');
    expect(narrow.filter((id) => id.startsWith('cola')).length).toBeLessThanOrEqual(1);
  });

  test('is named by the explanation of what stood in its place', () => {
    const gates = [...GATES, CAMPAIGN_CAP];
    const assets = [...makeEpisodes('alpha', 8), ...COLA, ...OTHERS];
    const { blocks, plays, ...on } = lockDay(assets, DEFAULT_TRAFFIC_RULES, gates);
    const reasonsIn = (asked: readonly Gate[]): string[] =>
      eventsOf(blocks).flatMap(([block, event]) =>
        explainEvent({ ...on, block, event, plays, airingTitle: '' }, asked).candidates.map(
          ({ reason }) => reason,
        ),
      );
    expect(reasonsIn(gates)).toContain('its campaign has had its 2 plays of the hour');
    expect(reasonsIn(GATES)).not.toContain('its campaign has had its 2 plays of the hour');
    for (const block of blocks) {
      expect(faultsOfPicks({ ...on, block, plays }, gates)).toEqual([]);
    }
  });

  test('says how far back it looks', () => {
    const traffic = { ...DEFAULT_TRAFFIC_RULES, defaultCooldownMs: 0 };
    const moment = { traffic, startAt: START_AT, dayStartAt: START_AT - 5 * MS_PER_HOUR };
    expect(historyStartFor(moment)).toBe(START_AT);
    expect(historyStartFor(moment, [...GATES, CAMPAIGN_CAP])).toBe(START_AT - MS_PER_HOUR);
    const capped = { ...moment, traffic: { ...traffic, maximumPlaysPerDay: 3 } };
    expect(historyStartFor(capped)).toBe(START_AT - 5 * MS_PER_HOUR);
  });
});

function eventsOf(blocks: readonly LogBlock[]): (readonly [LogBlock, LogEvent])[] {
  return blocks.flatMap((block) =>
    block.events
      .filter(({ kind }) => kind === 'interstitial')
      .map((event) => [block, event] as const),
  );
}

test('filling and explanation agree on every pick of any pool: no gate refuses it that is not recorded as set aside', () => {
  const pools = fc.array(
    fc.record({
      kind: fc.constantFrom(...INTERSTITIAL_KINDS),
      seconds: fc.integer({ min: 2, max: 120 }),
      content: fc.integer({ min: 0, max: 30 }),
    }),
    { minLength: 1, maxLength: 25 },
  );
  const rules = fc.record({
    isCooldownStrict: fc.boolean(),
    maximumPlaysPerDay: fc.constantFrom(0, 1, 3, 8),
    defaultCooldownMs: fc.constantFrom(0, 600_000, 3_600_000),
    allowedKinds: fc.subarray([...INTERSTITIAL_KINDS], { minLength: 4 }),
  });
  const seen = new Set<string>();
  fc.assert(
    fc.property(pools, rules, (pool, own) => {
      const assets = pool.map(({ kind, seconds, content }, index) =>
        makeAsset(`spot-${String(index)}`, {
          kind,
          durationMs: seconds * 1_000,
          contentIdentity: `content-${String(content)}`,
        }),
      );
      const traffic = TrafficRules.parse(own);
      const { blocks, plays, ...on } = lockDay([...makeEpisodes('alpha', 8), ...assets], traffic);
      for (const block of blocks) expect(faultsOfPicks({ ...on, block, plays })).toEqual([]);
      for (const [, { lineage }] of eventsOf(blocks)) seen.add(lineage.relaxed ?? 'nothing');
    }),
    { seed: 31, numRuns: 60 },
  );
  expect([...seen].sort()).toEqual(['daily-cap', 'nothing', 'repeat', 'rest']);
});
