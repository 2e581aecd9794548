import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { createChannelTimeline } from '#main/playout/channel-timeline.ts';
import { guideEntriesIn } from '#shared/guide/entries.ts';
import { locateInstant } from '#shared/log/read/locate.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { contains } from '#shared/time/interval.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import { makeChannel, makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

const INSTANTS = 200;
const NEW_YORK = makeChannel();

describe.each([
  { change: 'the spring change', middle: '2026-03-07', hours: 71 },
  { change: 'the autumn change', middle: '2026-10-31', hours: 73 },
])('guide, log and frame over three days with $change', ({ middle, hours }) => {
  let lab: PlanningLab;
  const startAt = broadcastDayWindow(NEW_YORK, addDays(middle, -1)).startAt;
  const endAt = broadcastDayWindow(NEW_YORK, addDays(middle, 1)).endAt;

  beforeAll(async () => {
    lab = await createPlanningLab({ startAt });
    for (const houseFormat of [
      { height: 720, rate: '29.97' },
      { height: 480, rate: '25' },
    ] as const) {
      const channel = await lab.addChannel({ houseFormat });
      await lab.addPlan(channel, [
        makeRow(0, 600, `series:${lab.alpha}`),
        makeRow(720, 240, 'asset:movie-105'),
        makeRow(1_080, 330, `series:${lab.beta}`),
        makeRow(1_410, 150, 'asset:movie-150'),
      ]);
    }
    while (lab.clock.nowAt() < endAt) {
      await lab.horizon.evaluate();
      await lab.clock.advance(MS_PER_HOUR);
    }
  });

  afterAll(() => lab.dispose());

  test('name the same programme at 200 seeded instants', async () => {
    expect(endAt - startAt).toBe(hours * MS_PER_HOUR);
    const titles = new Set<string>();
    for (const channel of await lab.store.channels.list()) {
      const airings = await lab.store.days.airingsIn({ startAt, endAt }, channel.id);
      const blocks = await lab.store.log.blocksIn(channel.id, { startAt, endAt });
      const guide = guideEntriesIn(airings, { startAt, endAt });
      const timeline = createChannelTimeline(channel, blocks, 0);
      for (let index = 0; index < INSTANTS; index += 1) {
        const second = seededIndex(
          `guide-truth:${middle}:${String(index)}`,
          (endAt - startAt) / 1_000,
        );
        const at = startAt + second * 1_000;
        const told = guide.filter((entry) => contains(entry, at));
        const logged = locateInstant(blocks, at);
        const shown = timeline.placeAt(at);
        expect(told).toHaveLength(1);
        expect(logged?.block.airingId).toBe(told[0]?.airingId);
        expect(shown?.block.airingId).toBe(told[0]?.airingId);
        const acts = shown?.block.events.filter(({ kind }) => kind === 'act') ?? [];
        expect(
          acts.every(
            ({ assetId, title }) => assetId === told[0]?.assetId && title === told[0].title,
          ),
        ).toBe(true);
        expect(acts.length).toBeGreaterThan(0);
        titles.add(told[0]?.title ?? '');
      }
    }
    expect(titles.size).toBeGreaterThanOrEqual(4);
  });

  test('cover the three days without a hole or an overlap', async () => {
    for (const channel of await lab.store.channels.list()) {
      const airings = await lab.store.days.airingsIn({ startAt, endAt }, channel.id);
      const blocks = await lab.store.log.blocksIn(channel.id, { startAt, endAt });
      expect(blocks.map(({ startAt: start, endAt: end }) => [start, end])).toEqual(
        airings.map(({ startAt: start, endAt: end }) => [start, end]),
      );
      airings.slice(1).forEach((airing, index) => {
        expect(airing.startAt).toBe(airings[index]?.endAt);
      });
    }
  });
});
