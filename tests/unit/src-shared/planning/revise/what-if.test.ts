import { describe, expect, test } from 'vitest';

import type { Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { whatIf, type WhatIfInput } from '#shared/planning/revise/what-if.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel();
const catalog = makeCatalog();
const DATES = ['2026-02-10', '2026-02-11', '2026-02-12'];
const rows = [makeRow(0, 720, 'series:alpha'), makeRow(720, 720, 'series:beta')];
const plan = makePlan('plan', rows);
const start = { carryIn: EMPTY_CARRY, opensAt: null };

function compare(changedPlans: readonly Plan[], more: Partial<WhatIfInput> = {}) {
  return whatIf({
    channel,
    catalog,
    start,
    changed: plannedBy(changedPlans),
    dates: DATES,
    planned: plannedBy([plan]),
    frozen: [],
    ...more,
  });
}

describe('whatIf', () => {
  test('finds no difference where nothing is changed', () => {
    const days = compare([plan]);
    expect(days.map(({ date, basis, changes }) => [date, basis, changes.length])).toEqual(
      DATES.map((date) => [date, 'resolved', 0]),
    );
  });

  test('tells what goes and what comes on each date', () => {
    const movie = makePlan('plan', [...rows.slice(0, 1), makeRow(720, 720, 'asset:movie-short')]);
    const [first] = compare([movie]);
    const told = first?.changes.map(({ type, assetId }) => `${type} ${String(assetId)}`);
    expect(told).toContain('removed beta-e1');
    expect(told).toContain('added movie-short');
    expect(first?.changes.every((change) => (change.before ?? change.after) !== null)).toBe(true);
  });

  test('goes on from the carry of its own days', () => {
    const halved = makePlan('plan', [makeRow(0, 360, 'series:alpha'), ...rows.slice(1)]);
    const firstAlpha = compare([halved]).map(({ day }) =>
      assetIdOf(day.airings.find(({ seriesId }) => seriesId === 'alpha')),
    );
    expect(firstAlpha).toEqual(['alpha-e1', 'alpha-e13', 'alpha-e25']);
  });

  test('compares with the day as it is frozen', () => {
    const other = makePlan('plan', [makeRow(0, 1_440, 'series:beta')]);
    const { day } = resolveDay({
      channel,
      catalog,
      date: '2026-02-10',
      planned: plannedBy([other]),
      carryIn: EMPTY_CARRY,
    });
    const frozen: ScheduleDay[] = [{ ...day, frozenAt: 0 }];
    const days = compare([plan], { frozen });
    expect(days.map(({ basis }) => basis)).toEqual(['frozen', 'resolved', 'resolved']);
    expect(days[0]?.changes.length).toBeGreaterThan(10);
  });

  test('equals what is then resolved', () => {
    const [first, second] = compare([plan]);
    const input = { channel, catalog, planned: plannedBy([plan]) };
    const one = resolveDay({ ...input, date: '2026-02-10', carryIn: EMPTY_CARRY }).day;
    const two = resolveDay({ ...input, date: '2026-02-11', carryIn: one.carryOut }).day;
    expect([first?.day.contentHash, second?.day.contentHash]).toEqual([
      one.contentHash,
      two.contentHash,
    ]);
  });
});
