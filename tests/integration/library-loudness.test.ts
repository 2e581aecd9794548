import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createLoudnessMeasurement } from '#main/library/measure-loudness-background.ts';
import type { LoudnessMeter } from '#main/library/media-probe.ts';
import { measureLoudness } from '#main/media/measure-loudness.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createLibraryLab, playable, type LibraryLab } from '#tests/helpers/library-lab.ts';
import { REAL_TIME, testTools } from '#tests/helpers/test-media.ts';

let lab: LibraryLab;

beforeEach(async () => {
  lab = await createLibraryLab();
});

afterEach(async () => {
  await lab.dispose();
});

const LOUDNESS = { integratedLufs: -20, truePeakDbtp: -2 };

async function addFiles(...names: string[]): Promise<void> {
  lab.setProbe(() => Promise.resolve(playable()));
  for (const name of names) await writeFile(join(lab.root, name), name);
  await lab.scan(await lab.addRoot());
}

function measurement(measure: LoudnessMeter, mayRun: () => boolean = () => true) {
  return createLoudnessMeasurement({ ...lab, measure, mayRun, onLibraryChanged: () => undefined });
}

async function unmeasured(): Promise<number> {
  return (await lab.store.assets.withoutLoudness(100)).length;
}

describe('createLoudnessMeasurement', () => {
  test('measures each file once and then has nothing to do', async () => {
    await lab.putClip('a.mp4', 1);
    await lab.scan(await lab.addRoot());
    const tools = await testTools();
    const heard = measurement((path, probe, signal) =>
      measureLoudness(tools, path, probe, { ...REAL_TIME, signal }),
    );
    const job = await heard.start();
    expect(job).not.toBeNull();
    if (job) expect(await lab.jobs.settled(job.id)).toMatchObject({ state: 'done', done: 1 });
    const { loudness } = await lab.assetAt('a.mp4');
    expect(loudness?.integratedLufs).toBeGreaterThan(-40);
    expect(loudness?.integratedLufs).toBeLessThan(0);
    expect(await heard.start()).toBeNull();
  });

  test('measures one file at a time', async () => {
    await addFiles('a.mp4', 'b.mp4', 'c.mp4');
    let active = 0;
    let most = 0;
    const heard = measurement(async () => {
      active += 1;
      most = Math.max(most, active);
      await new Promise((resolve) => setImmediate(resolve));
      active -= 1;
      return LOUDNESS;
    });
    const [first, second] = await Promise.all([heard.start(), heard.start()]);
    expect(second?.id).toBe(first?.id);
    if (first) await lab.jobs.settled(first.id);
    expect(most).toBe(1);
    expect(await unmeasured()).toBe(0);
  });

  test('passes over a file that cannot be measured and goes on with the rest', async () => {
    await addFiles('a.mp4', 'b.mp4', 'c.mp4');
    const heard = measurement((path) =>
      path.endsWith('b.mp4')
        ? Promise.reject(new AppError('process-failed', 'Damaged.'))
        : Promise.resolve(LOUDNESS),
    );
    const job = await heard.start();
    if (job) {
      expect(await lab.jobs.settled(job.id)).toMatchObject({
        state: 'done',
        problems: [expect.stringContaining('b')],
      });
    }
    expect(await unmeasured()).toBe(1);
    expect(await heard.start()).toBeNull();
  });

  test('keeps what it has when stopped and goes on from there', async () => {
    await addFiles('a.mp4', 'b.mp4', 'c.mp4');
    const measured: string[] = [];
    let isHanging = true;
    const heard = measurement((path, _, signal) => {
      if (measured.length === 1 && isHanging) {
        return new Promise((__, reject) => {
          signal.addEventListener('abort', () => {
            reject(new AppError('cancelled', 'Stopped.'));
          });
          measured.push('hanging');
        });
      }
      measured.push(path.slice(lab.root.length + 1));
      return Promise.resolve(LOUDNESS);
    });
    const job = await heard.start();
    while (measured.length < 2) await new Promise((resolve) => setImmediate(resolve));
    if (job) expect(await lab.jobs.cancel(job.id)).toMatchObject({ state: 'cancelled' });
    expect(await unmeasured()).toBe(2);
    isHanging = false;
    const again = await heard.start();
    if (again) await lab.jobs.settled(again.id);
    expect(await unmeasured()).toBe(0);
    expect(new Set(measured).size).toBe(measured.length);
  });

  test('gives way to playout, and takes the file up again afterwards', async () => {
    await addFiles('a.mp4');
    let mayRun = true;
    const attempts: AbortSignal[] = [];
    const heard = measurement(
      (_, __, signal) => {
        attempts.push(signal);
        if (attempts.length > 1) return Promise.resolve(LOUDNESS);
        return new Promise((___, reject) => {
          signal.addEventListener('abort', () => {
            reject(new AppError('cancelled', 'Stopped.'));
          });
        });
      },
      () => mayRun,
    );
    const job = await heard.start();
    while (attempts.length < 1) await new Promise((resolve) => setImmediate(resolve));
    mayRun = false;
    await lab.clock.advance(600);
    expect(attempts[0]?.aborted).toBe(true);
    await lab.clock.advance(5_000);
    expect(attempts).toHaveLength(1);
    mayRun = true;
    await lab.clock.advance(600);
    if (job) expect(await lab.jobs.settled(job.id)).toMatchObject({ state: 'done' });
    expect(attempts).toHaveLength(2);
    expect(await unmeasured()).toBe(0);
  });

  test('does not write onto content that changed meanwhile', async () => {
    await addFiles('a.mp4');
    const before = await lab.assetAt('a.mp4');
    const heard = measurement(async () => {
      const stored = await lab.store.assets.get(before.id);
      if (stored?.contentIdentity === before.contentIdentity) {
        await lab.store.assets.saveMany([{ ...before, contentIdentity: 'other' }]);
        return { integratedLufs: -99, truePeakDbtp: -99 };
      }
      return LOUDNESS;
    });
    const job = await heard.start();
    if (job) await lab.jobs.settled(job.id);
    expect((await lab.assetAt('a.mp4')).loudness).toEqual(LOUDNESS);
  });

  test('stops at once although it is waiting until the station is less busy', async () => {
    await addFiles('a.mp4');
    const heard = measurement(
      () => Promise.resolve(LOUDNESS),
      () => false,
    );
    const job = await heard.start();
    expect(job?.state).toBe('running');
    await lab.jobs.stop();
    expect((await lab.jobs.list())[0]?.state).toBe('interrupted');
  });
});
