import { describe, expect, test } from 'vitest';

import { LogBlockId } from '#shared/model/ids.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { resolutionTrace, type TraceInput } from '#shared/planning/explain/resolution-trace.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const plan = makePlan('plan', [
  makeRow(120, 60, 'series:alpha', { operatorIntent: 'uncut', episodePolicy: 'random' }),
]);
const { day } = resolveDay({
  channel,
  date: '2026-03-09',
  planned: plannedBy([plan]),
  catalog: makeCatalog(),
  carryIn: EMPTY_CARRY,
});
const airing = day.airings.find(({ lineage }) => lineage.rule === 'assignment');

function trace(fields: Partial<TraceInput> = {}): string[] {
  if (!airing) throw new Error('The row airs.');
  const window = { startAt: airing.startAt, endAt: airing.startAt + 3_600_000 };
  return resolutionTrace({
    airing,
    plan,
    window,
    timezone: channel.timezone,
    findingCount: 0,
    block: null,
    day: { ...day, frozenAt: Date.UTC(2026, 2, 8, 10) },
    ...fields,
  }).map(({ step, sentence }) => `${step}: ${sentence}`);
}

describe('resolutionTrace', () => {
  test('tells the nine steps in their order', () => {
    expect(trace()).toEqual([
      'plan: “Plan plan” (priority 0) says what airs on 2026-03-09.',
      'assignments: Its window is 08:00 to 09:00.',
      'content: “The alpha show” was chosen from 25.',
      'time: It starts at 08:00 and has until 08:30.',
      'instructions: Policy: random. Note: uncut.',
      'validate: A check of the day finds nothing wrong.',
      `create: The day was made as ${day.id}.`,
      'freeze: It was frozen at 2026-03-08T10:00:00.000Z.',
      'playlog: It is not locked yet.',
    ]);
  });

  test('says what is gone, wrong or locked', () => {
    const block = { id: LogBlockId.parse('block'), lockedAt: Date.UTC(2026, 2, 9, 6) };
    const told = trace({ plan: null, window: null, findingCount: 2, block });
    expect(told[0]).toContain('No plan that is known today');
    expect(told[1]).toBe('assignments: It has no window of its own: assignment.');
    expect(told[5]).toContain('2 things wrong');
    expect(told[8]).toBe('playlog: It was locked as block at 2026-03-09T06:00:00.000Z.');
  });
});
