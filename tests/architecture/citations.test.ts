import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { filesBelow, ROOT } from './source-files.ts';

const PLACES = ['src-shared', 'src-main', 'src-renderer', 'migrations', 'scripts', 'docs'];
const EXTENSIONS = ['.ts', '.tsx', '.mjs', '.css', '.md'];
const CITATION = /(?:docs\/)?[A-Za-z0-9][A-Za-z0-9_/-]*\.md\b/g;

const files = PLACES.flatMap((place) => filesBelow(place, EXTENSIONS));

/** What a file cites that is not there, seen from the top, from `docs` and from beside the file. */
function missingIn(file: string, text: string): string[] {
  const places = ['', 'docs', path.dirname(file)];
  return [...text.matchAll(CITATION)]
    .map(([name]) => name)
    .filter((name) => !places.some((place) => existsSync(path.join(ROOT, place, name))));
}

describe('sources and documents', () => {
  test('cite only pages that are in the repository', () => {
    expect(files.length).toBeGreaterThan(400);
    const missing = files.flatMap((file) =>
      missingIn(file, readFileSync(path.join(ROOT, file), 'utf8')).map(
        (name) => `${file}: ${name}`,
      ),
    );
    expect(missing).toEqual([]);
  });

  test('would be caught citing one that is not', () => {
    expect(missingIn('src-main/x.ts', '/** See no-such-page.md. */')).toEqual(['no-such-page.md']);
    expect(missingIn('src-main/x.ts', '/** See docs/glossary.md. */')).toEqual([]);
  });
});

describe('docs/invariants.md', () => {
  const sentences = readFileSync(path.join(ROOT, 'docs/invariants.md'), 'utf8');
  const contracts = filesBelow('docs/contracts', ['.md']).map((file) =>
    readFileSync(path.join(ROOT, file), 'utf8'),
  );
  const ids = new Set(
    contracts.flatMap(
      (page) => page.match(/\b(?:INV|LAW|MC|TL-ART)-[A-Z0-9][A-Z0-9.-]*[A-Z0-9]/g) ?? [],
    ),
  );

  test('has a sentence for every invariant that a contract names', () => {
    expect(ids.size).toBeGreaterThan(90);
    expect([...ids].filter((id) => !sentences.includes(id))).toEqual([]);
  });
});
