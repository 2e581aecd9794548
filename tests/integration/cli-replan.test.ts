import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { AssetId, CollectionId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { addDays } from '#shared/time/zone.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

const CHANNEL = ['--channel', WORLD.channelId];
const OTHER = AssetId.parse('movie-other');
let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench(async (store) => {
    await seedWorld(store);
    await store.assets.saveMany([
      buildAsset({
        id: OTHER,
        collectionId: CollectionId.parse('collection-one'),
        title: 'The news',
        durationMs: 600_000,
      }),
    ]);
  });
  await bench.run('settings', 'set', 'lockedWindowHours', '2');
  await bench.run('channel', 'update', WORLD.channelId, '--active');
});

afterAll(async () => {
  await bench.dispose();
});

/** What is stored of the log and begins in more than two hours. */
async function freeBlocks(): Promise<(LogBlock & { startAt: unknown })[]> {
  const { blocks } = await bench.json('playlog', 'show', ...CHANNEL, '--hours', '24');
  return (blocks as LogBlock[]).slice(-2);
}

describe('playlog override', () => {
  test('changes one item of a break that is not locked, and replan keeps it or not', async () => {
    const events = (await freeBlocks()).flatMap((block) => block.events);
    const spot = events.find(({ kind }) => kind === 'interstitial');
    const args = ['--event', spot?.id ?? '', '--drop', '--reason', 'the sponsor left'];
    const { code, out } = await bench.run('playlog', 'override', ...CHANNEL, ...args, '--unlock');
    expect([code, out]).toEqual([0, expect.stringContaining('Pad') as unknown]);
    expect((await bench.run('playlog', 'replan', ...CHANNEL, '--dry-run')).out).toContain(
      'Dry run, nothing is written.\nNothing changes.',
    );
    const again = await bench.run('playlog', 'replan', ...CHANNEL, '--discard-hand-changes');
    expect(again.out).toMatch(/locked until/);
  });
});

describe('schedule-day preempt', () => {
  test('airs on every channel that can, says which cannot, and ends with 2', async () => {
    const { station } = await bench.json('status');
    const date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 9);
    await bench.run('schedule-day', 'generate', ...CHANNEL, '--date', date);
    await bench.run('channel', 'add', '--name', 'Second');
    const args = ['--all', '--asset', 'The news', '--at', `${date}T20:00:00Z`, '--reason', 'news'];
    const preempt = (...more: string[]) =>
      bench.json('schedule-day', 'preempt', ...args, '--scope', 'rest-of-day', ...more);
    const dry = await preempt('--dry-run');
    expect(dry).toMatchObject({ code: 2, dryRun: true });
    expect(await preempt('--yes')).toMatchObject({
      code: 2,
      channels: [
        { channelId: WORLD.channelId, impact: { relockedBlocks: expect.anything() as unknown } },
        { error: { code: 'horizon-no-schedule-data' } },
      ],
    });
    const { day } = await bench.json('schedule-day', 'show', ...CHANNEL, '--date', date);
    expect(JSON.stringify(day)).toContain(OTHER);
  });
});
