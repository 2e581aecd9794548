import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const TODAY = '2026-03-07';
let lab: PlanningLab;
let channel: Channel;
let plan: Plan;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: parseInstant('2026-03-07T12:10:00Z') });
  channel = await lab.addChannel();
  plan = await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 240, 'asset:movie-105'),
    makeRow(1_380, 150, 'asset:movie-150'),
  ]);
});

afterEach(() => lab.dispose());

async function dayOf(date: string): Promise<ScheduleDay> {
  const day = await lab.store.days.get(channel.id, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

async function changePlan(): Promise<void> {
  const assignments = [{ ...makeRow(0, 1_380, `series:${lab.beta}`), planId: plan.id }];
  await lab.store.plans.update({ ...plan, assignments, version: plan.version + 1 });
}

const generate = (date: string, force: boolean) =>
  lab.horizon.generateDay({ channelId: channel.id, date, force, reason: 'the sponsor asked' });

describe('generateDay', () => {
  test('freezes a day and refuses to do so again without force', async () => {
    const { day } = await generate('2026-05-01', false);
    expect(await dayOf('2026-05-01')).toEqual(day);
    await expect(generate('2026-05-01', false)).rejects.toMatchObject({ code: 'day-frozen' });
  });

  test('leaves frozen days alone when a plan changes', async () => {
    await lab.horizon.evaluate();
    const before = await dayOf(addDays(TODAY, 2));
    await changePlan();
    await lab.horizon.evaluate();
    expect(await dayOf(addDays(TODAY, 2))).toEqual(before);
  });

  test('replaces what is neither aired nor locked, with a record, and keeps the rest', async () => {
    await lab.horizon.evaluate();
    const before = await dayOf(TODAY);
    const lockedUntil = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    await changePlan();
    const { day } = await generate(TODAY, true);
    expect(await dayOf(TODAY)).toEqual(day);
    const identity = (from: ScheduleDay): unknown =>
      from.airings
        .filter(({ startAt }) => startAt < lockedUntil)
        .map(({ id, startAt, content }) => [id, startAt, assetIdOf({ content })]);
    expect(identity(day)).toEqual(identity(before));
    const free = day.airings.filter(({ startAt }) => startAt >= lockedUntil);
    expect(free.some(({ seriesId }) => seriesId === lab.beta)).toBe(true);
    const [past] = await lab.store.days.history(channel.id, TODAY);
    expect(past?.day).toEqual(before);
    expect(await lab.store.days.overridesOf(before.id)).toMatchObject([
      { layer: 'schedule-day', reason: 'the sponsor asked', createdAt: lab.clock.nowAt() },
    ]);
  });

  test('hands over to the frozen next day where that begins', async () => {
    await lab.horizon.evaluate();
    const next = await dayOf(addDays(TODAY, 2));
    await changePlan();
    await generate(addDays(TODAY, 1), true);
    const day = await dayOf(addDays(TODAY, 1));
    expect(await dayOf(addDays(TODAY, 2))).toEqual(next);
    expect(day.carryOut.occupiedUntil ?? day.endAt).toBe(next.airings[0]?.startAt);
    const before = await dayOf(TODAY);
    const eligible = new Set((await lab.store.assets.catalog()).map(({ id }) => id));
    expect(
      validateDay({
        time: channel,
        day,
        occupiedUntil: before.carryOut.occupiedUntil,
        isEligible: (id) => eligible.has(id),
      }),
    ).toEqual([]);
  });

  test('can replace a day with one of equal content', async () => {
    await lab.horizon.evaluate();
    const before = await dayOf(addDays(TODAY, 3));
    await generate(addDays(TODAY, 3), true);
    await generate(addDays(TODAY, 3), true);
    const after = await dayOf(addDays(TODAY, 3));
    expect(after.contentHash).toBe(before.contentHash);
    expect(await lab.store.days.history(channel.id, addDays(TODAY, 3))).toHaveLength(2);
  });

  test('refuses a day of which everything has aired or is locked', async () => {
    await lab.horizon.evaluate();
    await lab.clock.advance(23 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    await expect(generate(TODAY, true)).rejects.toMatchObject({ code: 'day-frozen' });
  });

  test('keeps the locked log sound over a regenerated day', async () => {
    await lab.horizon.evaluate();
    await changePlan();
    await generate(TODAY, true);
    for (let step = 0; step < 12; step += 1) {
      await lab.clock.advance(4 * MS_PER_HOUR);
      await lab.horizon.evaluate();
    }
    const window = { startAt: 0, endAt: lab.clock.nowAt() + 24 * MS_PER_HOUR };
    const blocks = await lab.store.log.blocksIn(channel.id, {
      ...window,
      startAt: parseInstant('2026-03-07T11:00:00Z'),
    });
    expect(blocks.length).toBeGreaterThan(60);
    expect(validateSeams(channel, blocks)).toEqual([]);
  });

  test('fills the days before one that was generated far ahead', async () => {
    await generate(addDays(TODAY, 2), false);
    await lab.horizon.evaluate();
    const days = await lab.store.days.list({ channelId: channel.id });
    expect(days.map(({ broadcastDate }) => broadcastDate)).toEqual(
      [0, 1, 2, 3].map((ahead) => addDays(TODAY, ahead)),
    );
    const airings = days.flatMap((day) => day.airings);
    airings.slice(1).forEach((airing, index) => {
      expect(airing.startAt).toBe(airings[index]?.endAt);
    });
  });

  test('refuses a channel that is not there', async () => {
    const request = { channelId: 'none' as never, date: TODAY, force: false, reason: 'test' };
    await expect(lab.horizon.generateDay(request)).rejects.toMatchObject({ code: 'not-found' });
  });
});

describe('preview', () => {
  const preview = (withDrafts: boolean) =>
    lab.horizon.preview({ channelId: channel.id, date: addDays(TODAY, 4), withDrafts });

  test('shows exactly what generating then freezes and writes nothing', async () => {
    await lab.horizon.evaluate();
    const shown = await preview(false);
    expect(await lab.store.days.get(channel.id, addDays(TODAY, 4))).toBeNull();
    const { day } = await generate(addDays(TODAY, 4), false);
    expect(shown.day).toEqual(day);
  });

  test('puts the draft in place of the published rows when asked', async () => {
    await lab.horizon.evaluate();
    const draft = [{ ...makeRow(0, 1_440, `series:${lab.beta}`), planId: plan.id }];
    await lab.store.plans.update({ ...plan, draft, version: plan.version + 1 });
    const withDraft = (await preview(true)).day.airings.slice(1);
    expect(withDraft.every(({ seriesId }) => seriesId === lab.beta)).toBe(true);
    const without = (await preview(false)).day.airings;
    expect(without.some(({ seriesId }) => seriesId === lab.alpha)).toBe(true);
  });
});

describe('extendLogBlocks', () => {
  test('adds exactly so many contiguous blocks', async () => {
    await lab.horizon.evaluate();
    const before = await lab.store.log.latest(channel.id);
    const added = await lab.horizon.extendLogBlocks(channel.id, 7);
    expect(added).toHaveLength(7);
    expect(added[0]?.startAt).toBe(before?.endAt);
    expect(validateSeams(channel, before ? [before, ...added] : added)).toEqual([]);
    expect((await lab.store.log.latest(channel.id))?.id).toBe(added.at(-1)?.id);
  });

  test('adds nothing when fewer airings are frozen', async () => {
    await lab.horizon.evaluate();
    const before = await lab.store.log.latest(channel.id);
    await expect(lab.horizon.extendLogBlocks(channel.id, 500)).rejects.toMatchObject({
      code: 'horizon-no-schedule-data',
    });
    expect(await lab.store.log.latest(channel.id)).toEqual(before);
  });
});
