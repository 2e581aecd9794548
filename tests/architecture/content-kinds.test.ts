import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { CONTENT_TYPES, traitsOf } from '#shared/model/content-kinds.ts';
import { kindOf } from '#shared/planning/choose/contents/kinds.ts';
import { filesBelow, ROOT } from './source-files.ts';

/** Where a new kind of content is written down: what is said of it, and what it does. */
const HOMES = ['src-shared/model/content-kinds.ts', 'src-shared/planning/choose/contents/kinds.ts'];

/**
 * Where the entries of lists and rows are looked up by name, each where its names are kept: switches over every kind, which do not
 * compile when one is forgotten.
 */
const LOOKUPS = [
  'src-main/cli/plan-session-zones.ts',
  'src-main/cli/selection.ts',
  'src-main/programming/export-plan.ts',
  'src-main/programming/import-plan.ts',
];

/** Names that mean nothing but a kind of content; the others are kinds of default programming or methods of packages too. */
const OWN_NAMES = ['virtual_package', 'list'];

/** Whether the source asks which kind a content is; one that makes content of a kind does not. */
function decidesByKind(source: string): boolean {
  return OWN_NAMES.some((name) =>
    new RegExp(`(case |=== |!== )'${name}'|^\\s+virtual_package: `, 'm').test(source),
  );
}

describe('kinds of content', () => {
  test('are decided in their tables and nowhere else', () => {
    const sources = ['src-shared', 'src-main', 'src-renderer'].flatMap((place) =>
      filesBelow(place, ['.ts', '.tsx']),
    );
    const deciding = sources.filter((file) =>
      decidesByKind(readFileSync(path.join(ROOT, file), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(deciding.sort()).toEqual([...HOMES, ...LOOKUPS].sort());
  });

  test('would be found where something else decided by them', () => {
    expect(decidesByKind("if (content.type === 'virtual_package') return [];")).toBe(true);
    expect(decidesByKind("    case 'list':\n")).toBe(true);
    expect(decidesByKind("  const WORDS = {\n    virtual_package: 'a package',\n  };")).toBe(true);
    expect(decidesByKind("return { type: 'virtual_package', virtualAssetId };")).toBe(false);
  });

  test('each have words for the operator, a pool and a name', () => {
    expect(CONTENT_TYPES.length).toBeGreaterThan(OWN_NAMES.length);
    for (const type of CONTENT_TYPES) {
      const { unusable, refused, missing } = traitsOf({ type });
      expect([unusable, refused, missing]).not.toContain('');
      const kind = kindOf({ type });
      expect([kind.poolKey, kind.pool, kind.name].map((each) => typeof each)).toEqual(
        Array.from({ length: 3 }, () => 'function'),
      );
      // What a row airs once has a length of its own and is chosen by name; everything else by its policy.
      expect([type, typeof kind.choose, typeof kind.length]).toEqual([
        type,
        ...(traitsOf({ type }).isAiredOnce ? ['function', 'function'] : ['undefined', 'undefined']),
      ]);
    }
  });
});
