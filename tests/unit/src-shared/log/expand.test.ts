import { describe, expect, test } from 'vitest';

import { expandAirings, type DraftBlock } from '#shared/log/expand.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { isUpToDate } from '#shared/log/redraft.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { addPlay, historyOf, type InterstitialHistory } from '#shared/traffic/play-history.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const { airings } = resolveDay({
  channel,
  date: '2026-03-07',
  planned: plannedBy([makePlan('plan', [makeRow(0, 1_440, 'series:alpha')])]),
  catalog,
  carryIn: EMPTY_CARRY,
}).day;

function playsOf(blocks: readonly DraftBlock[]): ReturnType<typeof historyOf> {
  const history = historyOf([]);
  for (const { airing, events } of blocks) {
    let startAt = airing.startAt;
    for (const { kind, assetId, durationMs } of events) {
      if (kind === 'interstitial' && assetId !== null) addPlay(history, { assetId, startAt });
      startAt += durationMs;
    }
  }
  return history;
}

describe('expandAirings', () => {
  test('lets a break know what the breaks before it in the same airing hold', () => {
    const [first] = expandAirings({
      channel,
      airings: airings.slice(0, 1),
      catalog,
      history: new Map(),
    });
    const commercials = (first?.events ?? []).filter(
      ({ interstitialKind }) => interstitialKind === 'commercial',
    );
    expect(commercials.length).toBeGreaterThan(6);
    expect(new Set(commercials.map(({ assetId }) => assetId)).size).toBe(commercials.length);
  });

  test.each([3, 6, 18])(
    'airs none of %i spots again and again in many short breaks for its length alone',
    (poolSize) => {
      const seconds = [10, 15, 20, 30, 45, 60, 15.3, 16.3, 17.3, 18.3, 19.3, 20.3, 21.3, 22.3];
      const lengths = [...seconds, 23.3, 24.3, 25.3, 26.3].slice(0, poolSize);
      const secondsOfShorts = [130, 100, 119, 80, 60, 65, 70, 75, 61, 39, 45];
      const shorts = buildCatalog([
        ...makeEpisodes('shorts', 11).map((episode, index) => ({
          ...episode,
          durationMs: (secondsOfShorts[index] ?? 0) * 1_000,
        })),
        ...lengths.map((length, index) =>
          makeAsset(`spot-${String(index)}`, { kind: 'commercial', durationMs: length * 1_000 }),
        ),
      ]);
      const quarters = makeChannel({ gridMinutes: 15 });
      const { day } = resolveDay({
        channel: quarters,
        date: '2026-03-07',
        planned: plannedBy([makePlan('plan', [makeRow(0, 1_440, 'series:shorts')])]),
        catalog: shorts,
        carryIn: EMPTY_CARRY,
      });
      const blocks = expandAirings({
        channel: quarters,
        airings: day.airings,
        catalog: shorts,
        history: new Map(),
      });
      const crowded = blocks.flatMap(({ events }, index) => {
        const spots = events.filter(({ kind }) => kind === 'interstitial');
        const times = Map.groupBy(spots, ({ assetId }) => assetId);
        const most = 2 * Math.ceil(spots.length / poolSize);
        return [...times]
          .filter(([, all]) => all.length > most)
          .map(
            ([id, all]) =>
              `${String(all.length)} of ${String(spots.length)} are ${String(id)} in ${String(index)}`,
          );
      });
      expect(blocks.length).toBeGreaterThan(90);
      expect(crowded).toEqual([]);
    },
  );

  test('makes of a day the same as of its two halves with the plays of the first between them', () => {
    const expand = (part: typeof airings, history: InterstitialHistory): DraftBlock[] =>
      expandAirings({ channel, airings: part, catalog, history });
    for (const at of [1, 7, 20, airings.length - 1]) {
      const head = expand(airings.slice(0, at), new Map());
      const tail = expand(airings.slice(at), playsOf(head));
      expect([...head, ...tail]).toEqual(expand(airings, new Map()));
    }
  });

  test('gives black no row where there are spots, so that a day has as many rows as acts and spots', () => {
    const events = expandAirings({ channel, airings, catalog, history: new Map() }).flatMap(
      (block) => block.events,
    );
    const count = (kind: string): number => events.filter((event) => event.kind === kind).length;
    expect(count('interstitial')).toBeGreaterThan(500);
    expect(count('act') + count('interstitial')).toBe(events.length);
  });

  test.each([
    [300, 300],
    [999, 999],
    [4_000, undefined],
  ])('holds the last picture of content that leaves %i ms of its slot', (leftMs, heldMs) => {
    const short = buildCatalog([
      makeAsset('nearly', { kind: 'episode', durationMs: 1_800_000 - leftMs }),
    ]);
    const day = resolveDay({
      channel,
      date: '2026-03-07',
      planned: plannedBy([makePlan('plan', [makeRow(0, 30, 'asset:nearly')])]),
      catalog: short,
      carryIn: EMPTY_CARRY,
    }).day.airings.slice(0, 1);
    const [block] = expandAirings({ channel, airings: day, catalog: short, history: new Map() });
    const [act, ...others] = block?.events ?? [];
    expect(act?.lineage.heldMs).toBe(heldMs);
    expect(others.map(({ kind, durationMs }) => [kind, durationMs])).toEqual(
      heldMs === undefined ? [['pad', leftMs]] : [],
    );
    expect((act?.durationMs ?? 0) + (heldMs === undefined ? leftMs : 0)).toBe(1_800_000);
    const [locked] = lockBlocks({
      channel,
      drafts: block ? [block] : [],
      firstMediaSequence: 0,
      lockedAt: 0,
    });
    expect(locked && day[0] && isUpToDate(locked, day[0], short)).toBe(true);
  });

  test('breaks into a film as its row says, else its plan, else the channel for films', () => {
    const breaksOf = (row: Partial<Assignment>, plan: Partial<Plan> = {}): number => {
      const { day } = resolveDay({
        channel,
        date: '2026-03-07',
        planned: plannedBy([makePlan('plan', [makeRow(0, 120, 'asset:movie-medium', row)], plan)]),
        catalog,
        carryIn: EMPTY_CARRY,
      });
      const film = day.airings.slice(0, 1);
      const [block] = expandAirings({ channel, airings: film, catalog, history: new Map() });
      return (block?.events ?? []).filter(({ kind }) => kind === 'act').length - 1;
    };
    expect(breaksOf({})).toBe(4);
    expect(breaksOf({ breakRules: { cutsContent: false } })).toBe(0);
    expect(breaksOf({}, { breakRules: { maximumBreaksPerHour: 1 } })).toBe(2);
    expect(
      breaksOf(
        { breakRules: { maximumBreaksPerHour: null } },
        { breakRules: { maximumBreaksPerHour: 1 } },
      ),
    ).toBeGreaterThan(8);
  });

  test('does not add to the plays it was given', () => {
    const history = new Map();
    expandAirings({ channel, airings, catalog, history });
    expect(history.size).toBe(0);
  });
});
