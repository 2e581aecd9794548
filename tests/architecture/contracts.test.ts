import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { contractRowsIn, problemOf, type TestTitles, testTitlesIn } from './contract-rows.ts';
import { filesBelow, ROOT } from './source-files.ts';

/** The acceptance rows that this stage of the station must prove. */
const PROVEN_FEATURES = [
  [1, 9],
  [17, 32],
  [43, 48],
  [51, 52],
  [58, 58],
  [64, 70],
  [75, 75],
  [77, 78],
  [83, 86],
  [89, 101],
  [105, 106],
  [108, 114],
  [118, 120],
  [122, 128],
  [138, 140],
  [148, 152],
  [154, 154],
  [156, 163],
  [231, 231],
  [237, 237],
  [248, 248],
  [263, 263],
  [269, 269],
  [271, 271],
  [279, 281],
] as const;

const documents = filesBelow('docs/contracts', ['.md']);
const rowsByDocument = new Map(
  documents.map((file) => [file, contractRowsIn(readFileSync(path.join(ROOT, file), 'utf8'))]),
);

const titlesByFile = new Map<string, TestTitles | null>();

function readTitles(testFile: string): TestTitles | null {
  const file = path.join(ROOT, testFile);
  if (!testFile.startsWith('tests/') || !existsSync(file)) return null;
  return testTitlesIn(readFileSync(file, 'utf8'), file);
}

function titlesOf(testFile: string): TestTitles | null {
  const known = titlesByFile.get(testFile);
  if (known !== undefined) return known;
  const titles = readTitles(testFile);
  titlesByFile.set(testFile, titles);
  return titles;
}

describe('docs/contracts', () => {
  test('names for every outcome a test that exists', () => {
    const problems = [...rowsByDocument].flatMap(([file, rows]) =>
      rows.flatMap((row) => {
        const problem = problemOf(row, titlesOf(row.testFile));
        return problem === null ? [] : [`${file}:${row.line} (${row.ids.join()}) ${problem}`];
      }),
    );
    expect(problems).toEqual([]);
  });

  test('holds at least one outcome in every document', () => {
    expect(documents.length).toBeGreaterThan(0);
    for (const [file, rows] of rowsByDocument) {
      expect({ file, hasRows: rows.length > 0 }).toEqual({ file, hasRows: true });
    }
  });

  test('lists every acceptance row of this stage', () => {
    const listed = new Set([...rowsByDocument.values()].flat().flatMap(({ ids }) => ids));
    const missing = PROVEN_FEATURES.flatMap(([first, last]) =>
      Array.from(
        { length: last - first + 1 },
        (_, index) => `F-${String(first + index).padStart(3, '0')}`,
      ),
    ).filter((id) => !listed.has(id));
    expect(missing).toEqual([]);
  });
});

describe('problemOf', () => {
  const markdown = [
    '| id | outcome | test file | test title |',
    '| --- | --- | --- | --- |',
    '| F-001, F-004 | Time never goes back. | tests/a.test.ts | holds a \\| b |',
    '',
    '| other | table |',
    '| --- | --- |',
    '| x | y |',
  ].join('\n');
  const titles = testTitlesIn("test.skipIf(isSlow)('holds a | b', () => {});");

  test('accepts a row whose test exists, whatever form the test has', () => {
    const rows = contractRowsIn(markdown);
    expect(rows.map(({ ids }) => ids)).toEqual([['F-001', 'F-004']]);
    expect(rows.map((row) => problemOf(row, titles))).toEqual([null]);
  });

  test('reports a missing file and a missing title', () => {
    const [row] = contractRowsIn(markdown);
    if (!row) throw new Error('The sample has a row.');
    expect(problemOf(row, null)).toContain('does not exist');
    expect(problemOf(row, testTitlesIn("test('holds something else', () => {});"))).toContain(
      'lacks',
    );
    expect(problemOf({ ...row, outcome: '' }, titles)).toContain('neither');
  });
});

describe('testTitlesIn', () => {
  test('knows the titles that a table of values gives', () => {
    const titles = testTitlesIn(
      "test.each([['stops', 1], ['is killed', 2]])('airs when it %s', run);",
    );
    expect(titles.has('airs when it stops')).toBe(true);
    expect(titles.has('airs when it is killed')).toBe(true);
    expect(titles.has('airs when it explodes')).toBe(false);
  });
});
