import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import type { Channel } from '#shared/model/channel.ts';
import { AiringId, AssetId } from '#shared/model/ids.ts';
import type { Assignment } from '#shared/model/plan.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const TODAY = '2026-03-09';
const LAST = addDays(TODAY, 3);
let lab: PlanningLab;
let channel: Channel;
let first: Assignment;
let late: Assignment;
let rerun: Assignment;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: parseInstant('2026-03-09T12:10:00Z') });
  channel = await lab.addChannel({ defaultProgramming: { kind: 'slate' } });
  first = makeRow(840, 60, `series:${lab.alpha}`);
  const content = { type: 'encore' as const, of: first.id, daysAgo: 0 };
  late = makeRow(1_200, 60, 'series:late', { content });
  rerun = makeRow(60, 60, 'series:rerun', { content: { ...content, daysAgo: 3 } });
  await lab.addPlan(channel, [first, late, rerun]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

async function airedBy(date: string, row: Assignment): Promise<Airing[]> {
  const day = await lab.store.days.get(channel.id, date);
  return day?.airings.filter(({ lineage }) => lineage.assignmentId === row.id) ?? [];
}

describe('encores of frozen days', () => {
  test('repeat after an override what really stood, though the days between were frozen', async () => {
    const [airing] = await airedBy(addDays(TODAY, 1), first);
    const { findings } = await lab.horizon.changeDay({
      channelId: channel.id,
      date: addDays(TODAY, 1),
      reason: 'a wish',
      baseDayId: null,
      change: {
        type: 'replace',
        airingId: airing?.id ?? AiringId.parse('none'),
        scope: 'airing',
        assetId: AssetId.parse('alpha-e20'),
      },
    });
    expect(findings).toMatchObject([{ rule: 'encore-left-behind' }]);
    await lab.clock.advance(24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const again = await airedBy(addDays(LAST, 1), rerun);
    expect(again.map(assetIdOf)).toEqual(['alpha-e20', 'alpha-e04']);
  });

  test('begin with what aired before the encore was planned', async () => {
    const plan = (await lab.store.plans.list(channel.id))[0];
    if (!plan) throw new Error('There is no plan.');
    const content = { type: 'encore' as const, of: first.id, daysAgo: 'latest' as const };
    const added = makeRow(300, 60, 'series:added', { content, planId: plan.id });
    const assignments = [...plan.assignments.filter(({ id }) => id !== rerun.id), added];
    await lab.store.plans.update({ ...plan, assignments, version: plan.version + 1 });
    await lab.clock.advance(24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const [latest] = await airedBy(LAST, first);
    const [again] = await airedBy(addDays(LAST, 1), added);
    expect(assetIdOf(again)).toBe(assetIdOf(latest));
    expect(again?.lineage.encore).toEqual({ of: first.id, date: LAST, startAt: latest?.startAt });
  });

  test('are shown before in the guide, and their first runs new', async () => {
    const [premiere] = await airedBy(addDays(TODAY, 1), first);
    const [again] = await airedBy(addDays(TODAY, 1), late);
    const guide = createGuide(lab.store, lab.clock);
    const now = lab.clock.nowAt();
    const entries = await guide.list({ startAt: now, endAt: now + 72 * MS_PER_HOUR });
    const shownBefore = (airing?: Airing) =>
      entries.find(({ airingId }) => airingId === airing?.id)?.previousStartAt;
    expect(shownBefore(premiere)).toBeNull();
    expect(shownBefore(again)).toBe(premiere?.startAt);
  });

  test('are the same when their day is generated again', async () => {
    const before = await lab.store.days.get(channel.id, LAST);
    const { day } = await lab.horizon.generateDay({
      channelId: channel.id,
      date: LAST,
      force: true,
      reason: 'again',
    });
    expect(day.airings.map(({ id }) => id)).toEqual(before?.airings.map(({ id }) => id));
    expect(day.carryOut).toEqual(before?.carryOut);
  });
});
