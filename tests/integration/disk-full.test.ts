import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { openSession } from '#main/cli/session.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { runJson, type ServedProcess, serveRetrovue } from '#tests/helpers/command-line.ts';

const MIB = 1024 ** 2;
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
}, 180_000);
