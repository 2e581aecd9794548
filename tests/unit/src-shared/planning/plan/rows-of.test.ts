import { describe, expect, test } from 'vitest';

import { BlockId, PinId, PlacedBlockId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { PlacedBlock } from '#shared/model/plan.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import {
  describeHeldRow,
  heldPlan,
  planningRows,
  rowsOn,
  withPin,
  withPlans,
} from '#shared/planning/plan/rows-of.ts';
import { makePlan, blockRowOf, makeRow } from '#tests/helpers/planning-fixtures.ts';

const blockRow = blockRowOf(makeRow(0, 30, 'series:beta'));
const placed: PlacedBlock = {
  id: PlacedBlockId.parse('placed'),
  startOffsetMinutes: 120,
  dayFilters: ['SAT'],
  block: {
    id: BlockId.parse('block'),
    name: 'Morning',
    description: null,
    rows: [blockRow],
    version: 1,
    createdAt: 0,
    updatedAt: 0,
  },
};
const pattern: Zone = {
  ...DEFAULT_ZONE_FIELDS,
  id: ZoneId.parse('pattern'),
  name: 'Pattern',
  isEnabled: false,
  startOffsetMinutes: 0,
  endOffsetMinutes: 60,
  items: [{ type: 'series', seriesId: SeriesId.parse('alpha') }],
};
const heir: Zone = {
  ...pattern,
  id: ZoneId.parse('heir'),
  name: 'Heir',
  items: [],
  isEnabled: true,
  startOffsetMinutes: 600,
  endOffsetMinutes: 660,
  parentId: pattern.id,
};
const pin: Pin = {
  id: PinId.parse('pin'),
  channelId: makePlan('plan', []).channelId,
  createdAt: 0,
  days: { type: 'dates', dates: ['2026-02-07'] },
  startOffsetMinutes: 900,
  durationMinutes: 60,
  episodePolicy: 'sequential',
  content: blockRow.content,
  operatorIntent: null,
};
const plan = makePlan('plan', [makeRow(0, 60, 'series:alpha')], {
  draft: [makeRow(60, 60, 'series:alpha')],
  blocks: [placed],
  zones: [pattern, heir],
});

describe('planningRows', () => {
  test('holds the rows of the plan, of its blocks, of its zones with what they inherit, and of pins', () => {
    const planned = planningRows([plan], [pin], 'published');

    expect(planned.rows.map(describeHeldRow)).toEqual([
      'The row 00:00–01:00',
      'The row 02:00–02:30 of the block “Morning” 02:00–02:30',
      'The zone “Pattern” 00:00–01:00',
      'The zone “Heir” 10:00–11:00',
      'The pin 15:00–16:00 on 2026-02-07',
    ]);
    expect(planned.rows[3]?.row.content).toEqual({ type: 'list', items: pattern.items });
  });

  test('takes the rows of the draft where they are asked for and there is one', () => {
    const startsOf = (of: typeof plan) =>
      planningRows([of], [], 'draft')
        .rows.slice(0, 1)
        .map(({ row }) => row.startOffsetMinutes);

    expect([startsOf(plan), startsOf({ ...plan, draft: null })]).toEqual([[60], [0]]);
  });

  test('gives way to another pin of the same id, and to other plans', () => {
    const planned = planningRows([plan], [pin], 'published');

    expect(withPin(planned, { ...pin, startOffsetMinutes: 0 }).rows).toHaveLength(5);
    expect(withPin(planned, { ...pin, id: PinId.parse('second') }).rows).toHaveLength(6);
    expect(withPlans(planned, []).rows.map(({ holder }) => holder.kind)).toEqual(['pin']);
  });
});

describe('rowsOn', () => {
  test('leaves out blocks of other weekdays and zones that are off', () => {
    const kindsOn = (date: string) =>
      rowsOn(heldPlan(plan, 'published'), date).map(({ holder }) => holder.kind);

    expect(kindsOn('2026-02-07')).toEqual(['plan', 'block', 'zone']);
    expect(kindsOn('2026-02-08')).toEqual(['plan', 'zone']);
  });
});
