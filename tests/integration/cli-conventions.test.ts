import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { runJson, runRetrovue } from '#tests/helpers/command-line.ts';

let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench();
});

afterAll(async () => {
  await bench.dispose();
});

async function newChannel(name: string, ...args: string[]): Promise<Channel> {
  const { channel } = await bench.json('channel', 'add', '--name', name, ...args);
  return channel as Channel;
}

describe('channel', () => {
  test('is made with a free number, a slug of its own and the station’s time zone', async () => {
    const first = await newChannel('Über 9', '--timezone', 'America/New_York');
    expect(first).toMatchObject({
      number: 1,
      slug: 'uber-9',
      timezone: 'America/New_York',
      gridMinutes: 30,
      dayStart: '06:00',
      version: 1,
      isActive: true,
    });
    const second = await newChannel('uber-9!', '--grid-size-minutes', '15');
    expect(second).toMatchObject({ number: 2, slug: 'uber-9-2', gridMinutes: 15 });
    const third = await newChannel('日本', '--broadcast-day-start', '05:30');
    expect(third).toMatchObject({ slug: 'channel-3', dayStart: '05:30' });
  });

  test('has its frame 0 at the start of its present broadcast day', async () => {
    const channel = await newChannel('Epoch', '--timezone', 'America/New_York');
    expect(String(channel.epochAt)).toMatch(/T1[01]:00:00\.000Z$/);
  });

  test('is found by id, slug, number and name in any case', async () => {
    const channel = await newChannel('Findable', '--number', '77');
    for (const selector of [channel.id, 'findable', '77', ' FINDABLE ']) {
      expect((await bench.json('channel', 'show', selector))['channel']).toEqual(channel);
    }
    expect((await bench.run('channel', 'show', 'nowhere')).code).toBe(1);
  });

  test('is changed, archived and listed', async () => {
    await newChannel('Changing');
    const { channel } = await bench.json('channel', 'update', 'changing', '--inactive');
    expect(channel).toMatchObject({ isActive: false, version: 2, slug: 'changing' });
    const stale = await bench.json('channel', 'update', 'changing', '--active', '--version', '1');
    expect(stale).toMatchObject({ code: 1, status: 'error' });
    const { out } = await bench.run('channel', 'list');
    expect(out).toMatch(/Changing +changing .* no +/);
  });

  test('tells what a change of its clock touches, and from when on it shows', async () => {
    await newChannel('Timed');
    await bench.run('plan', 'add', '--channel', 'timed', '--name', 'Days');
    const plain = await bench.json('channel', 'update', 'timed', '--name', 'Timed too');
    expect(plain).toMatchObject({ impact: { isTimed: false, plans: [], frozenDates: [] } });
    const { days } = await bench.json('schedule-day', 'list', '--channel', 'timed');
    const last = (days as { broadcastDate: string }[]).at(-1)?.broadcastDate ?? '';
    const change = ['channel', 'update', 'timed', '--grid-size-minutes', '60', '--effective-date'];
    const early = await bench.json(...change, last);
    expect(early).toMatchObject({ code: 1, details: { field: 'effective-date' } });
    const from = addDays(last, 1);
    expect((early['details'] as { remedy: string }).remedy).toContain(from);
    expect((await bench.json(...change, addDays(last, 9))).code).toBe(1);
    expect(await bench.json(...change, from)).toMatchObject({
      code: 0,
      channel: { gridMinutes: 60 },
      impact: { isTimed: true, effectiveFrom: from, plans: [{ name: 'Days' }] },
    });
    const after = await bench.json('schedule-day', 'list', '--channel', 'timed');
    expect((after['days'] as unknown[]).slice(0, 4)).toEqual((days as unknown[]).slice(0, 4));
    const { out } = await bench.run('channel', 'update', 'timed', '--grid-size-minutes', '30');
    expect(out).toContain(`shows from ${from} on`);
  });

  test('is limited in its encoders, or not', async () => {
    const { preparationLimit } = await newChannel('Modest', '--preparation-limit', '1');
    expect(preparationLimit).toBe(1);
    const { channel } = await bench.json(
      'channel',
      'update',
      'modest',
      '--preparation-limit',
      'none',
    );
    expect(channel).toMatchObject({ preparationLimit: null });
    expect((await bench.run('channel', 'update', 'modest', '--preparation-limit', '0')).code).toBe(
      1,
    );
    const { out } = await bench.run('channel', 'show', 'modest');
    expect(out).toContain('as many as the station has');
  });

  test('is deleted only while nothing refers to it', async () => {
    const unused = await newChannel('Unused', '--inactive');
    await newChannel('Planned');
    expect((await bench.run('channel', 'delete', unused.slug, '--yes')).code).toBe(0);
    const refused = await bench.json('channel', 'delete', 'planned', '--yes');
    expect(refused).toMatchObject({
      code: 1,
      status: 'error',
      details: { remedy: expect.stringContaining('Deactivate') as string },
    });
  });

  test('is validated with its plans and days', async () => {
    expect((await bench.json('channel', 'validate', 'planned'))['findings']).toBeInstanceOf(Array);
  });
});

describe('every command', () => {
  test('ends with 2 when it is not understood', async () => {
    for (const args of [['chanel'], ['channel', 'show', '--nonsense'], ['source', 'add']]) {
      expect((await bench.run(...args)).code).toBe(2);
      expect(await bench.json(...args)).toMatchObject({
        code: 2,
        status: 'error',
        message: expect.any(String) as string,
      });
    }
  });

  test('ends with 3 when something outside does not answer', async () => {
    const folder = join(bench.folder, 'not-there');
    expect(await bench.json('source', 'add', folder)).toMatchObject({ code: 3, status: 'error' });
    const noFfmpeg = await bench.json('settings', 'set', 'ffmpeg-path', '/nowhere/ffmpeg');
    expect(noFfmpeg).toMatchObject({ code: 3, status: 'error' });
  });

  test('helps', async () => {
    const { code, out } = await bench.run('schedule-plan', 'assignment', 'add', '--help');
    expect(code).toBe(0);
    expect(out).toContain('--episode-policy');
    expect((await bench.run('--version')).out).toMatch(/^\d+\.\d+\.\d+$/);
  });

  test('does nothing in a dry run but say what it would do', async () => {
    const report = await bench.json('channel', 'add', '--name', 'Dry', '--dry-run');
    expect(report).toMatchObject({
      code: 0,
      status: 'ok',
      dryRun: true,
      method: 'channel.create',
      input: { name: 'Dry' },
    });
    expect((await bench.run('channel', 'show', 'dry')).code).toBe(1);
    const invalid = await bench.json('channel', 'add', '--name', ' ', '--dry-run');
    expect(invalid).toMatchObject({ code: 1, status: 'error' });
  });

  test('destroys nothing unasked where nobody can be asked', async () => {
    const channel = await newChannel('Precious', '--inactive');
    expect(await bench.json('channel', 'delete', channel.slug)).toMatchObject({ code: 1 });
    expect((await bench.run('channel', 'show', channel.slug)).code).toBe(0);
  });

  test('keeps settings that it is not asked to change', async () => {
    await bench.run('settings', 'set', 'stationName', '42');
    await bench.run('settings', 'set', 'dvr-window-minutes', '30');
    await bench.run('settings', 'set', 'shareOnNetwork', 'true');
    expect((await bench.json('settings', 'get'))['settings']).toMatchObject({
      stationName: '42',
      dvrWindowMinutes: 30,
      shareOnNetwork: true,
      logHorizonHours: 6,
    });
    expect((await bench.run('settings', 'set', 'logHorizonHours', '1')).code).toBe(1);
    expect((await bench.run('settings', 'get', 'nonsense')).code).toBe(1);
  });

  test('writes instants as ISO 8601 in JSON', async () => {
    const { station } = await bench.json('status');
    const { nowAt, startedAt } = station as { nowAt: string; startedAt: string };
    for (const instant of [nowAt, startedAt]) expect(instant).toMatch(/^\d{4}-.*Z$/);
  });
});

describe('the retrovue program', () => {
  test('runs as a process with its exit code and clean output', async () => {
    const listed = await runJson(bench.folder, ['channel', 'list']);
    expect(listed).toMatchObject({ code: 0, json: { status: 'ok' } });
    const missing = await runRetrovue(bench.folder, ['plan', 'show', '--name', 'Nowhere']);
    expect(missing).toMatchObject({ code: 1, stdout: '' });
    expect(missing.stderr).toContain('There is no plan "Nowhere".');
  });

  test('waits its turn when another command has the data', async () => {
    const outcomes = await Promise.all(
      ['a', 'b', 'c'].map((name) =>
        runJson(bench.folder, ['channel', 'add', '--name', `Parallel ${name}`, '--inactive']),
      ),
    );
    expect(outcomes.map(({ code }) => code)).toEqual([0, 0, 0]);
  });
});
