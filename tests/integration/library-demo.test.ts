import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { runFfmpeg } from '#main/media/run-ffmpeg.ts';
import { createDemoStation } from '#main/library/demo-station.ts';
import { demoMediaFolder } from '#main/library/sources/folder/refused-folders.ts';
import { DEMO_PROGRAMMES, DEMO_SPOTS } from '#main/library/demo/demo-programme.ts';
import type { DemoMedia } from '#main/library/demo/make-demo-media.ts';
import type { Channel } from '#shared/model/channel.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createLibraryLab, type LibraryLab } from '#tests/helpers/library-lab.ts';
import { REAL_TIME, runTool, testTools } from '#tests/helpers/test-media.ts';

let lab: LibraryLab;
let made: Channel[];

beforeEach(async () => {
  lab = await createLibraryLab();
  made = [];
});

afterEach(async () => {
  await lab.dispose();
});

/** The demo with one episode of each show, every programme cut to one loop per act, and two spots. */
const SHORT: DemoMedia = {
  programmes: DEMO_PROGRAMMES.filter(({ relativePath }) => !/S01E0[2-9]/.test(relativePath)).map(
    (programme) => ({ ...programme, actLoops: programme.actLoops.slice(0, 2).map(() => 1) }),
  ),
  spots: DEMO_SPOTS.filter(({ seconds }) => seconds === 5),
};

async function makeDemo(runs: (readonly string[])[] = [], stopAfter = Infinity) {
  const { ffmpegPath } = await testTools();
  return createDemoStation({
    ...lab,
    media: SHORT,
    runFfmpeg: (args, signal) => {
      runs.push(args);
      if (runs.length > stopAfter) {
        const job = lab.jobs.running('demo');
        if (job) void lab.jobs.cancel(job.id);
      }
      return runFfmpeg({ ffmpegPath }, args, { ...REAL_TIME, signal });
    },
    checkFfmpeg: () => Promise.resolve(),
    timezone: () => Promise.resolve('Europe/Berlin'),
    onChannelsMade: (channels) => {
      made.push(...channels);
      return Promise.resolve();
    },
  });
}

describe('createDemoStation', () => {
  test('makes clips, a library and three channels whose published plans cover the whole day', async () => {
    const job = await makeDemo();
    expect(await lab.jobs.settled(job.id)).toMatchObject({ state: 'done', error: null });

    const catalog = await lab.store.assets.catalog();
    expect(catalog).toHaveLength(SHORT.programmes.length + SHORT.spots.length);
    const harbour = catalog.find(({ seriesTitle }) => seriesTitle === 'Harbour Lights');
    expect(harbour?.durationMs).toBe(16_000);
    expect(harbour?.breakpointsMs).toContain(8_000);
    const kitchen = catalog.find(({ seriesTitle }) => seriesTitle === 'The Corner Kitchen');
    expect(kitchen?.breakpointsMs).toEqual([]);
    expect(await readdir(demoMediaFolder(lab.dataFolder))).not.toContain('.work');

    const channels = await lab.store.channels.list();
    expect(channels.map(({ number, kind, timezone }) => [number, kind, timezone])).toEqual([
      [2, 'network', 'Europe/Berlin'],
      [5, 'movie', 'Europe/Berlin'],
      [9, 'network', 'Europe/Berlin'],
    ]);
    expect(made.map(({ id }) => id)).toEqual(channels.map(({ id }) => id));
    for (const { id } of channels) {
      const [plan, ...others] = await lab.store.plans.list(id);
      expect(others).toEqual([]);
      expect(plan?.draft).toBeNull();
      let end = 0;
      for (const row of plan?.assignments ?? []) {
        expect(row.startOffsetMinutes).toBe(end);
        end += row.durationMinutes;
      }
      expect(end).toBe(24 * 60);
    }
  });

  test('joins programmes without a gap between pictures or between sounds', async () => {
    const job = await makeDemo();
    await lab.jobs.settled(job.id);
    const { ffprobePath } = await testTools();
    const path = join(demoMediaFolder(lab.dataFolder), SHORT.programmes[0]?.relativePath ?? '');
    const timesOf = async (stream: string): Promise<number[]> => {
      const entries = ['-show_entries', 'packet=pts_time', '-of', 'csv=p=0'];
      const args = ['-v', 'error', '-select_streams', stream, ...entries, path];
      const { stdout } = await runTool({ command: ffprobePath, args });
      return stdout.toString().trim().split('\n').map(Number.parseFloat);
    };
    const pictures = await timesOf('v');
    const sounds = await timesOf('a');
    expect(pictures).toHaveLength(400);
    expect(sounds).toHaveLength(750);
    for (const [index, at] of pictures.entries()) expect(at).toBeCloseTo(index / 25, 3);
    for (const [index, at] of sounds.entries()) expect(at).toBeCloseTo((index * 1_024) / 48_000, 3);
  });

  test('goes on from where it was stopped, and makes no clip twice', async () => {
    const first = await makeDemo([], 8);
    expect(await lab.jobs.settled(first.id)).toMatchObject({ state: 'cancelled' });
    expect(await lab.store.channels.list()).toEqual([]);
    const kept = join(demoMediaFolder(lab.dataFolder), SHORT.spots[0]?.relativePath ?? '');
    const before = await stat(kept);

    const second = await makeDemo();
    expect(await lab.jobs.settled(second.id)).toMatchObject({ state: 'done' });
    expect((await stat(kept)).mtimeMs).toBe(before.mtimeMs);
    expect(await lab.store.channels.list()).toHaveLength(3);
  });

  test('refuses a station that has channels, and makes nothing', async () => {
    await lab.store.channels.insert(buildChannel());
    const runs: string[][] = [];
    await expect(makeDemo(runs)).rejects.toMatchObject({ code: 'already-exists' });
    expect(runs).toEqual([]);
    expect(await lab.jobs.list()).toEqual([]);
  });
});
