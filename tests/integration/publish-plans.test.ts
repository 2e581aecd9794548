import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import type { PublishFrom } from '#shared/model/rebuild.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** 14:10 in New York; the day began at 06:00. */
const START_AT = parseInstant('2026-03-10T18:10:00Z');
const TODAY = '2026-03-10';
const TOMORROW = addDays(TODAY, 1);
const FROZEN = [0, 1, 2, 3].map((offset) => addDays(TODAY, offset));
const MINUTE = MS_PER_MINUTE;
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await lab.addChannel();
});

afterEach(() => lab.dispose());

const series = (from: number, minutes: number, id: string): Assignment =>
  makeRow(from, minutes, `series:${id}`);

async function livePlans() {
  const days = await lab.store.days.list({ channelId: channel.id });
  return days.map(({ broadcastDate, airings }) => ({
    broadcastDate,
    planned: airings.filter(({ lineage }) => lineage.planId !== null),
  }));
}

async function airingsFrom(at: number) {
  return lab.store.days.airingsIn({ startAt: at, endAt: at + 96 * MS_PER_HOUR }, channel.id);
}

async function blocksFromNow() {
  const window = { startAt: lab.clock.nowAt(), endAt: Infinity };
  return lab.store.log.blocksIn(channel.id, window);
}

/** Days and log go on without a hole and the log is what the days say. */
async function expectWhole(): Promise<void> {
  const now = lab.clock.nowAt();
  const airings = await airingsFrom(now);
  airings.slice(1).forEach((airing, index) => {
    expect(airing.startAt).toBe(airings[index]?.endAt);
  });
  const blocks = await blocksFromNow();
  expect(validateSeams(channel, blocks)).toEqual([]);
  expect(blocks.map(({ airingId }) => airingId)).toEqual(
    airings.slice(0, blocks.length).map(({ id }) => id),
  );
  expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(
    now + DEFAULT_SETTINGS.logHorizonHours * MS_PER_HOUR - 30 * MINUTE,
  );
}

const follow = (from: PublishFrom, reason = 'published') =>
  lab.horizon.followPlans(channel.id, { from, reason });

async function rowsOf(plan: Plan, rows: readonly Assignment[]): Promise<void> {
  const stored = await lab.store.plans.get(plan.id);
  if (!stored) throw new Error('The plan is there.');
  await lab.store.plans.update({
    ...stored,
    assignments: rows.map((row) => ({ ...row, planId: plan.id })),
    version: stored.version + 1,
  });
}

describe('a plan that is published on a channel that airs default programming', () => {
  test('is on the air from the next slot that is neither on the air nor about to be', async () => {
    await lab.horizon.evaluate();
    const before = await airingsFrom(START_AT);
    const [onAir] = before;
    await lab.clock.advance(5 * MINUTE);
    await lab.addPlan(channel, [series(0, 1440, lab.alpha)]);
    const days = await follow('unpromised');
    expect(days.map(({ date, outcome }) => [date, outcome])).toEqual(
      FROZEN.map((date) => [date, 'remade']),
    );
    const after = await airingsFrom(lab.clock.nowAt());
    expect(after[0]?.id).toBe(onAir?.id);
    expect(after.slice(1).every(({ lineage }) => lineage.planId !== null)).toBe(true);
    expect(after[1]?.startAt).toBe(onAir?.endAt);
    expect(days[0]?.fromAt).toBe(onAir?.endAt);
    // Episodes follow each other from day to day.
    const numbers = after.slice(1, 60).map(({ episodeNumber }) => episodeNumber ?? 0);
    numbers.slice(1).forEach((number, index) => {
      expect(number).toBe(((numbers[index] ?? 0) % 25) + 1);
    });
    await lab.horizon.evaluate();
    await expectWhole();
    const guide = createGuide(lab.store, lab.clock);
    const told = await guide.list(
      { startAt: (onAir?.endAt ?? 0) + 1, endAt: START_AT + 48 * MS_PER_HOUR },
      channel.id,
    );
    expect(told.every(({ title }) => title === 'Alpha')).toBe(true);
    const [record] = await lab.store.days.overridesOf(before[0]?.scheduleDayId ?? '');
    expect(record?.reason).toBe('published');
    expect((await lab.store.log.superseded(channel.id)).length).toBeGreaterThan(3);
    expect(await lab.store.rebuildOffers.list({ endAfter: 0 })).toEqual([]);
  });

  test('leaves what starts within a minute', async () => {
    await lab.horizon.evaluate();
    const [onAir, next] = await airingsFrom(START_AT);
    await lab.clock.advanceTo((onAir?.endAt ?? 0) - 30 * MS_PER_SECOND);
    await lab.addPlan(channel, [series(0, 1440, lab.alpha)]);
    await follow('unpromised');
    const after = await airingsFrom(lab.clock.nowAt());
    expect(after.slice(0, 2).map(({ id }) => id)).toEqual([onAir?.id, next?.id]);
    expect(after[2]?.title).toBe('Alpha');
    await lab.horizon.evaluate();
    await expectWhole();
  });

  test('takes the parts of days for which nothing was planned, row by row', async () => {
    const plan = await lab.addPlan(channel, [series(720, 60, lab.alpha)]);
    await lab.horizon.evaluate();
    const first = await livePlans();
    await rowsOf(plan, [series(720, 60, lab.alpha), series(900, 120, lab.beta)]);
    const days = await follow('unpromised');
    expect(days.every(({ outcome }) => outcome === 'remade')).toBe(true);
    const second = await livePlans();
    second.forEach(({ planned }, index) => {
      const kept = planned.filter(({ title }) => title === 'Alpha');
      expect(kept.map(({ startAt, content }) => [startAt, assetIdOf({ content })])).toEqual(
        first[index]?.planned.map(({ startAt, content }) => [startAt, assetIdOf({ content })]),
      );
      expect(planned.some(({ title }) => title === 'Beta')).toBe(true);
    });
    await lab.horizon.evaluate();
    await expectWhole();
  });

  test('lets content run over the day’s start where the next day gives way too', async () => {
    await lab.horizon.evaluate();
    await lab.addPlan(channel, [
      series(0, 720, lab.alpha),
      makeRow(1380, 180, 'asset:movie-150'),
      series(720, 660, lab.beta),
    ]);
    await follow('unpromised');
    const days = await lab.store.days.list({ channelId: channel.id });
    const last = days[1]?.airings.at(-1);
    expect(assetIdOf(last)).toBe('movie-150');
    expect(days[2]?.airings[0]?.startAt).toBe(last?.endAt);
    await lab.horizon.evaluate();
    await expectWhole();
  });

  test('changes nothing the second time', async () => {
    await lab.horizon.evaluate();
    await lab.addPlan(channel, [series(0, 1440, lab.alpha)]);
    await follow('unpromised');
    const before = await lab.store.days.list({ channelId: channel.id });
    const again = await follow('unpromised');
    expect(again.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
    expect(await lab.store.days.list({ channelId: channel.id })).toEqual(before);
  });
});

describe('a second version of a plan', () => {
  let plan: Plan;

  beforeEach(async () => {
    plan = await lab.addPlan(channel, [series(0, 1440, lab.alpha)]);
    await lab.horizon.evaluate();
    await rowsOf(plan, [series(0, 1440, lab.beta)]);
  });

  test.for([
    { from: 'unpromised', outcomes: ['offered', 'offered', 'offered', 'offered'] },
    { from: 'now', outcomes: ['remade', 'remade', 'remade', 'remade'] },
    { from: addDays(TODAY, 2), outcomes: ['kept', 'kept', 'remade', 'remade'] },
    { from: 'after-frozen', outcomes: ['kept', 'kept', 'kept', 'kept'] },
  ])('from $from, is told before it is done, and done as told', async ({ from, outcomes }) => {
    const stored = await lab.store.plans.get(plan.id);
    if (!stored) throw new Error('The plan is there.');
    const [onAir] = await airingsFrom(START_AT);
    const before = await lab.store.days.list({ channelId: channel.id });
    const told = await lab.horizon.previewFollowing(channel.id, from, stored);
    expect(await lab.store.days.list({ channelId: channel.id })).toEqual(before);
    expect(told.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(told.every(({ changes }) => changes.length > 10)).toBe(true);
    expect(await follow(from)).toEqual(told);
    const after = await lab.store.days.list({ channelId: channel.id });
    after.forEach((day, index) => {
      const isBeta = day.airings
        .filter(({ startAt }) => startAt > START_AT + 30 * MINUTE)
        .every(({ title }) => title === 'Beta');
      expect(isBeta).toBe(outcomes[index] === 'remade');
    });
    expect((await airingsFrom(START_AT))[0]?.id).toBe(onAir?.id);
    const offers = await lab.store.rebuildOffers.list({ endAfter: lab.clock.nowAt() });
    expect(offers.map(({ broadcastDate }) => broadcastDate)).toEqual(
      FROZEN.filter((_date, index) => outcomes[index] === 'offered'),
    );
    await lab.horizon.evaluate();
    await expectWhole();
  });

  test('leaves offers that stand over a restart, and end with the day or its next version', async () => {
    await follow('unpromised', '“Week” was published.');
    const dates = async () =>
      (
        await lab.store.rebuildOffers.list({ channelId: channel.id, endAfter: lab.clock.nowAt() })
      ).map(({ broadcastDate }) => broadcastDate);
    lab.restart();
    expect(await dates()).toEqual(FROZEN);
    const outcomes = await lab.horizon.rebuildDays(channel.id, [TOMORROW], 'rebuilt');
    expect(outcomes).toEqual([{ date: TOMORROW, outcome: 'rebuilt', message: null }]);
    expect(await dates()).toEqual(FROZEN.filter((date) => date !== TOMORROW));
    await lab.store.rebuildOffers.remove(channel.id, [FROZEN[2] ?? '']);
    expect(await dates()).toEqual([TODAY, FROZEN[3]]);
    await lab.clock.advance(20 * MS_PER_HOUR);
    expect(await dates()).toEqual([FROZEN[3]]);
  });

  test('is rebuilt date by date: what is refused stops none of the others', async () => {
    await lab.clock.advanceTo(START_AT + 12 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const outcomes = await lab.horizon.rebuildDays(
      channel.id,
      [FROZEN[2] ?? '', TODAY, TOMORROW],
      'rebuilt',
    );
    expect(outcomes.map(({ date, outcome }) => [date, outcome])).toEqual([
      [TODAY, 'refused'],
      [TOMORROW, 'rebuilt'],
      [FROZEN[2], 'rebuilt'],
    ]);
    expect(outcomes[0]?.message).toContain('aired or is locked');
    await lab.horizon.evaluate();
    await expectWhole();
  });

  test('counts as rebuilt whatever fails after it, and that is told', async () => {
    const { store } = lab;
    const faults: unknown[] = [];
    const locked = (): Promise<never> =>
      Promise.reject(new AppError('unavailable', 'The file is locked.'));
    const horizon = lab.restart({
      store: { ...store, days: { ...store.days, outlines: locked } },
      onFault: (_channelId, fault) => faults.push(fault),
    });
    const before = await store.days.get(channel.id, TOMORROW);

    const outcomes = await horizon.rebuildDays(channel.id, [TOMORROW, FROZEN[2] ?? ''], 'rebuilt');

    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['rebuilt', 'rebuilt']);
    expect((await store.days.get(channel.id, TOMORROW))?.id).not.toBe(before?.id);
    expect(faults).toHaveLength(2);
    const made = await horizon.generateDay({
      channelId: channel.id,
      date: TOMORROW,
      force: true,
      reason: 'again',
    });
    expect((await store.days.get(channel.id, TOMORROW))?.id).toBe(made.day.id);
  });

  test('never takes from the operator what was changed by hand', async () => {
    const day = await lab.store.days.get(channel.id, TOMORROW);
    const last = day?.airings.at(-1);
    if (!last) throw new Error('Tomorrow is frozen.');
    await lab.horizon.changeDay({
      channelId: channel.id,
      date: TOMORROW,
      reason: 'a wish',
      baseDayId: null,
      change: { type: 'remove', airingId: last.id, scope: 'airing' },
    });
    const changed = await lab.store.days.get(channel.id, TOMORROW);
    const days = await follow('now');
    expect(days.find(({ date }) => date === TOMORROW)?.outcome).toBe('offered');
    expect(await lab.store.days.get(channel.id, TOMORROW)).toEqual(changed);
    await lab.horizon.evaluate();
    await expectWhole();
  });
});

describe('a plan that is published on a channel that asks for approval', () => {
  test('waits where a day has not begun, and is offered for the day that has', async () => {
    channel = { ...channel, requiresApproval: true, version: channel.version + 1 };
    await lab.store.channels.update(channel);
    await lab.horizon.evaluate();
    await lab.addPlan(channel, [series(0, 1440, lab.alpha)]);
    const days = await follow('unpromised');
    expect(days.map(({ outcome }) => outcome)).toEqual(['offered', 'remade', 'remade', 'remade']);
    const standing = await lab.store.approvals.liveDays({ channelId: channel.id });
    expect(standing.map(({ needsApproval }) => needsApproval === true)).toEqual([
      ...[false, true, true, true],
    ]);
    await lab.horizon.evaluate();
    expect(await lab.horizon.report()).toMatchObject([{ fault: null, isHealthy: true }]);
    await expectWhole();
  });
});
