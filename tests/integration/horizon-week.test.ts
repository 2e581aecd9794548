import { afterEach, expect, test } from 'vitest';

import type { Airing } from '#shared/model/schedule-day.ts';
import { parseInstant } from '#shared/time/zone.ts';
import { makeRow } from '#tests/helpers/planning-fixtures.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';

let lab: PlanningLab;

afterEach(() => lab.dispose());

test('freezes seven days that follow each other, over a clock change, with a series in turn', async () => {
  lab = await createPlanningLab({
    startAt: parseInstant('2026-03-06T12:10:00Z'),
    settings: { scheduleHorizonDays: 6 },
  });
  const channel = await lab.addChannel();
  await lab.addPlan(channel, [makeRow(720, 90, `series:${lab.beta}`)]);
  await lab.horizon.evaluate();
  const days = await lab.store.days.list({ channelId: channel.id });
  expect(days).toHaveLength(7);
  const airings = days.flatMap((day) => day.airings);
  expect(airings.slice(1).map(({ startAt }) => startAt)).toEqual(
    airings.slice(0, -1).map(({ endAt }) => endAt),
  );
  const inTurn = airings.filter(({ lineage }) => lineage.rule === 'assignment');
  const numbers = inTurn.map((airing: Airing) => airing.episodeNumber ?? 0);
  expect(numbers.length).toBeGreaterThan(6);
  expect(numbers).toEqual(numbers.map((_, index) => (((numbers[0] ?? 1) - 1 + index) % 13) + 1));
  expect(inTurn[0]?.lineage.cursorBefore).toBeNull();
});
