import { describe, expect, test } from 'vitest';

import {
  AssignmentId,
  BlockId,
  PinId,
  PlacedBlockId,
  SeriesId,
  ZoneId,
} from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS } from '#shared/model/zone.ts';
import { heldPlan, type PlanningRows } from '#shared/planning/plan/rows-of.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateEarlyEnds } from '#shared/planning/validate/validate-early-ends.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makePlan,
  blockRowOf,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

/** A day starts at 06:00 in New York; 14:00 of schedule-time is 20:00. */
const channel = makeChannel();
const catalog = makeCatalog([makeAsset('film', { durationMs: 113 * 60_000 })]);

function findingsOf(planned: PlanningRows, rule: string, date = '2026-02-10') {
  const { findings } = resolveDay({ channel, date, planned, catalog, carryIn: EMPTY_CARRY });
  return findings.filter((finding) => finding.rule === rule);
}

const first = makeRow(60, 60, 'series:alpha');
const encore = (minutes: number): Assignment => ({
  ...makeRow(840, minutes, 'series:again'),
  content: { type: 'encore', of: AssignmentId.parse(first.id), daysAgo: 0 },
});

describe('a row whose content is over before the row', () => {
  const FILM = 'asset:film';
  const cases: [string, Assignment[], string[]][] = [
    ['by a grid slot', [makeRow(840, 150, FILM)], ['22:00 22:30']],
    ['by many', [makeRow(840, 240, FILM)], ['22:00 00:00']],
    ['by less than a slot', [makeRow(840, 120, FILM)], []],
    ['never, as a series goes on', [makeRow(840, 150, 'series:alpha')], []],
    ['an encore longer than what it repeats', [first, encore(120)], ['21:00 22:00']],
    ['an encore as long as what it repeats', [first, encore(60)], []],
    [
      'with another row after it',
      [makeRow(840, 150, FILM), makeRow(990, 60, 'series:alpha')],
      ['22:00 22:30'],
    ],
  ];

  test.each(cases)('is told of where it ends: %s', (_name, rows, expected) => {
    const planned = plannedBy([makePlan('plan', rows)]);
    const told = findingsOf(planned, 'row-ends-early').map(({ message }) => message);

    expect(
      told.map((message) =>
        message
          .match(/\d\d:\d\d/g)
          ?.slice(-2)
          .join(' '),
      ),
    ).toEqual(expected);
  });

  test('is told of while it is planned, as a gap with clock times and a remedy', () => {
    const row = blockRowOf(makeRow(0, 150, FILM));
    const plan = makePlan('plan', [makeRow(840, 150, FILM), makeRow(0, 120, FILM)], {
      blocks: [
        {
          id: PlacedBlockId.parse('placed'),
          startOffsetMinutes: 300,
          dayFilters: null,
          block: {
            id: BlockId.parse('block'),
            name: 'Matinee',
            description: null,
            version: 1,
            rows: [row],
            createdAt: 0,
            updatedAt: 0,
          },
        },
      ],
    });
    const found = validateEarlyEnds(heldPlan(plan, 'published'), channel, catalog);

    expect(found.map(({ subjectId }) => subjectId)).toEqual(['row-840-film', 'placed~row-0-film']);
    expect(found[0]?.message).toContain('over at 22:00');
    expect(found[0]?.remedy).toContain('End the row at 22:00');
  });

  test.each([
    { overMs: 10_000, told: ['over at 06:30'] },
    { overMs: 10_001, told: [] },
  ])('counts $overMs ms past a grid line as the channel does', ({ overMs, told }) => {
    const film = makeAsset('over', { durationMs: 1_800_000 + overMs });
    const plan = makePlan('plan', [makeRow(0, 60, 'asset:over')]);
    const found = validateEarlyEnds(
      heldPlan(plan, 'published'),
      makeChannel({ gridMinutes: 30, overrunToleranceMs: 10_000 }),
      makeCatalog([film]),
    );
    expect(found.map(({ message }) => /over at \d\d:\d\d/.exec(message)?.[0])).toEqual(told);
  });
});

/** The clocks go from 02:00 to 03:00 on 2026-03-08, in the broadcast day that begins on the 7th. */
describe('a row in the hour that the clocks leave out', () => {
  const at = { startOffsetMinutes: 1_200, durationMinutes: 60 };
  const row = blockRowOf(makeRow(0, 60, 'series:alpha'));
  const around = [makeRow(0, 1_200, 'series:beta'), makeRow(1_260, 180, 'series:beta')];
  const plan = (fields: Partial<Plan>, rows: Assignment[] = []) =>
    makePlan('plan', [...around, ...rows], fields);
  const cases: [string, PlanningRows, string[]][] = [
    [
      'of the plan',
      plannedBy([plan({}, [makeRow(1_200, 60, 'series:alpha')])]),
      ['row-1200-alpha'],
    ],
    ['half in it', plannedBy([makePlan('plan', [makeRow(1_170, 60, 'series:alpha')])]), []],
    [
      'of a block',
      plannedBy([
        plan({
          blocks: [
            {
              id: PlacedBlockId.parse('placed'),
              startOffsetMinutes: 1_200,
              dayFilters: null,
              block: {
                id: BlockId.parse('block'),
                name: 'Night',
                description: null,
                version: 1,
                rows: [row],
                createdAt: 0,
                updatedAt: 0,
              },
            },
          ],
        }),
      ]),
      ['placed~row-0-alpha'],
    ],
    [
      'of a zone',
      plannedBy([
        plan({
          zones: [
            {
              ...DEFAULT_ZONE_FIELDS,
              id: ZoneId.parse('zone'),
              name: 'Night',
              startOffsetMinutes: 1_200,
              endOffsetMinutes: 1_260,
              items: [{ type: 'series', seriesId: SeriesId.parse('alpha') }],
            },
          ],
        }),
      ]),
      ['zone'],
    ],
    [
      'of a pin',
      plannedBy(
        [plan({})],
        [
          {
            id: PinId.parse('pin'),
            channelId: channel.id,
            createdAt: 0,
            ...at,
            days: { type: 'dates', dates: ['2026-03-07'] },
            content: row.content,
            episodePolicy: 'sequential',
            operatorIntent: null,
          },
        ],
      ),
      ['pin'],
    ],
  ];

  test.each(cases)('is told of: %s', (_name, planned, expected) => {
    const told = findingsOf(planned, 'row-in-missing-hour', '2026-03-07');

    expect(told.map(({ subjectId }) => subjectId)).toEqual(expected);
    expect(told.every(({ message }) => message.includes('02:00–03:00'))).toBe(true);
    expect(findingsOf(planned, 'row-in-missing-hour', '2026-03-06')).toEqual([]);
  });
});
