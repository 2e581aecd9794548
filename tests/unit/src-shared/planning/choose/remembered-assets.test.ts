import { describe, expect, test } from 'vitest';

import { AssetId } from '#shared/model/ids.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { assetsToRemember } from '#shared/planning/choose/remembered-assets.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const MS_PER_DAY = 24 * MS_PER_HOUR;
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const episodes = makeEpisodes('show', 200);
const catalog = buildCatalog([...episodes, makeAsset('film')]);
const FIRST = AssetId.parse('show-e1');
const FILM = AssetId.parse('film');

const episodesResting = (hours: number): ContentReference => ({
  type: 'rule',
  rule: { kind: ['episode'], notAiredWithinHours: hours },
});

function planOf(rows: readonly (readonly [ContentReference, EpisodePolicy])[]) {
  const made = rows.map(([content, episodePolicy], index) =>
    makeRow(index * 120, 120, 'series:none', { content, episodePolicy }),
  );
  return makePlan('plan', made);
}

/** The carry after so many days of the plan. */
function carryAfter(days: number, rows: Parameters<typeof planOf>[0], first = EMPTY_CARRY): Carry {
  let carryIn = first;
  for (let index = 0; index < days; index += 1) {
    const date = addDays(DATE, index);
    carryIn = resolveDay({ channel, date, planned: plannedBy([planOf(rows)]), catalog, carryIn })
      .day.carryOut;
  }
  return carryIn;
}

describe('assetsToRemember', () => {
  test('keeps what a least recently used row asks about for ever, a rest as long as it is', () => {
    const inOrder = assetsToRemember(
      plannedBy([planOf([[episodesResting(48), 'least-recently-used']])]),
      catalog,
      channel,
    );
    expect(inOrder.keptMs(FIRST)).toBe(Infinity);
    expect([inOrder.has(FIRST), inOrder.has(FILM)]).toEqual([true, false]);
    const short = assetsToRemember(
      plannedBy([planOf([[episodesResting(48), 'shuffle']])]),
      catalog,
      channel,
    );
    expect(short.keptMs(FIRST)).toBe(30 * MS_PER_DAY);
    const long = assetsToRemember(
      plannedBy([
        planOf([
          [episodesResting(48), 'shuffle'],
          [episodesResting(45 * 24), 'shuffle'],
        ]),
      ]),
      catalog,
      channel,
    );
    expect(long.keptMs(FIRST)).toBe(45 * MS_PER_DAY);
    expect(long.keptMs(FILM)).toBe(90 * MS_PER_DAY);
  });

  test('gives the same object for the same plans, whatever the order of their rows', () => {
    const rows = [
      [episodesResting(48), 'shuffle'],
      [{ type: 'rule', rule: { kind: ['movie'] } }, 'least-recently-used'],
    ] as const satisfies readonly (readonly [ContentReference, EpisodePolicy])[];
    expect(assetsToRemember(plannedBy([planOf(rows)]), catalog, channel)).toBe(
      assetsToRemember(plannedBy([planOf(rows.toReversed())]), catalog, channel),
    );
  });
});

describe('resolveDay over many days', () => {
  test('remembers no more of a rule with rest than its rest asks, or a month', () => {
    const rows = [[episodesResting(48), 'shuffle']] as const;
    const dates = carryAfter(50, rows).airedByDate ?? [];
    expect(dates.length).toBeGreaterThan(25);
    expect(dates.length).toBeLessThanOrEqual(32);
    const all = carryAfter(50, [[episodesResting(48), 'least-recently-used']]).airedByDate ?? [];
    expect(all.flatMap((date) => Object.keys(date))).toHaveLength(episodes.length);
  });

  test('goes on from the carry of an older version as from its own', () => {
    const rows = [
      [episodesResting(48), 'least-recently-used'],
      [episodesResting(48), 'shuffle'],
    ] as const;
    const carry = carryAfter(10, rows);
    const { airedByDate = [], ...rest } = carry;
    const lastAired = Object.fromEntries(
      airedByDate.flatMap((date) => Object.entries(date)).sort(([a], [b]) => (a < b ? -1 : 1)),
    );
    expect(Object.keys(lastAired).length).toBeGreaterThan(40);
    const older = Carry.parse({ ...rest, lastAired });
    const input = { channel, date: addDays(DATE, 10), planned: plannedBy([planOf(rows)]), catalog };
    expect(resolveDay({ ...input, carryIn: older }).day).toEqual(
      resolveDay({ ...input, carryIn: carry }).day,
    );
  });

  test('asks for what default programming by a rule asks about', () => {
    const rule = { kind: ['episode' as const] };
    const lasting = { kind: 'rule', rule, episodePolicy: 'least-recently-used' } as const;
    const asked = assetsToRemember(plannedBy([]), catalog, { defaultProgramming: lasting });
    expect([asked.has(FIRST), asked.has(FILM)]).toEqual([true, false]);
    expect(assetsToRemember(plannedBy([]), catalog, channel).has(FIRST)).toBe(false);
  });
});
