import { mkdtemp, readdir, readFile, readlink, rm } from 'node:fs/promises';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { type ClosableTransport, connectToStation } from '#main/transport/websocket-client.ts';
import { type Client, createClient } from '#shared/contract/client.ts';
import { ATTACKS, carryOut } from '#tests/helpers/attacks.ts';
import { type ServedProcess, serveRetrovue } from '#tests/helpers/command-line.ts';

/** So many attackers at the same time, and so many of each kind. */
const AT_ONCE = 16;
const OF_EACH = 3;
const REQUEST_DEPTHS = [65, 3_000, 1_000_000];

let folder: string;
let served: ServedProcess;
let key: string;
let transport: ClosableTransport;
let client: Client;
let playlistUrl: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-attacks-'));
  served = await serveRetrovue(folder);
  key = readControlKey(dataPathsOf(folder).key) ?? '';
  transport = await connectToStation(served.controlUrl, key);
  client = createClient(transport);
  const channel = await client.call('channel.create', { name: 'Under fire' });
  await client.call('station.extend', {});
  playlistUrl = `${served.broadcastUrl}/hls/${channel.slug}/live.m3u8`;
});

afterAll(async () => {
  transport.close();
  await served.stop();
  await rm(folder, { recursive: true, force: true });
});

/** The number of the newest media segment of the channel; its bytes have been fetched. */
async function newestSegment(): Promise<number> {
  const playlist = await (await fetch(playlistUrl)).text();
  const [first, ...later] = [...playlist.matchAll(/^(\S*?(\d+)\.ts)$/gm)];
  const newest = later.at(-1) ?? first;
  if (!newest?.[1]) throw new Error(`Nothing is published: ${playlist}`);
  const segment = await fetch(new URL(newest[1], playlistUrl));
  expect(segment.status).toBe(200);
  expect((await segment.arrayBuffer()).byteLength).toBeGreaterThan(188);
  return Number(newest[2]);
}

/** The ports on which a process listens, as the machine says. */
async function portsOf(pid: number): Promise<number[]> {
  const handles = await readdir(`/proc/${String(pid)}/fd`);
  const inodes = new Set<string>();
  for (const handle of handles) {
    const target = await readlink(`/proc/${String(pid)}/fd/${handle}`).catch(() => '');
    const inode = /^socket:\[(\d+)\]$/.exec(target)?.[1];
    if (inode !== undefined) inodes.add(inode);
  }
  const ports = new Set<number>();
  for (const table of ['tcp', 'tcp6']) {
    const rows = await readFile(`/proc/${String(pid)}/net/${table}`, 'utf8');
    for (const row of rows.split('\n').slice(1)) {
      const [, local, , state, , , , , , inode] = row.trim().split(/\s+/);
      if (state === '0A' && inodes.has(inode ?? '')) {
        ports.add(Number.parseInt(local?.split(':')[1] ?? '', 16));
      }
    }
  }
  return [...ports].sort((a, b) => a - b);
}

async function listeners(): Promise<readonly { name: string; url: string }[]> {
  return (await client.call('station.status', {})).listeners;
}

/** The station answers old and new clients, and publishes. */
async function expectOnAir(): Promise<void> {
  expect((await fetch(`${served.broadcastUrl}/health`)).status).toBe(200);
  expect((await fetch(`${served.controlUrl}/`)).status).not.toBe(500);
  await client.call('station.status', {});
  const late = await connectToStation(served.controlUrl, key);
  const status = await createClient(late).call('station.status', {});
  late.close();
  expect(status).toMatchObject({ lastFault: null, channelCount: 1 });
  await newestSegment();
}

describe('a station under attack', () => {
  test('reports everything that it listens on', async () => {
    const reported = await listeners();
    expect(reported.map(({ name }) => name).sort()).toEqual(['broadcast', 'control']);
    const ports = reported.map(({ url }) => Number(new URL(url).port)).sort((a, b) => a - b);
    if (process.platform === 'linux') expect(await portsOf(served.pid)).toEqual(ports);
  });

  test('outlives every hostile connection to every listener', async () => {
    const before = await newestSegment();
    const staying: Socket[] = [];
    for (const { url } of await listeners()) {
      const waves = ATTACKS.flatMap((attack) => Array<typeof attack>(OF_EACH).fill(attack));
      for (let at = 0; at < waves.length; at += AT_ONCE) {
        const sockets = await Promise.all(
          waves.slice(at, at + AT_ONCE).map((attack) => carryOut(attack, url)),
        );
        staying.push(...sockets);
        // An attacker who stays does so through the next waves; from one address only so many may.
        for (const socket of staying.splice(0, staying.length - 3 * AT_ONCE)) socket.destroy();
      }
      await expectOnAir();
    }
    for (const socket of staying) socket.destroy();
    await expect.poll(newestSegment, { timeout: 60_000, interval: 250 }).toBeGreaterThan(before);
  });

  test('refuses requests nested without end from a client that has the key', async () => {
    for (const depth of REQUEST_DEPTHS) {
      const raw = `{"id":1,"method":"channel.list","input":${'['.repeat(depth)}${']'.repeat(depth)}}`;
      const socket = new WebSocket(`${served.controlUrl.replace('http', 'ws')}/contract`);
      const answer = await new Promise<unknown>((resolve, reject) => {
        socket.onopen = () => {
          socket.send(JSON.stringify({ token: key }));
          socket.send(raw);
        };
        socket.onmessage = ({ data }) => {
          const heard = JSON.parse(String(data)) as object;
          if ('id' in heard) resolve(heard);
        };
        socket.onclose = reject;
      });
      socket.close();
      expect(answer).toMatchObject({
        id: 1,
        ok: false,
        error: { code: 'invalid-input', details: { field: 'input' } },
      });
    }
    await expectOnAir();
  });

  test('is the same process afterwards, with nothing unexpected in its log', async () => {
    const { pid } = JSON.parse(await readFile(dataPathsOf(folder).holder, 'utf8')) as {
      pid: number;
    };
    expect(pid).toBe(served.pid);
    expect(process.kill(pid, 0)).toBe(true);
    const log = await readFile(dataPathsOf(folder).log, 'utf8');
    const errors = log.split('\n').filter((line) => line.includes('"level":"error"'));
    expect(errors).toEqual([]);
  });
});
