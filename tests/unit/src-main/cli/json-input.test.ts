import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { jsonOf } from '#main/cli/json-input.ts';
import { ContentRule } from '#shared/model/content-rule.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-json-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

async function refusalOf(text: string): Promise<unknown> {
  return jsonOf('rule', text, ContentRule).then(
    () => null,
    (error: unknown) => error,
  );
}

describe('jsonOf', () => {
  test('says of a file that is too large how large it is and how large it may be', async () => {
    const file = join(folder, 'plan.json');
    await writeFile(file, `[${' '.repeat(5 * 1024 * 1024)}]`);
    expect(await refusalOf(`@${file}`)).toMatchObject({
      code: 'invalid-input',
      message: expect.stringContaining('5.0 MB; a station takes at most 4.0 MB') as string,
      details: { field: 'rule', remedy: 'Part it into several files.' },
    });
  });

  test('refuses what is nested without end, is no JSON or is not there', async () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000);
    for (const text of [deep, '{', `@${join(folder, 'missing.json')}`]) {
      expect(await refusalOf(text)).toMatchObject({
        code: 'invalid-input',
        details: { field: 'rule' },
      });
    }
  });
});
