import { describe, expect, test } from 'vitest';

import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
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
  makeRow(0, 60, 'series:alpha', { operatorIntent: 'for the kids' }),
  makeRow(60, 30, 'series:alpha', { episodePolicy: 'random' }),
]);
const { day } = resolveDay({
  channel,
  date: '2026-02-10',
  planned: plannedBy([plan]),
  catalog: makeCatalog(),
  carryIn: EMPTY_CARRY,
});

function sentencesOf(index: number, cursorTitle: string | null = null): string {
  const airing = day.airings[index];
  if (!airing) throw new Error('The day has that airing.');
  return explainAiring({
    airing,
    plan: airing.lineage.planId === null ? null : plan,
    timezone: channel.timezone,
    cursorTitle,
    frozenAt: day.startAt,
  }).join('\n');
}

describe('explainAiring', () => {
  test('names plan, row, place in the series, intent and freezing', () => {
    const text = sentencesOf(1, 'Part 1');
    expect(text).toContain('the plan “Plan plan” (priority 0) put it there by its row 00:00–01:00');
    expect(text).toContain('next after “Part 1” among 25 eligible episodes');
    expect(text).toContain('for the kids');
    expect(text).toContain('frozen at 06:00');
  });

  test('names the seed of a random choice', () => {
    expect(sentencesOf(2)).toContain('retro-one:alpha:2026-02-10:07:00:00');
  });

  test('says when default programming chose', () => {
    expect(sentencesOf(3)).toContain('default programming');
  });
});
