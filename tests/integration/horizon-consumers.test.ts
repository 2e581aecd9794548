import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createGuide } from '#main/handlers/guide.ts';
import type { Store } from '#main/store/store.ts';
import type { Channel } from '#shared/model/channel.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';
import { textOf } from '#tests/helpers/whole-documents.ts';

const DAY_MS = 24 * MS_PER_HOUR;
let lab: PlanningLab;
let channel: Channel;

beforeEach(async () => {
  lab = await createPlanningLab();
  channel = await lab.addChannel();
  await lab.addPlan(channel, [makeRow(0, 1_440, `series:${lab.alpha}`)]);
  await lab.horizon.evaluate();
});

afterEach(() => lab.dispose());

async function countStored(
  store: Store,
): Promise<{ days: number; lastLocked: string | undefined }> {
  const days = await store.days.list({});
  return { days: days.length, lastLocked: (await store.log.latest(channel.id))?.id };
}

describe('a consumer of the horizon', () => {
  test('is answered from what is stored, two days ahead and more', async () => {
    const guide = createGuide(lab.store, lab.clock);
    const at = lab.clock.nowAt() + 2 * DAY_MS;
    const [entry] = await guide.list({ startAt: at, endAt: at + 1 }, channel.id);
    expect(entry?.title).toBe('Alpha');
    expect(textOf(await guide.xmltv('utc'))).toContain('<title lang="en">Alpha</title>');
  });

  test('is refused beyond the horizon, and nothing is planned for it', async () => {
    const before = await countStored(lab.store);
    const told = lab.changes.length;
    const guide = createGuide(lab.store, lab.clock);
    const at = lab.clock.nowAt() + 20 * DAY_MS;
    const reading = guide.list({ startAt: at, endAt: at + MS_PER_HOUR }, channel.id);
    await expect(reading).rejects.toMatchObject({ code: 'horizon-no-schedule-data' });
    await lab.horizon.report();
    expect(await countStored(lab.store)).toEqual(before);
    expect(lab.changes).toHaveLength(told);
  });

  test('sees a whole day or none of it', async () => {
    await lab.clock.advance(DAY_MS);
    const reads: Promise<number[]>[] = [];
    const evaluation = lab.horizon.evaluate();
    for (let index = 0; index < 30; index += 1) {
      const days = lab.store.days.list({ channelId: channel.id });
      reads.push(
        days.then((list) => list.map((day) => (day.airings.at(-1)?.endAt ?? 0) - day.endAt)),
      );
      await new Promise((resolve) => setImmediate(resolve));
    }
    await evaluation;
    for (const ends of await Promise.all(reads)) {
      expect(ends.every((beyond) => beyond >= 0)).toBe(true);
    }
  });
});
