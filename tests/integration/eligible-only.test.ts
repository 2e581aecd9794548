import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import type { AssetId } from '#shared/model/ids.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

/** One thing that happens in the library between two looks of the horizon. */
const step = fc.record({
  hours: fc.integer({ min: 1, max: 5 }),
  /** Which assets, by their place in the list of all. */
  touched: fc.array(fc.nat({ max: 200 }), { maxLength: 12 }),
  what: fc.constantFrom('revoke', 'approve', 'retire'),
});

async function touch(
  lab: PlanningLab,
  ids: readonly AssetId[],
  what: 'revoke' | 'approve' | 'retire',
): Promise<void> {
  const ready = (await lab.store.assets.getMany([...new Set(ids)]))
    .filter(({ state }) => state === 'ready')
    .map(({ id }) => id);
  if (ready.length === 0) return;
  const now = lab.clock.nowAt();
  if (what === 'retire') await lab.store.assets.retire(ready.slice(0, 2), now);
  else await lab.store.assets.setApproval(ready, what === 'approve', now);
}

interface Look {
  /** What was frozen or locked at this very instant and must not have been. */
  readonly breaches: string[];
  /** Airings that were frozen while their asset could air, and locked now that it cannot. */
  readonly avoided: number;
}

async function look(lab: PlanningLab): Promise<Look> {
  const now = lab.clock.nowAt();
  const eligible = new Set<string>((await lab.store.assets.catalog()).map(({ id }) => id));
  const breaches: string[] = [];
  let avoided = 0;
  for (const channel of await lab.store.channels.list()) {
    for (const day of await lab.store.days.list({ channelId: channel.id })) {
      if (day.frozenAt !== now) continue;
      for (const { content, title } of day.airings) {
        if (content.kind === 'asset' && !eligible.has(content.assetId))
          breaches.push(`froze ${title}`);
      }
    }
    const window = { startAt: now, endAt: now + 24 * MS_PER_HOUR };
    for (const block of await lab.store.log.blocksIn(channel.id, window)) {
      if (block.lockedAt !== now) continue;
      const airings = await lab.store.days.airingsIn(block, channel.id);
      avoided += airings.filter(
        ({ content }) => content.kind === 'asset' && !eligible.has(content.assetId),
      ).length;
      for (const { assetId, title } of block.events) {
        if (assetId !== null && !eligible.has(assetId)) breaches.push(`locked ${title}`);
      }
    }
  }
  return { breaches, avoided };
}

describe('days and log', () => {
  test('never take up an asset that may not air, whatever happens in the library meanwhile', async () => {
    let avoidedInAll = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 8 }), async (steps) => {
        const lab = await createPlanningLab({ settings: { scheduleHorizonDays: 2 } });
        try {
          const all = (await lab.store.assets.catalog()).map(({ id }) => id);
          const channel = await lab.addChannel();
          await lab.addPlan(channel, [
            makeRow(0, 360, `series:${lab.alpha}`),
            makeRow(360, 240, `series:${lab.beta}`, { episodePolicy: 'least-recently-used' }),
            makeRow(600, 180, 'asset:movie-105'),
            makeRow(780, 300, `series:${lab.alpha}`, { episodePolicy: 'shuffle' }),
          ]);
          for (const { hours, touched, what } of steps) {
            await touch(
              lab,
              touched.flatMap((place) => all[place % all.length] ?? []),
              what,
            );
            await lab.horizon.evaluate();
            const { breaches, avoided } = await look(lab);
            expect(breaches).toEqual([]);
            avoidedInAll += avoided;
            await lab.clock.advance(hours * MS_PER_HOUR);
          }
          expect(lab.faults).toEqual([]);
        } finally {
          await lab.dispose();
        }
      }),
      { numRuns: 12 },
    );
    expect(avoidedInAll).toBeGreaterThan(0);
  });
});
