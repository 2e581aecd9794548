import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { guideEntryOf } from '#shared/guide/entries.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { formatInstant, parseInstant } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';
import { icalendarDocument } from '#tests/helpers/whole-documents.ts';

const FROZEN_AT = parseInstant('2026-03-04T10:20:30.400Z');
const channel = makeChannel({ name: 'Retro; One, "the \\ first"' });
const entries = resolveDay({
  channel,
  date: '2026-03-07',
  planned: plannedBy([
    makePlan('plan', [makeRow(0, 600, 'series:alpha'), makeRow(600, 240, 'asset:movie-long')]),
  ]),
  catalog: makeCatalog(),
  carryIn: EMPTY_CARRY,
}).day.airings.map(guideEntryOf);

const documentOf = (rows: readonly GuideEntry[]): string =>
  icalendarDocument(
    channel,
    rows.map((entry) => ({ entry, frozenAt: FROZEN_AT })),
  );

type Event = Readonly<Record<string, string>>;

/** Reads a calendar as RFC 5545 says: unfolds, splits names from values, takes escapes back. */
function readCalendar(document: string): { names: Event; events: Event[] } {
  expect(document.endsWith('\r\n')).toBe(true);
  const lines = document.slice(0, -2).replaceAll('\r\n ', '').split('\r\n');
  const events: Record<string, string>[] = [];
  const names: Record<string, string> = {};
  let target = names;
  for (const line of lines) {
    const at = line.indexOf(':');
    const [name, value] = [line.slice(0, at), line.slice(at + 1)];
    if (line === 'BEGIN:VEVENT') events.push((target = {}));
    else if (line === 'END:VEVENT') target = names;
    else
      target[name] = value.replace(/\\([\\;,n])/g, (_, escaped) =>
        escaped === 'n' ? '\n' : String(escaped),
      );
  }
  return { names, events };
}

const instantOf = (text: string | undefined): number =>
  parseInstant(
    (text ?? '').replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'),
  );

describe('icalendarDocument', () => {
  test('reads back as the guide it was made from', () => {
    const { names, events } = readCalendar(documentOf(entries));
    expect(names).toMatchObject({ VERSION: '2.0', 'X-WR-CALNAME': channel.name });
    expect(
      events.map((event) => [
        event['UID'],
        instantOf(event['DTSTART']),
        instantOf(event['DTEND']),
        event['SUMMARY'],
      ]),
    ).toEqual(
      entries.map(({ airingId, startAt, endAt, title }) => [airingId, startAt, endAt, title]),
    );
    expect(events[0]?.['DESCRIPTION']).toBe('S01E01 · Part 1');
  });

  test('stamps each event with the freezing of its day', () => {
    const [event] = readCalendar(documentOf(entries)).events;
    expect(formatInstant(instantOf(event?.['DTSTAMP']))).toBe('2026-03-04T10:20:30.000Z');
  });

  test('gives the same bytes for the same guide, and an event the same identity', () => {
    expect(documentOf(entries)).toBe(documentOf(entries));
    const { events } = readCalendar(documentOf(entries));
    expect(new Set(events.map((event) => event['UID'])).size).toBe(entries.length);
  });

  test('folds and escapes any text so that it reads back', () => {
    const [entry] = entries;
    if (!entry) throw new Error('The day has an airing.');
    let folded = 0;
    fc.assert(
      fc.property(
        fc.array(
          fc.constantFrom('\\', ';', ',', ':', '"', 'é', '\u{1F4FA}', '\n', 'END:VEVENT', ' ', 'x'),
          { minLength: 1, maxLength: 200, size: 'max' },
        ),
        (parts) => {
          const title = parts.join('');
          const document = documentOf([{ ...entry, title }]);
          const lines = document.slice(0, -2).split('\r\n');
          for (const line of lines) {
            expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
            expect(line.isWellFormed()).toBe(true);
          }
          folded += lines.filter((line) => line.startsWith(' ')).length;
          const { events } = readCalendar(document);
          expect(events).toHaveLength(1);
          expect(events[0]?.['SUMMARY']).toBe(title);
        },
      ),
      { seed: 13 },
    );
    expect(folded).toBeGreaterThan(50);
  });

  test('leaves out what no calendar may hold and takes every line end for one', () => {
    const [entry] = entries;
    if (!entry) throw new Error('The day has an airing.');
    const title = 'a\u0000b\u0007c\ud800d\r\ne\u2028f\rg';
    const [event] = readCalendar(documentOf([{ ...entry, title }])).events;
    expect(event?.['SUMMARY']).toBe('abcd\ne\nf\ng');
  });
});
