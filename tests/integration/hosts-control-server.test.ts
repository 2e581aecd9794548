import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';

import { DEFAULT_CONTROL_LIMITS } from '#main/transport/control-listener.ts';
import { type ControlServer, startControlServer } from '#main/transport/websocket-server.ts';
import { createFakeStation, type FakeStation } from '#tests/helpers/fake-station-port.ts';
import { exchange, exchangeRaw } from '#tests/helpers/http-exchange.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

const TOKEN = 'a-token-of-forty-three-characters-and-so-on';
const REQUEST = { id: 1, method: 'station.status', input: {} };

let folder: string;
let station: FakeStation;
let clock: ManualClock;
let server: ControlServer;
let faults: unknown[];
let renewals: Set<() => void>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-control-'));
  await mkdir(join(folder, 'interface', 'assets'), { recursive: true });
  await writeFile(
    join(folder, 'interface', 'index.html'),
    '<!doctype html><title>RetroVue</title>',
  );
  await writeFile(join(folder, 'interface', 'assets', 'main.js'), 'export {};');
  await writeFile(join(folder, 'secret.json'), '"secret"');
  station = createFakeStation();
  faults = [];
  renewals = new Set();
  clock = createManualClock();
  server = await start();
});

function start(limits = DEFAULT_CONTROL_LIMITS): Promise<ControlServer> {
  return startControlServer({
    dispatch: station.dispatch,
    subscribe: (listener) => station.events.subscribe(listener),
    door: {
      admit: ({ token, code }) =>
        token === TOKEN ? { session: null } : code === 'code' ? { session: 'a session' } : null,
      onRenewed: (listener) => {
        renewals.add(listener);
        return () => renewals.delete(listener);
      },
    },
    interfaceFolder: join(folder, 'interface'),
    broadcastUrl: () => 'http://127.0.0.1:8777',
    clock,
    port: 0,
    limits,
    onFault: (what, error) => faults.push({ what, error }),
  });
}

afterEach(async () => {
  expect(faults).toEqual([]);
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

/** A WebSocket's request, byte by byte. */
function upgradeBytes(port: string): string {
  return [
    'GET /contract HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    '',
    '',
  ].join('\r\n');
}

interface Ended {
  readonly code: number;
  readonly messages: unknown[];
}

/** Opens a WebSocket, sends the messages, and waits for its end. */
function talk(messages: readonly unknown[], headers: Record<string, string> = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/contract`, { headers });
    const heard: unknown[] = [];
    socket.on('open', () => {
      for (const message of messages) {
        socket.send(typeof message === 'string' ? message : JSON.stringify(message));
      }
    });
    socket.on('message', (data: Buffer) => {
      heard.push(JSON.parse(data.toString('utf8')));
      socket.close();
    });
    socket.on('error', reject);
    socket.on('close', (code) => {
      resolve({ code, messages: heard });
    });
  });
}

/** The status with which an upgrade is refused. */
function refusedUpgrade(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', () => undefined);
    socket.on('open', () => {
      reject(new Error('It was let in.'));
      socket.terminate();
    });
  });
}

function foreignHosts(): string[] {
  const { port } = new URL(server.url);
  return [
    `evil.com:${port}`,
    'evil.com',
    '127.0.0.1',
    `127.0.0.1.:${port}`,
    `localhost.:${port}`,
    `LOCALHOST:${port}`,
    `127.0.0.1:${String(Number(port) + 1)}`,
    `[::1]:${port}`,
    `10.0.0.1:${port}`,
  ];
}

describe('the control server', () => {
  test('answers a client that knows the token', async () => {
    const { messages } = await talk([{ token: TOKEN }, REQUEST]);
    expect(messages).toEqual([{ id: 1, ok: true, output: 'answer' }]);
  });

  test('exchanges a code for a session', async () => {
    expect(await talk([{ code: 'code' }])).toMatchObject({ messages: [{ session: 'a session' }] });
    expect((await talk([{ code: 'wrong' }, REQUEST])).code).toBe(4401);
  });

  test('lets only the asker stay when the key is renewed', async () => {
    const bystander = talk([{ token: TOKEN }]);
    let finish: () => void = () => undefined;
    station.answer = () =>
      new Promise((resolve) => {
        finish = () => {
          resolve({ id: 1, ok: true, output: 'renewed' });
        };
      });
    const asker = talk([{ token: TOKEN }, { ...REQUEST, method: 'station.renewKey' }]);
    await expect.poll(() => renewals.size === 2 && station.asked.length === 1).toBe(true);
    for (const listener of [...renewals]) listener();
    expect((await bystander).code).toBe(4401);
    finish();
    expect((await asker).messages).toEqual([{ id: 1, ok: true, output: 'renewed' }]);
  });

  test('listens on loopback only', () => {
    expect(new URL(server.url).hostname).toBe('127.0.0.1');
  });

  test('lets nobody in without the token', async () => {
    for (const first of [REQUEST, { token: 'wrong' }, { token: '' }, {}, 'no JSON', [TOKEN]]) {
      const { code, messages } = await talk([first, REQUEST]);
      expect({ first, code, messages }).toEqual({ first, code: 4401, messages: [] });
    }
    expect(station.asked).toEqual([]);
  });

  test('does not wait for a token for ever', async () => {
    const ended = talk([]);
    await new Promise<void>((resolve) => {
      const probe = new WebSocket(`${server.url.replace('http', 'ws')}/contract`);
      probe.on('open', () => {
        probe.terminate();
        resolve();
      });
    });
    await clock.advance(11_000);
    expect((await ended).code).toBe(4401);
  });

  test('listens to nothing after the first wrong key', async () => {
    const guesses = [{ token: 'w'.repeat(43) }, { token: TOKEN }, REQUEST];
    expect(await talk(guesses)).toEqual({ code: 4401, messages: [] });
    expect(station.asked).toEqual([]);
  });

  test('does not wait for a client that was turned away', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.write(upgradeBytes(port));
    socket.write(Buffer.from([0x81, 0x80, 0, 0, 0, 0]));
    const closed = once(socket, 'close');
    const bytes: Buffer[] = [];
    socket.on('data', (chunk) => bytes.push(chunk));
    await expect.poll(() => Buffer.concat(bytes).toString('latin1')).toContain('first message');
    await clock.advance(2_000);
    await closed;
    await expect.poll(() => server.connections()).toBe(0);
  });

  test('reads little from a client that has not shown the key', async () => {
    const { port } = new URL(server.url);
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => undefined);
    socket.write(upgradeBytes(port));
    // A message of a megabyte is announced and comes in parts; the WebSocket's own bound would let it.
    socket.write(Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0, 0x10, 0, 0, 0, 0, 0, 0]));
    const closed = new Promise((resolve) => socket.once('close', resolve));
    socket.write(Buffer.alloc(100_000, 0x20));
    socket.resume();
    await closed;
    expect(station.asked).toEqual([]);
    const long = await talk([{ token: TOKEN }, { ...REQUEST, input: 'x'.repeat(1_000_000) }]);
    expect(long.messages).toHaveLength(1);
  });

  test('lets a newcomer in however many strangers hold its sockets', async () => {
    await server.close();
    server = await start({ ...DEFAULT_CONTROL_LIMITS, sockets: 8, socketsPerAddress: 8 });
    const { port } = new URL(server.url);
    const friend = new WebSocket(`${server.url.replace('http', 'ws')}/contract`);
    await once(friend, 'open');
    friend.send(JSON.stringify({ token: TOKEN }));
    friend.send(JSON.stringify(REQUEST));
    await once(friend, 'message');
    const strangers: Socket[] = [];
    for (let at = 0; at < 50; at += 1) {
      const socket = connect(Number(port), '127.0.0.1');
      socket.on('error', () => undefined);
      await once(socket, 'connect');
      strangers.push(socket);
    }
    expect((await talk([{ token: TOKEN }, REQUEST])).messages).toHaveLength(1);
    expect(server.connections()).toBeLessThanOrEqual(8);
    friend.send(JSON.stringify({ ...REQUEST, id: 2 }));
    await once(friend, 'message');
    friend.terminate();
    for (const socket of strangers) socket.destroy();
  });

  test('closes a connection on which nothing moves', async () => {
    await server.close();
    server = await start({ ...DEFAULT_CONTROL_LIMITS, idleMs: 50, headMs: 50 });
    const { port } = new URL(server.url);
    for (const bytes of ['', 'GET / HT']) {
      const socket = connect(Number(port), '127.0.0.1');
      if (bytes !== '') socket.write(bytes);
      socket.resume();
      await once(socket, 'close');
    }
  });

  test('turns away every host name but its own, before routing', async () => {
    for (const host of foreignHosts()) {
      const page = await exchange(server.url, '/', { headers: { host } });
      expect({ host, status: page.status }).toEqual({ host, status: 421 });
      expect(page.body).toHaveLength(0);
      expect({ host, status: await refusedUpgrade('/contract', { host }) }).toEqual({
        host,
        status: 421,
      });
    }
    expect(await exchangeRaw(server.url, 'GET / HTTP/1.0\r\n\r\n')).toMatch(/^HTTP\/1\.1 421/);
  });

  test('turns away pages of every other origin', async () => {
    const { port } = new URL(server.url);
    for (const origin of [
      'http://evil.com',
      `http://evil.com:${port}`,
      `https://127.0.0.1:${port}`,
      'http://127.0.0.1',
      'null',
      'app://retrovue',
    ]) {
      expect(await refusedUpgrade('/contract', { origin })).toBe(403);
      expect((await exchange(server.url, '/', { headers: { origin } })).status).toBe(403);
    }
    const { messages } = await talk([{ token: TOKEN }, REQUEST], { origin: server.url });
    expect(messages).toHaveLength(1);
  });

  test('has one door for sockets', async () => {
    for (const path of ['/', '/contract/', '/contract%2f', '/other']) {
      expect(await refusedUpgrade(path, {})).toBe(404);
    }
  });

  test('changes nothing by plain HTTP', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      expect((await exchange(server.url, '/contract', { method })).status).toBe(405);
    }
    await exchange(server.url, '/contract?method=channel.delete');
    expect(station.asked).toEqual([]);
  });

  test('serves the interface and its views under a strict policy', async () => {
    for (const path of ['/', '/plan', '/index.html']) {
      const page = await exchange(server.url, path);
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toContain('text/html');
      const policy = String(page.headers['content-security-policy']);
      expect(policy).toContain("default-src 'self'");
      expect(policy).toContain('http://127.0.0.1:8777');
      expect(policy).not.toContain('unsafe');
    }
    const script = await exchange(server.url, '/assets/main.js');
    expect(script.headers['content-type']).toContain('text/javascript');
    expect((await exchange(server.url, '/', { method: 'HEAD' })).body).toHaveLength(0);
  });

  test('gives no file outside the interface', async () => {
    for (const path of [
      '/../secret.json',
      '/..%2fsecret.json',
      '/%2e%2e/secret.json',
      '/%252e%252e/secret.json',
      '/assets/../../secret.json',
      '/..\\secret.json',
      '/..%5csecret.json',
      '//secret.json',
      '/%00.json',
      '/secret.json%00.js',
      '/C:/Windows/win.ini',
      '/\\\\host\\share\\x.js',
      '/assets/main.js::$DATA',
      '/%E0%A4%A.js',
      `/${'a'.repeat(5_000)}.js`,
    ]) {
      const answer = await exchange(server.url, path);
      expect({ path, status: answer.status }).toEqual({ path, status: 404 });
      expect(answer.body.toString()).not.toContain('secret');
    }
  });

  test('cancels a running request and answers it as cancelled', async () => {
    let finish: () => void = () => undefined;
    station.answer = (raw) =>
      new Promise((resolve) => {
        finish = () => {
          resolve({ id: (raw as { id: number }).id, ok: true, output: 'too late' });
        };
      });
    const { messages } = await talk([{ token: TOKEN }, REQUEST, { id: 1, cancel: true }]);
    finish();
    expect(messages).toMatchObject([{ id: 1, ok: false, error: { code: 'cancelled' } }]);
    expect(station.asked[0]?.signal?.aborted).toBe(true);
  });

  test('cuts off a client that does not read', async () => {
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/contract`);
    await new Promise<void>((resolve) => {
      socket.on('open', () => {
        socket.send(JSON.stringify({ token: TOKEN }));
        socket.send(JSON.stringify(REQUEST));
      });
      socket.once('message', () => {
        resolve();
      });
    });
    socket.pause();
    const ended = new Promise<number>((resolve) => {
      socket.on('close', resolve);
    });
    for (let sequence = 1; sequence <= 64; sequence += 1) {
      station.emit({ event: 'library.changed', sequence, payload: 'x'.repeat(1_000_000) });
    }
    socket.resume();
    expect([1006, 4408]).toContain(await ended);
  });

  test('hears events only after the token', async () => {
    const strange = talk([]);
    const friend = talk([{ token: TOKEN }, REQUEST]);
    expect((await friend).messages).toHaveLength(1);
    station.emit({ event: 'library.changed', sequence: 1, payload: {} });
    await server.close();
    expect((await strange).messages).toEqual([]);
  });
});
