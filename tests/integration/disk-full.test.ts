import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get, type IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import HLS from 'hls-parser';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { openSession } from '#main/cli/session.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { runJson, type ServedProcess, serveRetrovue } from '#tests/helpers/command-line.ts';
import { layOutCounterFolder, planCounterChannel } from '#tests/helpers/counter-station.ts';

const MIB = 1024 ** 2;
const PATIENCE = { timeout: 60_000, interval: 500 };
const canMount = process.platform === 'linux' && process.getuid?.() === 0;

let mount: string;
let data: string;
let isMounted: boolean;
let ballast: number;

beforeEach(async () => {
  mount = await mkdtemp(join(tmpdir(), 'retrovue-disk-'));
  data = join(mount, 'data');
  ballast = 0;
  isMounted =
    canMount && spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=128m', 'tmpfs', mount]).status === 0;
  if (isMounted) await mkdir(data);
});

afterEach(async () => {
  if (isMounted) spawnSync('umount', ['-l', mount]);
  await rm(mount, { recursive: true, force: true });
});

/** Another program takes all that is left of the disk. */
async function fill(): Promise<void> {
  for (const bytes of [MIB, 4096]) {
    for (;;) {
      ballast += 1;
      const isTaken = await writeFile(
        join(mount, `ballast-${String(ballast)}`),
        Buffer.alloc(bytes),
      )
        .then(() => true)
        .catch(() => false);
      if (!isTaken) break;
    }
  }
}

/** Asks the running station how it feels until it says so. */
async function untilHealthSays(words: string): Promise<void> {
  const session = await openSession({ data, env: process.env }, createSystemClock());
  for (;;) {
    const { health } = await session.client.call('station.status', {});
    if (health.sentence.includes(words)) break;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  await session.close();
}

/** Small writes may still find room between two pages; what does not is told as what it is. */
function expectDoneOrFull({ code, json }: Awaited<ReturnType<typeof runJson>>): void {
  if (code === 0) return;
  expect({ code, json }).toMatchObject({ code: 3, json: { code: 'unavailable' } });
  expect(String(json['message'])).toContain('full');
}

async function expectOnTheAir(served: ServedProcess): Promise<void> {
  expect((await fetch(`${served.broadcastUrl}/health`)).status).toBe(200);
}

test('a station whose disk is full stays on the air, gives up its reserve, says so, and starts again', async (context) => {
  if (!isMounted) context.skip('mounting a small disk takes root on Linux');
  const served = await serveRetrovue(data);
  const { reserve } = dataPathsOf(data);
  expect(existsSync(reserve)).toBe(true);
  await runJson(data, ['channel', 'add', '--name', 'Kept']);

  await fill();
  await untilHealthSays('What is prepared airs');
  expect(existsSync(reserve)).toBe(false);
  await expectOnTheAir(served);
  // What the reserve made free is enough to write what is small.
  expect(await runJson(data, ['channel', 'add', '--name', 'Small'])).toMatchObject({ code: 0 });

  // And now nothing at all is left.
  await fill();
  expectDoneOrFull(await runJson(data, ['channel', 'add', '--name', 'Third']));
  await expectOnTheAir(served);
  expect((await served.stop()).code).toBe(0);
  expect(readdirSync(data).filter((name) => name.startsWith('in-use.json'))).toEqual([]);

  const again = await runJson(data, ['channel', 'list']);
  expectDoneOrFull(again);
  expect(readdirSync(data).filter((name) => name.startsWith('in-use.json'))).toEqual([]);

  for (const name of readdirSync(mount)) {
    if (name.startsWith('ballast')) await rm(join(mount, name));
  }
  const back = await serveRetrovue(data);
  await expectOnTheAir(back);
  expect(existsSync(reserve)).toBe(true);
  const { json } = await runJson(data, ['channel', 'list']);
  const names = (json['channels'] as { name: string }[]).map(({ name }) => name);
  expect(names).toEqual(expect.arrayContaining(['Kept', 'Small']));
  expect((await back.stop()).code).toBe(0);
}, 300_000);

/** A viewer who takes every segment as it is listed. Each answer is kept; the first that is not as it should be throws. */
function watchHls(base: string, slug: string): { newest(): Promise<number> } {
  const seen = new Map<number, number>();
  return {
    async newest() {
      const playlist = await fetch(`${base}/hls/${slug}/live.m3u8`);
      expect(playlist.status).toBe(200);
      const { segments } = HLS.parse(await playlist.text()) as HLS.types.MediaPlaylist;
      for (const { uri, mediaSequenceNumber } of segments) {
        if (seen.has(mediaSequenceNumber)) continue;
        const answer = await fetch(`${base}/hls/${slug}/${uri}`);
        expect([mediaSequenceNumber, answer.status]).toEqual([mediaSequenceNumber, 200]);
        seen.set(mediaSequenceNumber, (await answer.arrayBuffer()).byteLength);
      }
      const numbers = [...seen.keys()].sort((a, b) => a - b);
      const first = numbers[0] ?? 0;
      expect(numbers).toEqual(numbers.map((_, index) => first + index));
      return numbers.at(-1) ?? -1;
    },
  };
}

test('viewers who are tuned in go on receiving while the disk is full, and the stored log airs after a start', async (context) => {
  if (!isMounted) context.skip('mounting a small disk takes root on Linux');
  const media = await mkdtemp(join(tmpdir(), 'retrovue-disk-media-'));
  try {
    const counters = await layOutCounterFolder(media);
    const served = await serveRetrovue(data);
    const session = await openSession({ data, env: process.env }, createSystemClock());
    const { slug } = await planCounterChannel(session.client, counters.folder, {
      height: 480,
      rate: '25',
    });
    await session.close();
    const viewer = watchHls(served.broadcastUrl, slug);
    await vi.waitFor(async () => {
      expect(await viewer.newest()).toBeGreaterThan(0);
    }, PATIENCE);
    const request = get(`${served.broadcastUrl}/channel/${slug}.ts`);
    const [stream] = (await once(request, 'response')) as [IncomingMessage];
    let received = 0;
    let isOpen = true;
    stream.on('data', (chunk: Buffer) => (received += chunk.length));
    stream.on('close', () => (isOpen = false));
    stream.on('error', () => (isOpen = false));

    await fill();
    await untilHealthSays('What is prepared airs');
    await fill();
    const [from, before] = [await viewer.newest(), received];
    await vi.waitFor(async () => {
      expect(await viewer.newest()).toBeGreaterThan(from + 8);
      expect(received).toBeGreaterThan(before + 1_000_000);
    }, PATIENCE);
    expect(isOpen).toBe(true);
    request.destroy();
    expect((await served.stop()).code).toBe(0);
    expect(existsSync(dataPathsOf(data).reserve)).toBe(false);

    // Not a byte is left and the reserve is gone; material that can be made again gives way.
    const again = await serveRetrovue(data);
    expect(readFileSync(dataPathsOf(data).log, 'utf8')).toContain('prepared material is given up');
    const later = watchHls(again.broadcastUrl, slug);
    const at = await later.newest();
    await fill();
    await untilHealthSays('What is prepared airs');
    await vi.waitFor(async () => {
      expect(await later.newest()).toBeGreaterThan(at + 3);
    }, PATIENCE);
    // An edit is made whole or refused for what it is.
    const edit = await runJson(data, ['channel', 'add', '--name', 'Late']);
    expectDoneOrFull(edit);
    const { json } = await runJson(data, ['channel', 'list']);
    const names = (json['channels'] as { name: string }[]).map(({ name }) => name);
    expect(names.includes('Late')).toBe(edit.code === 0);
    expect((await again.stop()).code).toBe(0);
  } finally {
    await rm(media, { recursive: true, force: true });
  }
}, 300_000);
