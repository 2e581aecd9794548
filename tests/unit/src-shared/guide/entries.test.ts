import { describe, expect, test } from 'vitest';

import { formatDisplayDuration, guideEntriesIn, guideEntryOf } from '#shared/guide/entries.ts';
import { AssetId } from '#shared/model/ids.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const film = makeAsset('film', { durationMs: 115 * 60_000 });
const plan = makePlan('plan', [makeRow(0, 600, 'series:alpha'), makeRow(1_380, 120, 'asset:film')]);
const { day } = resolveDay({
  channel,
  date: '2026-02-10',
  planned: plannedBy([plan]),
  catalog: makeCatalog([film]),
  carryIn: EMPTY_CARRY,
});

describe('formatDisplayDuration', () => {
  test('rounds half up to whole minutes', () => {
    expect(formatDisplayDuration(6_329_000)).toBe('1h 45m');
    expect(formatDisplayDuration(6_330_000)).toBe('1h 46m');
    expect(formatDisplayDuration(2_400_000)).toBe('40m');
    expect(formatDisplayDuration(7_200_000)).toBe('2h 0m');
  });
});

describe('guideEntryOf', () => {
  test('makes one row per airing with its real start and end', () => {
    const entries = day.airings.map(guideEntryOf);
    expect(entries.map(({ airingId, startAt, endAt }) => [airingId, startAt, endAt])).toEqual(
      day.airings.map(({ id, startAt, endAt }) => [id, startAt, endAt]),
    );
    expect(entries[0]).toMatchObject({
      title: 'The alpha show',
      episodeTitle: 'Part 1',
      seasonNumber: 1,
      episodeNumber: 1,
      displayDuration: null,
    });
    const movie = entries.at(-1);
    expect(movie).toMatchObject({ kind: 'movie', displayDuration: '1h 55m' });
    expect((movie?.endAt ?? 0) - (movie?.startAt ?? 0)).toBe(120 * 60_000);
  });

  test('shows the late start after an overrun, not the planned one', () => {
    const overrun = resolveDay({
      channel,
      date: '2026-02-10',
      planned: plannedBy([
        makePlan('plan', [makeRow(780, 60, 'asset:film'), makeRow(840, 120, 'series:alpha')]),
      ]),
      catalog: makeCatalog([film]),
      carryIn: EMPTY_CARRY,
    }).day;
    const after = overrun.airings
      .filter(({ lineage }) => lineage.rule === 'assignment')
      .map(guideEntryOf)
      .find(({ title }) => title === 'The alpha show');
    expect(localTimeAt(channel.timezone, after?.startAt ?? 0)).toBe('21:00');
  });

  test('names interstitials and slates for what they are', () => {
    const [airing] = day.airings;
    if (!airing) throw new Error('The day has an airing.');
    const assetId = AssetId.parse('trailer');
    const trailer = { kind: 'asset', assetId, assetKind: 'trailer' } as const;
    expect(guideEntryOf({ ...airing, content: trailer }).kind).toBe('interstitial');
    expect(guideEntryOf({ ...airing, content: { kind: 'slate' } }).kind).toBe('slate');
  });
});

describe('guideEntriesIn', () => {
  test('shows a film that crosses the day’s start in both days under one identity', () => {
    const next = resolveDay({
      channel,
      date: '2026-02-11',
      planned: plannedBy([plan]),
      catalog: buildCatalog([film]),
      carryIn: day.carryOut,
    }).day;
    const airings = [...day.airings, ...next.airings];
    const crossing = day.airings.at(-1);
    const newDay = guideEntriesIn(airings, broadcastDayWindow(channel, '2026-02-11'));
    expect(newDay[0]).toMatchObject({ airingId: crossing?.id, broadcastDate: '2026-02-10' });
    expect(localTimeAt(channel.timezone, newDay[0]?.startAt ?? 0)).toBe('05:00');
    expect(newDay[1]?.startAt).toBe(crossing?.endAt);
    expect(newDay.filter(({ airingId }) => airingId === crossing?.id)).toHaveLength(1);
  });
});
