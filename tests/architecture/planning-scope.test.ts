import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { contractRowsIn } from './contract-rows.ts';
import { PLANNING_FEATURES, PLANNING_INVARIANTS } from './planning-scope.ts';
import { filesBelow, ROOT } from './source-files.ts';

const pages = filesBelow('docs/contracts', ['.md']).map((file) =>
  readFileSync(path.join(ROOT, file), 'utf8'),
);
const proven = new Set(pages.flatMap((page) => contractRowsIn(page)).flatMap(({ ids }) => ids));

/** The rows of every table with the columns id and why: what the station deliberately does not have. */
function notOursIn(page: string): { readonly id: string; readonly why: string }[] {
  const rows: { id: string; why: string }[] = [];
  let isInTable = false;
  for (const line of page.split('\n')) {
    const cells = line.startsWith('|')
      ? line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim())
      : [];
    const [id = '', why = ''] = cells;
    if (cells.length !== 2) isInTable = false;
    else if (id === 'id' && why === 'why') isInTable = true;
    else if (isInTable && !/^-+$/.test(id)) rows.push({ id, why });
  }
  return rows;
}

const notOurs = pages.flatMap(notOursIn);
const features = PLANNING_FEATURES.flatMap(([first, last]) =>
  Array.from(
    { length: last - first + 1 },
    (_, index) => `F-${String(first + index).padStart(3, '0')}`,
  ),
);

describe('the scope of planning', () => {
  test('has for every feature an outcome with its test', () => {
    expect(features.length).toBeGreaterThan(145);
    expect(features.filter((id) => !proven.has(id))).toEqual([]);
  });

  test('has for every invariant of the domain an outcome with its test, or a reason why not', () => {
    expect(new Set(PLANNING_INVARIANTS).size).toBe(PLANNING_INVARIANTS.length);
    expect(PLANNING_INVARIANTS.length).toBeGreaterThan(110);
    const excused = new Set(notOurs.map(({ id }) => id));
    expect(PLANNING_INVARIANTS.filter((id) => !proven.has(id) && !excused.has(id))).toEqual([]);
  });

  test('excuses only what it does not prove, each with a reason', () => {
    expect(notOurs.length).toBeGreaterThan(5);
    for (const { id, why } of notOurs) {
      expect({ id, isKnown: PLANNING_INVARIANTS.includes(id), isProven: proven.has(id) }).toEqual({
        id,
        isKnown: true,
        isProven: false,
      });
      expect(why.length).toBeGreaterThan(20);
    }
  });
});
