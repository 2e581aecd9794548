import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
let on: string[];

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  const date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
  on = ['--channel', WORLD.channelId, '--date', date];
  await bench.run('schedule-day', 'generate', ...on);
});

afterAll(async () => {
  await bench.dispose();
});

async function show(): Promise<ScheduleDayRecord> {
  return (await bench.json('schedule-day', 'show', ...on))['day'] as ScheduleDayRecord;
}

const override = (...args: string[]) => bench.json('schedule-day', 'override', ...on, ...args);
const REPLACE = ['--airing', '08:00', '--replace', WORLD.otherMovieId, '--reason', 'a wish'];

describe('schedule-day override', () => {
  test('tells in a dry run what becomes of each airing, and writes nothing', async () => {
    const before = await show();
    expect(await override(...REPLACE, '--dry-run')).toMatchObject({
      code: 0,
      dryRun: true,
      impact: {
        changes: expect.arrayContaining([expect.objectContaining({ type: 'added' })]) as unknown,
      },
    });
    const args = ['schedule-day', 'override', ...on, ...REPLACE, '--dry-run'];
    const { out } = await bench.run(...args);
    expect(out).toContain('nothing is written');
    expect(out).toMatch(/added +- +08:00/);
    expect(await show()).toEqual(before);
  });

  test('wants a reason, one change and an airing that is there', async () => {
    const refused = async (...args: string[]): Promise<string> =>
      String((await override(...args, '--yes'))['message']);
    expect(await refused('--airing', '08:00', '--remove')).toContain('--reason');
    expect(await refused(...REPLACE, '--remove')).toContain('one change');
    expect(await refused('--airing', '08:07', '--remove', '--reason', 'x')).toContain('08:07');
    expect(await refused('--airing', '08:00', '--reason', 'x')).toContain('No change');
  });

  test('asks, then changes the day and says so in its history', async () => {
    expect((await override(...REPLACE)).code).not.toBe(0);
    expect(await override(...REPLACE, '--yes')).toMatchObject({ code: 0, status: 'ok' });
    const day = await show();
    expect(day.isManualOverride).toBe(true);
    expect(day.airings.some(({ assetId }) => assetId === WORLD.otherMovieId)).toBe(true);
    const { generations } = await bench.json('schedule-day', 'history', ...on);
    expect(generations).toMatchObject([
      { generation: 1, record: null },
      {
        generation: 2,
        supersededAt: null,
        record: { reason: 'a wish', change: { type: 'replace' } },
      },
    ]);
    const { out } = await bench.run('schedule-day', 'history', ...on);
    expect(out).toMatch(/2 .* live +replace +a wish/);
  });

  test('inserts, removes, shortens, moves and takes another plan’s day', async () => {
    const yes = ['--yes', '--reason', 'a test', '--scope', 'rest-of-day'];
    const at = ['--airing', '08:00'];
    for (const change of [
      [...at, '--insert', WORLD.movieId],
      [...at, '--trim', '5'],
      [...at, '--shift', '09:00'],
      ['--airing', '09:00', '--remove'],
      ['--plan', 'weekdays'],
    ]) {
      expect(await override(...change, ...yes)).toMatchObject({ code: 0, status: 'ok' });
    }
    expect(await bench.json('schedule-day', 'validate', ...on)).toMatchObject({ isValid: true });
  });
});

describe('schedule-day revert', () => {
  test('takes the day back to an earlier generation', async () => {
    const revert = (...args: string[]) =>
      bench.json('schedule-day', 'revert', ...on, '--to', '1', '--reason', 'enough', ...args);
    expect(await revert('--dry-run')).toMatchObject({ code: 0, dryRun: true });
    expect(await revert('--yes')).toMatchObject({ code: 0, day: { planId: WORLD.planId } });
    expect((await show()).isManualOverride).toBe(false);
  });
});
