import { afterEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const DAY_MS = 24 * MS_PER_HOUR;
let lab: PlanningLab;

afterEach(() => lab.dispose());

describe('the guide', () => {
  test('calls new what its channel never showed, and names the last showing of the rest', async () => {
    lab = await createPlanningLab();
    const one = await lab.addChannel();
    const two = await lab.addChannel();
    await lab.addPlan(one, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
    await lab.addPlan(two, [makeRow(0, 1_440, `series:${lab.beta}`)]);
    for (let day = 0; day < 3; day += 1) {
      await lab.horizon.evaluate();
      await lab.clock.advance(DAY_MS);
    }
    const guide = createGuide(lab.store, lab.clock);
    const now = lab.clock.nowAt();
    const everything = { startAt: now - 9 * DAY_MS, endAt: now + 9 * DAY_MS };
    const all = await guide.list(everything);
    const window = { startAt: now, endAt: now + DAY_MS };
    const today = await guide.list(window);
    expect(today.length).toBeGreaterThan(40);
    const wanted = all.filter(({ startAt, endAt }) => startAt < window.endAt && endAt > now);
    expect(today).toEqual(wanted);
    let repeats = 0;
    for (const entry of all) {
      const earlier = all.filter(
        ({ channelId, assetId, startAt }) =>
          channelId === entry.channelId && assetId === entry.assetId && startAt < entry.startAt,
      );
      expect(entry.previousStartAt).toBe(earlier.at(-1)?.startAt ?? null);
      if (earlier.length > 0) repeats += 1;
    }
    expect(repeats).toBeGreaterThan(50);
    expect(all.length - repeats).toBe(25 + 13);
  });
});
