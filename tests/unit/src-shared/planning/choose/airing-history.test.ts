import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { Carry, EMPTY_CARRY, type AiredByDate } from '#shared/model/schedule-day.ts';
import {
  airedAfter,
  airedAtOf,
  airedLongestAgo,
  firstUnaired,
  forgetOldAirings,
  noteAiring,
  openHistory,
  writeHistory,
  type AiringHistory,
} from '#shared/planning/choose/airing-history.ts';
import { digestCarry } from '#shared/planning/resolve/carry-digest.ts';
import { SHORTEST_KEPT_MS, type Remembered } from '#shared/planning/choose/remembered.ts';
import { MS_PER_HOUR, type EpochMs } from '#shared/time/units.ts';

const MS_PER_DAY = 24 * MS_PER_HOUR;
const NAMES = ['a', 'b', 'c', 'd', 'e', 'f'];

/** Vowels for ever, the others as short as is possible. */
const remembered: Remembered = {
  has: () => true,
  workOf: (id) => id,
  keptMs: (id) => ('ae'.includes(id) ? Infinity : SHORTEST_KEPT_MS),
};

const VOWELS = [{ id: 'a' }, { id: 'e' }];

function carryOf(airedByDate: AiredByDate | null): Carry {
  return airedByDate === null ? EMPTY_CARRY : { ...EMPTY_CARRY, airedByDate };
}

/** A carry that shares nothing with the one before but what is written in it. */
function readBack(carry: Carry): Carry {
  return Carry.parse(JSON.parse(JSON.stringify(carry)));
}

function noted(aired: ReadonlyMap<string, EpochMs>, carry = EMPTY_CARRY): AiringHistory {
  const history = openHistory(carry);
  for (const [id, at] of aired) noteAiring(history, id, at);
  return history;
}

function sorted(plain: ReadonlyMap<string, EpochMs>): (readonly [string, EpochMs])[] {
  return [...plain].sort(([a, aAt], [b, bAt]) => aAt - bAt || (a < b ? -1 : 1));
}

/** Everything that can be asked, against a plain record of the same. */
function expectSame(
  history: AiringHistory,
  plain: ReadonlyMap<string, EpochMs>,
  after: EpochMs,
): void {
  const late = [...plain].filter(([, airedAt]) => airedAt > after).map(([id]) => id);
  expect(airedAfter(history, after).sort()).toEqual(late.sort());
  const inOrder = sorted(plain).map(([id]) => id);
  expect(airedLongestAgo(history, () => true)).toBe(inOrder[0] ?? null);
  const accepted = inOrder.filter((id) => id !== inOrder[0]);
  expect(airedLongestAgo(history, (id) => accepted.includes(id))).toBe(accepted[0] ?? null);
  expect(airedAfter(history, -1)).toHaveLength(plain.size);
  expect(firstUnaired(history, VOWELS)?.id).toBe(['a', 'e'].find((id) => !plain.has(id)));
  for (const id of NAMES) expect(airedAtOf(history, id)).toBe(plain.get(id));
}

const Instants = fc.integer({ min: 0, max: 100 * MS_PER_DAY });
const Step = fc.record({
  id: fc.constantFrom(...NAMES),
  at: Instants,
  then: fc.constantFrom('go on', 'forget', 'write', 'read back', 'open again'),
});

describe('openHistory', () => {
  test('answers what a search of a plain record would, however the history came about', () => {
    fc.assert(
      fc.property(
        fc.dictionary(fc.constantFrom(...NAMES), Instants),
        fc.array(Step, { maxLength: 30 }),
        Instants,
        (carried, steps, after) => {
          let history = openHistory({ ...EMPTY_CARRY, lastAired: carried });
          const plain = new Map(Object.entries(carried));
          for (const { id, at, then } of steps) {
            noteAiring(history, id, at);
            plain.set(id, at);
            if (then === 'forget') {
              forgetOldAirings(history, remembered, at);
              for (const [each, airedAt] of plain) {
                if (at - airedAt > remembered.keptMs(each)) plain.delete(each);
              }
            }
            if (then === 'write') history = openHistory(carryOf(writeHistory(history)));
            if (then === 'open again') {
              const carry = carryOf(writeHistory(history));
              noteAiring(openHistory(carry), 'a', at + 1);
              history = openHistory(carry);
            }
            if (then === 'read back') {
              history = openHistory(readBack(carryOf(writeHistory(history))));
            }
            expectSame(history, plain, after);
          }
          const last = writeHistory(history) ?? [];
          expect(last.flatMap((date) => Object.entries(date))).toEqual(sorted(plain));
        },
      ),
    );
  });

  test('takes over what older carries have in one piece, by UTC date', () => {
    const lastAired = { b: 3 * MS_PER_DAY + 5, a: 3 * MS_PER_DAY + 5, c: 7 };
    const written = writeHistory(openHistory({ ...EMPTY_CARRY, lastAired }));
    expect(JSON.stringify(written)).toBe(
      JSON.stringify([{ c: 7 }, { a: 3 * MS_PER_DAY + 5, b: 3 * MS_PER_DAY + 5 }]),
    );
  });

  test('does not notice what is noted after it was written', () => {
    const history = noted(new Map([['a', 5]]));
    const carry = carryOf(writeHistory(history));
    noteAiring(history, 'b', 6);
    noteAiring(history, 'a', 7);
    expect(carry.airedByDate).toEqual([{ a: 5 }]);
    expect(airedAfter(openHistory(carry), -1)).toEqual(['a']);
    expect(airedAfter(history, -1).sort()).toEqual(['a', 'b']);
  });
});

describe('writeHistory', () => {
  test('shares the dates to which nothing happened', () => {
    const first = writeHistory(
      noted(
        new Map([
          ['a', 0],
          ['b', MS_PER_DAY],
        ]),
      ),
    );
    const second = writeHistory(noted(new Map([['c', MS_PER_DAY]]), carryOf(first)));
    expect(first).toEqual([{ a: 0 }, { b: MS_PER_DAY }]);
    expect(second?.[0]).toBe(first?.[0]);
    expect(second).toEqual([{ a: 0 }, { b: MS_PER_DAY, c: MS_PER_DAY }]);
  });

  test('has nothing to write of an empty history', () => {
    expect(writeHistory(openHistory(EMPTY_CARRY))).toBeNull();
    const history = noted(new Map([['b', 0]]));
    forgetOldAirings(history, remembered, SHORTEST_KEPT_MS + 1);
    expect(writeHistory(history)).toBeNull();
  });
});

describe('forgetOldAirings', () => {
  test('offers again what was forgotten once its row has gone', () => {
    const history = noted(
      new Map([
        ['a', 0],
        ['b', 0],
      ]),
    );
    expect(firstUnaired(history, VOWELS)?.id).toBe('e');
    const none: Remembered = {
      has: () => false,
      workOf: (id) => id,
      keptMs: () => SHORTEST_KEPT_MS,
    };
    forgetOldAirings(history, remembered, SHORTEST_KEPT_MS);
    forgetOldAirings(history, none, SHORTEST_KEPT_MS + 1);
    expect(firstUnaired(history, VOWELS)?.id).toBe('a');
  });
});

describe('digestCarry', () => {
  test('depends on what is written alone, not on how it came about', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(fc.constantFrom(...NAMES), Instants), { selector: ([id]) => id }),
        fc.array(fc.tuple(fc.constantFrom(...NAMES), Instants)),
        (last, before) => {
          const longWay = noted(new Map(before));
          for (const [id] of before) noteAiring(longWay, id, 0);
          const between = carryOf(writeHistory(longWay));
          const ids = new Set(last.map(([id]) => id));
          const known = before.filter(([id]) => ids.has(id)).length === before.length;
          fc.pre(known);
          const oneWay = carryOf(writeHistory(noted(new Map(last))));
          const otherWay = carryOf(writeHistory(noted(new Map(last.toReversed()), between)));
          expect(JSON.stringify(otherWay)).toBe(JSON.stringify(oneWay));
          expect(digestCarry(otherWay)).toEqual(digestCarry(oneWay));
          expect(digestCarry(readBack(otherWay))).toEqual(digestCarry(oneWay));
        },
      ),
    );
  });

  test('tells two histories apart that differ in one instant', () => {
    const digestAt = (at: EpochMs): unknown =>
      digestCarry(carryOf(writeHistory(noted(new Map([['a', at]])))));
    expect(digestAt(5)).toEqual(digestAt(5));
    expect(digestAt(5)).not.toEqual(digestAt(6));
  });
});
