import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { DayChange } from '#shared/model/override.ts';
import type { Airing, ScheduleDay } from '#shared/model/schedule-day.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { isEffective } from '#shared/model/day-status.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';
import { textOf } from '#tests/helpers/whole-documents.ts';

/** 08:10 in New York; the day began at 06:00. */
const START_AT = parseInstant('2026-03-09T12:10:00Z');
const TODAY = '2026-03-09';
const TOMORROW = addDays(TODAY, 1);
const LOG_HOURS = DEFAULT_SETTINGS.logHorizonHours;
let lab: PlanningLab;
let channel: Channel;

async function addChannel(overrides: Partial<Channel> = {}): Promise<Channel> {
  const added = await lab.addChannel({ requiresApproval: true, ...overrides });
  await lab.addPlan(added, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  return added;
}

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await addChannel();
});

afterEach(() => lab.dispose());

async function dayOf(date: string): Promise<ScheduleDay> {
  const day = await lab.store.days.get(channel.id, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

const decide = (date: string, action: 'approve' | 'unapprove', note = '') =>
  lab.horizon.decideDay({
    channelId: channel.id,
    date,
    action,
    note,
    by: 'command-line',
    dayId: null,
  });

/** Lets the station run to the instant, evaluating every quarter of an hour. */
async function runUntil(at: number): Promise<void> {
  while (lab.clock.nowAt() < at) {
    await lab.clock.advance(Math.min(15 * MS_PER_MINUTE, at - lab.clock.nowAt()));
    await lab.horizon.evaluate();
  }
}

async function statusOf(date: string) {
  const [day] = await lab.store.approvals.liveDays({ channelId: channel.id, from: date, to: date });
  if (!day) throw new Error(`${date} is not frozen.`);
  return { ...day, isEffective: isEffective({ channel, day, approval: day.approval }) };
}

async function lockedIn(day: ScheduleDay) {
  return lab.store.log.blocksIn(channel.id, { startAt: day.startAt, endAt: day.endAt });
}

async function openRules(): Promise<string[]> {
  const list = { channelId: channel.id, isOpen: true, limit: 100 };
  return (await lab.store.incidents.list(list)).map(({ rule, subject }) => `${rule} ${subject}`);
}

describe('a channel that asks for approval', () => {
  test('freezes days that wait, warns of them, and airs what is approved', async () => {
    await lab.horizon.evaluate();
    expect(await statusOf(TOMORROW)).toMatchObject({ isEffective: false, approval: null });
    expect(await openRules()).toContain(`day-awaits-approval ${TOMORROW}`);
    const planned = await dayOf(TOMORROW);
    const { approval, standing } = await decide(TOMORROW, 'approve', 'seen and liked');
    expect(approval).toMatchObject({
      action: 'approve',
      by: 'command-line',
      note: 'seen and liked',
      scheduleDayId: planned.id,
      madeAt: lab.clock.nowAt(),
    });
    expect(standing).toMatchObject({ status: 'approved', isReplaced: false });
    await runUntil(planned.startAt);
    expect(await dayOf(TOMORROW)).toEqual(planned);
    const blocks = await lockedIn(planned);
    expect(blocks.length).toBeGreaterThan(5);
    expect(blocks.every(({ scheduleDayId }) => scheduleDayId === planned.id)).toBe(true);
    expect(await openRules()).not.toContain(`day-awaits-approval ${TOMORROW}`);
  });

  test('airs default programming instead of what nobody approved, without a hole, and says so', async () => {
    await lab.horizon.evaluate();
    const planned = await dayOf(TOMORROW);
    const following = await dayOf(addDays(TOMORROW, 1));
    await runUntil(planned.startAt + 2 * MS_PER_HOUR);
    const aired = await dayOf(TOMORROW);
    expect(aired.airings.every(({ lineage }) => lineage.planId === null)).toBe(true);
    expect(aired.airings.every(({ lineage }) => lineage.override?.type === 'filled')).toBe(true);
    expect(aired.airings[0]?.lineage.override?.reason).toContain('not approved');
    expect([aired.airings[0]?.startAt, aired.airings.at(-1)?.endAt]).toEqual([
      planned.airings[0]?.startAt,
      following.airings[0]?.startAt,
    ]);
    const time = channel;
    const isEligible = (): boolean => true;
    expect(validateDay({ time, day: aired, occupiedUntil: null, isEligible })).toEqual([]);
    const [record] = await lab.store.days.overridesOf(planned.id);
    expect(record?.change).toEqual({ type: 'fallback', fromGeneration: 1, toGeneration: null });
    expect(await openRules()).toContain(`day-not-approved ${TOMORROW}`);
    const log = { startAt: START_AT, endAt: lab.clock.nowAt() + LOG_HOURS * MS_PER_HOUR };
    const blocks = await lab.store.log.blocksIn(channel.id, log);
    expect(validateSeams(channel, blocks)).toEqual([]);
    expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(log.endAt - 15 * MS_PER_MINUTE);
    expect(lab.faults).toEqual([]);
  });

  test('never locks anything of a day before it is approved', async () => {
    await lab.horizon.evaluate();
    const planned = await dayOf(TOMORROW);
    await runUntil(planned.startAt - (LOG_HOURS + 1) * MS_PER_HOUR);
    expect(await dayOf(TOMORROW)).toEqual(planned);
    expect(await lockedIn(planned)).toEqual([]);
    await expect(lab.horizon.extendLogBlocks(channel.id, 60)).rejects.toMatchObject({
      code: 'horizon-no-schedule-data',
      details: { remedy: expect.stringContaining('approve') as unknown },
    });
    expect(await lockedIn(planned)).toEqual([]);
  });

  test('changes only what is not locked yet when a day is approved late', async () => {
    await lab.horizon.evaluate();
    const planned = await dayOf(TOMORROW);
    await runUntil(planned.startAt);
    const fallback = await dayOf(TOMORROW);
    const lockedUntil = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    const { standing, approval } = await decide(TOMORROW, 'approve', 'sorry');
    expect(standing).toMatchObject({ status: 'approved', isReplaced: false });
    const day = await dayOf(TOMORROW);
    expect(approval.scheduleDayId).toBe(day.id);
    const idsOf = (of: ScheduleDay, isLocked: boolean): string[] =>
      of.airings.filter(({ startAt }) => startAt < lockedUntil === isLocked).map(({ id }) => id);
    expect(idsOf(day, true)).toEqual(idsOf(fallback, true));
    expect(idsOf(day, true).length).toBeGreaterThan(5);
    expect(idsOf(day, false)).toEqual(idsOf(planned, false));
    expect(await openRules()).toContain(`day-not-approved ${TOMORROW}`);
    await runUntil(lab.clock.nowAt() + MS_PER_HOUR);
    expect(await openRules()).not.toContain(`day-not-approved ${TOMORROW}`);
    expect(await dayOf(TOMORROW)).toEqual(day);
  });

  test('falls back on the version that was approved last', async () => {
    await lab.horizon.evaluate();
    await decide(TOMORROW, 'approve');
    const approved = await dayOf(TOMORROW);
    const last = approved.airings.at(-1) as Airing;
    const change: DayChange = {
      type: 'replace',
      airingId: last.id,
      scope: 'airing',
      assetId: AssetId.parse('alpha-e25'),
    };
    const request = { channelId: channel.id, date: TOMORROW, change, reason: 'a wish' };
    await lab.horizon.changeDay({ ...request, baseDayId: null });
    expect((await statusOf(TOMORROW)).isEffective).toBe(false);
    await runUntil(approved.startAt);
    const aired = await dayOf(TOMORROW);
    expect(aired.airings.map(({ id }) => id)).toEqual(approved.airings.map(({ id }) => id));
    expect((await statusOf(TOMORROW)).change).toEqual({
      type: 'fallback',
      fromGeneration: 2,
      toGeneration: 1,
    });
  });

  test('lets a day that has begun be changed by hand without asking again', async () => {
    await lab.horizon.evaluate();
    const live = await dayOf(TODAY);
    const last = live.airings.at(-1) as Airing;
    const change: DayChange = { type: 'remove', airingId: last.id, scope: 'airing' };
    const request = { channelId: channel.id, date: TODAY, change, reason: 'a wish' };
    await lab.horizon.changeDay({ ...request, baseDayId: null });
    expect((await statusOf(TODAY)).isEffective).toBe(true);
  });

  test('keeps every decision, and makes none twice', async () => {
    await lab.horizon.evaluate();
    const first = await decide(TOMORROW, 'approve', 'yes');
    expect((await decide(TOMORROW, 'approve', 'yes again')).approval).toEqual(first.approval);
    const { standing } = await decide(TOMORROW, 'unapprove', 'no');
    expect(standing.status).toBe('planned');
    await decide(TOMORROW, 'approve', 'yes after all');
    const list = await lab.store.approvals.list({ channelId: channel.id, date: TOMORROW });
    expect(list.map(({ action, note }) => [action, note])).toEqual([
      ['approve', 'yes'],
      ['unapprove', 'no'],
      ['approve', 'yes after all'],
    ]);
  });

  test('refuses a decision about another version, about what is over, and where nobody asks', async () => {
    await lab.horizon.evaluate();
    const { id: dayId } = await dayOf(TODAY);
    const request = { channelId: channel.id, action: 'approve', note: '', by: 'web' } as const;
    await expect(
      lab.horizon.decideDay({ ...request, date: TOMORROW, dayId }),
    ).rejects.toMatchObject({ code: 'stale-version' });
    await runUntil((await dayOf(TODAY)).endAt - MS_PER_HOUR);
    await expect(lab.horizon.decideDay({ ...request, date: TODAY, dayId })).rejects.toMatchObject({
      code: 'day-frozen',
    });
    const other = await addChannel({ requiresApproval: false });
    await lab.horizon.evaluate();
    await expect(
      lab.horizon.decideDay({ ...request, channelId: other.id, date: TOMORROW, dayId: null }),
    ).rejects.toMatchObject({ code: 'conflict' });
  });

  test('tells viewers what is planned as tentative, and no longer once it is approved', async () => {
    await lab.horizon.evaluate();
    const guide = createGuide(lab.store, lab.clock);
    const { startAt, endAt } = await dayOf(TOMORROW);
    const window = { startAt: startAt + MS_PER_HOUR, endAt };
    const before = await guide.list(window, channel.id);
    expect(before.length).toBeGreaterThan(10);
    expect(before.every(({ isTentative }) => isTentative === true)).toBe(true);
    expect(textOf(await guide.icalendar(channel))).toContain('STATUS:TENTATIVE');
    expect(textOf(await guide.xmltv('utc'))).toContain('<desc lang="en">Subject to change.</desc>');
    for (const offset of [0, 1, 2, 3]) await decide(addDays(TODAY, offset), 'approve');
    const after = await guide.list(window, channel.id);
    expect(after.map(({ airingId }) => airingId)).toEqual(before.map(({ airingId }) => airingId));
    expect(after.some((entry) => 'isTentative' in entry)).toBe(false);
    expect(textOf(await guide.icalendar(channel))).not.toContain('TENTATIVE');
  });
});

/** Of a plan-less and a planned channel, made so long before its next broadcast day begins. */
const LATE = [23, 12, 7, 6, 5, 2, 1, 0.5, 0.1].flatMap((hours) => [
  { hours, isPlanned: true },
  { hours, isPlanned: false },
]);

describe('a channel that asks for approval from the start', () => {
  /** 06:00 in New York. */
  const NEXT_DAY_AT = parseInstant('2026-03-10T10:00:00Z');

  test.for(LATE)(
    'is on the air with default programming $hours hours before its day begins, planned: $isPlanned',
    async ({ hours, isPlanned }) => {
      await lab.dispose();
      lab = await createPlanningLab({ startAt: NEXT_DAY_AT - hours * MS_PER_HOUR });
      channel = isPlanned ? await addChannel() : await lab.addChannel({ requiresApproval: true });
      const startAt = lab.clock.nowAt();
      await lab.horizon.evaluate();
      await runUntil(startAt + 3 * MS_PER_HOUR);
      const blocks = await lab.store.log.blocksIn(channel.id, { startAt, endAt: Infinity });
      expect(blocks[0]?.startAt).toBeLessThanOrEqual(startAt);
      expect(validateSeams(channel, blocks)).toEqual([]);
      const airings = await lab.store.days.airingsIn({ startAt, endAt: Infinity }, channel.id);
      const aired = airings.slice(0, blocks.length);
      expect(blocks.map(({ airingId }) => airingId)).toEqual(aired.map(({ id }) => id));
      expect(aired.every(({ lineage }) => lineage.planId === null)).toBe(true);
      expect(await lab.horizon.report()).toMatchObject([{ fault: null, isHealthy: true }]);
      const rules = (await openRules()).filter((rule) => rule.startsWith('day-'));
      if (!isPlanned) expect(rules).toEqual([]);
      // What nothing is locked of can be approved, and then airs.
      const after = addDays(TOMORROW, 1);
      expect((await statusOf(after)).isEffective).toBe(!isPlanned);
      expect((await decide(after, 'approve')).standing.status).toBe('approved');
      expect(lab.faults).toEqual([]);
    },
  );

  test('lets a day be approved that is on by the clock while nothing of it is locked', async () => {
    await lab.dispose();
    lab = await createPlanningLab({ startAt: NEXT_DAY_AT - 5 * MS_PER_MINUTE });
    channel = await addChannel();
    const request = { channelId: channel.id, date: TODAY, force: false, reason: 'early' };
    const { day } = await lab.horizon.generateDay(request);
    expect((await decide(TODAY, 'approve')).standing.status).toBe('approved');
    await lab.horizon.evaluate();
    expect(await dayOf(TODAY)).toEqual(day);
    const [onAir] = await lockedIn(day);
    expect(onAir?.airingId).toBe(day.airings.at(-1)?.id);
  });
});

describe('a channel that does not ask for approval', () => {
  test('leaves no trace of approval in its days, their history or the guide', async () => {
    const other = await addChannel({ slug: 'other', requiresApproval: false });
    await lab.horizon.evaluate();
    await runUntil(lab.clock.nowAt() + 2 * MS_PER_HOUR);
    const days = await lab.store.days.list({ channelId: other.id });
    expect(days).toHaveLength(4);
    expect(days.some((day) => 'needsApproval' in day)).toBe(false);
    const guide = createGuide(lab.store, lab.clock);
    const [first, last] = [days[0] as ScheduleDay, days[3] as ScheduleDay];
    const entries = await guide.list({ startAt: first.startAt, endAt: last.endAt }, other.id);
    expect(entries.some((entry) => 'isTentative' in entry)).toBe(false);
    expect(await lab.store.days.generations(other.id, TOMORROW)).toHaveLength(1);
  });

  test('airs what waits once the setting is switched off', async () => {
    await lab.horizon.evaluate();
    const planned = await dayOf(TOMORROW);
    channel = { ...channel, requiresApproval: false, version: 2 };
    await lab.store.channels.update(channel);
    await runUntil(planned.startAt);
    expect(await dayOf(TOMORROW)).toEqual(planned);
    expect((await lockedIn(planned)).length).toBeGreaterThan(5);
  });
});
