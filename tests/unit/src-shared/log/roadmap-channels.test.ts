import { describe, expect, test } from 'vitest';

import { expandAirings } from '#shared/log/expand.ts';
import { locateInstant } from '#shared/log/read/locate.ts';
import { lockBlocks } from '#shared/log/lock.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import { breakPreset } from '#shared/model/break-presets.ts';
import { SeriesId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { type Airing, type Carry, EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import type { ResolvedDay } from '#shared/planning/resolve/finish-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, localTimeAt } from '#shared/time/zone.ts';
import { GOLDEN_CHANNELS, type GoldenChannel } from '#tests/fixtures/golden-channels.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makeInterstitials,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

type Station = Omit<GoldenChannel, 'date'>;

/** So many days of a channel in a row, each from the carry of the one before, none of them with a fault. */
function daysOf({ channel, plans, catalog }: Station, date: string, count: number): ResolvedDay[] {
  let carryIn: Carry = EMPTY_CARRY;
  return Array.from({ length: count }, (_, index) => {
    const on = addDays(date, index);
    const { day, findings } = resolveDay({
      channel,
      date: on,
      planned: plannedBy(plans),
      catalog,
      carryIn,
    });
    expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    const { occupiedUntil } = carryIn;
    const isEligible = (id: Parameters<typeof catalog.byId.has>[0]) => catalog.byId.has(id);
    expect(validateDay({ time: channel, day, occupiedUntil, isEligible })).toEqual([]);
    carryIn = day.carryOut;
    return day;
  });
}

/** The locked log of days. Throws when a seam is not sound. */
function logOf({ channel, catalog }: Station, days: readonly ResolvedDay[]): LogBlock[] {
  const airings = days.flatMap((day) => day.airings);
  const drafts = expandAirings({ channel, airings, catalog, history: new Map() });
  return lockBlocks({ channel, drafts, firstMediaSequence: 0, lockedAt: 0 });
}

function golden(slug: string): GoldenChannel {
  const found = GOLDEN_CHANNELS.find(({ channel }) => channel.slug === slug);
  if (!found) throw new Error(`There is no golden channel ${slug}.`);
  return found;
}

const names = (airings: readonly Airing[]): string[] =>
  airings.map(
    ({ title, seasonNumber, episodeNumber }) =>
      `${title} ${String(seasonNumber)}x${String(episodeNumber)}`,
  );

describe('cheers-24-7', () => {
  test('is that series alone, in order, in 48 slots a day without a hole', () => {
    const cheers = golden('cheers-24-7');
    const days = daysOf(cheers, cheers.date, 7);
    const order = names(days.flatMap(({ airings }) => airings));
    expect(order).toHaveLength(7 * 48);
    const run = Array.from({ length: 275 }, (_, index) => {
      const [season, episode] = [Math.floor(index / 25) + 1, (index % 25) + 1];
      return `Cheers ${String(season)}x${String(episode)}`;
    });
    expect(order).toEqual(order.map((_, index) => run[index % run.length]));
    for (const day of days) {
      expect(day.airings).toHaveLength(48);
      expect(day.airings.every(({ startAt, endAt }) => endAt - startAt === 1_800_000)).toBe(true);
      expect(day.airings[0]?.startAt).toBe(day.startAt);
      expect(day.airings.at(-1)?.endAt).toBe(day.endAt);
    }
  });
});

/** Horror films from nine in the morning to ten at night, a hosted series from then on. */
function nightmareTheater(): Station {
  const lengths = [71, 112, 80, 65, 75, 98, 104, 91, 117, 86, 142, 149, 150, 68, 103, 95];
  const films = lengths.map((minutes, index) =>
    makeAsset(`film-${String(index + 1).padStart(2, '0')}`, {
      title: `Film ${String(index + 1)}`,
      durationMs: minutes * MS_PER_MINUTE,
      tags: ['genre:horror'],
    }),
  );
  const tooLong = makeAsset('film-endless', {
    durationMs: 150 * MS_PER_MINUTE + 1,
    tags: ['genre:horror'],
  });
  const wrongKind = makeAsset('film-musical', { tags: ['genre:musical'] });
  return {
    channel: makeChannel({
      ...breakPreset('movie-channel'),
      slug: 'nightmare-theater',
      number: 4,
      name: 'Nightmare Theater',
    }),
    plans: [
      makePlan('horror', [
        makeRow(180, 780, 'asset:film-01', {
          content: {
            type: 'rule',
            rule: {
              kind: ['movie'],
              genre: ['horror'],
              durationMinutes: { max: 150 },
              notAiredWithinHours: 24,
            },
          },
          episodePolicy: 'syndication',
        }),
        makeRow(960, 480, 'series:host'),
      ]),
    ],
    catalog: buildCatalog([
      ...films,
      ...[tooLong, wrongKind],
      ...makeEpisodes('host', 40, 50),
      ...makeInterstitials('promo', 6, 20),
    ]),
  };
}

describe('nightmare-theater', () => {
  const station = nightmareTheater();
  const days = daysOf(station, '2026-10-20', 30);
  const filmsOf = (day: ResolvedDay): Airing[] =>
    day.airings.filter(({ content, lineage }) => {
      return lineage.rule === 'assignment' && assetIdOf({ content })?.startsWith('film') === true;
    });
  const clock = (at: number): string => localTimeAt(station.channel.timezone, at);

  test('airs films of at most 9000 seconds from nine to ten at night, none twice', () => {
    for (const day of days) {
      const films = filmsOf(day);
      expect(clock(films[0]?.startAt ?? 0)).toBe('09:00');
      expect(films.length).toBeGreaterThanOrEqual(5);
      expect(new Set(films.map(assetIdOf)).size).toBe(films.length);
      for (const film of films) {
        expect(film.contentDurationMs).toBeLessThanOrEqual(9_000_000);
        expect(clock(film.startAt) >= '09:00' && clock(film.startAt) < '22:00').toBe(true);
        expect(assetIdOf(film)).not.toBe('film-musical');
      }
      films.slice(1).forEach(({ startAt }, index) => {
        expect(startAt).toBe(films[index]?.endAt);
      });
    }
  });

  test('lets a film that runs over push the ten o’clock window to the next grid line', () => {
    let pushed = 0;
    for (const day of days) {
      const last = filmsOf(day).at(-1);
      const after = day.airings.find(
        ({ seriesId, lineage }) => seriesId === 'host' && lineage.rule === 'assignment',
      );
      expect(after?.startAt).toBe(last?.endAt);
      expect(clock(after?.startAt ?? 0)).toMatch(/:(00|30)$/);
      const tenAt = day.startAt + 16 * MS_PER_HOUR;
      expect(clock(tenAt)).toBe('22:00');
      expect(after?.startAt).toBeGreaterThanOrEqual(tenAt);
      if (after?.startAt === tenAt) continue;
      pushed += 1;
      const contentEndsAt = (last?.startAt ?? 0) + (last?.contentDurationMs ?? 0);
      expect((after?.startAt ?? 0) - contentEndsAt).toBeLessThan(1_800_000);
    }
    expect(pushed).toBeGreaterThan(5);
  });

  test('has no hole before, in or after a bleed, in days and log', () => {
    const blocks = logOf(station, days);
    expect(validateSeams(station.channel, blocks)).toEqual([]);
    expect(blocks[0]?.startAt).toBe(days[0]?.startAt);
    expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(days.at(-1)?.endAt ?? Infinity);
  });

  test('fills a marathon that goes on over midnight without cutting or repeating', () => {
    const [films] = station.plans;
    const row = films?.assignments[0];
    if (!row) throw new Error('The plan has a row of films.');
    const night = makePlan('night', [
      { ...row, startOffsetMinutes: 840, durationMinutes: 720, episodePolicy: 'marathon' },
    ]);
    const [first, second] = daysOf({ ...station, plans: [night] }, '2026-10-20', 2);
    const aired = [...(first?.airings ?? []), ...(second?.airings ?? [])].filter(
      ({ lineage, startAt }) =>
        lineage.rule === 'assignment' && startAt < (first?.startAt ?? 0) + 26 * MS_PER_HOUR,
    );
    expect(clock(aired[0]?.startAt ?? 0)).toBe('20:00');
    expect(aired.some(({ startAt }) => clock(startAt) < '06:00')).toBe(true);
    expect(aired.at(-1)?.endAt).toBeGreaterThanOrEqual((first?.startAt ?? 0) + 26 * MS_PER_HOUR);
    expect(new Set(aired.map(assetIdOf)).size).toBe(aired.length);
    aired.slice(1).forEach(({ startAt }, index) => {
      expect(startAt).toBe(aired[index]?.endAt);
    });
  });
});

describe('retro-prime', () => {
  test('compiles and plays round the clock without a gap, also when the clocks change', () => {
    const retro = golden('retro-prime');
    const days = daysOf(retro, '2026-03-07', 3);
    expect(days.map(({ startAt, endAt }) => (endAt - startAt) / MS_PER_HOUR)).toEqual([24, 23, 24]);
    const blocks = logOf(retro, days);
    const [from, to] = [days[0]?.startAt ?? 0, days.at(-1)?.endAt ?? 0];
    let readings = 0;
    for (let at = from; at < to; at += 10_000) {
      const position = locateInstant(blocks, at);
      if (!position || position.eventOffsetMs < 0 || position.eventRemainingMs <= 0) {
        throw new Error(`Nothing is on the air at ${String(at)}.`);
      }
      readings += 1;
    }
    expect(readings).toBe((71 * MS_PER_HOUR) / 10_000);
    for (const { events, startAt, endAt } of blocks) {
      const played = events.reduce((sum, { durationMs }) => sum + durationMs, 0);
      expect(played).toBe(endAt - startAt);
    }
  });
});

describe('chicago-3', () => {
  test('takes its pools in the fixed order A, B, C, A, from day to day, each in its own order', () => {
    const chicago = golden('chicago-3');
    const airings = daysOf(chicago, chicago.date, 5).flatMap((day) => day.airings);
    const pools = ['engine', 'ward', 'precinct'];
    expect(airings).toHaveLength(5 * 24);
    expect(airings.map(({ seriesId }) => seriesId)).toEqual(
      airings.map((_, index) => pools[index % 3]),
    );
    for (const pool of pools) {
      const own = airings.filter(({ seriesId }) => seriesId === SeriesId.parse(pool));
      expect(own.map(({ seasonNumber, episodeNumber }) => [seasonNumber, episodeNumber])).toEqual(
        own.map((_, index) => [Math.floor(index / 22) + 1, (index % 22) + 1]),
      );
    }
  });
});
