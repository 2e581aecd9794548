import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';

import { guideDetailsOf } from '#shared/guide/details.ts';
import { guideEntryOf } from '#shared/guide/entries.ts';
import { programmeId } from '#shared/guide/programme-id.ts';
import { withPreviousShowings } from '#shared/guide/showings.ts';
import { xmltvTime } from '#shared/guide/xmltv.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { parseInstant } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';
import { xmltvDocument } from '#tests/helpers/whole-documents.ts';

interface Programme {
  readonly '@start': string;
  readonly '@stop': string;
  readonly '@channel': string;
  readonly title: { readonly '#text': string };
  readonly 'sub-title'?: { readonly '#text': string };
  readonly 'episode-num'?: readonly { readonly '#text': string; readonly '@system': string }[];
}

interface Tv {
  readonly tv: {
    readonly channel: readonly { readonly '@id': string; readonly 'display-name': string[] }[];
    readonly programme: readonly Programme[];
  };
}

const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => ['channel', 'programme', 'episode-num'].includes(name),
});
const read = (document: string): Tv => parser.parse(document) as Tv;

const channel = makeChannel({ name: 'Rock & Roll <TV>' });
const entries = resolveDay({
  channel,
  date: '2026-03-07',
  planned: plannedBy([
    makePlan('plan', [makeRow(0, 600, 'series:alpha'), makeRow(600, 240, 'asset:movie-long')]),
  ]),
  catalog: makeCatalog(),
  carryIn: EMPTY_CARRY,
}).day.airings.map(guideEntryOf);

/** The order of the document type. */
const ORDER = [
  ...['title', 'sub-title', 'desc', 'credits', 'date', 'category', 'language', 'length'],
  ...['episode-num', 'video', 'audio', 'previously-shown', 'new', 'rating', 'star-rating'],
];
const details = guideDetailsOf([
  ...['genre:Comedy', 'genre:Sitcom', 'director:Ann & Co', 'actor:Bo', 'writer:Cy'],
  ...['rating:VCHIP:TV-PG', 'rating:PG', 'stars:7.5', 'language:en', 'shelf:3'],
]);
if (!details) throw new Error('The tags say something.');
const told = withPreviousShowings(
  entries.map((entry) => ({ ...entry, details })),
  new Map(),
);

const documentOf = (rows: readonly GuideEntry[]): string =>
  xmltvDocument({ stationName: 'Retro "TV" & more', channels: [channel], entries: rows });

describe('xmltvDocument', () => {
  test('reads back as the guide it was made from', () => {
    const document = documentOf(entries);
    const { tv } = read(document);
    expect(tv.channel).toHaveLength(1);
    expect(tv.channel[0]?.['@id']).toBe('retrovue.retro-one');
    const instant = (text: string): number =>
      parseInstant(
        text.replace(/^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d) .*$/, '$1-$2-$3T$4:$5:$6Z'),
      );
    expect(
      tv.programme.map((row) => [
        instant(row['@start']),
        instant(row['@stop']),
        row.title['#text'],
      ]),
    ).toEqual(entries.map(({ startAt, endAt, title }) => [startAt, endAt, title]));
    expect(new Set(tv.programme.map((row) => row['@channel']))).toEqual(
      new Set(['retrovue.retro-one']),
    );
  });

  test('numbers episodes in every form that clients read', () => {
    const [first] = read(documentOf(entries)).tv.programme;
    expect(first?.['episode-num']?.map((row) => [row['@system'], row['#text']])).toEqual([
      ['onscreen', 'S01E01'],
      ['xmltv_ns', '0.0.'],
      ['dd_progid', expect.stringMatching(/^EP9\d{7}\.0101$/)],
    ]);
    expect(first?.['sub-title']?.['#text']).toBe('Part 1');
  });

  test('gives an episode without a number one of its own, the same at every showing', () => {
    const [first, second] = entries;
    if (!first || !second) throw new Error('The guide has two entries.');
    const numberOf = (entry: GuideEntry): unknown => {
      const unnumbered = { ...entry, seasonNumber: null, episodeNumber: null };
      const [programme] = read(documentOf([unnumbered])).tv.programme;
      return programme?.['episode-num']?.map((row) => [row['@system'], row['#text']]);
    };
    expect(numberOf(first)).toEqual([['dd_progid', expect.stringMatching(/^EP9\d{7}\.0001$/)]]);
    expect(numberOf({ ...second, assetId: first.assetId })).toEqual(numberOf(first));
    expect(numberOf(second)).not.toEqual(numberOf(first));
  });

  test('orders the elements of a programme as the DTD does', () => {
    const programmes = documentOf(told).split('<programme ').slice(1);
    expect(programmes).toHaveLength(entries.length);
    for (const programme of programmes) {
      const places = [...programme.matchAll(/^ {4}<([a-z-]+)[ />]/gm)].map((match) =>
        ORDER.indexOf(match[1] ?? ''),
      );
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
  });

  test('tells what the tags of an asset say', () => {
    const [first = ''] = documentOf(told).split('</programme>');
    expect(first).toContain('<director>Ann &amp; Co</director>');
    expect(first).toMatch(/<actor>Bo<\/actor>\s*<writer>Cy<\/writer>\s*<\/credits>/);
    expect(first).toMatch(/Series<\/category>\s*.*Comedy<\/category>\s*.*Sitcom<\/category>/);
    expect(first).toContain('<rating system="VCHIP"><value>TV-PG</value></rating>');
    expect(first).toContain('<rating><value>PG</value></rating>');
    expect(first).toContain('<star-rating><value>7.5/10</value></star-rating>');
    expect(first).not.toContain('shelf');
    const plain = documentOf(entries);
    expect(plain).not.toMatch(/credits|rating|<language>/);
  });

  test('says new only of what the channel never showed, and when it last showed the rest', () => {
    const [first, second] = entries;
    if (!first?.assetId || !second) throw new Error('The day has two airings.');
    const again = { ...second, startAt: second.startAt + 86_400_000 };
    const rows = withPreviousShowings(
      [...entries, again],
      new Map([[first.assetId, 1_700_000_000_000]]),
    );
    const programmes = documentOf(rows).split('<programme ').slice(1);
    expect(programmes[0]).toContain('<previously-shown start="20231114221320 +0000"/>');
    expect(programmes[0]).not.toContain('<new/>');
    expect(programmes[1]).toContain('<new/>');
    expect(programmes[1]).not.toContain('previously-shown');
    const previously = `<previously-shown start="${xmltvTime(second.startAt)}"/>`;
    expect(programmes.at(-1)).toContain(previously);
    expect(programmes.at(-1)).not.toContain('<new/>');
    expect(documentOf(entries)).not.toMatch(/<new\/>|previously-shown/);
  });

  test('describes picture and sound as the channel sends them', () => {
    const of = (height: 480 | 1080): string =>
      xmltvDocument({
        stationName: 'Retro',
        channels: [{ ...channel, houseFormat: { height, rate: '25' } }],
        entries: entries.slice(0, 1),
      });
    expect(of(1080)).toContain('<quality>HDTV</quality>');
    expect(of(480)).toContain('<quality>SDTV</quality>');
    expect(of(480)).toContain('<audio><present>yes</present><stereo>stereo</stereo></audio>');
  });

  test('gives a repeat the programme id of the first showing, and no two episodes one', () => {
    const ids = new Map<string, Set<string>>();
    for (const entry of entries) {
      const id = programmeId(entry);
      if (id === null || entry.assetId === null) throw new Error('Every programme has an id.');
      ids.set(id, (ids.get(id) ?? new Set()).add(entry.assetId));
    }
    expect(ids.size).toBeGreaterThan(20);
    expect([...ids.values()].every((assets) => assets.size === 1)).toBe(true);
    const [entry] = entries;
    if (!entry) throw new Error('The day has an airing.');
    expect(programmeId({ ...entry, episodeNumber: 100 })).toBeNull();
    expect(programmeId({ ...entry, seriesId: null })).toBeNull();
    expect(programmeId({ ...entry, kind: 'movie' })).toMatch(/^MV9\d{7}\.0000$/);
  });

  test('lets no title break out of its element', () => {
    const [entry] = entries;
    if (!entry) throw new Error('The day has an airing.');
    const nasty = read(
      documentOf([{ ...entry, title: ']]></title><x a="1">&amp;\u0007\ud800 ok' }]),
    );
    expect(nasty.tv.programme[0]?.title['#text']).toBe(']]></title><x a="1">&amp; ok');
  });
});

describe('xmltvTime', () => {
  test('writes UTC to the second', () => {
    expect(xmltvTime(parseInstant('2026-03-08T06:00:00-05:00'))).toBe('20260308110000 +0000');
  });

  test('writes the clock of a zone with its offset at the instant', () => {
    const at = parseInstant('2026-07-01T12:00:00Z');
    expect(xmltvTime(at, 'America/New_York')).toBe('20260701080000 -0400');
    expect(xmltvTime(at, 'Asia/Kathmandu')).toBe('20260701174500 +0545');
    expect(xmltvTime(at, 'America/St_Johns')).toBe('20260701093000 -0230');
  });
});
