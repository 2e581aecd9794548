import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';

import { guideEntryOf } from '#shared/guide/entries.ts';
import { xmltvDocument, xmltvTime } from '#shared/guide/xmltv.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/scheduling/resolve-day.ts';
import { parseInstant } from '#shared/time/zone.ts';
import { makeCatalog, makeChannel, makePlan, makeRow } from '#tests/helpers/planning-fixtures.ts';

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
  plans: [
    makePlan('plan', [makeRow(0, 600, 'series:alpha'), makeRow(600, 240, 'asset:movie-long')]),
  ],
  catalog: makeCatalog(),
  carryIn: EMPTY_CARRY,
}).day.airings.map(guideEntryOf);

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

  test('numbers episodes in both forms', () => {
    const [first] = read(documentOf(entries)).tv.programme;
    expect(first?.['episode-num']?.map((row) => [row['@system'], row['#text']])).toEqual([
      ['onscreen', 'S01E01'],
      ['xmltv_ns', '0.0.'],
    ]);
    expect(first?.['sub-title']?.['#text']).toBe('Part 1');
  });

  test('orders the elements of a programme as the DTD does', () => {
    const order = ['title', 'sub-title', 'desc', 'date', 'category', 'length', 'episode-num'];
    const programmes = documentOf(entries).split('<programme ').slice(1);
    expect(programmes).toHaveLength(entries.length);
    for (const programme of programmes) {
      const places = [...programme.matchAll(/<([a-z-]+)[ >]/g)].map((match) =>
        order.indexOf(match[1] ?? ''),
      );
      expect(places).toEqual([...places].sort((a, b) => a - b));
      expect(places).not.toContain(-1);
    }
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
});
