import { readFileSync } from 'node:fs';
import path from 'node:path';

import { describe, expect, test } from 'vitest';

import { MIGRATIONS } from '#migrations/index.ts';

import { filesBelow, ROOT } from './source-files.ts';

const NAME = /^migrations\/(\d{4})-[a-z0-9-]+\.ts$/;

describe('migrations', () => {
  const files = filesBelow('migrations', ['.ts']).filter((file) => file !== 'migrations/index.ts');

  test('are all listed in their index, so that the bundled application runs them too', () => {
    const index = readFileSync(path.join(ROOT, 'migrations/index.ts'), 'utf8');
    const unlisted = files.filter((file) => !index.includes(`'./${path.posix.basename(file)}'`));
    expect(files.length).toBeGreaterThan(0);
    expect(unlisted).toEqual([]);
  });

  test('are numbered from one without a gap and run in the order of their numbers', () => {
    const numbers = files.map((file) => Number(NAME.exec(file)?.[1])).sort((a, b) => a - b);
    expect(numbers).toEqual(files.map((_, index) => index + 1));
    const names = files.map((file) => path.posix.basename(file, '.ts'));
    expect(MIGRATIONS.map(({ name }) => name)).toEqual(names.toSorted());
  });
});
