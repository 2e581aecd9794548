import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { AssetId, ChannelId, PinId, SeriesId } from '#shared/model/ids.ts';
import type { Pin, PinDays } from '#shared/model/pin.ts';
import type { Plan } from '#shared/model/plan.ts';
import { Carry, EMPTY_CARRY, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { candidatesFor } from '#shared/planning/explain/airing-candidates.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { overrideDay } from '#shared/planning/revise/override-day.ts';
import { describePin, isPinOn, refusePinOverlap } from '#shared/planning/plan/pins.ts';
import { resolveDay, type ResolveDayInput } from '#shared/planning/resolve/resolve-day.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { validatePin } from '#shared/planning/validate/validate-pin.ts';
import { whatIf } from '#shared/planning/revise/what-if.ts';
import { instantOfOffset } from '#shared/time/broadcast-day.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';
import {
  plannedBy,
  makeCatalog,
  makeChannel,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const DATE = '2026-12-24';
const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const catalog = makeCatalog();
const plan = makePlan('plan', [
  makeRow(0, 720, 'series:alpha'),
  makeRow(720, 720, 'asset:movie-long', {
    content: { type: 'rule', rule: { kind: ['movie'] } },
  }),
]);

const on = (...dates: string[]): PinDays => ({ type: 'dates', dates });

function pin(start: number, minutes: number, fields: Partial<Pin> = {}): Pin {
  return {
    id: PinId.parse(`pin-${String(start)}`),
    channelId: ChannelId.parse('channel-retro-one'),
    createdAt: start,
    days: on(DATE),
    startOffsetMinutes: start,
    durationMinutes: minutes,
    content: { type: 'asset', assetId: AssetId.parse('movie-short') },
    episodePolicy: 'sequential',
    operatorIntent: null,
    ...fields,
  };
}

function run(
  pins: readonly Pin[],
  count = 1,
  from = DATE,
  first: Carry = EMPTY_CARRY,
  plans: readonly Plan[] = [plan],
  extra: Partial<ResolveDayInput> = {},
) {
  let carryIn = first;
  return datesBetween(from, addDays(from, count - 1)).map((date) => {
    const { day, findings } = resolveDay({
      channel,
      catalog,
      planned: plannedBy(plans, pins),
      date,
      carryIn,
      ...extra,
    });
    const isEligible = (id: AssetId): boolean => catalog.byId.has(id);
    const { occupiedUntil } = carryIn;
    expect(validateDay({ time: channel, day, occupiedUntil, isEligible })).toEqual([]);
    carryIn = Carry.parse(JSON.parse(JSON.stringify(day.carryOut)));
    return { ...day, frozenAt: 0, findings };
  });
}

function pinnedIn(day: ScheduleDay | undefined, of: Pin) {
  return day?.airings.filter(({ lineage }) => lineage.assignmentId === (of.id as string)) ?? [];
}

describe('a pin', () => {
  test('airs above every plan, on its dates only', () => {
    const wanted = pin(800, 90, { startOffsetMinutes: 810 });
    const days = run([wanted], 2);
    const [airing] = pinnedIn(days[0], wanted);
    expect(airing).toMatchObject({
      content: { assetId: 'movie-short' },
      startAt: instantOfOffset(channel, DATE, 810),
      lineage: { rule: 'pin', planId: null, policy: null },
    });
    expect(days[0]?.planId).toBe(plan.id);
    expect(pinnedIn(days[1], wanted)).toEqual([]);
  });

  test('starts on time: what would run into it waits until after it, also across the day’s end', () => {
    const early = pin(30, 90, { days: on(DATE, addDays(DATE, 1)) });
    const late = pin(810, 90);
    const days = run([early, late], 2);
    for (const day of days) {
      expect(pinnedIn(day, early)[0]?.startAt).toBe(
        instantOfOffset(channel, day.broadcastDate, 30),
      );
    }
    expect(pinnedIn(days[0], late)[0]?.startAt).toBe(instantOfOffset(channel, DATE, 810));
    expect(days[0]?.findings).toContainEqual(
      expect.objectContaining({ rule: 'pin-starts-on-time' }),
    );
    const ids = days.flatMap(({ airings }) => airings.map(assetIdOf));
    const episodes = ids.filter((id) => id?.startsWith('alpha') === true);
    expect(episodes.slice(0, 4)).toEqual(['alpha-e1', 'alpha-e2', 'alpha-e3', 'alpha-e4']);
  });

  test('cuts what goes on from the day before', () => {
    const night = makePlan('night', [makeRow(1_380, 360, 'series:beta')]);
    const early = pin(60, 90, { days: on(addDays(DATE, 1)) });
    const [, next] = run([early], 2, DATE, EMPTY_CARRY, [night]);
    const [airing] = pinnedIn(next, early);
    expect(airing?.startAt).toBe(instantOfOffset(channel, addDays(DATE, 1), 60));
    const beta = next?.airings.filter(({ seriesId }) => seriesId === 'beta') ?? [];
    expect(beta.some(({ startAt }) => startAt < (airing?.startAt ?? 0))).toBe(true);
    expect(beta.some(({ startAt }) => startAt > (airing?.startAt ?? 0))).toBe(true);
  });

  test('reaches into the next day and goes on there', () => {
    const content = { type: 'series' as const, seriesId: SeriesId.parse('beta') };
    const late = pin(1_380, 180, { content });
    const days = run([late], 2);
    expect(pinnedIn(days[0], late).map(assetIdOf)).toEqual(['beta-e1']);
    expect(pinnedIn(days[1], late).map(assetIdOf)).toEqual(['beta-e2', 'beta-e3']);
    expect(pinnedIn(days[1], late)[0]?.lineage).toMatchObject({ rule: 'pin', planId: null });
  });

  test('survives another plan, no plan and a day made again', () => {
    const wanted = pin(810, 90);
    const [before] = run([wanted]);
    const others = [[], [makePlan('other', [makeRow(600, 600, 'series:beta')], { priority: 9 })]];
    for (const plans of others) {
      const [day] = run([wanted], 1, DATE, EMPTY_CARRY, plans);
      expect(pinnedIn(day, wanted).map(({ startAt }) => startAt)).toEqual(
        pinnedIn(before, wanted).map(({ startAt }) => startAt),
      );
    }
    const [changed] = whatIf({
      channel,
      catalog,
      dates: [DATE],
      planned: plannedBy([plan], [wanted]),
      changed: plannedBy([], [wanted]),
      start: { carryIn: EMPTY_CARRY, opensAt: null },
      frozen: [],
    });
    expect(changed?.day.airings.some(({ lineage }) => lineage.rule === 'pin')).toBe(true);
  });

  test('comes back every year, over New Year too', () => {
    const days: PinDays = { type: 'yearly', from: '12-31', to: '01-01' };
    const dates = ['2026-12-30', '2026-12-31', '2027-01-01', '2027-01-02', '2031-12-31'];
    expect(dates.map((date) => isPinOn({ days }, date))).toEqual([false, true, true, false, true]);
  });

  test('leaves days without pins byte for byte as they were', () => {
    const elsewhere = pin(810, 90, { days: on('2027-06-01') });
    const [without] = run([]);
    const [far] = run([elsewhere]);
    expect(far?.contentHash).toBe(without?.contentHash);
  });

  test('is fixed for changes by hand before it', () => {
    const wanted = pin(810, 90);
    const [day] = run([wanted]);
    const before = day?.airings.find(
      ({ startAt }) => startAt === instantOfOffset(channel, DATE, 690),
    );
    if (!day || !before) throw new Error('There is no airing before the pin.');
    const edit = {
      type: 'replace' as const,
      airingId: before.id,
      scope: 'until-fixed-start' as const,
      assetId: AssetId.parse('movie-long'),
    };
    expect(() =>
      overrideDay({
        channel,
        catalog,
        planned: plannedBy([plan], [wanted]),
        carryIn: EMPTY_CARRY,
        day,
        edit,
        isNextDayFrozen: false,
        reason: 'a wish',
        lockedUntil: 0,
      }),
    ).toThrow(/fixed start/);
  });

  test('gives the same whole as two halves and after a kept head, in any order of the pins', () => {
    const Shape = fc.record({
      starts: fc.uniqueArray(fc.integer({ min: 0, max: 47 }), { minLength: 1, maxLength: 4 }),
      slots: fc.integer({ min: 1, max: 5 }),
      offsets: fc.array(fc.nat(3), { minLength: 1, maxLength: 4 }),
      half: fc.integer({ min: 1, max: 3 }),
      kept: fc.nat(40),
    });
    fc.assert(
      fc.property(Shape, ({ starts, slots, offsets, half, kept }) => {
        const dates = [...new Set(offsets)].map((offset) => addDays(DATE, offset));
        const pins = starts.map((start) =>
          pin(start * 30, slots * 30, {
            days: on(...dates),
            content: { type: 'rule', rule: { kind: ['episode'] } },
          }),
        );
        const whole = run(pins, 4);
        const head = run([...pins].reverse(), half);
        const tail = run(pins, 4 - half, addDays(DATE, half), head.at(-1)?.carryOut);
        expect([...head, ...tail].map((day) => day.contentHash)).toEqual(
          whole.map((day) => day.contentHash),
        );
        const protectedAirings = whole[half]?.airings.slice(0, kept) ?? [];
        const before = whole[half - 1]?.carryOut;
        const [again] = run(pins, 1, addDays(DATE, half), before, [plan], { protectedAirings });
        expect(again?.contentHash).toBe(whole[half]?.contentHash);
      }),
      { numRuns: 60 },
    );
  });
});

describe('refusePinOverlap', () => {
  const refuses = (a: Pin, b: Pin) =>
    expect(() => {
      refusePinOverlap(a, [b]);
    });
  test('refuses what claims minutes of another pin on some date, from the day before too', () => {
    const first = pin(600, 120);
    refuses(pin(660, 60), first).toThrow(/overlaps the pin 10:00–12:00 on 2026-12-24/);
    refuses(pin(720, 60), first).not.toThrow();
    refuses(pin(660, 60, { days: on('2026-12-25') }), first).not.toThrow();
    const night = pin(1_400, 120);
    refuses(pin(30, 60, { days: on('2026-12-25') }), night).toThrow(/overlaps/);
    const yearly = pin(660, 60, { days: { type: 'yearly', from: '12-01', to: '12-31' } });
    refuses(yearly, first).toThrow(/overlaps/);
    refuses(
      pin(620, 60, { days: { type: 'yearly', from: '12-24', to: '01-05' } }),
      yearly,
    ).toThrow();
    refuses(
      pin(620, 60, { days: { type: 'yearly', from: '02-01', to: '02-29' } }),
      yearly,
    ).not.toThrow();
  });
});

describe('validatePin', () => {
  test('finds a pin off the grid, over-long content and a pin that is over', () => {
    const rules = (each: Pin, today = DATE) =>
      validatePin(each, { gridMinutes: 30 }, catalog, today).map(({ rule }) => rule);
    expect(rules(pin(810, 90))).toEqual([]);
    expect(rules(pin(815, 60))).toEqual(['INV-PLAN-GRID-ALIGNMENT-001', 'C-ZONE-02']);
    expect(rules(pin(810, 90), '2027-01-01')).toEqual(['pin-in-the-past']);
  });
});

describe('why', () => {
  test('names the pin and what it chose from', () => {
    const content = { type: 'rule' as const, rule: { kind: ['movie' as const] } };
    const wanted = pin(810, 90, { content });
    const [day] = run([wanted]);
    const [airing] = pinnedIn(day, wanted);
    if (!day || !airing) throw new Error('The pin has not aired.');
    const sentences = explainAiring({
      airing,
      plan: null,
      timezone: channel.timezone,
      cursorTitle: null,
      frozenAt: null,
      pin: describePin(wanted),
    });
    expect(sentences[0]).toContain('pinned it, above every plan: 13:30–15:00 on 2026-12-24');
    const explained = candidatesFor({
      channel,
      day,
      airing,
      catalog,
      planned: plannedBy([plan], [wanted]),
      carryIn: EMPTY_CARRY,
      ineligible: [],
    });
    expect(explained).toMatchObject({ total: 3, isChosenAgain: true });
  });
});
