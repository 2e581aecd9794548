import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const START_AT = parseInstant('2026-03-09T12:10:00Z');
const TODAY = '2026-03-09';
let lab: PlanningLab;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
});

afterEach(() => lab.dispose());

const openRules = async ({ id }: Channel): Promise<string[]> =>
  (await lab.store.incidents.list({ channelId: id, isOpen: true, limit: 100 })).map(
    ({ rule, subject }) => `${rule} ${subject}`.trim(),
  );

async function dayOf({ id }: Channel, date: string): Promise<ScheduleDay> {
  const day = await lab.store.days.get(id, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

async function faultsOf(channel: Channel, day: ScheduleDay): Promise<string[]> {
  const { byId } = buildCatalog(await lab.store.assets.catalog());
  const before = await lab.store.days.get(channel.id, addDays(day.broadcastDate, -1));
  const plans = new Set((await lab.store.plans.list(channel.id)).map(({ id }) => id));
  return validateDay({
    time: channel,
    day,
    occupiedUntil: before?.carryOut.occupiedUntil ?? null,
    isEligible: (id) => byId.has(id),
    isOwnPlan: (id) => plans.has(id),
  }).map(({ rule, message }) => `${rule} ${message}`);
}

describe('a day for which no plan is in force', () => {
  test('is built from default programming, and the fault is recorded until it is put right', async () => {
    const channel = await lab.addChannel();
    const plan = await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)], {
      isActive: false,
    });
    await lab.horizon.evaluate();
    const day = await dayOf(channel, TODAY);
    expect(day.planId).toBeNull();
    expect(await faultsOf(channel, day)).toEqual([]);
    expect(day.airings.every(({ lineage }) => lineage.rule === 'default-programming')).toBe(true);
    expect(day.airings.every(({ content }) => assetIdOf({ content }) !== null)).toBe(true);
    expect(await openRules(channel)).toContain('no-active-plan frozen-days');

    await lab.store.plans.update({ ...plan, isActive: true, version: 2 });
    for (const ahead of [0, 1, 2, 3]) {
      const date = addDays(TODAY, ahead);
      const request = { channelId: channel.id, date, force: true, reason: 'a plan at last' };
      await lab.horizon.generateDay(request);
    }
    await lab.clock.advance(2 * MS_PER_MINUTE);
    await lab.horizon.evaluate();
    expect((await dayOf(channel, TODAY)).planId).toBe(plan.id);
    expect(await openRules(channel)).not.toContain('no-active-plan frozen-days');
  });

  test('is told with its date, and so is every other that is frozen', async () => {
    const channel = await lab.addChannel();
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)], {
      startDate: addDays(TODAY, 2),
    });
    await lab.horizon.evaluate();
    const found = await lab.store.incidents.list({
      channelId: channel.id,
      isOpen: true,
      limit: 100,
    });
    const fault = found.find(({ subject }) => subject === 'frozen-days');
    expect(fault).toMatchObject({ rule: 'no-active-plan', severity: 'warning' });
    expect(fault?.message).toContain(`${TODAY} and 1 more`);
  });
});

describe('a row that cannot air', () => {
  test('leaves a day that tiles by default programming, and its hours and the reason are told', async () => {
    const channel = await lab.addChannel();
    await lab.addPlan(channel, [
      makeRow(0, 120, 'asset:movie-105'),
      makeRow(120, 90, `series:${lab.beta}`),
      makeRow(210, 1_230, `series:${lab.alpha}`),
    ]);
    await lab.store.assets.retire([AssetId.parse('movie-105')], START_AT);
    const { day, findings } = await lab.horizon.generateDay({
      channelId: channel.id,
      date: '2026-03-20',
      force: false,
      reason: 'a test',
    });
    expect(await faultsOf(channel, day)).toEqual([]);
    const [finding, ...others] = findings;
    expect(others).toEqual([]);
    expect(finding).toMatchObject({
      rule: 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001',
      startAt: day.startAt,
    });
    expect(finding?.message).toContain('not ready and approved for the row from 06:00 to 08:00');
    const stand = day.airings.filter(({ startAt }) => startAt < day.startAt + 2 * MS_PER_HOUR);
    expect(stand.length).toBeGreaterThan(0);
    expect(stand.every(({ lineage }) => lineage.rule === 'default-programming')).toBe(true);
  });
});

describe('the plans of one channel', () => {
  test('never influence another: its days, log and cursors are the same with and without them', async () => {
    const alone = await createPlanningLab({ startAt: START_AT });
    const quiet = { slug: 'quiet', number: 9, name: 'Quiet' };
    const rowsOf = ({ alpha, beta }: PlanningLab) => [
      makeRow(0, 720, `series:${alpha}`),
      makeRow(720, 300, `series:${beta}`),
    ];
    const mine = await lab.addChannel(quiet);
    await lab.addPlan(mine, rowsOf(lab));
    const same = await alone.addChannel(quiet);
    await alone.addPlan(same, rowsOf(alone));

    const busy = await lab.addChannel();
    await lab.addPlan(busy, [makeRow(0, 1_440, `series:${lab.alpha}`)], { priority: 99 });
    await lab.addPlan(busy, [makeRow(0, 60, 'asset:movie-80')], {
      priority: 100,
      layering: 'merge',
    });
    for (const { horizon, clock } of [lab, alone]) {
      await horizon.evaluate();
      await clock.advance(30 * MS_PER_HOUR);
      await horizon.evaluate();
    }
    const planned = async ({ store, clock }: PlanningLab) => {
      const days = await store.days.list({ channelId: mine.id });
      const window = { startAt: clock.nowAt(), endAt: clock.nowAt() + 6 * MS_PER_HOUR };
      const blocks = await store.log.blocksIn(mine.id, window);
      return {
        airings: days.flatMap(({ airings }) =>
          airings.map(({ id, startAt, endAt, content }) => ({
            id,
            startAt,
            endAt,
            assetId: assetIdOf({ content }),
          })),
        ),
        // The two stations name their series by ids of their own.
        cursors: days.map(({ carryOut }) => Object.values(carryOut.cursors).sort()),
        events: blocks.flatMap(({ events }) => events),
      };
    };
    const [beside, apart] = [await planned(lab), await planned(alone)];
    expect(beside.airings.length).toBeGreaterThan(100);
    expect(beside.events.length).toBeGreaterThan(50);
    expect(beside).toEqual(apart);
    await alone.dispose();
  });
});

describe('what is on no plan of the channel', () => {
  test('is found by validation, whoever put it there', async () => {
    const channel = await lab.addChannel();
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
    const other = await lab.addChannel();
    const strange = await lab.addPlan(other, [makeRow(0, 60, `series:${lab.beta}`)]);
    await lab.horizon.evaluate();
    const day = await dayOf(channel, TODAY);
    expect(await faultsOf(channel, day)).toEqual([]);
    const [first, ...rest] = day.airings;
    if (!first) throw new Error('The day has airings.');
    const foreign = { ...first, lineage: { ...first.lineage, planId: strange.id } };
    expect(await faultsOf(channel, { ...day, airings: [foreign, ...rest] })).toEqual([
      expect.stringMatching(/^INV-NO-FOREIGN-CONTENT-001 06:00: .* not the channel’s\.$/),
    ]);
    const rootless = { ...first, lineage: { ...first.lineage, planId: null } };
    expect(await faultsOf(channel, { ...day, airings: [rootless, ...rest] })).toEqual([
      expect.stringMatching(/^INV-SCHEDULEDAY-DERIVATION-TRACEABLE-001 /),
    ]);
  });
});

describe('a channel whose day starts on an odd minute', () => {
  test('goes on without a fault or a hole when its clock is changed', async () => {
    const channel = await lab.addChannel({ dayStart: '05:20', gridMinutes: 15 });
    await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
    await lab.horizon.evaluate();
    await lab.store.channels.update({
      ...channel,
      dayStart: '06:00',
      gridMinutes: 30,
      version: 2,
      updatedAt: lab.clock.nowAt(),
    });
    for (let hours = 0; hours < 120; hours += 5) {
      await lab.clock.advance(5 * MS_PER_HOUR);
      await lab.horizon.evaluate();
      expect(lab.faults).toEqual([]);
    }
    const blocks = await lab.store.log.blocksIn(channel.id, {
      startAt: START_AT,
      endAt: lab.clock.nowAt() + 6 * MS_PER_HOUR,
    });
    expect(blocks.length).toBeGreaterThan(200);
    blocks.slice(1).forEach(({ startAt }, index) => {
      expect(startAt).toBe(blocks[index]?.endAt);
    });
    expect(blocks[0]?.startAt).toBeLessThanOrEqual(START_AT);
  });
});
