import { readFile, writeFile } from 'node:fs/promises';

import { describe, expect, test } from 'vitest';

import { createProgram } from '#main/cli/program.ts';
import { commandReference } from '#tests/helpers/command-reference.ts';

const PAGE = new URL('../../../../docs/commands.md', import.meta.url);

describe('docs/commands.md', () => {
  test('lists every command and option of the program, and nothing else', async () => {
    const program = createProgram({ terminal: {} as never, exitCode: 0 }, () =>
      AbortSignal.abort(),
    );
    const text = commandReference(program);
    if (process.env['RETROVUE_WRITE_GOLDEN'] === '1') await writeFile(PAGE, text);
    expect(await readFile(PAGE, 'utf8')).toBe(text);
    expect(text.split('\n').filter((line) => line.startsWith('- `')).length).toBeGreaterThan(80);
  });
});
