import { connect, type Socket } from 'node:net';

import { describe, expect, test } from 'vitest';

import { DEFAULT_BROADCAST_LIMITS } from '#main/broadcast/limits.ts';
import { createListener } from '#main/broadcast/http-listener.ts';
import { LEAST_BYTES_PER_SWEEP, SWEEP_MS } from '#main/broadcast/slow-clients.ts';
import { AppError, ERROR_CODES } from '#shared/errors/app-error.ts';
import {
  startBroadcast,
  UNMETERED,
  type BroadcastFixture,
} from '#tests/helpers/broadcast-fixture.ts';
import { exchange } from '#tests/helpers/http-exchange.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

const PLAYLIST = '/hls/channel-one/live.m3u8';
const SEGMENT = '/hls/channel-one/7150.ts';
const STREAM = '/channel/channel-one.ts';

function open(url: string, text: string): Promise<Socket> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(text, 'latin1');
      resolve(socket);
    });
    socket.once('error', reject);
    socket.on('error', () => undefined);
  });
}

function closed(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    else socket.once('close', () => resolve());
  });
}

/** How the station is after all that. */
async function isOnAir({ url }: BroadcastFixture): Promise<boolean> {
  return (await exchange(url, PLAYLIST)).status === 200;
}

describe('a connection that is reset', () => {
  test.each([
    ['before it asks', ''],
    ['within its head', 'GET /hls/channel-one/live'],
    ['after it asks for a playlist', `GET ${PLAYLIST} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
    ['after it asks for a segment', `GET ${SEGMENT} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
    ['after it asks for a stream', `GET ${STREAM} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`],
    ['after it asks for the guide', 'GET /iptv/guide.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n'],
    ['with a body that never comes', 'GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 99\r\n\r\nx'],
    [
      'after it asks for another protocol',
      'GET /x HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
    ],
    ['after it asks for a tunnel', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'],
    ['after it expects to go on', 'GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\n\r\n'],
    ['after sending no HTTP at all', '\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n'],
    [
      'after sending two lengths',
      'GET / HTTP/1.1\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n',
    ],
  ])('ends nothing but itself: %s', async (_when, text) => {
    const broadcast = await startBroadcast({}, { limits: UNMETERED });
    const sockets = await Promise.all(
      Array.from({ length: 30 }, async () => open(broadcast.url, text)),
    );
    for (const socket of sockets) socket.resetAndDestroy();
    await expect.poll(() => broadcast.server.connections().sockets).toBe(0);

    expect(await isOnAir(broadcast)).toBe(true);
    expect(broadcast.server.connections().streams).toEqual([]);
    await broadcast.close();
  });

  test('takes its answer with it when that comes later', async () => {
    const answers: ((bytes: Uint8Array | null) => void)[] = [];
    const broadcast = await startBroadcast({
      bytesOf: () => new Promise((resolve) => answers.push(resolve)),
    });
    const asking = `GET ${SEGMENT} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`;
    const sockets = await Promise.all(
      Array.from({ length: 10 }, async () => open(broadcast.url, asking)),
    );
    await expect.poll(() => answers.length).toBe(10);
    for (const socket of sockets) socket.resetAndDestroy();
    await expect.poll(() => broadcast.server.connections().sockets).toBe(0);
    for (const answer of answers) answer(Buffer.alloc(188_000, 0x47));

    expect(await isOnAir(broadcast)).toBe(true);
    await broadcast.close();
  });
});

describe('the listener', () => {
  test('goes on when it cannot accept a connection, and writes that down', () => {
    const warnings: string[] = [];
    const { server } = createListener(() => undefined, {
      allowedHosts: [],
      limits: DEFAULT_BROADCAST_LIMITS,
      clock: createManualClock(),
      log: { warn: (_details, message) => warnings.push(message), error: () => undefined },
    });
    server.emit('error', new Error('accept EMFILE'));

    expect(warnings).toEqual(['the broadcast could not accept a connection']);
  });

  test('answers a request that offers another protocol in its own', async () => {
    const broadcast = await startBroadcast();
    const answer = await exchange(broadcast.url, PLAYLIST, {
      headers: {
        connection: 'Upgrade, HTTP2-Settings',
        upgrade: 'h2c',
        'http2-settings': 'AAMAAABk',
      },
    });

    expect(answer.status).toBe(200);
    await broadcast.close();
  });

  test('tells an address that asks too often when to come back, and serves others', async () => {
    const broadcast = await startBroadcast(
      {},
      { limits: { ...UNMETERED, requestsPerAddress: { burst: 20, perSecond: 2 } } },
    );
    const answers = [];
    for (let index = 0; index < 25; index += 1) {
      answers.push(await exchange(broadcast.url, index % 2 === 0 ? PLAYLIST : '/nothing'));
    }
    const refused = answers.slice(20);
    await broadcast.clock.advance(1_000);

    expect(refused.map(({ status }) => status)).toEqual([429, 429, 429, 429, 429]);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(refused[0]?.headers.connection).toBe('close');
    expect(await isOnAir(broadcast)).toBe(true);
    await broadcast.close();
  });

  test('answers no more of a flood on one connection than its rate', async () => {
    const broadcast = await startBroadcast(
      {},
      { limits: { ...UNMETERED, requestsPerAddress: { burst: 20, perSecond: 2 } } },
    );
    const flood = `GET ${PLAYLIST} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`.repeat(2_000);
    const socket = await open(broadcast.url, flood);
    socket.resume();
    await closed(socket);

    expect(broadcast.source.touches.length).toBeLessThanOrEqual(20);
    await broadcast.close();
  });

  test('meters documents by themselves, so that pictures go on', async () => {
    const broadcast = await startBroadcast(
      {},
      { limits: { ...UNMETERED, documentsPerAddress: { burst: 3, perSecond: 1 } } },
    );
    const documents = [];
    for (const path of [
      '/iptv/guide.xml',
      '/iptv/channels.m3u',
      '/guide/data.json',
      '/iptv/one.ics',
    ]) {
      documents.push((await exchange(broadcast.url, path)).status);
    }

    expect(documents).toEqual([200, 200, 200, 429]);
    expect(await isOnAir(broadcast)).toBe(true);
    await broadcast.close();
  });

  test('never refuses a hundred devices behind one address', async () => {
    const broadcast = await startBroadcast({}, { limits: DEFAULT_BROADCAST_LIMITS });
    const agents = Array.from({ length: 100 }, (_, index) => `TV ${String(index)}`);
    for (let second = 0; second < 4; second += 1) {
      const answers = await Promise.all(
        agents.map((agent) =>
          exchange(broadcast.url, PLAYLIST, { headers: { 'user-agent': agent } }),
        ),
      );
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
      await broadcast.clock.advance(1_000);
    }
    expect(new Set(broadcast.source.touches).size).toBe(100);
    await broadcast.close();
  });

  test('cuts a client that takes next to nothing of a document, and no client that waits for one', async () => {
    const answers: ((bytes: Uint8Array | null) => void)[] = [];
    const broadcast = await startBroadcast({
      xmltv: 'x'.repeat(32 * 1024 * 1024),
      bytesOf: () => new Promise((resolve) => answers.push(resolve)),
    });
    const slow = await open(
      broadcast.url,
      'GET /iptv/guide.xml HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    );
    slow.pause();
    const waiting = exchange(broadcast.url, SEGMENT);
    await expect.poll(() => answers.length).toBe(1);
    await expect.poll(() => broadcast.server.connections().sockets).toBe(2);
    await expect.poll(() => slow.readableLength).toBeGreaterThan(0);
    await broadcast.clock.advance(SWEEP_MS);
    await broadcast.clock.advance(SWEEP_MS);
    await broadcast.clock.advance(SWEEP_MS);
    await expect.poll(() => broadcast.server.connections().sockets).toBe(1);
    answers[0]?.(Buffer.alloc(188, 0x47));

    expect((await waiting).status).toBe(200);
    expect(LEAST_BYTES_PER_SWEEP / SWEEP_MS).toBeLessThan(10);
    slow.destroy();
    await broadcast.close();
  });
});

describe('a failure inside the station', () => {
  const SECRET = 'cannot run /opt/secret/ffmpeg: it ended with code 3';
  const ROUTES: readonly (readonly [
    string,
    string,
    (fixture: BroadcastFixture, error: Error) => void,
  ])[] = [
    [
      PLAYLIST,
      'playlist',
      ({ source }, error) =>
        (source.playlist = () => {
          throw error;
        }),
    ],
    [
      '/channel/channel-one.m3u8',
      'playlist',
      ({ source }, error) =>
        (source.playlist = () => {
          throw error;
        }),
    ],
    [SEGMENT, 'segment', ({ source }, error) => (source.segment = () => Promise.reject(error))],
    [
      STREAM,
      'stream',
      ({ source }, error) =>
        (source.onAirSequence = () => {
          throw error;
        }),
    ],
    [
      '/iptv/guide.xml',
      'guide',
      ({ source }, error) => (source.xmltv = () => Promise.reject(error)),
    ],
    [
      '/iptv/channel-one.ics',
      'calendar',
      ({ source }, error) => (source.icalendar = () => Promise.reject(error)),
    ],
    [
      '/guide/data.json',
      'data',
      ({ source }, error) => (source.guide = () => Promise.reject(error)),
    ],
  ];
  const ERRORS = [...ERROR_CODES.map((code) => new AppError(code, SECRET)), new Error(SECRET)];

  test.each(ROUTES)('is told by reference and never by name: %s', async (path, _what, fail) => {
    const logged: { reference?: unknown; err?: unknown }[] = [];
    const broadcast = await startBroadcast(
      {},
      { log: { warn: () => undefined, error: (details) => logged.push(details) } },
    );
    for (const error of ERRORS) {
      fail(broadcast, error);
      logged.length = 0;
      const answer = await exchange(broadcast.url, path);
      const text = answer.body.toString();

      expect(text).not.toMatch(/secret|ffmpeg|code 3/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.status).toBeGreaterThanOrEqual(400);
      if (answer.status === 503) expect(answer.headers['retry-after']).toBe('5');
      const [, reference] = /Reference: (\S+)/.exec(text) ?? [];
      expect(logged.map((each) => each.reference)).toEqual(
        reference === undefined ? [] : [reference],
      );
      if (answer.status === 500) expect(reference).toBeDefined();
    }
    await broadcast.close();
  });

  test('of a stream that is being sent ends that stream and is written down', async () => {
    const logged: string[] = [];
    const broadcast = await startBroadcast(
      {},
      { log: { warn: () => undefined, error: (_details, message) => logged.push(message) } },
    );
    broadcast.source.segmentTiming = () => {
      throw new Error('lost the log');
    };
    const socket = await open(broadcast.url, `GET ${STREAM} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
    socket.resume();
    await broadcast.clock.advance(5_000);
    await closed(socket);

    expect(logged).toEqual(['a stream failed']);
    expect(await isOnAir(broadcast)).toBe(true);
    await broadcast.close();
  });
});

describe('pages of other origins', () => {
  const FOREIGN = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  const PATHS = [
    PLAYLIST,
    SEGMENT,
    '/channel/channel-one.m3u8',
    '/iptv/guide.xml',
    '/iptv/channels.m3u',
    '/guide/data.json',
  ];

  test('are refused everything until the station is shared, and bring no channel on the air', async () => {
    const broadcast = await startBroadcast({}, { otherPagesMay: () => 'play-and-read-guide' });
    for (const path of [...PATHS, STREAM]) {
      const answer = await exchange(broadcast.url, path, { headers: FOREIGN });

      expect(answer.status).toBe(403);
      expect(answer.headers['access-control-allow-origin']).toBeUndefined();
    }
    expect(broadcast.source.touches).toEqual([]);
    expect(broadcast.source.asked).toEqual([]);
    await broadcast.close();
  });

  test.each([
    ['nothing', [403, 403, 403, 403, 403, 403]],
    ['play', [200, 200, 200, 403, 403, 403]],
    ['play-and-read-guide', [200, 200, 200, 200, 200, 200]],
  ] as const)('may %s when the station is shared', async (otherPagesMay, expected) => {
    const broadcast = await startBroadcast(
      {},
      { host: '0.0.0.0', otherPagesMay: () => otherPagesMay },
    );
    const answers = [];
    for (const path of PATHS)
      answers.push(await exchange(broadcast.url, path, { headers: FOREIGN }));

    expect(answers.map(({ status }) => status)).toEqual(expected);
    for (const { status, headers } of answers) {
      expect(headers['access-control-allow-origin']).toBe(status === 200 ? '*' : undefined);
      if (status === 200) expect(headers['cross-origin-resource-policy']).toBe('cross-origin');
    }
    await broadcast.close();
  });

  test('leave the interface of the station its right to play and read', async () => {
    const origin = 'http://127.0.0.1:8778';
    const broadcast = await startBroadcast({}, { ownOrigins: () => [origin] });
    for (const path of PATHS) {
      const { status, headers } = await exchange(broadcast.url, path, { headers: { origin } });

      expect(status).toBe(200);
      expect(headers['access-control-allow-origin']).toBe(origin);
      expect(headers.vary).toContain('origin');
    }
    await broadcast.close();
  });
});
