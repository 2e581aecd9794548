import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { createGuide } from '#main/handlers/guide.ts';
import { locateInstant } from '#shared/log/read/locate.ts';
import type { Channel } from '#shared/model/channel.ts';
import { assetIdsOf, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const START_AT = parseInstant('2026-03-07T12:10:00Z');
const DAY_MS = 24 * MS_PER_HOUR;
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await lab.addChannel();
});

afterEach(() => lab.dispose());

const planned = (at: PlanningLab) =>
  at.addPlan(channel, [
    makeRow(0, 720, `series:${at.alpha}`),
    makeRow(720, 300, `series:${at.beta}`, { episodePolicy: 'syndication' }),
  ]);

const blocksOf = ({ store, clock }: PlanningLab) =>
  store.log.blocksIn(channel.id, {
    startAt: START_AT,
    endAt: clock.nowAt() + 7 * MS_PER_HOUR,
  });

const daysOf = ({ store }: PlanningLab): Promise<ScheduleDay[]> =>
  store.days.list({ channelId: channel.id });

describe('a stepped clock and the system’s', () => {
  test('lead to the same days and the same log', async () => {
    const other = await createPlanningLab({ startAt: START_AT });
    await other.store.channels.insert(channel);
    for (const at of [lab, other]) {
      await at.addPlan(channel, [
        makeRow(0, 720, `series:${at.alpha}`),
        makeRow(720, 300, `series:${at.beta}`),
      ]);
    }
    let elapsedMs = 0;
    const clock = createSystemClock({
      wallMs: () => START_AT + elapsedMs,
      monotonicMs: () => elapsedMs,
    });
    const running = other.restart({ clock });
    for (let step = 0; step < 20; step += 1) {
      await lab.horizon.evaluate();
      await running.evaluate();
      await lab.clock.advance(2 * MS_PER_HOUR);
      elapsedMs += 2 * MS_PER_HOUR;
      await other.clock.advance(2 * MS_PER_HOUR);
    }
    // The two libraries name their series by ids of their own, from which those of days follow; all else is the same.
    const written = async (at: PlanningLab) =>
      JSON.stringify([await daysOf(at), await blocksOf(at)])
        .replaceAll(at.alpha, 'ALPHA')
        .replaceAll(at.beta, 'BETA')
        .replaceAll(/"(?:id|scheduleDayId|contentHash)":"[0-9a-f]{32,64}"/g, '""');
    const [stepped, real] = [await written(lab), await written(other)];
    expect(stepped.length).toBeGreaterThan(100_000);
    expect(real === stepped).toBe(true);
    await other.dispose();
  });
});

describe('a system clock that is set back an hour', () => {
  test('repeats no day, no block and no media segment', async () => {
    await planned(lab);
    let elapsedMs = 0;
    let setBackMs = 0;
    const clock = createSystemClock({
      wallMs: () => START_AT + elapsedMs - setBackMs,
      monotonicMs: () => elapsedMs,
    });
    const running = lab.restart({ clock });
    for (let step = 0; step < 12; step += 1) {
      if (step === 5) setBackMs = MS_PER_HOUR;
      await running.evaluate();
      elapsedMs += 30 * MS_PER_MINUTE;
      expect(clock.nowAt()).toBe(START_AT + elapsedMs - setBackMs);
      await lab.clock.advance(30 * MS_PER_MINUTE);
    }
    const days = await daysOf(lab);
    expect(new Set(days.map(({ broadcastDate }) => broadcastDate)).size).toBe(days.length);
    const blocks = await blocksOf(lab);
    expect(blocks.length).toBeGreaterThan(20);
    blocks.slice(1).forEach(({ startAt, firstMediaSequence }, index) => {
      const before = blocks[index];
      expect(startAt).toBe(before?.endAt);
      expect(firstMediaSequence).toBe(
        (before?.firstMediaSequence ?? 0) + (before?.mediaSegmentCount ?? 0),
      );
    });
  });
});

describe('the guide of frozen days', () => {
  const window = { startAt: START_AT, endAt: START_AT + 3 * DAY_MS };

  test('names for every entry the frozen airing that it comes from', async () => {
    await planned(lab);
    await lab.horizon.evaluate();
    const guide = createGuide(lab.store, lab.clock);
    const airings = new Map(
      (await daysOf(lab)).flatMap((day) => day.airings.map((a) => [a.id, a])),
    );
    const entries = await guide.list(window, channel.id);
    expect(entries.length).toBeGreaterThan(100);
    for (const entry of entries) {
      const airing = airings.get(entry.airingId);
      expect(airing).toMatchObject({ startAt: entry.startAt, endAt: entry.endAt });
      expect(airing?.title).toBe(entry.title);
    }
  });

  test('stays as it is while the layers below are made, played and watched', async () => {
    await planned(lab);
    await lab.horizon.evaluate();
    const guide = createGuide(lab.store, lab.clock);
    const read = async () => [
      JSON.stringify(await guide.list(window, channel.id)),
      await guide.icalendar(channel),
    ];
    const before = await read();
    await lab.horizon.extendLogBlocks(channel.id, 12);
    await lab.store.playout.saveSession({
      channelId: channel.id,
      fromMediaSequence: 0,
      startedAt: START_AT,
      endedAt: null,
    });
    const [block] = await blocksOf(lab);
    const event = block?.events[0];
    if (!block || !event) throw new Error('Something is locked.');
    await lab.store.asRun.append([
      {
        channelId: channel.id,
        broadcastDate: block.broadcastDate,
        eventId: event.id,
        blockId: block.id,
        kind: event.kind,
        assetId: event.assetId,
        title: event.title,
        plannedStartAt: event.startAt,
        startedAt: event.startAt,
        durationMs: event.durationMs,
        frameCount: event.frameCount,
        status: 'aired',
        wasServed: true,
        peakViewers: 40,
        slateFrames: 0,
        reason: null,
      },
    ]);
    expect(await read()).toEqual(before);
    const elsewhere = createGuide(lab.store, lab.clock);
    expect(JSON.stringify(await elsewhere.list(window, channel.id))).toBe(before[0]);
  });
});

describe('the locked log', () => {
  test('is its frozen airings, block for block, and nothing else', async () => {
    await planned(lab);
    for (let hours = 0; hours < 60; hours += 3) {
      await lab.horizon.evaluate();
      await lab.clock.advance(3 * MS_PER_HOUR);
    }
    const airings = new Map(
      (await daysOf(lab)).flatMap((day) => day.airings.map((a) => [a.id, a])),
    );
    const blocks = await blocksOf(lab);
    expect(blocks.length).toBeGreaterThan(80);
    for (const block of blocks) {
      const airing = airings.get(block.airingId);
      expect(airing).toMatchObject({
        startAt: block.startAt,
        endAt: block.endAt,
        scheduleDayId: block.scheduleDayId,
      });
      const acts = block.events.filter(({ kind }) => kind === 'act');
      expect(new Set(acts.map(({ assetId }) => assetId))).toEqual(
        new Set(airing && assetIdsOf(airing)),
      );
      const played = acts.reduce((sum, { durationMs }) => sum + durationMs, 0);
      expect(Math.abs(played - (airing?.contentDurationMs ?? 0))).toBeLessThanOrEqual(1_000);
      for (const event of block.events) expect(event.airingId).toBe(block.airingId);
    }
  });

  test('has exactly one row for every instant, found half-open, and no block is cut at the day’s start', async () => {
    await planned(lab);
    for (let hours = 0; hours < 60; hours += 3) {
      await lab.horizon.evaluate();
      await lab.clock.advance(3 * MS_PER_HOUR);
    }
    const blocks = await blocksOf(lab);
    const days = await daysOf(lab);
    blocks.slice(1).forEach(({ startAt }, index) => {
      expect(startAt).toBe(blocks[index]?.endAt);
    });
    for (const block of blocks) {
      const owners = days.filter(
        (day) => day.startAt <= block.startAt && block.startAt < day.endAt,
      );
      expect(owners.map(({ broadcastDate }) => broadcastDate)).toEqual([block.broadcastDate]);
      for (const event of block.events) {
        expect(locateInstant(blocks, event.startAt)?.event.id).toBe(event.id);
        const last = event.startAt + event.durationMs - 1;
        expect(locateInstant(blocks, last)?.event.id).toBe(event.id);
      }
    }
  });

  test('is filled before it is locked: every break holds what will air, with its gain', async () => {
    await planned(lab);
    await lab.horizon.evaluate();
    const events = (await blocksOf(lab)).flatMap((block) => block.events);
    const spots = events.filter(({ kind }) => kind === 'interstitial');
    expect(spots.length).toBeGreaterThan(50);
    for (const { assetId, durationMs, gainDb } of spots) {
      expect(assetId).not.toBeNull();
      expect(durationMs).toBeGreaterThan(0);
      expect(Number.isFinite(gainDb)).toBe(true);
    }
  });
});

describe('the first evaluation', () => {
  test('has days and log ready before anybody asks, and tells of each', async () => {
    await planned(lab);
    expect(await daysOf(lab)).toEqual([]);
    await lab.horizon.start();
    const days = await daysOf(lab);
    expect(days.map(({ broadcastDate }) => broadcastDate)).toEqual(
      [0, 1, 2, 3].map((ahead) => addDays('2026-03-07', ahead)),
    );
    const blocks = await blocksOf(lab);
    expect(blocks[0]?.startAt).toBeLessThanOrEqual(START_AT);
    expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(START_AT + 6 * MS_PER_HOUR);
    expect(new Set(lab.changes.map(({ type }) => type))).toEqual(new Set(['days', 'log']));
    expect((await lab.horizon.report())[0]).toMatchObject({ isHealthy: true, fault: null });
  });

  test('is followed by others, so that two days and two hours of log are ahead at any time', async () => {
    await planned(lab);
    await lab.horizon.start();
    for (let minutes = 0; minutes < 8 * 60; minutes += 20) {
      await lab.clock.advance(20 * MS_PER_MINUTE);
      // Everything due has run; an evaluation that is under way ends before the next question.
      const [report] = await lab.horizon.report();
      const now = lab.clock.nowAt();
      expect((report?.scheduleUntil ?? 0) - now).toBeGreaterThan(2 * DAY_MS);
      expect((report?.logUntil ?? 0) - now).toBeGreaterThan(2 * MS_PER_HOUR);
    }
  });
});
