import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssetId, SeriesId } from '#shared/model/ids.ts';
import type { Channel } from '#shared/model/channel.ts';
import { Carry, EMPTY_CARRY, type Airing } from '#shared/model/schedule-day.ts';
import { buildCatalog, type Catalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { workIdOf } from '#shared/planning/choose/copies.ts';
import { storyOf } from '#shared/planning/choose/multi-part.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { addDays } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  makeAsset,
  makeChannel,
  makePlan,
  makeRow,
  plannedBy,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const MINUTE_MS = 60_000;

/** A title of a random library: single or of parts, a film or an episode, with so many further copies. */
const Title = fc.record({
  parts: fc.constantFrom(1, 1, 1, 2, 3),
  isFilm: fc.boolean(),
  copies: fc.constantFrom(0, 0, 0, 1, 2),
  slots: fc.integer({ min: 1, max: 3 }),
});
const Titles = fc.array(Title, { minLength: 2, maxLength: 14 });
type Shape = typeof Title extends fc.Arbitrary<infer Value> ? Value : never;

const WAYS = [
  (name: string, part: number) => `${name}, Part ${String(part)}`,
  (name: string, part: number) => `${name} pt${String(part)}`,
  (name: string, part: number) => `${name} (${String(part)})`,
];

function libraryOf(titles: readonly Shape[], slots: number | null): CatalogAsset[] {
  let episodeNumber = 0;
  return titles.flatMap((title, index) =>
    Array.from({ length: title.parts }, (_, before) => {
      const name = `Title ${String(index)}`;
      const way = WAYS[index % WAYS.length] ?? ((text: string) => text);
      const id = `t${String(index)}-${String(before + 1)}`;
      if (!title.isFilm) episodeNumber += 1;
      const asset = makeAsset(id, {
        title: title.parts === 1 ? name : way(name, before + 1),
        durationMs: (slots ?? title.slots) * 30 * MINUTE_MS - 60_000,
        ...(title.isFilm
          ? { year: 1950 }
          : {
              kind: 'episode',
              seriesId: SeriesId.parse('show'),
              seriesTitle: 'Show',
              seasonNumber: 1,
              episodeNumber,
            }),
      });
      const copies = Array.from({ length: title.copies }, (_copy, number) => ({
        ...asset,
        id: AssetId.parse(`${number % 2 === 0 ? 'a' : 'z'}${String(number)}-${id}`),
        pictureHeight: 480 + number,
        addedAt: number - 1,
      }));
      return [asset, ...copies];
    }).flat(),
  );
}

const byLibrary = makeChannel();
const byRow = makeChannel({ defaultProgramming: { kind: 'slate' } });

function run(channel: Channel, catalog: Catalog, days: number, isPlanned: boolean): Airing[] {
  const row = makeRow(0, 1_440, 'series:any', {
    content: { type: 'rule', rule: {} },
    episodePolicy: 'syndication',
  });
  const planned = plannedBy(isPlanned ? [makePlan('plan', [row])] : []);
  const airings: Airing[] = [];
  let carryIn: Carry = EMPTY_CARRY;
  for (let index = 0; index < days; index += 1) {
    const date = addDays(DATE, index);
    const { day } = resolveDay({ channel, date, planned, catalog, carryIn });
    airings.push(...day.airings);
    carryIn = Carry.parse(JSON.parse(JSON.stringify(day.carryOut)));
  }
  return airings;
}

const SOURCES = [
  ['a deck of a row', byRow, true],
  ['the deck of the library', byLibrary, false],
] as const;

describe.each(SOURCES)('%s, over any library', (_name, channel, isPlanned) => {
  test('deals every work once before any twice, whatever the day and however many copies', () => {
    fc.assert(
      fc.property(Titles, (titles) => {
        // A story of the library needs room for all its parts; with less at the day's end, something shorter airs again.
        const single = titles.map((title) => (isPlanned ? title : { ...title, parts: 1 as const }));
        const catalog = buildCatalog(libraryOf(single, 1));
        const works = new Set(catalog.programmes.map(({ id }) => workIdOf(catalog, id)));
        const aired = run(channel, catalog, 4, isPlanned).flatMap(({ content }) =>
          content.kind === 'asset' ? [workIdOf(catalog, content.assetId)] : [],
        );
        for (let from = 0; from + works.size <= aired.length; from += works.size) {
          expect(new Set(aired.slice(from, from + works.size))).toEqual(works);
        }
        const again = aired.some((id, index) => index > 0 && id === aired[index - 1]);
        expect(again && works.size > 1).toBe(false);
      }),
      { numRuns: 40 },
    );
  });

  test('keeps parts together and in order, and airs only the best copies', () => {
    fc.assert(
      fc.property(Titles, (titles) => {
        const catalog = buildCatalog(libraryOf(titles, null));
        const best = new Set<string>(catalog.programmes.map(({ id }) => id));
        const airings = run(channel, catalog, 4, isPlanned).filter(assetIdOf);
        airings.forEach(({ content }, index) => {
          expect(best.has(assetIdOf({ content }) ?? '')).toBe(true);
          const next = content.kind === 'asset' ? storyOf(catalog, content.assetId)?.next : null;
          const following = airings[index + 1];
          if (next && following) expect(assetIdOf(following)).toBe(next.id);
        });
      }),
      { numRuns: 40 },
    );
  });

  test('is the same whatever the order of the library', () => {
    fc.assert(
      fc.property(Titles, (titles) => {
        const library = libraryOf(titles, null);
        const ids = (assets: readonly CatalogAsset[]) =>
          run(channel, buildCatalog(assets), 2, isPlanned).map(({ id }) => id);
        expect(ids([...library].reverse())).toEqual(ids(library));
      }),
      { numRuns: 20 },
    );
  });
});
