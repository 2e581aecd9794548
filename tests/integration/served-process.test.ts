import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { serveRetrovue } from '#tests/helpers/command-line.ts';

let folder: string;
let left: number | null = null;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'retrovue-served-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a station that a test serves', () => {
  test('fails with the station’s own sentence where it cannot be', async () => {
    await expect(serveRetrovue(folder, ['--port', '99999999'])).rejects.toThrow(
      /^--port: 99999999 is not a port\.$/,
    );
  });

  test('runs while its test does, although nobody ends it', async () => {
    left = (await serveRetrovue(folder)).pid;
    expect(process.kill(left, 0)).toBe(true);
  });

  test('is gone after its test', () => {
    expect(left).not.toBeNull();
    expect(() => process.kill(left ?? 0, 0)).toThrow('ESRCH');
  });
});
