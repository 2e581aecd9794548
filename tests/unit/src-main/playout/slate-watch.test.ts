import { describe, expect, test } from 'vitest';

import { NO_SLATES, stepSlates, type AirSight, type OnSlates } from '#main/playout/slate-watch.ts';

const SIGHTS: Readonly<Record<string, AirSight>> = {
  s: { type: 'slate', reason: 'too late' },
  m: { type: 'as-planned' },
  o: { type: 'off' },
};

/** What is told after each second of the air: `s` a slate, `m` material, `o` off the air. */
function told(
  air: string,
  clockAt: (second: number) => number = (second) => second * 1_000,
): (OnSlates | null)[] {
  let state = NO_SLATES;
  return Array.from(air, (sight, second) => {
    const now = { at: clockAt(second), monotonicMs: second * 1_000 };
    state = stepSlates(state, SIGHTS[sight] ?? { type: 'off' }, now);
    return state.onSlates;
  });
}

/** Whether trouble is told, second by second. */
const marks = (air: string): string =>
  told(air)
    .map((it) => (it ? 'x' : '.'))
    .join('');

describe('the watch over slates', () => {
  test.each([
    ['mmmmmm', '......'],
    ['mssmmm', '......'],
    ['msssss', '....xx'],
    ['sssssmmmmmmmmmmmm', '...xxxxxxxxxxx...'],
    ['ssssmmmmsmmmmmmmmmmm', '...xxxxxxxxxxxxxxx..'],
    ['sssssooo', '...xx...'],
    ['smsmsmsmsmmmmmmmmmmmmm', '....xxxxxxxxxxxxxx....'],
  ])('of %s tells %s', (air, expected) => {
    expect(marks(air)).toBe(expected);
  });

  test.each([
    ['back', -3_600_000],
    ['ahead', 3_600_000],
  ])('does not depend on a clock that is set %s meanwhile', (_way, byMs) => {
    const clockAt = (second: number): number => second * 1_000 + (second > 3 ? byMs : 0);
    const found = told('mmsssssmmmmmmmmmmmm', clockAt).map((it) => (it ? 'x' : '.'));
    expect(found.join('')).toBe('.....xxxxxxxxxxx...');
  });

  test('says since when, and keeps the first reason', () => {
    expect(told('mmsssss').at(-1)).toEqual({ sinceAt: 2_000, reason: 'too late' });
  });
});
