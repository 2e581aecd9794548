import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ON_SLATES_RULE } from '#shared/model/incident.ts';
import type { Plan } from '#shared/model/plan.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, parseInstant } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const START_AT = parseInstant('2026-03-09T12:10:00Z');
let lab: PlanningLab;
let channel: Channel;
let plan: Plan;

beforeEach(async () => {
  lab = await createPlanningLab({ startAt: START_AT });
  channel = await lab.addChannel();
  plan = await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.beta}`)], {
    endDate: '2026-03-20',
  });
});

afterEach(() => lab.dispose());

const incidents = (isOpen = false) =>
  lab.store.incidents.list({ channelId: channel.id, isOpen, limit: 100 });

describe('incidents', () => {
  test('tell days ahead what runs out, once, and end when it is put right', async () => {
    await lab.horizon.evaluate();
    await lab.horizon.evaluate();
    const found = await incidents(true);
    expect(found.map(({ rule }) => rule).sort()).toEqual([
      ...['no-active-plan', 'plan-ends', 'rotation-goes-round'],
    ]);
    expect(found[0]).toMatchObject({ firstSeenAt: START_AT, endedAt: null });
    const [report] = await lab.horizon.report();
    expect(report?.warnings.map(({ rule }) => rule)).toContain('no-active-plan');
    await lab.store.plans.update({ ...plan, endDate: null, version: plan.version + 1 });
    await lab.clock.advance(2 * MS_PER_MINUTE);
    await lab.horizon.evaluate();
    expect((await incidents(true)).map(({ rule }) => rule)).toEqual(['rotation-goes-round']);
    const ended = (await incidents()).filter(({ endedAt }) => endedAt !== null);
    expect(ended.every(({ endedAt }) => endedAt === START_AT + 2 * MS_PER_MINUTE)).toBe(true);
  });

  test('of the air and of planning leave each other alone', async () => {
    const onSlates = {
      severity: 'error' as const,
      rule: ON_SLATES_RULE,
      subject: '',
      fromDate: null,
      message: 'Slates are on the air.',
      remedy: 'Wait.',
    };
    await lab.horizon.evaluate();
    const planned = (await incidents(true)).map(({ rule }) => rule);
    await lab.store.incidents.sync(channel.id, 'air', [onSlates], START_AT);
    await lab.store.plans.update({ ...plan, endDate: null, version: plan.version + 1 });
    await lab.horizon.evaluate();
    expect((await incidents(true)).map(({ rule }) => rule)).toContain(ON_SLATES_RULE);
    const standing = (await incidents(true)).map(({ rule }) => rule);
    await lab.store.incidents.sync(channel.id, 'air', [], START_AT + 5_000);
    expect((await incidents(true)).map(({ rule }) => rule)).toEqual(
      standing.filter((rule) => rule !== ON_SLATES_RULE),
    );
    expect(planned.length).toBeGreaterThan(0);
  });

  test('record a fault of planning until it is over', async () => {
    await lab.store.plans.update({ ...plan, cron: 'nonsense', version: 2 });
    await lab.horizon.evaluate();
    expect(await incidents(true)).toMatchObject([
      { severity: 'error', rule: 'INV-HORIZON-EXHAUSTION-PLANNING-FAULT-001' },
      {
        severity: 'error',
        rule: 'planning-failed',
        message: expect.stringContaining('nonsense') as string,
      },
    ]);
    await lab.store.plans.update({ ...plan, cron: null, version: 3 });
    await lab.clock.advance(2 * MS_PER_MINUTE);
    await lab.horizon.evaluate();
    expect((await incidents(true)).every(({ severity }) => severity === 'warning')).toBe(true);
    expect(await incidents()).toContainEqual(
      expect.objectContaining({ severity: 'error', endedAt: lab.clock.nowAt() }),
    );
  });

  test('last over a restart as one', async () => {
    await lab.horizon.evaluate();
    const before = await incidents();
    await lab.clock.advance(MS_PER_MINUTE);
    await lab.restart().evaluate();
    const after = await incidents();
    expect(after.map(({ id, firstSeenAt }) => [id, firstSeenAt])).toEqual(
      before.map(({ id, firstSeenAt }) => [id, firstSeenAt]),
    );
    expect(after[0]?.lastSeenAt).toBe(lab.clock.nowAt());
  });
});

describe('recovery', () => {
  async function expectWhole(): Promise<void> {
    const now = lab.clock.nowAt();
    const days = await lab.store.days.list({ channelId: channel.id });
    const last = days.at(-1);
    expect(last?.endAt).toBeGreaterThan(now + 72 * MS_PER_HOUR);
    const blocks = await lab.store.log.blocksIn(channel.id, {
      startAt: now,
      endAt: now + 5 * MS_PER_HOUR,
    });
    expect(blocks[0]?.startAt).toBeLessThanOrEqual(now);
    expect(validateSeams(channel, blocks)).toEqual([]);
    const [report] = await lab.horizon.report();
    expect(report).toMatchObject({ isHealthy: true, fault: null });
  }

  test('follows a late evaluation, a jump of the clock, an empty store and a restart', async () => {
    await lab.horizon.evaluate();
    await expectWhole();
    await lab.clock.advance(3 * MS_PER_HOUR + 7_000);
    await lab.horizon.evaluate();
    await expectWhole();
    await lab.clock.advance(10 * 24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    await expectWhole();
    await lab.clock.advance(5 * MS_PER_MINUTE);
    const restarted = lab.restart();
    await restarted.evaluate();
    expect((await restarted.report())[0]).toMatchObject({ isHealthy: true });
  });

  test('keeps frozen days and places in series when the library changes', async () => {
    await lab.horizon.evaluate();
    const before = await lab.store.days.list({ channelId: channel.id });
    const last = before.at(-1)?.airings.at(-1);
    const gone = assetIdOf(last);
    if (!last || !gone) throw new Error('The last airing has an asset.');
    await lab.store.assets.retire([gone], lab.clock.nowAt());
    await lab.clock.advance(24 * MS_PER_HOUR);
    await lab.horizon.evaluate();
    const after = await lab.store.days.list({ channelId: channel.id });
    expect(after.slice(0, before.length)).toEqual(before);
    const next = after.find(({ broadcastDate }) => broadcastDate === addDays('2026-03-09', 4));
    const first = next?.airings.find(({ seriesId }) => seriesId === lab.beta);
    expect(first?.episodeNumber).toBe(((last.episodeNumber ?? 0) % 13) + 1);
  });
});
