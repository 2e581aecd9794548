import { gunzipSync } from 'node:zlib';

import HLS from 'hls-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import {
  FIRST_SEQUENCE,
  scriptedBytes,
  SEGMENT_MS,
  STARTED_AT,
  startBroadcast,
  type BroadcastFixture,
} from '#tests/helpers/broadcast-fixture.ts';
import { exchange } from '#tests/helpers/http-exchange.ts';

const PLAYLIST = '/hls/channel-one/live.m3u8';

let broadcast: BroadcastFixture;

beforeAll(async () => {
  broadcast = await startBroadcast();
});

afterAll(async () => {
  await broadcast.close();
});

async function readPlaylist(path = PLAYLIST): Promise<HLS.types.MediaPlaylist> {
  const playlist = HLS.parse((await exchange(broadcast.url, path)).body.toString('utf8'));
  if (playlist.isMasterPlaylist) throw new Error('not a media playlist');
  return playlist;
}

describe('GET /hls/:slug/live.m3u8', () => {
  test('answers with the type of HLS, kept for a second', async () => {
    const answer = await exchange(broadcast.url, PLAYLIST);

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/vnd.apple.mpegurl');
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    expect(answer.headers['cache-control']).toBe('public, max-age=1');
    expect(answer.headers['last-modified']).toBeUndefined();
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });

  test('lists what has been published, three target durations ahead of the clock', async () => {
    const playlist = await readPlaylist();
    const last = playlist.segments.at(-1);
    const endAt = (last?.programDateTime?.getTime() ?? 0) + SEGMENT_MS;

    expect(playlist.endlist).toBe(false);
    expect(playlist.segments.length).toBeGreaterThanOrEqual(6);
    expect(endAt).toBeLessThanOrEqual(broadcast.clock.nowAt() + 9_000);
    expect(endAt).toBeGreaterThan(broadcast.clock.nowAt() + 9_000 - SEGMENT_MS);
    expect(playlist.segments.every((segment) => segment.duration <= playlist.targetDuration)).toBe(
      true,
    );
  });

  test('rolls with the clock without ever renaming a segment', async () => {
    const before = await readPlaylist();
    await broadcast.clock.advance(3 * SEGMENT_MS);
    const after = await readPlaylist();
    const airtimes = new Map(
      before.segments.map((segment) => [segment.uri, segment.programDateTime?.getTime()]),
    );
    const kept = after.segments.filter((segment) => airtimes.has(segment.uri));

    expect(after.mediaSequenceBase).toBe((before.mediaSequenceBase ?? 0) + 3);
    expect(kept).toHaveLength(before.segments.length - 3);
    for (const segment of kept) {
      expect(segment.programDateTime?.getTime()).toBe(airtimes.get(segment.uri));
    }
  });

  test('says the same after a restart of the server', async () => {
    const before = await exchange(broadcast.url, PLAYLIST);
    const restarted = await startBroadcast();
    await restarted.clock.advanceTo(broadcast.clock.nowAt());
    const after = await exchange(restarted.url, PLAYLIST);
    await restarted.close();

    expect(after.body.equals(before.body)).toBe(true);
    expect(after.headers.etag).toBe(before.headers.etag);
  });

  test('answers 304 to a client that has this playlist, in its own coding', async () => {
    for (const coding of ['identity', 'gzip']) {
      const headers = { 'accept-encoding': coding };
      const first = await exchange(broadcast.url, PLAYLIST, { headers });
      const again = await exchange(broadcast.url, PLAYLIST, {
        headers: { ...headers, 'if-none-match': first.headers.etag ?? '' },
      });

      expect(again.status).toBe(304);
      expect(again.body).toHaveLength(0);
      expect(again.headers.etag).toBe(first.headers.etag);
    }
  });

  test('compresses when that is accepted', async () => {
    const plain = await exchange(broadcast.url, PLAYLIST);
    const packed = await exchange(broadcast.url, PLAYLIST, {
      headers: { 'accept-encoding': 'gzip' },
    });

    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers.vary).toBe('origin, accept-encoding');
    expect(packed.headers.etag).not.toBe(plain.headers.etag);
    expect(gunzipSync(packed.body).equals(plain.body)).toBe(true);
  });

  test('counts a viewer by address and program, parted by the id that a player keeps', async () => {
    broadcast.source.touches.length = 0;
    await exchange(broadcast.url, PLAYLIST, { headers: { 'user-agent': 'VLC' } });
    await exchange(broadcast.url, PLAYLIST, { headers: { 'user-agent': 'VLC' } });
    await exchange(broadcast.url, PLAYLIST, { headers: { 'user-agent': 'mpv' } });
    await exchange(broadcast.url, `${PLAYLIST}?viewer=abcdefgh`);

    const [first, second, third, fourth] = broadcast.source.touches;
    expect(first).toMatch(/^channel-one /);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
    expect(new Set([first, third, fourth]).size).toBe(3);
  });

  test('answers HEAD without starting the channel', async () => {
    broadcast.source.touches.length = 0;
    broadcast.source.asked.length = 0;
    const { headers } = await exchange(broadcast.url, PLAYLIST);
    broadcast.source.touches.length = 0;
    const paths = [PLAYLIST, '/channel/channel-one.ts', '/channel/channel-one.m3u8'];
    const segment = `/hls/channel-one/${String((await readPlaylist()).mediaSequenceBase)}.ts`;
    broadcast.source.touches.length = 0;
    for (const path of [...paths, segment]) {
      const answer = await exchange(broadcast.url, path, { method: 'HEAD' });

      expect(answer.status).toBe(200);
      expect(answer.body).toHaveLength(0);
    }
    const head = await exchange(broadcast.url, PLAYLIST, { method: 'HEAD' });

    expect(head.headers['content-type']).toBe(headers['content-type']);
    expect(head.headers.etag).toBe(headers.etag);
    expect(broadcast.source.touches).toEqual([]);
    expect(broadcast.source.asked).toEqual([]);
  });

  test('answers 404 for a channel that is not there', async () => {
    broadcast.source.touches.length = 0;
    const answer = await exchange(broadcast.url, '/hls/nobody/live.m3u8');

    expect(answer.status).toBe(404);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(broadcast.source.touches).toEqual([]);
  });

  test('answers 503 where nothing is scheduled, and says when to ask again', async () => {
    const dark = await startBroadcast();
    dark.source.playlist = () => {
      throw new AppError('horizon-no-schedule-data', 'Channel One has no schedule for now.');
    };
    const answer = await exchange(dark.url, PLAYLIST);
    await dark.close();

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
    expect(answer.body.toString()).toBe('Nothing is scheduled.\n');
  });

  test('shows a fault by reference only and logs it', async () => {
    const logged: object[] = [];
    const faulty = await startBroadcast(
      {},
      {
        log: {
          warn: () => undefined,
          error: (details) => logged.push(details),
        },
      },
    );
    faulty.source.playlist = () => {
      throw new Error('secret path /home/somebody');
    };
    const answer = await exchange(faulty.url, PLAYLIST);
    await faulty.close();

    expect(answer.status).toBe(500);
    expect(answer.body.toString()).toMatch(/^Something went wrong\. Reference: [0-9a-f-]{36}\n$/);
    expect(logged).toHaveLength(1);
  });
});

describe('GET /channel/:slug.m3u8', () => {
  test('is the same playlist with addresses that work from its own place', async () => {
    const playlist = await readPlaylist('/channel/channel-one.m3u8');
    const direct = await readPlaylist();
    const uris = playlist.segments.map((segment) => segment.uri);

    expect(uris).toEqual(direct.segments.map((segment) => `/hls/channel-one/${segment.uri}`));
    const answer = await exchange(broadcast.url, uris[0] ?? '');
    expect(answer.status).toBe(200);
  });
});

describe('GET /hls/:slug/:sequence.ts', () => {
  test('answers with the bytes, their length, type, validator and a long life', async () => {
    const number = (await readPlaylist()).mediaSequenceBase ?? 0;
    const answer = await exchange(broadcast.url, `/hls/channel-one/${String(number)}.ts`);

    expect(answer.status).toBe(200);
    expect(answer.body.equals(scriptedBytes('channel-one', number))).toBe(true);
    expect(answer.headers['content-type']).toBe('video/mp2t');
    expect(answer.headers['content-length']).toBe(String(answer.body.length));
    expect(answer.headers['cache-control']).toBe('public, max-age=14400, immutable');
    expect(answer.headers.etag).toMatch(/^"[A-Za-z0-9_-]{22}"$/);
    expect(answer.headers.location).toBeUndefined();
  });

  test('answers 304 to a client that has the bytes', async () => {
    const number = (await readPlaylist()).mediaSequenceBase ?? 0;
    const path = `/hls/channel-one/${String(number)}.ts`;
    const first = await exchange(broadcast.url, path);
    const again = await exchange(broadcast.url, path, {
      headers: { 'if-none-match': first.headers.etag ?? '' },
    });

    expect(again.status).toBe(304);
    expect(again.body).toHaveLength(0);
  });

  test('every segment that the playlist lists can be had', async () => {
    for (const { uri } of (await readPlaylist()).segments) {
      const answer = await exchange(broadcast.url, `/hls/channel-one/${uri}`);

      expect(answer.status).toBe(200);
    }
  });

  test('answers 404 for numbers that are not yet or no longer published', async () => {
    const playlist = await readPlaylist();
    const first = playlist.mediaSequenceBase ?? 0;
    for (const number of [0, FIRST_SEQUENCE, first - 1, first + playlist.segments.length]) {
      const answer = await exchange(broadcast.url, `/hls/channel-one/${String(number)}.ts`);

      expect(answer.status).toBe(404);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
    expect(STARTED_AT).toBeLessThan(broadcast.clock.nowAt());
  });

  test('lets the source know when the viewer has gone', async () => {
    const signals: AbortSignal[] = [];
    const waiting = await startBroadcast();
    const asked = new Promise<void>((resolve) => {
      waiting.source.segment = (_slug, _number, signal) => {
        signals.push(signal);
        resolve();
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => {
            reject(new AppError('cancelled', 'The viewer left.'));
          });
        });
      };
    });
    const leaving = new AbortController();
    const left = fetch(`${waiting.url}/hls/channel-one/7150.ts`, { signal: leaving.signal });
    await asked;
    const aborted = new Promise((resolve) => signals[0]?.addEventListener('abort', resolve));
    leaving.abort();

    await expect(left).rejects.toThrow();
    await aborted;
    expect(signals[0]?.aborted).toBe(true);
    await waiting.close();
  });
});
