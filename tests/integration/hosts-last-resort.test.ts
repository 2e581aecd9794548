import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { readControlKey } from '#main/station/control-key.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import { connectToStation } from '#main/transport/websocket-client.ts';
import { createClient } from '#shared/contract/client.ts';
import { runRetrovue, serveRetrovue } from '#tests/helpers/command-line.ts';

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-last-resort-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** What makes Node run a script before the program. */
async function planted(script: string): Promise<Record<string, string>> {
  const file = join(folder, 'planted.mjs');
  await writeFile(file, script);
  return { NODE_OPTIONS: `--import ${pathToFileURL(file).href}` };
}

describe('a fault that nobody hears', () => {
  test('is told, and the station stays on the air', async () => {
    const data = join(folder, 'data');
    const env = await planted(`
      process.on('SIGUSR2', () => {
        setImmediate(() => { throw new Error('planted exception'); });
        Promise.reject(new Error('planted rejection'));
      });
    `);
    const served = await serveRetrovue(data, [], env);
    const key = readControlKey(dataPathsOf(data).key) ?? '';
    const transport = await connectToStation(served.controlUrl, key);
    const client = createClient(transport);
    expect(await client.call('station.status', {})).toMatchObject({ lastFault: null });

    process.kill(served.pid, 'SIGUSR2');
    const status = () => client.call('station.status', {});
    await expect
      .poll(async () => (await status()).lastFault?.what, { timeout: 60_000 })
      .toBe('an exception that nobody caught');
    const { lastFault, health } = await status();
    expect(health.state).toBe('attention');
    expect(health.sentence).toContain(lastFault?.reference);
    expect((await fetch(`${served.broadcastUrl}/health`)).status).toBe(200);
    transport.close();
    expect((await served.stop()).code).toBe(0);

    const log = await readFile(dataPathsOf(data).log, 'utf8');
    expect(log).toContain('planted exception');
    expect(log).toContain('planted rejection');
    expect(log).toContain(lastFault?.reference);
  });

  test('still ends a command with its exit code', async () => {
    const env = await planted(`
      if (process.argv.includes('list')) setTimeout(() => { throw new Error('planted'); }, 0);
    `);
    const { code, stderr } = await runRetrovue(join(folder, 'data'), ['channel', 'list'], env);
    expect(code).not.toBe(0);
    expect(stderr).toContain('planted');
  });
});
