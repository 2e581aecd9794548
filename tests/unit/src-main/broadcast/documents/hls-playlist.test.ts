import fc from 'fast-check';
import HLS from 'hls-parser';
import { describe, expect, test } from 'vitest';

import { quotedAttribute, writePlaylist } from '#main/broadcast/documents/hls-playlist.ts';
import type { LivePlaylist } from '#main/broadcast/on-air-source.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const SEGMENT_MS = 2_002;

function playlistOf(count: number, fields: Partial<LivePlaylist> = {}): LivePlaylist {
  return {
    targetDurationSeconds: 3,
    mediaSequence: 4_711,
    discontinuitySequence: 0,
    segments: Array.from({ length: count }, (_, index) => ({
      mediaSequence: 4_711 + index,
      durationSeconds: SEGMENT_MS / 1_000,
      startAt: TEST_EPOCH_AT + index * SEGMENT_MS,
      isDiscontinuity: false,
    })),
    dateRanges: [],
    ...fields,
  };
}

function parsed(text: string): HLS.types.MediaPlaylist {
  const playlist = HLS.parse(text);
  if (playlist.isMasterPlaylist) throw new Error('not a media playlist');
  return playlist;
}

/** Any code unit, lone surrogates too, and those that could end a value or a line more often. */
const hostileUnit = fc.oneof(
  fc.constantFrom('"', '\n', '\r', '\u0000', '\u2028', '\u2029', ',', '#', '\ud83d'),
  fc.integer({ min: 0, max: 0xffff }).map((code) => String.fromCharCode(code)),
);

describe('writePlaylist', () => {
  test('writes a live playlist that a strict parser reads back whole', () => {
    const playlist = parsed(writePlaylist(playlistOf(10)));

    expect(playlist.version).toBe(6);
    expect(playlist.targetDuration).toBe(3);
    expect(playlist.mediaSequenceBase).toBe(4_711);
    expect(playlist.independentSegments).toBe(true);
    expect(playlist.endlist).toBe(false);
    expect(playlist.playlistType).toBeUndefined();
    expect(playlist.segments.map((segment) => segment.uri)).toEqual(
      Array.from({ length: 10 }, (_, index) => `${String(4_711 + index)}.ts`),
    );
  });

  test('states the airtime of every segment in UTC with milliseconds', () => {
    const text = writePlaylist(playlistOf(3));

    expect(text.match(/#EXT-X-PROGRAM-DATE-TIME:.*/g)).toEqual([
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T06:00:00.000Z',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T06:00:02.002Z',
      '#EXT-X-PROGRAM-DATE-TIME:2026-01-01T06:00:04.004Z',
    ]);
  });

  test('writes durations in microseconds', () => {
    expect(writePlaylist(playlistOf(1))).toContain('#EXTINF:2.002000,\n4711.ts\n');
  });

  test('states the discontinuity sequence even while it is zero', () => {
    expect(writePlaylist(playlistOf(1))).toContain('#EXT-X-DISCONTINUITY-SEQUENCE:0\n');
    expect(writePlaylist(playlistOf(1, { discontinuitySequence: 3 }))).toContain(
      '#EXT-X-DISCONTINUITY-SEQUENCE:3\n',
    );
  });

  test('marks a break of the timeline in front of its segment and nowhere else', () => {
    const base = playlistOf(3);
    const segments = base.segments.map((segment, index) => ({
      ...segment,
      isDiscontinuity: index === 1,
    }));
    const playlist = parsed(writePlaylist({ ...base, segments }));

    expect(playlist.segments.map((segment) => segment.discontinuity === true)).toEqual([
      false,
      true,
      false,
    ]);
  });

  test('never carries a type or an end', () => {
    const text = writePlaylist(playlistOf(5));

    expect(text).not.toContain('PLAYLIST-TYPE');
    expect(text).not.toContain('ENDLIST');
  });

  test('names programmes by date ranges that no title can break out of', () => {
    fc.assert(
      fc.property(fc.string({ unit: hostileUnit }), (title) => {
        const range = { id: 'airing-1', startAt: TEST_EPOCH_AT, endAt: TEST_EPOCH_AT + 60_000 };
        const text = writePlaylist(playlistOf(2, { dateRanges: [{ ...range, title }] }));
        const lines = text.split(/\r\n|[\n\r\u2028\u2029]/);
        const ranges = lines.filter((line) => line.startsWith('#EXT-X-DATERANGE:'));

        expect(lines).toHaveLength(6 + 1 + 2 * 3 + 1);
        expect(ranges).toHaveLength(1);
        expect(ranges[0]?.match(/"/g)).toHaveLength(10);
      }),
    );
  });

  test('keeps a plain title as it is', () => {
    const range = {
      id: 'airing-1',
      title: 'Night Court, Part 2',
      startAt: TEST_EPOCH_AT,
      endAt: TEST_EPOCH_AT + 1_800_000,
    };

    expect(writePlaylist(playlistOf(1, { dateRanges: [range] }))).toContain(
      '#EXT-X-DATERANGE:ID="airing-1",CLASS="tv.retrovue.programme",START-DATE="2026-01-01T06:00:00.000Z",END-DATE="2026-01-01T06:30:00.000Z",X-TITLE="Night Court, Part 2"\n',
    );
  });

  test('puts the given addresses', () => {
    const text = writePlaylist(playlistOf(1), (number) => `/hls/one/${String(number)}.ts`);

    expect(text).toContain('\n/hls/one/4711.ts\n');
  });
});

describe('quotedAttribute', () => {
  test('replaces quotes and line breaks', () => {
    expect(quotedAttribute('x"\n#EXTINF:1,\r\nevil.ts')).toBe('"x” #EXTINF:1, evil.ts"');
  });
});
