import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import { AssetId, BlockId, PinId, PlacedBlockId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import type { OverrideScope } from '#shared/model/override.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Assignment, PlacedBlock, Plan } from '#shared/model/plan.ts';
import {
  EMPTY_CARRY,
  type Airing,
  type Carry,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';
import { DEFAULT_ZONE_FIELDS, type Zone } from '#shared/model/zone.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';
import { overrideDay, type AiringEdit } from '#shared/planning/revise/override-day.ts';
import { rebalanceDay } from '#shared/planning/revise/rebalance-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { addDays, localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makePlan,
  blockRowOf,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const channel = makeChannel({ timezone: 'America/New_York' });
const catalog = makeCatalog([makeAsset('tiny', { durationMs: 10 * 60_000 })]);
const HARD = { isHardStart: true } as const;

function resolve(plans: readonly Plan[], date = DATE, carryIn: Carry = EMPTY_CARRY) {
  return resolveDay({ channel, date, planned: plannedBy(plans), catalog, carryIn });
}

function rundown(airings: readonly Pick<Airing, 'startAt' | 'content' | 'lineage'>[]): string[] {
  return airings.map(
    ({ startAt, content, lineage }) =>
      `${localTimeAt(channel.timezone, startAt)} ${lineage.rule} ${assetIdOf({ content }) ?? 'slate'}`,
  );
}

describe('resolveDay with hard starts', () => {
  // A movie of 2½ hours from the day's start, and a series two hours later.
  const rowsOf = (hard: object) => [
    makeRow(0, 120, 'asset:movie-long'),
    makeRow(120, 60, 'series:alpha', hard),
  ];

  test('lets a soft start slip behind longer content', () => {
    const { day } = resolve([makePlan('soft', rowsOf({}))]);

    expect(rundown(day.airings).slice(0, 2)).toEqual([
      '06:00 assignment movie-long',
      '08:30 assignment alpha-e1',
    ]);
  });

  test('keeps a hard start when the airing before would overrun, and says what waits', () => {
    const { day, findings } = resolve([makePlan('hard', rowsOf(HARD))]);

    const lines = rundown(day.airings);
    expect(lines).not.toContain('06:00 assignment movie-long');
    expect(lines).toContain('08:00 assignment alpha-e1');
    expect(
      day.airings.find(({ content }) => assetIdOf({ content }) === 'alpha-e1')?.lineage,
    ).toMatchObject(HARD);
    expect(findings.find(({ rule }) => rule === 'hard-start-kept')?.message).toContain('08:00');
  });

  test('leaves a series where it stands when its next episode has to wait', () => {
    const rows = [
      makeRow(0, 90, 'series:beta'),
      makeRow(90, 30, 'series:alpha', HARD),
      makeRow(120, 120, 'series:beta'),
    ];
    const { day } = resolve([makePlan('hard', rows)]);
    const betas = day.airings.filter(
      ({ seriesId, lineage }) => seriesId === 'beta' && lineage.rule === 'assignment',
    );

    // One of 44 minutes takes an hour; the second would end at 08:00, past 07:30.
    expect(rundown(betas)).toEqual([
      '06:00 assignment beta-e1',
      '08:00 assignment beta-e2',
      '09:00 assignment beta-e3',
    ]);
  });

  test('keeps a hard start of the next morning free of what airs at night', () => {
    const plans = [
      makePlan('night', [
        makeRow(0, 60, 'series:alpha', HARD),
        makeRow(60, 1_320, 'series:beta'),
        makeRow(1_380, 60, 'asset:movie-long'),
      ]),
    ];
    const first = resolve(plans).day;
    const second = resolve(plans, addDays(DATE, 1), first.carryOut).day;

    expect(first.carryOut.occupiedUntil).toBeNull();
    expect(assetIdOf(first.airings.at(-1))).not.toBe('movie-long');
    expect(second.airings[0]).toMatchObject({
      startAt: instantOfOffset(channel, addDays(DATE, 1), 0),
      content: { assetId: 'alpha-e3' },
      lineage: HARD,
    });
  });

  test('ends a window that goes on from the day before', () => {
    const plans = [
      makePlan('night', [
        makeRow(1_200, 600, 'series:alpha'),
        makeRow(60, 60, 'series:beta', HARD),
      ]),
    ];
    const first = resolve(plans).day;
    const second = resolve(plans, addDays(DATE, 1), first.carryOut).day;

    expect(rundown(second.airings).slice(0, 3)).toEqual([
      '06:00 assignment alpha-e9',
      '06:30 assignment alpha-e10',
      '07:00 assignment beta-e2',
    ]);
  });

  test('says when what is frozen before runs past it', () => {
    const carryIn: Carry = {
      occupiedUntil: instantOfOffset(channel, DATE, 45),
      cursors: {},
    };
    const { day, findings } = resolve(
      [makePlan('hard', [makeRow(0, 240, 'series:alpha', HARD)])],
      DATE,
      carryIn,
    );

    expect(rundown(day.airings)[0]).toBe('07:00 assignment alpha-e1');
    expect(findings.map(({ rule }) => rule)).toContain('hard-start-missed');
  });

  test('never moves a hard start, whatever airs around it', () => {
    const contents = [
      'series:alpha',
      'series:beta',
      'asset:movie-short',
      'asset:movie-medium',
      'asset:movie-long',
    ] as const;
    const row = fc.record({
      slots: fc.integer({ min: 1, max: 8 }),
      content: fc.constantFrom(...contents),
      isHard: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(row, { minLength: 1, maxLength: 14 }), (given) => {
        let offset = 0;
        const rows = given.flatMap(({ slots, content, isHard }) => {
          const made = makeRow(offset, slots * 30, content, isHard ? HARD : {});
          offset += slots * 30;
          return offset <= 1_440 ? [made] : [];
        });
        const plans = [makePlan('any', rows)];
        let carryIn: Carry = EMPTY_CARRY;
        for (const date of [DATE, addDays(DATE, 1), addDays(DATE, 2)]) {
          const { day } = resolve(plans, date, carryIn);
          const starts = new Set(day.airings.map(({ startAt }) => startAt));
          for (const { startOffsetMinutes, isHardStart } of rows) {
            if (isHardStart !== true) continue;
            expect(starts).toContain(instantOfOffset(channel, date, startOffsetMinutes));
          }
          const { occupiedUntil } = carryIn;
          const isEligible = (id: AssetId) => catalog.byId.has(id);
          expect(validateDay({ time: channel, day, occupiedUntil, isEligible })).toEqual([]);
          carryIn = day.carryOut;
        }
      }),
      { numRuns: 150 },
    );
  });
});

/** Yesterday's film of 2½ hours at 23:00 of schedule-time against what stands at the start of today. */
describe('the seam between two days', () => {
  const film = makeRow(1_380, 60, 'asset:movie-long');
  const night = (top: Partial<Plan>, rows: Assignment[] = []) =>
    makePlan('night', [makeRow(60, 1_320, 'series:beta'), film, ...rows], top);
  const opening = blockRowOf(makeRow(0, 60, 'series:alpha'));
  const zone: Zone = {
    ...DEFAULT_ZONE_FIELDS,
    id: ZoneId.parse('zone'),
    name: 'Opening',
    startOffsetMinutes: 0,
    endOffsetMinutes: 60,
    items: [{ type: 'series', seriesId: SeriesId.parse('alpha') }],
  };
  const placed = (hard: boolean, dayFilters: PlacedBlock['dayFilters'] = null): PlacedBlock => ({
    id: PlacedBlockId.parse('placed'),
    startOffsetMinutes: 0,
    dayFilters,
    block: {
      id: BlockId.parse('block'),
      name: 'Opening',
      description: null,
      version: 1,
      rows: [hard ? { ...opening, ...HARD } : opening],
      createdAt: 0,
      updatedAt: 0,
    },
  });
  const pin: Pin = {
    id: PinId.parse('pin'),
    channelId: channel.id,
    createdAt: 0,
    days: { type: 'dates', dates: [addDays(DATE, 1)] },
    startOffsetMinutes: 0,
    durationMinutes: 60,
    episodePolicy: 'sequential',
    content: opening.content,
    operatorIntent: null,
  };
  const hardRow = makeRow(0, 60, 'series:alpha', HARD);
  const draft = { draft: [...night({}, [hardRow]).assignments] };
  // DATE is a Tuesday.
  const cases: [string, boolean, PlanningRows][] = [
    ['a row of the plan with a hard start', true, plannedBy([night({}, [hardRow])])],
    ['a row of the plan', false, plannedBy([night({}, [makeRow(0, 60, 'series:alpha')])])],
    ['a row of the draft that is not meant', false, plannedBy([night(draft)])],
    ['a row of the draft that is meant', true, planningRows([night(draft)], [], 'draft')],
    ['a row of a block with a hard start', true, plannedBy([night({ blocks: [placed(true)] })])],
    ['a row of a block', false, plannedBy([night({ blocks: [placed(false)] })])],
    [
      'a row of a block of that weekday',
      true,
      plannedBy([night({ blocks: [placed(true, ['WED'])] })]),
    ],
    [
      'a row of a block of other weekdays',
      false,
      plannedBy([night({ blocks: [placed(true, ['TUE', 'THU'])] })]),
    ],
    [
      'a row of a block under a soft row of the plan',
      false,
      plannedBy([night({ blocks: [placed(true)] }, [makeRow(0, 60, 'series:beta')])]),
    ],
    [
      'a row of a block in the plan below',
      true,
      plannedBy([
        night({ priority: 2, layering: 'merge' }),
        makePlan('below', [], { priority: 1, blocks: [placed(true)] }),
      ]),
    ],
    [
      'a row of a block in a plan that is replaced',
      false,
      plannedBy([
        night({ priority: 2 }),
        makePlan('below', [], { priority: 1, blocks: [placed(true)] }),
      ]),
    ],
    [
      'a row of a block in the plan of that date alone',
      true,
      plannedBy([
        night({}),
        makePlan('wednesdays', [], {
          priority: 2,
          layering: 'merge',
          cron: '* * * * WED',
          blocks: [placed(true)],
        }),
      ]),
    ],
    ['a zone, which starts softly', false, plannedBy([night({ zones: [zone] })])],
    [
      'a zone that inherits, which starts softly',
      false,
      plannedBy([
        night({
          zones: [
            { ...zone, isEnabled: false },
            { ...zone, id: ZoneId.parse('heir'), name: 'Heir', items: [], parentId: zone.id },
          ],
        }),
      ]),
    ],
    ['a pin, which always starts on time', true, plannedBy([night({})], [pin])],
    [
      'a row of a block under a pin of yesterday’s film',
      false,
      plannedBy(
        [night({ blocks: [placed(true)] })],
        [
          {
            ...pin,
            days: { type: 'dates', dates: [DATE] },
            content: film.content,
            startOffsetMinutes: 1_380,
            durationMinutes: 150,
          },
        ],
      ),
    ],
  ];

  test.each(cases)('%s: kept %s', (_name, isKept, planned) => {
    const first = resolveDay({ channel, date: DATE, planned, catalog, carryIn: EMPTY_CARRY });
    const seamAt = instantOfOffset(channel, addDays(DATE, 1), 0);
    const last = first.day.airings.at(-1);

    expect(last?.endAt).toBe(isKept ? seamAt : seamAt + 90 * 60_000);
    expect(first.day.airings.some(({ content }) => assetIdOf({ content }) === 'movie-long')).toBe(
      !isKept,
    );
    if (!isKept) return;
    const second = resolveDay({
      channel,
      date: addDays(DATE, 1),
      planned,
      catalog,
      carryIn: first.day.carryOut,
    });
    expect(second.day.airings[0]).toMatchObject({ startAt: seamAt, seriesId: 'alpha' });
  });
});

describe('overrideDay with hard starts', () => {
  const plans = [
    makePlan('plan', [
      makeRow(0, 120, 'series:alpha'),
      makeRow(120, 60, 'series:beta', HARD),
      makeRow(180, 1_260, 'series:alpha', { id: makeRow(1, 1, 'series:late').id }),
    ]),
  ];
  const day: ScheduleDay = { ...resolve(plans).day, frozenAt: 0 };
  const first = day.airings[0]!;

  function change(edit: AiringEdit) {
    return overrideDay({
      channel,
      day,
      catalog,
      planned: plannedBy(plans),
      carryIn: EMPTY_CARRY,
      isNextDayFrozen: false,
      reason: 'a test',
      lockedUntil: 0,
      edit,
    });
  }

  test('lets the rest of the day move around a hard start', () => {
    const changed = change({
      type: 'insert',
      airingId: first.id,
      assetId: AssetId.parse('tiny'),
      scope: 'rest-of-day',
    });

    expect(rundown(changed.airings).slice(0, 6)).toEqual([
      '06:00 override tiny',
      '06:30 assignment alpha-e1',
      '07:00 assignment alpha-e2',
      '07:30 assignment alpha-e3',
      '08:00 assignment beta-e1',
      '09:00 assignment alpha-e5',
    ]);
  });

  test('refuses what would run past a hard start even when the rest of the day may move', () => {
    let refusal: unknown = null;
    try {
      change({
        type: 'replace',
        airingId: first.id,
        assetId: AssetId.parse('movie-long'),
        scope: 'rest-of-day',
      });
    } catch (error) {
      refusal = error;
    }

    expect(refusal).toBeInstanceOf(AppError);
    expect(refusal).toMatchObject({ code: 'conflict' });
    expect((refusal as AppError).message).toContain('hard start');
  });
});

describe('a change by hand at the end of a day whose next one has a hard start', () => {
  /** Alpha fills the day in half hours; the row of the next date, if it has one, starts at so many minutes of it. */
  function change(hardAt: number | null, edit: (last: Airing) => AiringEdit): readonly Airing[] {
    const next = { startDate: addDays(DATE, 1), endDate: addDays(DATE, 1), priority: 9 };
    const plans = [
      makePlan('plan', [makeRow(0, 1_440, 'series:alpha')]),
      ...(hardAt === null
        ? []
        : [makePlan('next', [makeRow(hardAt, 60, 'series:beta', HARD)], next)]),
    ];
    // Made before the hard start was planned, so that nothing of it keeps clear by itself.
    const made = resolve(plans.slice(0, 1)).day;
    const day: ScheduleDay = { ...made, frozenAt: 0 };
    const last = day.airings.at(-1);
    if (!last) throw new Error('The day has airings.');
    return overrideDay({
      channel,
      day,
      catalog,
      planned: plannedBy(plans),
      carryIn: EMPTY_CARRY,
      isNextDayFrozen: false,
      reason: 'a test',
      lockedUntil: 0,
      edit: edit(last),
    }).airings;
  }
  const asset = (id: string): AssetId => AssetId.parse(id);
  const replacing =
    (id: string, scope: OverrideScope) =>
    (last: Airing): AiringEdit => ({
      type: 'replace',
      airingId: last.id,
      assetId: asset(id),
      scope,
    });
  const inserting =
    (id: string, scope: OverrideScope) =>
    (last: Airing): AiringEdit => ({
      type: 'insert',
      airingId: last.id,
      assetId: asset(id),
      scope,
    });
  const preempting =
    (id: string) =>
    (last: Airing): AiringEdit => ({
      type: 'preempt',
      at: last.startAt,
      assetId: asset(id),
      scope: 'rest-of-day',
    });

  /** Minutes past the start of the next date at which the day then ends; or what it would run past. */
  const cases: [string, number | null, (last: Airing) => AiringEdit, number | string][] = [
    [
      'a long film in place of the last',
      0,
      replacing('movie-long', 'airing'),
      'hard start of the next day at 06:00',
    ],
    [
      'the same with the rest of the day',
      0,
      replacing('movie-long', 'rest-of-day'),
      'hard start of the next day at 06:00',
    ],
    [
      'the same up to a fixed start',
      0,
      replacing('movie-long', 'until-fixed-start'),
      'hard start of the next day at 06:00',
    ],
    [
      'a long film before the last',
      0,
      inserting('movie-long', 'rest-of-day'),
      'hard start of the next day at 06:00',
    ],
    [
      'a long film instead of what is on',
      0,
      preempting('movie-long'),
      'hard start of the next day at 06:00',
    ],
    ['a short one before the last, which then falls out', 0, inserting('tiny', 'rest-of-day'), 0],
    [
      'a long film before a hard start later in the morning',
      60,
      replacing('movie-long', 'airing'),
      'hard start of the next day at 07:00',
    ],
    [
      'a long film before a hard start that it does not reach',
      120,
      replacing('movie-long', 'airing'),
      120,
    ],
    ['a long film where nothing has a hard start', null, replacing('movie-long', 'airing'), 120],
  ];

  test.each(cases)('%s', (_what, hardAt, edit, expected) => {
    const seamAt = instantOfOffset(channel, addDays(DATE, 1), 0);
    if (typeof expected === 'number') {
      expect(change(hardAt, edit).at(-1)?.endAt).toBe(seamAt + expected * 60_000);
      return;
    }
    let refusal: unknown = null;
    try {
      change(hardAt, edit);
    } catch (error) {
      refusal = error;
    }
    expect(refusal).toMatchObject({ code: 'conflict', details: { field: 'scope' } });
    expect((refusal as AppError).message).toContain(expected);
    expect((refusal as AppError).details.remedy).toContain('a hard start never moves');
  });

  test('is not refused for a day that runs past it already', () => {
    const plans = [
      makePlan('plan', [makeRow(0, 1_410, 'series:alpha'), makeRow(1_410, 30, 'asset:movie-long')]),
    ];
    const day: ScheduleDay = { ...resolve(plans).day, frozenAt: 0 };
    const next = makePlan('next', [makeRow(0, 60, 'series:beta', HARD)], {
      startDate: addDays(DATE, 1),
      endDate: addDays(DATE, 1),
      priority: 9,
    });
    const changed = overrideDay({
      channel,
      day,
      catalog,
      planned: plannedBy([...plans, next]),
      carryIn: EMPTY_CARRY,
      isNextDayFrozen: false,
      reason: 'a test',
      lockedUntil: 0,
      edit: { type: 'remove', airingId: day.airings[0]!.id, scope: 'airing' },
    });
    expect(changed.airings.at(-1)).toEqual(
      expect.objectContaining({
        content: expect.objectContaining({ assetId: 'movie-long' }) as unknown,
        endAt: day.airings.at(-1)?.endAt,
      }),
    );
  });

  test('counts where content that has grown would run into it: it is cut off there', () => {
    const plans = [
      makePlan('plan', [makeRow(0, 1_410, 'series:alpha'), makeRow(1_410, 30, 'asset:tiny')]),
    ];
    const next = makePlan('next', [makeRow(0, 60, 'series:beta', HARD)], {
      startDate: addDays(DATE, 1),
      endDate: addDays(DATE, 1),
      priority: 9,
    });
    const day: ScheduleDay = { ...resolve(plans).day, frozenAt: 0 };
    const endOf = (planned: PlanningRows): number | undefined =>
      rebalanceDay({
        channel,
        day,
        catalog: makeCatalog([makeAsset('tiny', { durationMs: 50 * 60_000 })]),
        planned,
        carryIn: EMPTY_CARRY,
        isNextDayFrozen: false,
        reason: 'a test',
        lockedUntil: 0,
      }).airings.at(-1)?.endAt;

    const seamAt = instantOfOffset(channel, addDays(DATE, 1), 0);
    expect(endOf(plannedBy(plans))).toBe(seamAt + 30 * 60_000);
    expect(endOf(plannedBy([...plans, next]))).toBe(seamAt);
  });
});
