import { readFile } from 'node:fs/promises';

import { afterEach, expect, test, vi } from 'vitest';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.resetModules();
});

test.each([
  [undefined, '16'],
  ['8', '8'],
])('with a pool of %s threads stated, the application has one of %s', async (stated, expected) => {
  vi.stubEnv('UV_THREADPOOL_SIZE', stated);
  await import('#main/app/thread-pool.ts');
  expect(process.env['UV_THREADPOOL_SIZE']).toBe(expected);
});

test('the application sets it before anything else is loaded', async () => {
  const text = await readFile(new URL(import.meta.resolve('#main/app/main.ts')), 'utf8');
  expect(/^import .*$/m.exec(text)?.[0]).toBe("import './thread-pool.ts';");
});
