import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AppError } from '#shared/errors/app-error.ts';
import { AiringId, AssetId } from '#shared/model/ids.ts';
import type { OverrideScope } from '#shared/model/override.ts';
import { EMPTY_CARRY, type Airing, type ScheduleDay } from '#shared/model/schedule-day.ts';
import {
  fixedStartsOf,
  overrideDay,
  type AiringEdit,
} from '#shared/planning/revise/override-day.ts';
import type { OverrideDayInput } from '#shared/planning/revise/override-day.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { addDays, localTimeAt } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeAsset,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-02-10';
const channel = makeChannel();
const catalog = makeCatalog([makeAsset('tiny', { durationMs: 10 * 60_000 })]);
const plans = [
  makePlan('plan', [
    makeRow(0, 180, 'series:alpha'),
    makeRow(180, 180, 'series:beta'),
    makeRow(360, 720, 'series:alpha', { id: makeRow(1, 1, 'series:late').id }),
    makeRow(1_080, 480, 'series:beta', { id: makeRow(2, 1, 'series:night').id }),
  ]),
];

function frozen(date = DATE, carryIn = EMPTY_CARRY): ScheduleDay {
  const { day } = resolveDay({ channel, date, planned: plannedBy(plans), catalog, carryIn });
  return { ...day, frozenAt: 0 };
}

const day = frozen();

function change(
  edit: AiringEdit,
  overrides: Partial<OverrideDayInput> = {},
): ReturnType<typeof overrideDay> {
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
    ...overrides,
  });
}

function refusalOf(edit: AiringEdit, overrides: Partial<OverrideDayInput> = {}): AppError {
  try {
    change(edit, overrides);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('The change was accepted.');
}

function at(clock: string, from: Pick<ScheduleDay, 'airings'> = day): Airing {
  const airing = from.airings.find(
    ({ startAt }) => localTimeAt(channel.timezone, startAt) === clock,
  );
  if (!airing) throw new Error(`Nothing starts at ${clock}.`);
  return airing;
}

const line = (airing: Airing): string =>
  `${localTimeAt(channel.timezone, airing.startAt)} ${assetIdOf(airing) ?? 'slate'}`;

function rundown(from: Pick<ScheduleDay, 'airings'>, first: string, count: number): string[] {
  const start = at(first, from);
  const index = from.airings.indexOf(start);
  return from.airings.slice(index, index + count).map(line);
}

function isSound(changed: ReturnType<typeof overrideDay>): boolean {
  const findings = validateDay({
    time: channel,
    day: changed,
    occupiedUntil: null,
    isEligible: (id) => catalog.byId.has(id),
  });
  return findings.length === 0;
}

const replace = (clock: string, assetId: string, scope: OverrideScope = 'airing'): AiringEdit => ({
  type: 'replace',
  airingId: at(clock).id,
  assetId: AssetId.parse(assetId),
  scope,
});
const remove = (clock: string, scope: OverrideScope): AiringEdit => ({
  type: 'remove',
  airingId: at(clock).id,
  scope,
});

describe('overrideDay', () => {
  test('starts from the day that the tests describe', () => {
    expect(rundown(day, '06:00', 9)).toEqual([
      ...['06:00 alpha-e1', '06:30 alpha-e2', '07:00 alpha-e3', '07:30 alpha-e4'],
      ...['08:00 alpha-e5', '08:30 alpha-e6', '09:00 beta-e1', '10:00 beta-e2', '11:00 beta-e3'],
    ]);
    expect(line(day.airings.at(-1) as Airing)).toBe('05:00 beta-e9');
  });

  test('puts another asset in an airing’s place and leaves the rest', () => {
    const changed = change(replace('06:30', 'tiny'));
    expect(rundown(changed, '06:00', 3)).toEqual([
      '06:00 alpha-e1',
      '06:30 tiny',
      '07:00 alpha-e3',
    ]);
    expect(changed.airings.length).toBe(day.airings.length);
    expect(at('06:30', changed).lineage).toMatchObject({
      rule: 'override',
      override: { type: 'placed', reason: 'a test' },
    });
    expect(changed).toMatchObject({ isManualOverride: true, planId: null });
    expect(isSound(changed)).toBe(true);
  });

  test('lets what a longer asset runs into fall out and fills up to what stays', () => {
    const changed = change(replace('06:30', 'movie-short'));
    expect(rundown(changed, '06:00', 3)).toEqual([
      ...['06:00 alpha-e1', '06:30 movie-short', '08:00 alpha-e5'],
    ]);
  });

  test('never runs over a fixed start unless the rest of the day may move', () => {
    for (const scope of ['airing', 'until-fixed-start'] as const) {
      const refusal = refusalOf(replace('08:00', 'movie-short', scope));
      expect(refusal.code).toBe('conflict');
      expect(refusal.message).toContain('fixed start of “The beta show” at 09:00');
    }
    const changed = change(replace('08:00', 'movie-short', 'rest-of-day'));
    expect(rundown(changed, '08:00', 3)).toEqual([
      ...['08:00 movie-short', '09:30 alpha-e6', '10:00 beta-e1'],
    ]);
    expect(isSound(changed)).toBe(true);
  });

  test('moves what follows as far as the next fixed start', () => {
    const changed = change({
      ...replace('06:30', 'movie-short', 'until-fixed-start'),
      type: 'insert',
    } as AiringEdit);
    expect(rundown(changed, '06:00', 6)).toEqual([
      ...['06:00 alpha-e1', '06:30 movie-short', '08:00 alpha-e2', '08:30 alpha-e3'],
      ...['09:00 beta-e1', '10:00 beta-e2'],
    ]);
    expect(at('08:00', changed).lineage.override).toMatchObject({
      type: 'moved',
      fromStartAt: at('06:30').startAt,
    });
    expect(isSound(changed)).toBe(true);
  });

  test('fills the place of a removed airing, or draws up what follows', () => {
    const filled = change(remove('07:00', 'airing'));
    expect(at('07:00', filled).lineage).toMatchObject({
      rule: expect.stringMatching(/default-programming|slate/) as string,
      override: { type: 'filled' },
    });
    expect(rundown(filled, '07:30', 1)).toEqual(['07:30 alpha-e4']);
    const drawn = change(remove('07:00', 'until-fixed-start'));
    expect(rundown(drawn, '06:30', 4).slice(0, 4)).toEqual([
      ...['06:30 alpha-e2', '07:00 alpha-e4', '07:30 alpha-e5', '08:00 alpha-e6'],
    ]);
    expect(line(at('09:00', drawn))).toBe('09:00 beta-e1');
    expect([filled, drawn].every(isSound)).toBe(true);
  });

  test('shortens content and gives the slots that it frees to what follows', () => {
    const changed = change({
      type: 'trim',
      airingId: at('09:00').id,
      contentDurationMs: 20 * 60_000,
      scope: 'until-fixed-start',
    });
    expect(rundown(changed, '09:00', 3)).toEqual([
      '09:00 beta-e1',
      '09:30 beta-e2',
      '10:30 beta-e3',
    ]);
    expect(at('09:00', changed)).toMatchObject({
      contentDurationMs: 1_200_000,
      lineage: { override: { type: 'trimmed' } },
    });
    expect(isSound(changed)).toBe(true);
  });

  test('moves an airing later and fills where it was', () => {
    const shift = (scope: OverrideScope): AiringEdit => ({
      type: 'shift',
      airingId: at('07:00').id,
      startAt: at('07:30').startAt,
      scope,
    });
    const alone = change(shift('airing'));
    expect(rundown(alone, '07:30', 2)).toEqual(['07:30 alpha-e3', '08:00 alpha-e5']);
    const pushing = change(shift('until-fixed-start'));
    expect(rundown(pushing, '07:30', 4)).toEqual([
      ...['07:30 alpha-e3', '08:00 alpha-e4', '08:30 alpha-e5', '09:00 beta-e1'],
    ]);
    expect([alone, pushing].every(isSound)).toBe(true);
  });

  test('moves an airing earlier, before those that were in its way', () => {
    const changed = change({
      type: 'shift',
      airingId: at('08:30').id,
      startAt: at('07:00').startAt,
      scope: 'until-fixed-start',
    });
    expect(rundown(changed, '07:00', 5)).toEqual([
      ...['07:00 alpha-e6', '07:30 alpha-e3', '08:00 alpha-e4', '08:30 alpha-e5', '09:00 beta-e1'],
    ]);
  });

  test('never moves an airing into one with a fixed start', () => {
    const edit = (scope: OverrideScope): AiringEdit => ({
      type: 'shift',
      airingId: at('11:00').id,
      scope,
      startAt: at('09:00').startAt + 1_800_000,
    });
    expect(refusalOf(edit('airing'))).toMatchObject({
      code: 'conflict',
      details: { field: 'startAt' },
      message: expect.stringContaining('fixed start') as string,
    });
    expect(rundown(change(edit('rest-of-day')), '09:30', 2)).toEqual([
      ...['09:30 beta-e3', '10:30 beta-e2'],
    ]);
  });

  test('refuses a start off the grid, outside the day or the airing’s own', () => {
    const first = at('07:00');
    for (const startAt of [
      first.startAt + 60_000,
      day.endAt,
      day.startAt - 1_800_000,
      first.startAt,
    ]) {
      const edit = { type: 'shift', airingId: first.id, startAt, scope: 'airing' } as const;
      expect(refusalOf(edit)).toMatchObject({
        code: 'invalid-input',
        details: { field: 'startAt' },
      });
    }
  });

  test('refuses what is locked and names the instant until which it is', () => {
    const lockedUntil = at('10:00').startAt;
    const refusal = refusalOf(replace('09:00', 'tiny'), { lockedUntil });
    expect(refusal).toMatchObject({ code: 'day-frozen', details: { lockedUntil } });
    expect(refusal.message).toContain('2026-02-10 10:00');
    expect(change(replace('10:00', 'tiny'), { lockedUntil }).airings[0]).toEqual({
      ...day.airings[0],
      scheduleDayId: expect.any(String) as string,
    });
  });

  test('refuses an airing on a locked start when another one is moved onto it', () => {
    const edit = {
      type: 'shift',
      airingId: at('10:00').id,
      startAt: at('08:00').startAt,
      scope: 'rest-of-day',
    } as const;
    expect(refusalOf(edit, { lockedUntil: at('09:00').startAt }).code).toBe('day-frozen');
  });

  test('refuses assets that may not air, airings that are not there and content that would grow', () => {
    expect(refusalOf(replace('09:00', 'nobody')).code).toBe('not-eligible');
    const gone = { type: 'remove', airingId: AiringId.parse('gone'), scope: 'airing' } as const;
    expect(refusalOf(gone).code).toBe('not-found');
    expect(
      refusalOf({
        type: 'trim',
        airingId: at('06:00').id,
        scope: 'airing',
        contentDurationMs: at('06:00').contentDurationMs,
      }),
    ).toMatchObject({ code: 'invalid-input', details: { field: 'contentDurationMs' } });
  });

  test('ends where the frozen next day begins', () => {
    const first = replace('06:00', 'movie-long', 'rest-of-day');
    const open = change(first);
    expect(open.airings.at(-1)?.endAt).toBeGreaterThanOrEqual(day.endAt);
    const bound = change(first, { isNextDayFrozen: true });
    expect(bound.airings.at(-1)?.endAt).toBe(day.airings.at(-1)?.endAt);
    expect(bound.carryOut.occupiedUntil).toBe(day.carryOut.occupiedUntil);
    expect(isSound(bound)).toBe(true);
    const last = day.airings.at(-1) as Airing;
    const longer = {
      type: 'replace',
      airingId: last.id,
      scope: 'airing',
      assetId: AssetId.parse('movie-long'),
    } as const;
    expect(refusalOf(longer, { isNextDayFrozen: true }).message).toContain('next day');
    expect(change(longer).carryOut.occupiedUntil).toBeGreaterThan(day.endAt);
  });

  test('lets days not yet frozen go on with the episode that fell out at the end', () => {
    const cut = change(remove('05:00', 'airing'));
    expect(day.carryOut.cursors['beta']).toBe('beta-e9');
    expect(cut.carryOut.cursors['beta']).toBe('beta-e8');
    const next = frozen(addDays(DATE, 1), cut.carryOut);
    const betas = next.airings.filter(({ seriesId }) => seriesId === 'beta');
    expect(assetIdOf(betas[0])).toBe('beta-e9');
  });

  test('moves no rotation by what is put there by hand or by default programming', () => {
    const series = { kind: 'series', seriesId: at('06:00').seriesId } as const;
    const own = makeChannel({ defaultProgramming: series as never });
    const changed = change(remove('09:00', 'airing'), { channel: own });
    expect(at('09:00', changed).seriesId).toBe('alpha');
    expect(changed.carryOut.cursors).toEqual(day.carryOut.cursors);
    expect(change(replace('06:30', 'beta-e7')).carryOut.cursors).toEqual(day.carryOut.cursors);
  });

  test('answers the same bytes for the same change', () => {
    const edit = replace('06:30', 'movie-short', 'rest-of-day');
    expect(JSON.stringify(change(edit))).toBe(JSON.stringify(change(edit)));
  });

  test('tiles the day and keeps fixed starts, whatever is changed', () => {
    const scopes: OverrideScope[] = ['airing', 'until-fixed-start', 'rest-of-day'];
    const edits = fc.record({
      index: fc.nat(day.airings.length - 1),
      type: fc.constantFrom('replace', 'insert', 'remove', 'trim', 'shift'),
      scope: fc.constantFrom(...scopes),
      assetId: fc.constantFrom('tiny', 'movie-short', 'movie-long', 'beta-e13'),
      slots: fc.integer({ min: -4, max: 4 }),
      isNextDayFrozen: fc.boolean(),
    });
    let accepted = 0;
    fc.assert(
      fc.property(fc.array(edits, { minLength: 1, maxLength: 4 }), (list) => {
        let live: ScheduleDay = day;
        for (const { index, type, slots, isNextDayFrozen, scope, assetId } of list) {
          const airing = live.airings[Math.min(index, live.airings.length - 1)] as Airing;
          const edit = {
            type,
            airingId: airing.id,
            scope,
            assetId: AssetId.parse(assetId),
            contentDurationMs: 600_000,
            startAt: airing.startAt + slots * 1_800_000,
          } as AiringEdit;
          const before = live;
          try {
            live = { ...change(edit, { day: live, isNextDayFrozen }), frozenAt: 0 };
          } catch (error) {
            if (error instanceof AppError) continue;
            throw error;
          }
          accepted += 1;
          expect(isSound(live)).toBe(true);
          if (isNextDayFrozen) {
            expect(live.airings.at(-1)?.endAt).toBe(before.airings.at(-1)?.endAt);
          }
          if (scope !== 'rest-of-day') keepsFixedStarts(before, live, airing);
          const ids = live.airings.map(({ id }) => id);
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
      { numRuns: 150 },
    );
    expect(accepted).toBeGreaterThan(100);
  });
});

function keepsFixedStarts(before: ScheduleDay, after: ScheduleDay, target: Airing): void {
  const isFixed = fixedStartsOf(before.airings);
  const starts = new Set(
    after.airings.map(
      ({ startAt, content }) => `${String(startAt)}${assetIdOf({ content }) ?? ''}`,
    ),
  );
  for (const airing of before.airings) {
    if (!isFixed(airing) || airing.id === target.id) continue;
    expect(starts.has(`${String(airing.startAt)}${assetIdOf(airing) ?? ''}`)).toBe(true);
  }
}
