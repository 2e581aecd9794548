import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
let date: string;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
});

afterAll(async () => {
  await bench.dispose();
});

const CHANNEL = ['--channel', WORLD.channelId];
const day = (...args: string[]) => bench.run('schedule-day', ...args, ...CHANNEL);
const json = (...args: string[]) => bench.json('schedule-day', ...args, ...CHANNEL);

describe('schedule-day approve', () => {
  test('is refused while the channel does not ask for it', async () => {
    await day('generate', '--date', date);
    expect(await json('approve', '--date', date)).toMatchObject({ code: 1, status: 'error' });
    expect((await day('pending')).out).toBe('No day awaits approval.');
    expect((await day('list')).out).toMatch(new RegExp(`${date} +approved`));
  });

  test('is asked for by a setting of the channel', async () => {
    const on = ['channel', 'update', WORLD.channelId, '--requires-approval', 'on'];
    expect((await bench.run(...on)).out).toMatch(/Approval: +every day/);
    await day('regenerate', '--date', date, '--yes');
    expect(await json('pending')).toMatchObject({
      days: expect.arrayContaining([
        expect.objectContaining({ broadcastDate: date, status: 'planned', approval: null }),
      ]) as unknown,
    });
    expect((await day('list')).out).toMatch(new RegExp(`${date} +planned`));
  });

  test('changes nothing in a dry run', async () => {
    expect(await json('approve', '--date', date, '--dry-run')).toMatchObject({
      code: 0,
      dryRun: true,
      method: 'day.approve',
    });
    expect((await day('pending')).out).toContain('planned');
  });

  test('marks the guide as tentative until then', async () => {
    const epg = () => bench.run('epg', 'list', ...CHANNEL, '--date', date);
    expect((await epg()).out).toContain('awaits approval');
    const { out } = await day('approve', '--all', '--note', 'seen and liked');
    expect(out).toMatch(new RegExp(`${date} .*approved +seen and liked`));
    expect((await epg()).out).not.toContain('awaits approval');
  });

  test('can be taken back, and every decision is kept with where it was made', async () => {
    const { code } = await json('unapprove', '--date', date, '--note', 'too long');
    expect(code).toBe(0);
    expect(await json('approvals', '--date', date)).toMatchObject({
      approvals: [
        { action: 'approve', by: 'command-line', note: 'seen and liked' },
        { action: 'unapprove', by: 'command-line', note: 'too long' },
      ],
    });
    expect((await day('approvals')).out).toMatch(/unapprove +command-line +too long/);
    expect((await day('history', '--date', date)).out).toMatch(/canceled.*\n.*planned/);
  });
});
