import { describe, expect, test } from 'vitest';

import { AssetId } from '#shared/model/ids.ts';
import { Carry, EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import { buildCatalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  makeAsset,
  makeChannel,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const DATE = '2026-02-10';
const MINUTE_MS = 60_000;
const LONGEST_MS = 124 * MINUTE_MS;

/** 124 films of 20 minutes to two hours. */
const FILMS = Array.from({ length: 124 }, (_, index) =>
  makeAsset(`film-${String(index).padStart(3, '0')}`, {
    title: `Film ${String(index)}`,
    year: 1950,
    durationMs: (20 + ((index * 37) % 100)) * MINUTE_MS,
  }),
);

interface Run {
  readonly airings: readonly Airing[];
  readonly hashes: readonly string[];
  readonly carry: Carry;
}

/** Days of a channel by default programming, each from the carry as the store would give it back. */
function run(
  assets: readonly CatalogAsset[],
  days: number,
  { from = DATE, carryIn = EMPTY_CARRY, rows = [] as Parameters<typeof makePlan>[1] } = {},
): Run {
  const catalog = buildCatalog(assets);
  const planned = plannedBy(rows.length === 0 ? [] : [makePlan('plan', rows)]);
  const airings: Airing[] = [];
  const hashes: string[] = [];
  let carry = carryIn;
  for (let index = 0; index < days; index += 1) {
    const date = addDays(from, index);
    const { day } = resolveDay({ channel, date, planned, catalog, carryIn: carry });
    airings.push(...day.airings);
    hashes.push(day.contentHash);
    carry = Carry.parse(JSON.parse(JSON.stringify(day.carryOut)));
  }
  return { airings, hashes, carry };
}

const idsOf = (airings: readonly Airing[]): string[] =>
  airings.flatMap(({ content }) => assetIdOf({ content }) ?? []);

/** The shortest time between two starts of one title. */
function closestMs(airings: readonly Airing[]): number {
  const last = new Map<string, number>();
  let closest = Infinity;
  for (const { content, startAt } of airings) {
    if (content.kind !== 'asset') continue;
    closest = Math.min(closest, startAt - (last.get(content.assetId) ?? -Infinity));
    last.set(content.assetId, startAt);
  }
  return closest;
}

describe('default programming from the library', () => {
  test('airs every title once before any again, day after day', () => {
    const { airings } = run(FILMS, 16);
    const counts = new Map<string, number>(FILMS.map(({ id }) => [id, 0]));
    const dayEnds = Array.from({ length: 16 }, (_, day) => (day + 1) * 24 * MS_PER_HOUR);
    const start = airings[0]?.startAt ?? 0;
    for (const { content, startAt } of airings) {
      if (content.kind !== 'asset') continue;
      const { assetId } = content;
      const before = counts.get(assetId) ?? 0;
      const end = dayEnds.find((each) => each > startAt - start) ?? 0;
      // Near the day's end only what is short enough has its turn.
      const hasRoom = end - (startAt - start) >= LONGEST_MS;
      if (hasRoom) {
        expect([assetId, before]).toEqual([assetId, Math.min(before, ...counts.values())]);
      }
      counts.set(assetId, before + 1);
    }
    expect(Math.min(...counts.values())).toBeGreaterThanOrEqual(1);
  });

  test('repeats nothing in the first four days, nor near a day’s seam ever', () => {
    const first = idsOf(run(FILMS, 4).airings);
    expect(first.length).toBeGreaterThan(50);
    expect(new Set(first).size).toBe(first.length);
    expect(closestMs(run(FILMS, 30).airings)).toBeGreaterThan(48 * MS_PER_HOUR);
  });

  test('goes on in two halves with the carry between as in one piece', () => {
    const whole = run(FILMS, 8);
    const first = run(FILMS, 3);
    const second = run(FILMS, 5, { from: addDays(DATE, 3), carryIn: first.carry });
    expect([...first.hashes, ...second.hashes]).toEqual(whole.hashes);
    expect(second.carry).toEqual(whole.carry);
    expect(run([...FILMS].reverse(), 8).hashes).toEqual(whole.hashes);
  });

  test('lets what was too long for the gaps come first where there is room, and no marathon of it', () => {
    const long = makeAsset('long', { title: 'Long', durationMs: 170 * MINUTE_MS });
    const short = FILMS.filter(({ durationMs }) => durationMs <= 60 * MINUTE_MS);
    const rows = Array.from({ length: 12 }, (_, index) =>
      makeRow(60 + index * 120, 60, 'asset:row'),
    );
    const row = makeAsset('row', { title: 'Row', durationMs: 60 * MINUTE_MS });
    const gaps = run([...short, long, row], 6, { rows });
    expect(idsOf(gaps.airings)).not.toContain('long');
    const after = idsOf(
      run([...short, long, row], 2, { from: addDays(DATE, 6), carryIn: gaps.carry }).airings,
    );
    expect(after[0]).toBe('long');
    expect(after.slice(1, 12)).not.toContain('long');
    expect(after.filter((id) => id === 'long').length).toBeLessThanOrEqual(2);
  });

  test('passes over what a row airs on the day, and what aired just before', () => {
    const few = FILMS.slice(0, 40);
    const [named] = few;
    const rows = [makeRow(0, 120, `asset:${named?.id ?? ''}`)];
    const { airings } = run(few, 6, { rows });
    const byDay = Map.groupBy(airings, ({ broadcastDate }) => broadcastDate);
    for (const day of byDay.values()) {
      expect(idsOf(day).filter((id) => id === named?.id)).toHaveLength(1);
    }
  });

  test('keeps the parts of a story together and in order', () => {
    const parts = ['1', '2', '3'].map((part) =>
      makeAsset(`wind-${part}`, {
        title: `The Long Wind part${part}`,
        year: 1939,
        durationMs: (40 + Number(part)) * MINUTE_MS,
      }),
    );
    const aired = idsOf(run([...FILMS.slice(0, 30), ...parts], 12).airings);
    const heads = aired.flatMap((id, index) => (id === 'wind-1' ? [index] : []));
    expect(heads.length).toBeGreaterThan(2);
    for (const index of heads) {
      expect(aired.slice(index, index + 3)).toEqual(['wind-1', 'wind-2', 'wind-3']);
    }
    expect(aired.filter((id) => id === 'wind-3')).toHaveLength(heads.length);
  });

  test('takes in new titles in the same round and lets go of others without starting again', () => {
    const first = run(FILMS, 3);
    const added = makeAsset('new', { title: 'New', durationMs: 210 * MINUTE_MS });
    const kept = FILMS.slice(5);
    const second = run([...kept, added], 4, { from: addDays(DATE, 3), carryIn: first.carry });
    const before = new Set(idsOf(first.airings));
    const after = idsOf(second.airings);
    const unaired = kept.filter(({ id }) => !before.has(id)).length;
    const repeated = after.findIndex((id) => before.has(AssetId.parse(id)));
    expect(repeated === -1 || repeated >= unaired).toBe(true);
    expect(after.filter((id) => id === 'new')).toHaveLength(1);
    expect(after.indexOf('new')).toBeLessThan(unaired);
  });

  test('airs the only title there is', () => {
    const only = run(FILMS.slice(0, 1), 1).airings;
    expect(new Set(idsOf(only))).toEqual(new Set(['film-000']));
  });
});
