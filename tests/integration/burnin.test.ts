import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MS_PER_HOUR } from '#shared/time/units.ts';
import { dumpBurnin, runBurnin } from '#tests/burnin/burnin.ts';
import { addBurninChannels } from '#tests/burnin/channels.ts';
import { checkStation, type Tally } from '#tests/burnin/check-station.ts';
import { readBurninOptions } from '#tests/burnin/options.ts';
import { createPlanningLab } from '#tests/helpers/planning-lab.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-burnin-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function scheduleFile(value: unknown): Promise<string> {
  const path = join(folder, 'schedule.json');
  await writeFile(path, JSON.stringify(value));
  return path;
}

const EPISODES = [
  { title: 'One', durationMs: 1_320_000 },
  { title: 'Two', durationMs: 1_790_001 },
  { title: 'Long', durationMs: 2_700_000 },
];

describe('readBurninOptions', () => {
  test('knows a short run, a year and a crowd', () => {
    expect(readBurninOptions([])).toMatchObject({ days: 7, channels: 4, stepHours: 1 });
    expect(readBurninOptions(['--horizon', '--year'])).toMatchObject({ days: 365, channels: 4 });
    expect(readBurninOptions(['--crowd'])).toMatchObject({ days: 1, channels: 40 });
    expect(readBurninOptions(['--year', '--days', '9', '--report', 'r.json'])).toMatchObject({
      days: 9,
      channels: 4,
      reportFile: 'r.json',
    });
  });

  test.each([
    ['--pipeline'],
    ['--days', '0'],
    ['--step-hours', '6'],
    ['--channels', 'many'],
    ['--year', '--crowd'],
    ['--horizon', '--schedule', 'x.json'],
    ['--nonsense'],
  ])('refuses %s %s', (...args) => {
    expect(() => readBurninOptions(args)).toThrow(/--/);
  });
});

describe('runBurnin', () => {
  test('finds nothing broken in a day, and counts what aired', async () => {
    const options = readBurninOptions(['--days', '1', '--channels', '3', '--step-hours', '4']);
    const report = await runBurnin(options);
    expect(report.breaches).toEqual([]);
    expect(report.checks).toBe(6);
    expect(report.tally.blocks).toBeGreaterThan(60);
    expect(report.filled).toBeGreaterThan(0.5);
  });

  test('runs a static schedule', async () => {
    const schedule = await scheduleFile({ timezone: 'Europe/Berlin', episodes: EPISODES });
    const args = ['--schedule', schedule, '--days', '1', '--channels', '1', '--step-hours', '5'];
    const report = await runBurnin(readBurninOptions(args));
    expect(report.breaches).toEqual([]);
    const dump = await dumpBurnin(readBurninOptions([...args, '--dump']));
    expect(dump).toMatch(/^RUNDOWN channel-1 /);
    expect(dump).toContain('Static schedule S01E03 "Long"');
    expect(dump).toContain('TRANSMISSION LOG');
  });

  test('refuses a schedule without episodes, and one that is not there', async () => {
    const empty = readBurninOptions(['--schedule', await scheduleFile({ timezone: 'UTC' })]);
    await expect(runBurnin(empty)).rejects.toThrow(/episodes/);
    const nowhere = readBurninOptions(['--schedule', join(folder, 'nothing.json')]);
    await expect(runBurnin(nowhere)).rejects.toThrow(/cannot be read/);
  });
});

describe('checkStation', () => {
  test('tells what is broken when the horizon has not kept up', async () => {
    const lab = await createPlanningLab();
    const tally: Tally = { blocks: 0, events: 0, interstitials: 0, padMs: 0, breakMs: 0 };
    await addBurninChannels(lab, 1);
    await lab.horizon.evaluate();
    const sound = await checkStation(lab, tally, MS_PER_HOUR);
    await lab.clock.advance(30 * MS_PER_HOUR);
    const broken = await checkStation(lab, tally, MS_PER_HOUR);
    await lab.dispose();
    expect(sound).toEqual([]);
    expect(broken.join('\n')).toMatch(/INV-HORIZON-EXECUTION-MIN-001/);
    expect(broken.join('\n')).toMatch(/INV-SCHEDULEDAY-LEAD-TIME-001/);
  });
});
