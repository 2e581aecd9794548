import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { filesBelow, ROOT } from './source-files.ts';

const IMPORT = /^import (type )?\{([^}]*)\} from '#main\/store\/[^']*';$/gm;

/** What the source takes from the store that could write, or is more than a type. */
function writersIn(source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(([line, isType, names = '']) =>
    isType === undefined
      ? [line]
      : names
          .split(',')
          .map((name) => name.trim())
          .filter((name) => /(Writer|Repository|Transactions|^Store)$/.test(name)),
  );
}

describe('handlers', () => {
  test('only read the store; what they change they change through the services', () => {
    const files = filesBelow('src-main/handlers', ['.ts']);
    expect(files.length).toBeGreaterThan(20);
    const wrong = files.flatMap((file) =>
      writersIn(readFileSync(path.join(ROOT, file), 'utf8')).map((name) => `${file}: ${name}`),
    );
    expect(wrong).toEqual([]);
  });

  test.each([
    ["import type { Store } from '#main/store/store.ts';", ['Store']],
    ["import type { StoreReader } from '#main/store/store.ts';", []],
    [
      "import type {\n  PlanReader,\n  PlanRepository,\n} from '#main/store/repositories/plan-port.ts';",
      ['PlanRepository'],
    ],
    ["import type { PlanWriter } from '#main/store/repositories/plan-port.ts';", ['PlanWriter']],
    ["import type { Transactions } from '#main/store/store.ts';", ['Transactions']],
    [
      "import { openStore } from '#main/store/open-store.ts';",
      ["import { openStore } from '#main/store/open-store.ts';"],
    ],
  ])('would be caught with %s', (source, expected) => {
    expect(writersIn(source)).toEqual(expected);
  });
});

/** Where the station is put together, and so holds all that it hands out. */
const COMPOSITION = ['src-main/store/', 'src-main/station/'];

describe('the whole store', () => {
  test('is handed to nobody: each names the readers and writers that it uses', () => {
    const files = filesBelow('src-main', ['.ts']).filter(
      (file) => !COMPOSITION.some((folder) => file.startsWith(folder)),
    );
    expect(files.length).toBeGreaterThan(200);
    const wrong = files.filter((file) =>
      takesTheWhole(readFileSync(path.join(ROOT, file), 'utf8')),
    );
    expect(wrong).toEqual([]);
  });

  test('would be caught where it is', () => {
    expect(takesTheWhole("import type { Store } from '#main/store/store.ts';")).toBe(true);
    expect(takesTheWhole("import type { Store, Transactions } from '#main/store/store.ts';")).toBe(
      true,
    );
    expect(takesTheWhole("import type { StoreReader } from '#main/store/store.ts';")).toBe(false);
  });
});

function takesTheWhole(source: string): boolean {
  return [...source.matchAll(IMPORT)].some(([, , names = '']) =>
    names.split(',').some((name) => name.trim() === 'Store'),
  );
}
