import { connect, type Socket } from 'node:net';

import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { DEFAULT_BROADCAST_LIMITS } from '#main/broadcast/limits.ts';
import { startBroadcast, type BroadcastFixture } from '#tests/helpers/broadcast-fixture.ts';
import { exchange, exchangeRaw } from '#tests/helpers/http-exchange.ts';

let broadcast: BroadcastFixture;

beforeAll(async () => {
  broadcast = await startBroadcast();
});

afterAll(async () => {
  await broadcast.close();
});

const TRAVERSALS = [
  '/hls/../../etc/passwd',
  '/hls/channel-one/../../../etc/passwd',
  '/hls/channel-one/..%2f..%2fetc%2fpasswd',
  '/hls/channel-one/%2e%2e%2f1.ts',
  '/hls/channel-one/%252e%252e%252f1.ts',
  '/hls/channel-one/..%5c1.ts',
  '/hls/channel-one/..\\1.ts',
  '/hls/channel-one/C:%5cWindows%5cwin.ini',
  '/hls/channel-one/%5c%5chost%5cshare',
  '/hls/channel-one/7150.ts%00',
  '/hls/channel-one/%00',
  '/hls/channel-one/7150.ts::$DATA',
  '/hls/channel-one/CON',
  '/hls/channel-one/NUL.ts',
  '/hls/..%2fchannel-one/live.m3u8',
  '/hls/channel-one%00/live.m3u8',
  '/hls/%e0%a4%a/live.m3u8',
  '/channel/..%2fchannel-one.ts',
  '/channel/%2e%2e/channel-one.ts',
  '/assets/..%2f..%2fpackage.json',
  '/assets/../../../package.json',
  '/assets/%2e%2e%2findex.html',
  '/assets/constructor',
  '/hls/__proto__/live.m3u8',
  '//etc/passwd',
  '/%2e%2e/%2e%2e/etc/passwd',
  `/hls/${'a'.repeat(4_000)}/live.m3u8`,
  `/hls/channel-one/${'9'.repeat(4_000)}.ts`,
];

describe('addresses', () => {
  test.each(TRAVERSALS)('refuses %s', async (path) => {
    broadcast.source.asked.length = 0;
    const answer = await exchange(broadcast.url, path);

    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(answer.body.toString()).not.toContain('root:');
    expect(broadcast.source.asked).toEqual([]);
  });

  test('answers with 200 only what it serves, whatever is asked', async () => {
    const part = fc.constantFrom(
      '..',
      '.',
      '%2e%2e',
      '%2f',
      '%5c',
      '%00',
      '%',
      'hls',
      'channel',
      'channel-one',
      'two',
      'live.m3u8',
      '7150.ts',
      'iptv',
      'guide',
      'data.json',
      'assets',
      'health',
      'etc',
      'passwd',
      '?',
      '#',
      ';',
      '%252e',
    );
    const known =
      /^\/(?:hls\/(?:channel-one|two)\/(?:live\.m3u8|7150\.ts)|health|guide\/data\.json)$/;
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { minLength: 1, maxLength: 6 }),
        fc.constantFrom('/', ''),
        async (parts, joint) => {
          const path = `/${parts.join(joint)}`.replaceAll('#', '%23');
          const { status } = await exchange(broadcast.url, path);
          // A query may be anything, even what cannot be decoded: only the path decides.
          const [asked = ''] = path.split('?', 1);
          if (status === 200) expect(decodeURIComponent(asked)).toMatch(known);
          else expect(status).toBeGreaterThanOrEqual(400);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('refuses a head that is too large', async () => {
    const answer = await exchange(broadcast.url, '/health', {
      headers: { 'x-long': 'a'.repeat(20_000) },
    }).catch(() => null);

    expect(answer?.status ?? 431).toBe(431);
  });
});

describe('methods', () => {
  test.each(['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'PROPFIND', 'TRACE'])(
    'refuses %s everywhere and says what is allowed',
    async (method) => {
      for (const path of ['/', '/hls/channel-one/live.m3u8', '/iptv/guide.xml', '/nothing']) {
        const answer = await exchange(broadcast.url, path, { method });

        expect(answer.status).toBe(405);
        expect(answer.headers.allow).toBe('GET, HEAD');
      }
    },
  );

  test('opens no tunnel', async () => {
    const answer = await exchangeRaw(
      broadcast.url,
      'CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n',
    );

    expect(answer).not.toContain('200');
  });
});

describe('Host header', () => {
  test.each(['evil.com', 'evil.com:8777', 'localhost.evil.com', '127.0.0.1.nip.io', 'evil.com/..'])(
    'refuses %j before routing',
    async (host) => {
      for (const path of ['/health', '/hls/channel-one/live.m3u8', '/nothing']) {
        const answer = await exchange(broadcast.url, path, { headers: { host } });

        expect(answer.status).toBe(421);
      }
    },
  );

  test.each(['localhost', 'LOCALHOST.:1', '192.168.1.5', '[::1]:8777', 'retrovue.local:8777'])(
    'answers under %j',
    async (host) => {
      const answer = await exchange(broadcast.url, '/health', { headers: { host } });

      expect(answer.status).toBe(200);
    },
  );

  test('refuses a request without one', async () => {
    const old = await exchangeRaw(broadcast.url, 'GET /health HTTP/1.0\r\n\r\n');
    const current = await exchangeRaw(broadcast.url, 'GET /health HTTP/1.1\r\n\r\n');

    expect(old).toMatch(/^HTTP\/1\.1 421 /);
    expect(current).toMatch(/^HTTP\/1\.1 400 /);
  });
});

describe('sockets', () => {
  test('closes the sockets of an address beyond its share and goes on serving', async () => {
    const limited = await startBroadcast(
      {},
      { limits: { ...DEFAULT_BROADCAST_LIMITS, socketsPerAddress: 8 } },
    );
    const { hostname, port } = new URL(limited.url);
    const sockets: Socket[] = [];
    let closed = 0;
    const enoughClosed = new Promise<void>((resolve) => {
      for (let index = 0; index < 50; index += 1) {
        const socket = connect(Number(port), hostname);
        sockets.push(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          closed += 1;
          if (closed === 42) resolve();
        });
      }
    });
    await enoughClosed;

    expect(limited.server.connections().sockets).toBe(8);
    const freed = new Promise((resolve) =>
      sockets.find((each) => !each.destroyed)?.once('close', resolve),
    );
    sockets.forEach((socket) => socket.destroy());
    await freed;
    await expect
      .poll(async () => (await exchange(limited.url, '/health').catch(() => null))?.status)
      .toBe(200);
    await limited.close();
  });

  test('speaks to half-sent requests no longer than it closes', async () => {
    const short = await startBroadcast();
    const { hostname, port } = new URL(short.url);
    const socket = connect(Number(port), hostname);
    await new Promise((resolve) => socket.once('connect', resolve));
    socket.write('GET /health HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ');
    const ended = new Promise((resolve) => socket.once('close', resolve));
    socket.on('error', () => undefined);
    await short.close();

    await ended;
    expect(socket.destroyed).toBe(true);
  });
});
