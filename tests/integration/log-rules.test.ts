import { afterEach, describe, expect, test } from 'vitest';

import { breakPreset } from '#shared/model/break-presets.ts';
import { DEFAULT_BREAK_RULES } from '#shared/model/break-rules.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { DEFAULT_TRAFFIC_RULES } from '#shared/model/traffic.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import { broadcastDateAt, broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const DAY_MS = 24 * MS_PER_HOUR;
let lab: PlanningLab;

async function open(fields: Partial<Channel> = {}): Promise<Channel> {
  lab = await createPlanningLab();
  const channel = await lab.addChannel(fields);
  await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
  return channel;
}

function blocksOf(channel: Channel): Promise<LogBlock[]> {
  const now = lab.clock.nowAt();
  return lab.store.log.blocksIn(channel.id, { startAt: now - 9 * DAY_MS, endAt: now + 9 * DAY_MS });
}

async function change(channel: Channel, fields: Partial<Channel>): Promise<Channel> {
  const changed = { ...channel, ...fields, version: channel.version + 1 };
  await lab.store.channels.update(changed);
  return changed;
}

afterEach(() => lab.dispose());

describe('a change of rules or material', () => {
  test('shapes what is not locked yet and leaves every locked block as it is', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const locked = await blocksOf(channel);
    const until = locked.at(-1)?.endAt ?? 0;
    const changed = await change(channel, breakPreset('commercial-free'));
    await lab.store.assets.saveMany([
      buildAsset({ id: AssetId.parse('psa-new'), kind: 'psa', durationMs: 45_000 }),
    ]);
    await lab.clock.advance(5 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const all = await blocksOf(channel);
    expect(all.slice(0, locked.length)).toEqual(locked);
    const after = all.filter(({ startAt }) => startAt >= until);
    expect(after.length).toBeGreaterThan(7);
    for (const { events } of after) {
      expect(events.filter(({ kind }) => kind === 'act')).toHaveLength(1);
      expect(events.map(({ interstitialKind }) => interstitialKind)).not.toContain('commercial');
    }
    const aired = after.flatMap(({ events }) => events.map(({ assetId }) => assetId));
    expect(aired).toContain('psa-new');
    expect(
      locked.some(({ events }) => events.filter(({ kind }) => kind === 'act').length > 1),
    ).toBe(true);
    expect(validateSeams(changed, all)).toEqual([]);
  });
});

describe('daily caps', () => {
  test('count what was planned in the broadcast day, however it was locked', async () => {
    const traffic = { ...DEFAULT_TRAFFIC_RULES, maximumPlaysPerDay: 2, isCooldownStrict: true };
    const channel = await open({ traffic, breakRules: DEFAULT_BREAK_RULES });
    await lab.horizon.evaluate();
    for (let hour = 0; hour < 48; hour += 1) {
      await lab.clock.advance(MS_PER_HOUR);
      await lab.horizon.evaluate();
    }
    const plays = new Map<string, number>();
    for (const { events } of await blocksOf(channel)) {
      for (const { kind, assetId, startAt } of events) {
        if (kind !== 'interstitial') continue;
        const key = `${broadcastDateAt(channel, startAt)} ${String(assetId)}`;
        plays.set(key, (plays.get(key) ?? 0) + 1);
      }
    }
    expect(plays.size).toBeGreaterThan(80);
    expect(Math.max(...plays.values())).toBe(2);
  });
});

describe('extendLogDays', () => {
  test('locks to the end of the broadcast day, and of the days after it', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const tail = await lab.store.log.latest(channel.id);
    const today = broadcastDateAt(channel, tail?.endAt ?? 0);
    await lab.horizon.extendLogDays(channel.id, 1);
    const endOf = (date: string): number => broadcastDayWindow(channel, date).endAt;
    expect((await lab.store.log.latest(channel.id))?.endAt).toBe(endOf(today));
    const added = await lab.horizon.extendLogDays(channel.id, 2);
    expect(added[0]?.startAt).toBe(endOf(today));
    expect(added.at(-1)?.endAt).toBe(endOf(addDays(today, 2)));
    expect(validateSeams(channel, await blocksOf(channel))).toEqual([]);
  });

  test('locks nothing when the frozen days do not reach that far', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const before = await blocksOf(channel);
    await expect(lab.horizon.extendLogDays(channel.id, 9)).rejects.toMatchObject({
      code: 'horizon-no-schedule-data',
      details: { field: 'days' },
    });
    expect(await blocksOf(channel)).toEqual(before);
  });
});
