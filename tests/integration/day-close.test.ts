import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** 04:10 in New York; the day ends at 06:00. */
const START_AT = parseInstant('2026-03-10T08:10:00Z');
const TODAY = '2026-03-09';
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await lab.addChannel();
  await lab.addPlan(channel, [makeRow(0, 1440, `series:${lab.alpha}`)]);
});

afterEach(() => lab.dispose());

async function recordAll(
  status: 'aired' | 'skipped',
  from = START_AT - MS_PER_HOUR,
): Promise<void> {
  const window = { startAt: from, endAt: lab.clock.nowAt() };
  const blocks = await lab.store.log.blocksIn(channel.id, window);
  await lab.store.durable((store) =>
    store.asRun.append(
      blocks
        .filter(({ broadcastDate }) => broadcastDate === TODAY)
        .flatMap((block) =>
          block.events.map((event) => ({
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
            status,
            wasServed: false,
            peakViewers: 0,
            frameCount: status === 'aired' ? event.frameCount : 0,
            slateFrames: 0,
            reason: status === 'aired' ? null : 'The machine slept.',
          })),
        ),
    ),
  );
}

describe('the close of a day', () => {
  test('comes when the day is over and its as-run is written, and stays as it was', async () => {
    await lab.horizon.start();
    await lab.clock.advance(2 * MS_PER_HOUR - 10 * MS_PER_MINUTE);
    await recordAll('aired');
    expect((await lab.horizon.reconcileDay(channel.id, TODAY)).closedAt).toBeNull();
    await lab.clock.advance(2 * MS_PER_MINUTE);
    await lab.horizon.stop();
    const day = await lab.horizon.reconcileDay(channel.id, TODAY);
    expect(day.closedAt).toBeGreaterThanOrEqual(START_AT + 2 * MS_PER_HOUR - 10 * MS_PER_MINUTE);
    expect(day.frames).toMatchObject({ aired: day.frames.planned, missed: 0, unrecorded: 0 });
    expect(day.frames.planned).toBeGreaterThan(1_000);
    expect(day.blocks.every(({ outcome }) => outcome === 'aired')).toBe(true);
    await lab.clock.advance(MS_PER_HOUR);
    const again = lab.restart();
    await again.start();
    await again.stop();
    expect((await lab.horizon.reconcileDay(channel.id, TODAY)).closedAt).toBe(day.closedAt);
  });

  test('waits for what of the day runs on into the next', async () => {
    // 05:00 in New York; the film is over at 06:20 and its slots at 06:30.
    const row = makeRow(23 * 60, 60, 'asset:movie-80');
    await lab.addPlan(channel, [row], { priority: 9, layering: 'merge' });
    await lab.horizon.start();
    await lab.clock.advance(2 * MS_PER_HOUR);
    expect((await lab.horizon.reconcileDay(channel.id, TODAY)).closedAt).toBeNull();
    await lab.clock.advance(20 * MS_PER_MINUTE);
    await recordAll('aired');
    await lab.clock.advance(2 * MS_PER_MINUTE);
    await lab.horizon.stop();
    const day = await lab.horizon.reconcileDay(channel.id, TODAY);
    const endAt = START_AT + 2 * MS_PER_HOUR + 20 * MS_PER_MINUTE;
    expect(day.closedAt).toBe(endAt + MS_PER_MINUTE);
    expect(day.blocks.at(-1)).toMatchObject({ outcome: 'aired', endAt });
  });

  test.each([
    ['while nothing of it has come', null, 59],
    ['until the last of it has come', 30, 59],
  ])('waits for as-run that comes late: %s', async (_what, recordedAfterMinutes, minutes) => {
    await lab.horizon.start();
    if (recordedAfterMinutes !== null) {
      await lab.clock.advance(recordedAfterMinutes * MS_PER_MINUTE);
      await recordAll('aired');
    }
    const from = lab.clock.nowAt();
    await lab.clock.advanceTo(START_AT + 110 * MS_PER_MINUTE + minutes * MS_PER_MINUTE);
    expect((await lab.horizon.reconcileDay(channel.id, TODAY)).closedAt).toBeNull();

    await recordAll('aired', recordedAfterMinutes === null ? undefined : from);
    await lab.clock.advance(MS_PER_MINUTE);
    await lab.horizon.stop();

    const day = await lab.horizon.reconcileDay(channel.id, TODAY);
    expect(day.closedAt).not.toBeNull();
    expect(day.frames).toMatchObject({ aired: day.frames.planned, unrecorded: 0 });
  });

  test('is not put off for ever by as-run that never comes', async () => {
    await lab.horizon.start();
    await lab.clock.advance(112 * MS_PER_MINUTE);
    // Looks once more and comes to rest: how long evaluations take is up to the machine.
    await lab.horizon.start();
    await lab.clock.advance(MS_PER_HOUR);
    await lab.horizon.start();
    await lab.horizon.stop();
    const day = await lab.horizon.reconcileDay(channel.id, TODAY);
    expect(day.closedAt).not.toBeNull();
    expect(day.frames).toMatchObject({ aired: 0, unrecorded: day.frames.planned });
  });

  test.each(['03:00', '12:00'])(
    'counts all of a day whose channel has begun its days at %s since',
    async (dayStart) => {
      await lab.horizon.start();
      await lab.clock.advance(110 * MS_PER_MINUTE);
      await recordAll('aired');
      const before = await lab.horizon.reconcileDay(channel.id, TODAY);
      const version = channel.version + 1;
      await lab.store.transaction((store) =>
        store.channels.update({ ...channel, dayStart, version }),
      );
      const after = await lab.horizon.reconcileDay(channel.id, TODAY);
      await lab.horizon.stop();

      expect(before.frames.planned).toBeGreaterThan(1_000);
      expect(after.frames).toEqual(before.frames);
    },
  );

  test('tells what was missed and why', async () => {
    await lab.horizon.start();
    await lab.clock.advance(2 * MS_PER_HOUR);
    await recordAll('skipped');
    const day = await lab.horizon.reconcileDay(channel.id, TODAY);
    expect(day.frames).toMatchObject({ aired: 0, missed: day.frames.planned });
    expect(day.blocks[0]).toMatchObject({ outcome: 'missed', reasons: ['The machine slept.'] });
  });
});

describe('a day that is frozen before ones that are frozen already', () => {
  test('says so and offers them', async () => {
    const generate = (date: string, force = false) =>
      lab.horizon.generateDay({ channelId: channel.id, date, force, reason: 'a test' });
    const later = addDays(TODAY, 5);
    const { findings: none } = await generate(later);
    expect(none.filter(({ rule }) => rule === 'later-days-frozen')).toEqual([]);
    const { day, findings } = await generate(addDays(TODAY, 4));
    expect(findings.find(({ rule }) => rule === 'later-days-frozen')?.message).toContain(later);
    const offers = await lab.store.rebuildOffers.list({ channelId: channel.id, endAfter: 0 });
    expect(offers.map(({ broadcastDate }) => broadcastDate)).toEqual([later]);
    await lab.horizon.rebuildDays(channel.id, [later], 'in order');
    const rebuilt = await lab.store.days.get(channel.id, later);
    const last = day.airings.at(-1)?.episodeNumber ?? 0;
    expect(rebuilt?.airings[0]?.episodeNumber).toBe((last % 25) + 1);
    expect(await lab.store.rebuildOffers.list({ endAfter: 0 })).toEqual([]);
  });
});
