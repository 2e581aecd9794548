import { describe, expect, test } from 'vitest';

import { partOfTitle } from '#shared/planning/choose/part-of-title.ts';

describe('partOfTitle', () => {
  test('reads the ways in which parts are numbered', () => {
    const cases: readonly (readonly [string, string, number])[] = [
      ['Cold Front, Part 2', 'cold front', 2],
      ['Cold Front Part Two', 'cold front', 2],
      ['Cold Front: Part III', 'cold front', 3],
      ['Cold Front (1)', 'cold front', 1],
      ['Cold Front (Part 2)', 'cold front', 2],
      ['Cold Front (2 of 3)', 'cold front', 2],
      ['Cold Front - Pt. 2', 'cold front', 2],
      ['Cold Front, Part 1 of 2', 'cold front', 1],
      ['Cold Front pt1', 'cold front', 1],
      ['Cold Front - part2', 'cold front', 2],
      ['Cold Front pt.2', 'cold front', 2],
      ['Cold Front_pt2', 'cold front', 2],
      ['Cold Front (pt1)', 'cold front', 1],
      ['Cold Front [2/3]', 'cold front', 2],
      ['Cold Front 1 of 2', 'cold front', 1],
      ['Cold Front (Part Two of Three)', 'cold front', 2],
      ['Cold Front cd2', 'cold front', 2],
      ['Cold Front Disc 2', 'cold front', 2],
      ['Kalte Front, Teil 2', 'kalte front', 2],
      ['Front froid, partie II', 'front froid', 2],
      ['Frente frío, parte 2', 'frente frío', 2],
      ['Koufront deel 2', 'koufront', 2],
      ['13a - Cold Front', '13', 1],
      ['13b - Warm Front', '13', 2],
      ['Episode 13b', '13', 2],
    ];
    for (const [title, base, part] of cases) {
      expect([title, partOfTitle(title)]).toEqual([title, { base, part }]);
    }
  });

  test('finds no part in other titles', () => {
    for (const title of [
      'Part 2',
      'The Best Part of Me',
      'Apollo 13',
      '1984 (1984)',
      'Apart',
      'The Party 2',
      'Part of One',
      'Spare Parts 2',
      '13 Angry Men',
      '24 Hours (1080)',
      'Discord',
      '',
    ]) {
      expect([title, partOfTitle(title)]).toEqual([title, null]);
    }
  });
});
