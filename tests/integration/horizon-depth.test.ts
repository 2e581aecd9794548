import { afterEach, describe, expect, test } from 'vitest';

import type { SequenceMark } from '#main/horizon/sequence-mark.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf, kindOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import {
  createPlanningLab,
  type PlanningLab,
  type PlanningLabOptions,
} from '#tests/helpers/planning-lab.ts';

const DAY_MS = 24 * MS_PER_HOUR;
let lab: PlanningLab;

async function open(options: PlanningLabOptions = {}): Promise<Channel> {
  lab = await createPlanningLab(options);
  const channel = await lab.addChannel();
  await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 240, 'asset:movie-105'),
  ]);
  return channel;
}

async function allBlocks(channel: Channel): Promise<LogBlock[]> {
  const now = lab.clock.nowAt();
  return lab.store.log.blocksIn(channel.id, {
    startAt: now - 30 * DAY_MS,
    endAt: now + 30 * DAY_MS,
  });
}

async function allDays(channel: Channel): Promise<ScheduleDay[]> {
  return lab.store.days.list({ channelId: channel.id });
}

async function expectDepth(channel: Channel): Promise<void> {
  const now = lab.clock.nowAt();
  const [report] = await lab.horizon.report();
  expect(report?.fault).toBeNull();
  expect(report?.isHealthy).toBe(true);
  expect((await lab.store.log.latest(channel.id))?.endAt).toBeGreaterThanOrEqual(
    now + 6 * MS_PER_HOUR,
  );
  const today = broadcastDateAt(channel, now);
  expect((await lab.store.days.latest(channel.id))?.broadcastDate).toBe(addDays(today, 3));
}

afterEach(() => lab.dispose());

describe('evaluate', () => {
  test('freezes today and the three days after it', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const today = broadcastDateAt(channel, lab.clock.nowAt());
    expect((await allDays(channel)).map(({ broadcastDate }) => broadcastDate)).toEqual(
      [0, 1, 2, 3].map((days) => addDays(today, days)),
    );
    await lab.clock.advance(DAY_MS);
    await lab.horizon.evaluate();
    await expectDepth(channel);
  });

  test('locks six hours from the airing on the air', async () => {
    const channel = await open({ startAt: parseInstant('2026-03-07T18:47:13Z') });
    await lab.horizon.evaluate();
    const blocks = await allBlocks(channel);
    const now = lab.clock.nowAt();
    expect(blocks[0]?.startAt).toBeLessThanOrEqual(now);
    expect(blocks[0]?.endAt).toBeGreaterThan(now);
    expect(validateSeams(channel, blocks)).toEqual([]);
    await expectDepth(channel);
  });

  test('keeps both depths after every evaluation of a day', async () => {
    const channel = await open({ startAt: parseInstant('2026-03-07T10:59:00Z') });
    for (let step = 0; step < 96; step += 1) {
      await lab.horizon.evaluate();
      await expectDepth(channel);
      await lab.clock.advance(15 * 60_000);
    }
    const blocks = await allBlocks(channel);
    expect(validateSeams(channel, blocks)).toEqual([]);
    expect((blocks.at(-1)?.endAt ?? 0) - (blocks[0]?.startAt ?? 0)).toBeGreaterThan(
      29 * MS_PER_HOUR,
    );
  });

  test('writes nothing when nothing is missing', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const before = JSON.stringify([await allDays(channel), await allBlocks(channel)]);
    const told = lab.changes.length;
    await lab.horizon.evaluate();
    expect(JSON.stringify([await allDays(channel), await allBlocks(channel)])).toBe(before);
    expect(lab.changes).toHaveLength(told);
  });

  test('goes on after a restart as if it had not stopped', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const before = await allBlocks(channel);
    await lab.clock.advance(3 * MS_PER_HOUR);
    await lab.restart().evaluate();
    const after = await allBlocks(channel);
    expect(after.slice(0, before.length)).toEqual(before);
    expect(after.length).toBeGreaterThan(before.length);
    expect(validateSeams(channel, after)).toEqual([]);
  });

  test('takes up with the airing on the air after a week off, with rising media sequence numbers', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const before = await allBlocks(channel);
    await lab.clock.advance(7 * DAY_MS + 1_234);
    await lab.restart().evaluate();
    const now = lab.clock.nowAt();
    const after = (await allBlocks(channel)).slice(before.length);
    expect(after[0]?.startAt).toBeLessThanOrEqual(now);
    expect(after[0]?.endAt).toBeGreaterThan(now);
    const last = before.at(-1);
    expect(after[0]?.firstMediaSequence).toBe(
      (last?.firstMediaSequence ?? 0) + (last?.mediaSegmentCount ?? 0),
    );
    expect(after[0]?.firstFrame).toBeGreaterThan((last?.firstFrame ?? 0) + (last?.frameCount ?? 0));
    expect(validateSeams(channel, after)).toEqual([]);
  });

  test('gives out no number that the mark beside the database has seen', async () => {
    const channel = await open();
    const raised: number[] = [];
    await lab
      .restart({
        mediaSequenceMark: {
          nextAfter: () => 5_000,
          raise: (_, next) => {
            raised.push(next);
            return Promise.resolve();
          },
          giveBack: () => Promise.resolve(),
        },
      })
      .evaluate();
    const blocks = await allBlocks(channel);
    const last = blocks.at(-1);
    expect(blocks[0]?.firstMediaSequence).toBe(5_000);
    expect(raised).toEqual([(last?.firstMediaSequence ?? 0) + (last?.mediaSegmentCount ?? 0)]);
  });

  test('leaves no hole in the numbers after a write of the log that failed', async () => {
    const channel = await open();
    const { store } = lab;
    let next = 0;
    let isRefusing = false;
    const mediaSequenceMark: SequenceMark = {
      nextAfter: () => next,
      raise: (_, to) => Promise.resolve(void (next = Math.max(next, to))),
      giveBack: (_, to) => Promise.resolve(void (next = to)),
    };
    const locked = new AppError('unavailable', 'The database is locked.');
    const durable: Store['durable'] = (run) =>
      isRefusing ? Promise.reject(locked) : store.durable(run);
    const horizon = lab.restart({ mediaSequenceMark, store: { ...store, durable } });
    await horizon.evaluate();
    isRefusing = true;
    await expect(horizon.extendLogBlocks(channel.id, 1)).rejects.toThrow('locked');
    isRefusing = false;
    await horizon.extendLogBlocks(channel.id, 1);
    const blocks = await allBlocks(channel);
    const numbers = blocks.map(({ firstMediaSequence, mediaSegmentCount }) => ({
      from: firstMediaSequence,
      to: firstMediaSequence + mediaSegmentCount,
    }));
    expect(numbers.slice(1).map(({ from }) => from)).toEqual(
      numbers.slice(0, -1).map(({ to }) => to),
    );
    expect(next).toBe(numbers.at(-1)?.to);
  });

  test('follows a clock that jumps ahead', async () => {
    const channel = await open();
    await lab.horizon.start();
    await lab.clock.advance(9 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    await expectDepth(channel);
  });

  test('runs on the clock alone once started', async () => {
    const channel = await open();
    await lab.horizon.start();
    const depthBefore = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    for (let step = 0; step < 12; step += 1) await lab.clock.advance(10 * 60_000);
    await lab.horizon.stop();
    const depthAfter = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    expect(depthAfter - depthBefore).toBeGreaterThanOrEqual(90 * 60_000);
    await lab.clock.advance(DAY_MS);
    await lab.horizon.stop();
    expect((await lab.store.log.latest(channel.id))?.endAt).toBe(depthAfter);
  });

  test('airs the slate on a station with an empty library', async () => {
    lab = await createPlanningLab();
    const all = await lab.store.assets.catalog();
    await lab.store.assets.retire(
      all.map(({ id }) => id),
      lab.clock.nowAt(),
    );
    const channel = await lab.addChannel();
    await lab.horizon.evaluate();
    await expectDepth(channel);
    const [day] = await allDays(channel);
    expect(day?.airings.map(kindOf)).toEqual(['slate']);
  });

  test('plans active channels only', async () => {
    await open();
    const off = await lab.addChannel({ isActive: false });
    await lab.horizon.evaluate();
    expect(await allDays(off)).toEqual([]);
    expect(await lab.horizon.report()).toHaveLength(1);
  });

  test('records one channel’s fault and plans the others', async () => {
    const broken = await open();
    const sound = await lab.addChannel();
    await lab.addPlan(broken, [], { cron: 'no such pattern', priority: 9 });
    await lab.horizon.evaluate();
    const reports = new Map(
      (await lab.horizon.report()).map((report) => [report.channelId, report]),
    );
    expect(reports.get(broken.id)?.fault).toContain('no such pattern');
    expect(reports.get(broken.id)?.isHealthy).toBe(false);
    expect(reports.get(sound.id)?.isHealthy).toBe(true);
    expect(lab.faults.map(({ channelId }) => channelId)).toContain(broken.id);
  });

  test('keeps locking what is frozen while no new day can be planned', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    await lab.addPlan(channel, [], { cron: 'no such pattern', priority: 9 });
    await lab.clock.advance(DAY_MS);
    await lab.horizon.evaluate();
    expect((await lab.store.log.latest(channel.id))?.endAt).toBeGreaterThanOrEqual(
      lab.clock.nowAt() + 6 * MS_PER_HOUR,
    );
    expect((await lab.horizon.report())[0]?.fault).toContain('no such pattern');
  });

  test('lets no revoked asset onto a day frozen or a block locked after it', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const revoked = AssetId.parse('alpha-e05');
    await lab.store.assets.setApproval([revoked], false, lab.clock.nowAt());
    const frozen = (await allDays(channel)).at(-1)?.broadcastDate ?? '';
    const locked = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    for (let day = 0; day < 3; day += 1) {
      await lab.clock.advance(DAY_MS);
      await lab.horizon.evaluate();
    }
    const later = (await allDays(channel)).filter(({ broadcastDate }) => broadcastDate > frozen);
    expect(later.length).toBeGreaterThan(2);
    expect(
      later
        .flatMap(({ airings }) => airings)
        .some(({ content }) => assetIdOf({ content }) === revoked),
    ).toBe(false);
    const events = (await allBlocks(channel)).filter(({ startAt }) => startAt >= locked);
    expect(events.flatMap((block) => block.events).some(({ assetId }) => assetId === revoked)).toBe(
      false,
    );
  });

  test('keeps the seam whole when a channel’s clock or grid is changed', async () => {
    const channel = await open();
    await lab.horizon.evaluate();
    const changed: Channel = {
      ...channel,
      timezone: 'Europe/Berlin',
      dayStart: '04:30',
      gridMinutes: 60,
      version: 2,
    };
    await lab.store.channels.update(changed);
    for (let step = 0; step < 40; step += 1) {
      await lab.clock.advance(3 * MS_PER_HOUR);
      await lab.horizon.evaluate();
      expect((await lab.horizon.report())[0]?.fault).toBeNull();
    }
    const blocks = await allBlocks(channel);
    blocks.slice(1).forEach((block, index) => {
      expect(block.startAt).toBe(blocks[index]?.endAt);
    });
  });
});
