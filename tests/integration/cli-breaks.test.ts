import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { BREAK_CHANGES, breakPreset } from '#shared/model/break-presets.ts';
import { DEFAULT_BREAK_RULES } from '#shared/model/break-rules.ts';
import type { Channel } from '#shared/model/channel.ts';
import { DEFAULT_TRAFFIC_RULES } from '#shared/model/traffic.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
});

afterAll(async () => {
  await bench.dispose();
});

async function update(...args: string[]): Promise<Channel> {
  const { code, channel } = await bench.json('channel', 'update', WORLD.channelId, ...args);
  expect(code).toBe(0);
  return channel as Channel;
}

describe('channel update', () => {
  test('takes a break preset as a whole and single rules on top of it', async () => {
    const british = await update('--break-preset', 'uk-hour');
    expect(british).toMatchObject(breakPreset('uk-hour'));
    const own = await update('--break-rule', 'fadeMs=0', '--break-rule', 'protectedTailMs=null');
    expect(own.breakRules).toEqual({
      ...breakPreset('uk-hour').breakRules,
      fadeMs: 0,
      protectedTailMs: null,
    });
    expect(await update('--break-preset', 'movie-channel')).toMatchObject({
      kind: 'movie',
      breakRules: DEFAULT_BREAK_RULES,
    });
    expect((await bench.run('channel', 'show', WORLD.channelId)).out).toContain('usual');
  });

  test('takes what may fill breaks and how often', async () => {
    const changed = await update(
      ...['--allowed-kinds', 'promo,station-id', '--cooldown', '600', '--max-plays-per-day', '4'],
      ...['--type-cooldown', 'promo=60', '--type-cooldown', 'station-id=0'],
      ...['--strict-cooldown', 'on'],
    );
    expect(changed.traffic).toEqual({
      allowedKinds: ['promo', 'station-id'],
      defaultCooldownMs: 600_000,
      kindCooldownsMs: { promo: 60_000, 'station-id': 0 },
      isCooldownStrict: true,
      maximumPlaysPerDay: 4,
    });
    expect((await update('--allowed-kinds', 'all')).traffic.allowedKinds).toEqual(
      DEFAULT_TRAFFIC_RULES.allowedKinds,
    );
  });

  test('refuses rules that there are not and values that no rule takes', async () => {
    for (const [option, value] of [
      ['--break-rule', 'nonsense=1'],
      ['--break-rule', 'fadeMs=soon'],
      ['--break-rule', 'fadeMs'],
      ['--break-preset', 'us-decade'],
      ['--allowed-kinds', 'promo,news'],
      ['--type-cooldown', 'promo=soon'],
    ] as const) {
      const { code, err } = await bench.run('channel', 'update', WORLD.channelId, option, value);
      expect({ value, code }).toEqual({ value, code: 1 });
      expect(err).toContain(option);
    }
  });
});

describe('breaks by kind, plan and row', () => {
  test('are set, replaced and given up from the command line', async () => {
    const channel = await update('--kind-breaks', 'movie=uncut', '--overrun-tolerance', '5');
    expect(channel.breakRulesByKind).toEqual({ movie: BREAK_CHANGES.uncut });
    expect(channel.overrunToleranceMs).toBe(5_000);
    expect((await update('--kind-breaks', 'movie=inherit')).breakRulesByKind).toEqual({});
    const plan = ['plan', 'update', WORLD.planId];
    expect(
      await bench.json(...plan, '--breaks', 'seldom', '--break-rule', 'fadeMs=0'),
    ).toMatchObject({
      plan: { breakRules: { ...BREAK_CHANGES.seldom, fadeMs: 0 } },
    });
    const row = await bench.json(
      ...['plan', 'assignment', 'add', '--plan-id', WORLD.planId, '--start', '20:00'],
      ...['--duration', '30', '--rule', '{}', '--breaks', 'uncut'],
    );
    expect(row).toMatchObject({ assignment: { breakRules: BREAK_CHANGES.uncut } });
    const { id } = row['assignment'] as { id: string };
    const given = await bench.json('plan', 'assignment', 'update', id, '--breaks', 'inherit');
    expect(given['assignment']).not.toHaveProperty('breakRules.cutsContent');
    const gone = (await bench.json(...plan, '--breaks', 'inherit'))['plan'];
    expect(gone).not.toHaveProperty('breakRules.cutsContent');
  });

  test('are refused where they are no rule', async () => {
    const { code, err } = await bench.run('plan', 'update', WORLD.planId, '--break-rule', 'cuts=1');
    expect([code, err]).toEqual([1, expect.stringContaining('--break-rule') as unknown]);
  });
});

describe('playlog extend', () => {
  test('locks by blocks or by days, not both', async () => {
    const on = ['--channel', WORLD.channelId];
    const some = await bench.json('playlog', 'extend', ...on, '--blocks', '2');
    expect(some).toMatchObject({ code: 0, status: 'ok' });
    const day = await bench.json('playlog', 'extend', ...on, '--days', '1');
    expect(day['code']).toBe(0);
    const { endAt } = (day['added'] as { endAt: string }[]).at(-1) ?? {};
    expect(endAt).toMatch(/T06:00:00/);
    const both = await bench.json('playlog', 'extend', ...on, '--days', '1', '--blocks', '1');
    expect(both).toMatchObject({ code: 1, status: 'error' });
  });
});
