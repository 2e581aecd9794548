import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { describe, expect, test } from 'vitest';

const run = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../fixtures/resolve-week.ts', import.meta.url));

async function hashInProcess(env: Record<string, string>): Promise<string> {
  const { stdout } = await run(process.execPath, [PROGRAM], { env: { ...process.env, ...env } });
  return stdout;
}

describe('resolveDay', () => {
  test('gives the same bytes in two processes, in any zone of the machine', async () => {
    const first = await hashInProcess({ TZ: 'UTC', LANG: 'C' });
    const second = await hashInProcess({ TZ: 'Asia/Kathmandu', LANG: 'tr_TR.UTF-8' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(second).toBe(first);
  });
});
