import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AssetId } from '#shared/model/ids.ts';
import type { DayChange } from '#shared/model/override.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { Airing, ScheduleDay } from '#shared/model/schedule-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const TODAY = '2026-03-09';
const TOMORROW = addDays(TODAY, 1);
const LAST = addDays(TODAY, 3);
let lab: PlanningLab;
let channel: Channel;
let plan: Plan;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: parseInstant('2026-03-09T12:10:00Z') });
  channel = await lab.addChannel();
  plan = await lab.addPlan(channel, [
    makeRow(0, 720, `series:${lab.alpha}`),
    makeRow(720, 720, `series:${lab.beta}`),
  ]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

async function dayOf(date: string): Promise<ScheduleDay> {
  const day = await lab.store.days.get(channel.id, date);
  if (!day) throw new Error(`${date} is not frozen.`);
  return day;
}

async function replaceLast(date: string, assetId: string): Promise<DayChange> {
  const airing = (await dayOf(date)).airings.at(-1) as Airing;
  return {
    type: 'replace',
    airingId: airing.id,
    scope: 'airing',
    assetId: AssetId.parse(assetId),
  };
}

const make = (date: string, change: DayChange, baseDayId: ScheduleDay['id'] | null = null) =>
  lab.horizon.changeDay({
    channelId: channel.id,
    date,
    change,
    reason: 'the sponsor asked',
    baseDayId,
  });

describe('changeDay', () => {
  test('freezes what was previewed as a new generation, with the record first', async () => {
    const before = await dayOf(TOMORROW);
    const change = await replaceLast(TOMORROW, 'alpha-e25');
    const request = { channelId: channel.id, date: TOMORROW, change, reason: 'the sponsor asked' };
    const preview = await lab.horizon.previewChange(request);
    expect(await dayOf(TOMORROW)).toEqual(before);
    const changed = await make(TOMORROW, change, before.id);
    expect(changed.day).toEqual(preview.day);
    expect(await dayOf(TOMORROW)).toEqual(changed.day);
    expect(changed.day).toMatchObject({ isManualOverride: true, planId: null });
    expect(await lab.store.days.overridesOf(before.id)).toEqual([changed.record]);
    const generations = await lab.store.days.generations(channel.id, TOMORROW);
    expect(generations).toMatchObject([
      { generation: 1, day: before, supersededAt: lab.clock.nowAt(), record: null },
      { generation: 2, supersededAt: null, record: { change, reason: 'the sponsor asked' } },
    ]);
    const guide = await lab.store.days.airingsIn(
      { startAt: changed.day.startAt, endAt: changed.day.endAt },
      channel.id,
    );
    expect(guide.some(({ content }) => assetIdOf({ content }) === 'alpha-e25')).toBe(true);
  });

  test('leaves later frozen days as they are', async () => {
    const later = await dayOf(LAST);
    const { impact } = await make(TOMORROW, await replaceLast(TOMORROW, 'alpha-e25'));
    expect(impact.laterFrozenDates).toEqual([addDays(TODAY, 2), LAST]);
    expect(await dayOf(LAST)).toEqual(later);
    await lab.clock.advance(24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const next = await dayOf(addDays(LAST, 1));
    const lastAlpha = later.airings.findLast(({ seriesId }) => seriesId === lab.alpha);
    const firstAlpha = next.airings.find(({ seriesId }) => seriesId === lab.alpha);
    expect(firstAlpha?.lineage.cursorBefore).toBe(assetIdOf(lastAlpha));
  });

  test('lets the first day not frozen yet air what fell out of the last frozen one', async () => {
    const last = (await dayOf(LAST)).airings.at(-1) as Airing;
    await make(LAST, await replaceLast(LAST, 'alpha-e25'));
    await lab.clock.advance(24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const next = await dayOf(addDays(LAST, 1));
    const beta = next.airings.find(({ seriesId }) => seriesId === lab.beta);
    expect(assetIdOf(beta)).toBe(assetIdOf(last));
  });

  test('gives a day back as it was and keeps every generation', async () => {
    const before = await dayOf(TOMORROW);
    await make(TOMORROW, await replaceLast(TOMORROW, 'alpha-e25'));
    const { day, record } = await make(TOMORROW, { type: 'revert', generation: 1 });
    expect(record.change).toEqual({ type: 'revert', generation: 1 });
    expect(day).toMatchObject({ planId: plan.id, contentHash: before.contentHash });
    expect(day.isManualOverride).toBe(false);
    expect(day.airings.map(({ id }) => id)).toEqual(before.airings.map(({ id }) => id));
    expect(await lab.store.days.generations(channel.id, TOMORROW)).toHaveLength(3);
  });

  test('makes the free part of a day from another plan, whatever its dates', async () => {
    const other = await lab.addPlan(channel, [makeRow(0, 1_440, 'asset:movie-80')], {
      isActive: false,
      startDate: '2020-01-01',
      endDate: '2020-01-02',
    });
    const lockedUntil = (await lab.store.log.latest(channel.id))?.endAt ?? 0;
    const before = await dayOf(TODAY);
    const { day, impact } = await make(TODAY, { type: 'plan', planId: other.id });
    const head = (from: ScheduleDay): unknown[] =>
      from.airings.filter(({ startAt }) => startAt < lockedUntil).map(({ id }) => id);
    expect(head(day)).toEqual(head(before));
    expect(day).toMatchObject({ isManualOverride: true, planId: null });
    expect(day.airings.some(({ content }) => assetIdOf({ content }) === 'movie-80')).toBe(true);
    expect(impact.changes.length).toBeGreaterThan(5);
    expect(day.airings.at(-1)?.endAt).toBe(before.airings.at(-1)?.endAt);
  });

  test('refuses what is in the locked log and names the instant until which it is locked', async () => {
    const [airing] = (await dayOf(TODAY)).airings;
    const change = { type: 'remove', airingId: (airing as Airing).id, scope: 'airing' } as const;
    const lockedUntil = (await lab.store.log.latest(channel.id))?.endAt;
    await expect(make(TODAY, change)).rejects.toMatchObject({
      code: 'day-frozen',
      details: { lockedUntil },
    });
    expect(await lab.store.days.generations(channel.id, TODAY)).toHaveLength(1);
  });

  test('takes one of two changes made at the same time and refuses the other', async () => {
    const { id } = await dayOf(TOMORROW);
    const change = await replaceLast(TOMORROW, 'alpha-e25');
    const both = await Promise.allSettled([make(TOMORROW, change, id), make(TOMORROW, change, id)]);
    expect(both.map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    expect(both[1]).toMatchObject({ reason: { code: 'stale-version' } });
    expect(await lab.store.days.generations(channel.id, TOMORROW)).toHaveLength(2);
  });

  test('stays consistent when a day is generated, changed and read at the same time', async () => {
    const change = await replaceLast(TOMORROW, 'alpha-e25');
    const generate = () =>
      lab.horizon.generateDay({ channelId: channel.id, date: TOMORROW, force: true, reason: 'x' });
    const reads: (ScheduleDay | null)[] = [];
    const read = async (): Promise<void> => {
      for (let count = 0; count < 20; count += 1) {
        reads.push(await lab.store.days.get(channel.id, TOMORROW));
      }
    };
    await Promise.allSettled([read(), make(TOMORROW, change), generate(), read(), generate()]);
    const known = await lab.store.days.generations(channel.id, TOMORROW);
    const ids = known.map(({ day }) => day.id);
    expect(reads.every((day) => day !== null && ids.includes(day.id))).toBe(true);
    expect(known.filter(({ supersededAt }) => supersededAt === null)).toHaveLength(1);
  });

  test('keeps the locked log sound over changed days', async () => {
    await make(TOMORROW, await replaceLast(TOMORROW, 'alpha-e25'));
    const first = (await dayOf(LAST)).airings[3] as Airing;
    await make(LAST, {
      type: 'trim',
      airingId: first.id,
      scope: 'rest-of-day',
      contentDurationMs: 600_000,
    });
    for (let step = 0; step < 20; step += 1) {
      await lab.clock.advance(4 * MS_PER_HOUR);
      await lab.horizon.evaluate();
    }
    const window = {
      startAt: parseInstant('2026-03-09T11:00:00Z'),
      endAt: lab.clock.nowAt() + MS_PER_HOUR,
    };
    const blocks = await lab.store.log.blocksIn(channel.id, window);
    expect(validateSeams(channel, blocks)).toEqual([]);
    const trimmed = blocks.find((block) => block.startAt === first.startAt);
    const contentMs = (trimmed?.events ?? [])
      .filter(({ kind }) => kind === 'act')
      .reduce((sum, { durationMs }) => sum + durationMs, 0);
    expect(Math.abs(contentMs - 600_000)).toBeLessThan(100);
    expect(lab.faults).toEqual([]);
  });
});
