import { get, type IncomingMessage } from 'node:http';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { DEFAULT_BROADCAST_LIMITS } from '#main/broadcast/limits.ts';
import {
  scriptedBytes,
  SEGMENT_MS,
  startBroadcast,
  type BroadcastFixture,
} from '#tests/helpers/broadcast-fixture.ts';
import { exchange } from '#tests/helpers/http-exchange.ts';

/** Eight megabits per second, so that a client that does not read fills its buffers soon. */
const PACKETS_PER_SEGMENT = 11_000;
const SEGMENT_BYTES = PACKETS_PER_SEGMENT * 188;
const LEAD_MS = 1_500;
const TICK_MS = 100;

/** A client of a continuous stream that counts what it gets. */
interface Tuner {
  readonly response: IncomingMessage;
  readonly received: () => Buffer;
  /** Resolves when so many bytes have come. */
  readonly reach: (bytes: number) => Promise<void>;
  readonly closed: Promise<void>;
  readonly leave: () => void;
}

function tune(url: string, headers: Record<string, string> = {}): Promise<Tuner> {
  return new Promise((resolve, reject) => {
    const request = get(url, { agent: false, headers }, (response) => {
      const chunks: Buffer[] = [];
      let count = 0;
      let waiting: { bytes: number; resolve: () => void }[] = [];
      response.on('error', () => undefined);
      const closed = new Promise<void>((done) => response.once('close', done));
      resolve({
        response,
        closed,
        received: () => Buffer.concat(chunks),
        leave: () => request.destroy(),
        reach(bytes) {
          if (!response.listenerCount('data')) {
            response.on('data', (chunk: Buffer) => {
              chunks.push(chunk);
              count += chunk.length;
              waiting
                .filter((each) => each.bytes <= count)
                .forEach((each) => {
                  each.resolve();
                });
              waiting = waiting.filter((each) => each.bytes > count);
            });
          }
          return new Promise((done) => {
            if (bytes <= count) done();
            else waiting.push({ bytes, resolve: done });
          });
        },
      });
    });
    request.on('error', reject);
  });
}

/** Bytes that must have been sent by now to a viewer whose first segment is on the air since `startAt`. */
function dueBy(nowAt: number, startAt: number): number {
  const share = (nowAt + LEAD_MS - TICK_MS - startAt) / SEGMENT_MS;
  return Math.floor(share * SEGMENT_BYTES) - 188;
}

let broadcast: BroadcastFixture;

beforeAll(async () => {
  const made = new Map<string, Buffer>();
  broadcast = await startBroadcast({
    async bytesOf(slug, number) {
      const key = `${slug}/${String(number)}`;
      const bytes = made.get(key) ?? scriptedBytes(slug, number, PACKETS_PER_SEGMENT);
      made.set(key, bytes);
      return Promise.resolve(bytes);
    },
  });
});

afterAll(async () => {
  await broadcast.close();
});

describe('GET /channel/:slug.ts', () => {
  test('sends the type of a transport stream, neither length nor chunks, kept nowhere', async () => {
    const tuner = await tune(`${broadcast.url}/channel/channel-one.ts`);

    expect(tuner.response.statusCode).toBe(200);
    expect(tuner.response.headers['content-type']).toBe('video/mp2t');
    expect(tuner.response.headers['cache-control']).toBe('no-store');
    expect(tuner.response.headers['content-length']).toBeUndefined();
    expect(tuner.response.headers['transfer-encoding']).toBeUndefined();
    tuner.leave();
    await tuner.closed;
  });

  test('sends the published segments one after another, byte for byte', async () => {
    const onAir = broadcast.source.onAirSequence('channel-one');
    if (!onAir) throw new Error('not on the air');
    const tuner = await tune(`${broadcast.url}/channel/channel-one.ts`);
    for (let second = 0; second < 6; second += 1) {
      await tuner.reach(dueBy(broadcast.clock.nowAt(), onAir.startAt));
      await broadcast.clock.advance(1_000);
    }
    await tuner.reach(3 * SEGMENT_BYTES);
    const expected = Buffer.concat(
      [0, 1, 2].map((index) =>
        scriptedBytes('channel-one', onAir.mediaSequence + index, PACKETS_PER_SEGMENT),
      ),
    );

    expect(tuner.received().subarray(0, expected.length).equals(expected)).toBe(true);
    tuner.leave();
    await tuner.closed;
  });

  test('cuts a client that does not read and delays no other', async () => {
    const { startAt } = broadcast.source.onAirSequence('two') ?? { startAt: 0 };
    const slow = await tune(`${broadcast.url}/channel/two.ts`);
    slow.response.pause();
    const quick = await tune(`${broadcast.url}/channel/two.ts`);
    await expect.poll(() => broadcast.server.connections().streams.length).toBe(2);
    const openAfterEachSecond: number[] = [];
    for (let second = 0; second < 60; second += 1) {
      await quick.reach(dueBy(broadcast.clock.nowAt(), startAt));
      openAfterEachSecond.push(broadcast.server.connections().streams.length);
      await broadcast.clock.advance(1_000);
    }
    slow.response.resume();
    await slow.closed;

    expect(openAfterEachSecond[0]).toBe(2);
    expect(openAfterEachSecond.at(-1)).toBe(1);
    expect(quick.response.destroyed).toBe(false);
    quick.leave();
    await quick.closed;
  });

  test('forgets a viewer who leaves', async () => {
    const tuner = await tune(`${broadcast.url}/channel/channel-one.ts`);
    await expect.poll(() => broadcast.server.connections().streams.length).toBe(1);
    expect(broadcast.server.connections().streams[0]?.slug).toBe('channel-one');
    tuner.leave();

    await expect.poll(() => broadcast.server.connections().streams.length).toBe(0);
  });

  test('starts the channel for a viewer and names the viewer', async () => {
    broadcast.source.touches.length = 0;
    const tuner = await tune(`${broadcast.url}/channel/two.ts?viewer=livingroom1`);

    expect(new Set(broadcast.source.touches).size).toBe(1);
    expect(broadcast.source.touches[0]).toMatch(/^two \S+$/);
    tuner.leave();
    await tuner.closed;
  });

  test('answers 404 for a channel that is not there', async () => {
    expect((await exchange(broadcast.url, '/channel/nobody.ts')).status).toBe(404);
  });

  test('answers 503 where nothing is scheduled', async () => {
    const dark = await startBroadcast();
    dark.source.onAirSequence = () => null;
    const answer = await exchange(dark.url, '/channel/channel-one.ts');
    await dark.close();

    expect(answer.status).toBe(503);
    expect(answer.headers['retry-after']).toBe('5');
  });

  test('refuses an address that has too many streams open', async () => {
    const limited = await startBroadcast(
      {},
      { limits: { ...DEFAULT_BROADCAST_LIMITS, streamsPerAddress: 2 } },
    );
    const path = `${limited.url}/channel/channel-one.ts`;
    const tuners = [await tune(path), await tune(path)];
    const refused = await exchange(limited.url, '/channel/channel-one.ts');
    const playlist = await exchange(limited.url, '/hls/channel-one/live.m3u8');
    tuners.forEach((tuner) => {
      tuner.leave();
    });
    await limited.close();

    expect(refused.status).toBe(503);
    expect(playlist.status).toBe(200);
  });

  test('ends every stream when the server closes', async () => {
    const closing = await startBroadcast();
    const tuner = await tune(`${closing.url}/channel/channel-one.ts`);
    tuner.response.resume();
    await closing.close();
    await tuner.closed;

    expect(closing.server.connections().streams).toEqual([]);
  });
});
