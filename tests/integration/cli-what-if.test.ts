import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
let from: string;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  from = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
  await bench.run('schedule-day', 'generate', '--channel', WORLD.channelId, '--date', from);
});

afterAll(async () => {
  await bench.dispose();
});

interface Day {
  readonly basis: string;
  readonly changes: { readonly type: string }[];
}

async function whatIf(...args: string[]): Promise<Day[]> {
  const to = addDays(from, 1);
  const answer = await bench.json(
    'plan',
    'whatif',
    'weekdays',
    '--from',
    from,
    '--to',
    to,
    ...args,
  );
  return answer['days'] as Day[];
}

describe('plan whatif', () => {
  test('shows the difference that an archived plan would make, day by day', async () => {
    const days = await whatIf('--inactive');
    expect(days.map(({ basis }) => basis)).toEqual(['frozen', 'resolved']);
    expect(days.every(({ changes }) => changes.length > 0)).toBe(true);
    const { out } = await bench.run('plan', 'whatif', 'weekdays', '--from', from, '--inactive');
    expect(out).toContain(`${from} against what is frozen:`);
    expect(out).toMatch(/^- \d\d:\d\d Title movie-(one|two)$/m);
    expect(out).toMatch(/^\+ \d\d:\d\d /m);
  });

  test('takes rows from a file and says when there is no difference', async () => {
    const file = join(bench.folder, 'rows.json');
    const row = { startOffsetMinutes: 120, durationMinutes: 60 };
    const withRows = async (assetId: string): Promise<Day[]> => {
      const content = { type: 'asset', assetId };
      await writeFile(file, JSON.stringify([{ ...row, content }]));
      return whatIf('--rows', file);
    };
    const [same] = await withRows(WORLD.movieId);
    expect(same?.changes).toEqual([]);
    const [other] = await withRows(WORLD.otherMovieId);
    expect(other?.changes.length).toBeGreaterThan(0);
    expect(await bench.json('plan', 'whatif', 'weekdays', '--rows', '/nowhere')).toMatchObject({
      status: 'error',
    });
  });

  test('writes nothing and refuses ranges without end', async () => {
    const state = async () => [
      await bench.json('plan', 'list'),
      await bench.json('schedule-day', 'list', '--channel', WORLD.channelId),
    ];
    const before = await state();
    await whatIf('--priority', '50', '--cron', '* * * * MON', '--no-drafts');
    expect(await state()).toEqual(before);
    const far = ['--from', from, '--to', addDays(from, 60)];
    expect(await bench.json('plan', 'whatif', 'weekdays', ...far)).toMatchObject({
      status: 'error',
      code: 1,
    });
  });
});
