import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  const end = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 9);
  await bench.run('plan', 'update', 'weekdays', '--end-date', end);
  // Has the horizon evaluated by the way.
  await bench.run('channel', 'add', '--name', 'Second');
});

afterAll(async () => {
  await bench.dispose();
});

describe('horizon', () => {
  test('shows how far each channel is planned', async () => {
    const { horizon } = await bench.json('horizon', 'show');
    expect(horizon).toContainEqual(
      expect.objectContaining({ channelId: WORLD.channelId, fault: null }),
    );
    const { out } = await bench.run('horizon', 'show');
    expect(out).toMatch(/CHANNEL +SCHEDULED TO +LOCKED TO/);
  });

  test('lists the record of what runs out, of one channel or all', async () => {
    const { incidents } = await bench.json('horizon', 'incidents', '--open');
    expect(incidents).toContainEqual(
      expect.objectContaining({ channelId: WORLD.channelId, rule: 'plan-ends', endedAt: null }),
    );
    const own = await bench.run('horizon', 'incidents', '--channel', WORLD.channelId);
    expect(own.out).toContain('The plan “Weekdays” is in force for the last time on');
    const bare = await bench.run('horizon', 'incidents', '--channel', WORLD.bareChannelId);
    expect(bare.out).toBe('Nothing was ever wrong.');
  });
});
