import { expect, test } from 'vitest';

import { createAirSilence } from '#main/station/air-silence.ts';

/** The first of the seconds at which the air is taken for hung; `null`: at none of them. */
function hungAt(isHeard: boolean, seconds: readonly number[]): number | null {
  const silence = createAirSilence();
  silence.second(0);
  silence.begin();
  if (isHeard) silence.heard();
  return seconds.find((second) => silence.second(second * 1_000)) ?? null;
}

const everySecond = Array.from({ length: 100 }, (_, index) => index + 1);
const everyOther = everySecond.map((second) => second * 2);

test.each([
  ['that has been well is hung after ten seconds', true, everySecond, 10],
  ['that is being opened is given a minute', false, everySecond, 60],
  ['is not judged while seconds come late', true, everyOther, null],
  ['is not judged by one long standstill', true, [1, 2, 3, 90, 91, 92, 93, 94, 95], null],
  ['is judged by the seconds that were had', true, [1, 2, 3, 90, 91, 92, 93, 94, 95, 96, 97], 97],
] as const)('an air %s', (_, isHeard, seconds, expected) => {
  expect(hungAt(isHeard, seconds)).toBe(expected);
});

test('an air that says that it is well is not hung', () => {
  const silence = createAirSilence();
  silence.begin();
  const judged = everySecond.map((second) => {
    if (second % 9 === 0) silence.heard();
    return silence.second(second * 1_000);
  });
  expect(judged).not.toContain(true);
});
