import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { validateSeams } from '#shared/log/read/validate-seams.ts';
import type { Channel } from '#shared/model/channel.ts';
import { PublishFrom } from '#shared/model/rebuild.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { addDays, datesBetween, parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const START_AT = parseInstant('2026-03-10T18:10:00Z');
const CHOICES = ['unpromised', 'now', 'after-frozen', 'tomorrow'] as const;

type Step =
  | { readonly type: 'pass'; readonly minutes: number }
  | { readonly type: 'jump'; readonly minutes: number }
  | { readonly type: 'restart' }
  | {
      readonly type: 'publish';
      readonly from: (typeof CHOICES)[number];
      readonly rows: readonly { readonly at: number; readonly isAlpha: boolean }[];
    }
  | { readonly type: 'rebuild' | 'approve' | 'unapprove'; readonly dayOffset: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('pass' as const),
      minutes: fc.integer({ min: 1, max: 600 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      type: fc.constant('jump' as const),
      minutes: fc.integer({ min: -1_500, max: 3_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constant('publish' as const),
      from: fc.constantFrom(...CHOICES),
      rows: fc.uniqueArray(
        fc.record({ at: fc.integer({ min: 0, max: 23 }), isAlpha: fc.boolean() }),
        { minLength: 1, maxLength: 4, selector: ({ at }) => at },
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      type: fc.constantFrom('rebuild' as const, 'approve' as const, 'unapprove' as const),
      dayOffset: fc.integer({ min: 0, max: 3 }),
    }),
  },
);

/** Does the step; a refusal is an answer too. */
async function take(lab: PlanningLab, channel: Channel, one: Step): Promise<void> {
  const { horizon, clock, store } = lab;
  const today = broadcastDateAt(channel, clock.nowAt());
  switch (one.type) {
    case 'pass':
      await clock.advance(one.minutes * MS_PER_MINUTE);
      return;
    case 'jump':
      await clock.jumpTo(clock.nowAt() + one.minutes * MS_PER_MINUTE);
      return;
    case 'publish': {
      const [plan] = await store.plans.list(channel.id);
      if (!plan) throw new Error('The plan is there.');
      const rows = one.rows.map(({ at, isAlpha }) =>
        makeRow(at * 60, 60, `series:${isAlpha ? lab.alpha : lab.beta}`, { planId: plan.id }),
      );
      await store.plans.update({ ...plan, assignments: rows, version: plan.version + 1 });
      const from = one.from === 'tomorrow' ? addDays(today, 1) : one.from;
      await horizon.followPlans(channel.id, { from: PublishFrom.parse(from), reason: 'published' });
      return;
    }
    case 'rebuild':
      await horizon.rebuildDays(channel.id, [addDays(today, one.dayOffset)], 'rebuilt');
      return;
    case 'approve':
    case 'unapprove':
      await horizon
        .decideDay({
          channelId: channel.id,
          date: addDays(today, one.dayOffset),
          action: one.type,
          by: 'web',
          note: '',
          dayId: null,
        })
        .catch(() => undefined);
      return;
    case 'restart':
      await horizon.stop();
      await lab.horizon.start();
  }
}

async function expectKept(lab: PlanningLab, channel: Channel): Promise<void> {
  const now = lab.clock.nowAt();
  const window = { startAt: now, endAt: Infinity };
  const blocks = await lab.store.log.blocksIn(channel.id, window);
  expect(blocks[0]?.startAt).toBeLessThanOrEqual(now);
  expect(validateSeams(channel, blocks)).toEqual([]);
  blocks.slice(1).forEach((block, index) => expect(block.startAt).toBe(blocks[index]?.endAt));
  expect(blocks.at(-1)?.endAt).toBeGreaterThanOrEqual(
    now + DEFAULT_SETTINGS.logHorizonHours * MS_PER_HOUR,
  );
  const today = broadcastDateAt(channel, now);
  const days = await lab.store.days.list({ channelId: channel.id, from: today });
  expect(days.map(({ broadcastDate }) => broadcastDate)).toEqual(
    expect.arrayContaining(
      datesBetween(today, addDays(today, DEFAULT_SETTINGS.scheduleHorizonDays)),
    ),
  );
  const airings = await lab.store.days.airingsIn(
    { startAt: now, endAt: blocks.at(-1)?.endAt ?? now },
    channel.id,
  );
  expect(blocks.map(({ airingId }) => airingId)).toEqual(airings.map(({ id }) => id));
  const frozen = days
    .filter(({ broadcastDate }) => broadcastDate <= addDays(today, 3))
    .flatMap((day) => day.airings);
  frozen.slice(1).forEach((airing, index) => expect(airing.startAt).toBe(frozen[index]?.endAt));
  for (const { broadcastDate } of days) {
    const generations = await lab.store.days.generations(channel.id, broadcastDate);
    for (const { record } of generations.slice(1)) expect(record?.reason).not.toBe('');
  }
}

describe('whatever is published, approved, rebuilt and done to the clock', () => {
  test.for([{ requiresApproval: false }, { requiresApproval: true }])(
    'there is no hole from now to the depths, and what is on the air stays (approval: $requiresApproval)',
    { timeout: 240_000 },
    async ({ requiresApproval }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 9 }), async (steps) => {
          const lab = await createPlanningLab({ startAt: START_AT });
          try {
            const channel = await lab.addChannel({ requiresApproval });
            await lab.addPlan(channel, []);
            await lab.horizon.start();
            for (const one of steps) {
              const onAir = async () =>
                (
                  await lab.store.log.blocksIn(channel.id, {
                    startAt: lab.clock.nowAt(),
                    endAt: lab.clock.nowAt() + 1,
                  })
                )[0]?.airingId;
              const before = await onAir();
              await take(lab, channel, one);
              if (one.type !== 'pass' && one.type !== 'jump') expect(await onAir()).toBe(before);
              await lab.horizon.evaluate();
              await expectKept(lab, channel);
            }
            expect(lab.faults).toEqual([]);
          } finally {
            await lab.dispose();
          }
        }),
        { numRuns: 6 },
      );
    },
  );
});
