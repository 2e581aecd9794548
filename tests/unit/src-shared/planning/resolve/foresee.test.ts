import { describe, expect, test } from 'vitest';

import type { Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { buildCatalog, type Catalog } from '#shared/planning/choose/catalog.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';
import { foresee } from '#tests/helpers/foresee.ts';

const FROM = '2026-03-10';

function look(plans: readonly Plan[], catalog: Catalog = makeCatalog(), days = 14) {
  return foresee({
    channel: makeChannel(),
    planned: plannedBy(plans),
    catalog,
    dates: datesBetween(FROM, addDays(FROM, days - 1)),
    start: { carryIn: EMPTY_CARRY, opensAt: null },
  });
}

describe('foresee', () => {
  test('says from which day on a series has no episode left that has not aired', () => {
    const plan = makePlan('plan', [makeRow(0, 180, 'series:alpha')]);
    const warning = look([plan]).find(({ rule }) => rule === 'rotation-goes-round');
    expect(warning).toMatchObject({ subject: 'alpha', fromDate: '2026-03-14' });
    expect(warning?.message).toContain('“The alpha show” has no episode left');
    expect(look([plan], makeCatalog(), 4).some(({ rule }) => rule === 'rotation-goes-round')).toBe(
      false,
    );
  });

  test('says when a plan ends and from when on there is none', () => {
    const plan = makePlan('plan', [makeRow(0, 1_440, 'series:beta')], { endDate: '2026-03-12' });
    const found = look([plan]).filter(({ rule }) => rule !== 'rotation-goes-round');
    expect(found.map(({ rule, fromDate }) => [rule, fromDate])).toEqual([
      ['plan-ends', '2026-03-12'],
      ['no-active-plan', '2026-03-13'],
    ]);
  });

  test('says when a row has nothing eligible', () => {
    const plan = makePlan('plan', [makeRow(0, 60, 'series:gone')], { startDate: '2026-03-12' });
    const found = look([plan, makePlan('below', [makeRow(0, 60, 'asset:movie-short')])]);
    expect(found).toContainEqual(
      expect.objectContaining({
        rule: 'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001',
        subject: 'row-0-gone',
        fromDate: '2026-03-12',
      }),
    );
  });

  test('says when breaks have nothing to fill them and when the slate will air', () => {
    const rules = (catalog: Catalog) => look([], catalog, 2).map(({ rule }) => rule);
    expect(rules(buildCatalog(makeEpisodes('alpha', 5)))).toEqual(['break-pool-empty']);
    expect(rules(buildCatalog([]))).toEqual(['slate-planned', 'break-pool-empty']);
  });

  test('finds nothing where nothing runs out', () => {
    const catalog = makeCatalog(makeEpisodes('long', 900));
    expect(look([makePlan('plan', [makeRow(0, 1_440, 'series:long')])], catalog)).toEqual([]);
  });
});
