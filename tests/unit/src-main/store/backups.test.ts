import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { once } from 'node:events';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import {
  backupFolderOf,
  dropOldBackups,
  listBackups,
  makeBackup,
  restoreBackup,
} from '#main/store/backups.ts';
import type { Store } from '#main/store/store.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { damageTable } from '#tests/helpers/damage-table.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

const MODULE = new URL('../../../../src-main/store/backups.ts', import.meta.url).href;

let folder: string;
let path: string;
let store: Store | null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-backups-'));
  path = join(folder, 'station.sqlite');
  store = await openTestStore({ path });
  await store.channels.insert(buildChannel());
});

afterEach(async () => {
  await store?.close();
  await rm(folder, { recursive: true, force: true });
});

async function channelsIn(file: string): Promise<number> {
  const copy = await openTestStore({ path: file });
  const channels = await copy.channels.list();
  await copy.close();
  return channels.length;
}

async function closeStore(): Promise<void> {
  await store?.close();
  store = null;
}

describe('a backup', () => {
  test('is a whole copy of the file while it is in use, listed with the latest first', async () => {
    const first = await makeBackup(path, 'manual', TEST_EPOCH_AT);
    await store?.channels.delete(buildChannel().id);
    const second = await makeBackup(path, 'daily', TEST_EPOCH_AT + 1_000);
    expect(first.name).toBe('manual-2026-01-01T060000000Z.sqlite');
    expect(listBackups(path)).toEqual([second, first]);
    expect(await channelsIn(join(backupFolderOf(path), first.name))).toBe(1);
    expect(await channelsIn(join(backupFolderOf(path), second.name))).toBe(0);
  });

  test('keeps so many of a kind', async () => {
    for (let day = 0; day < 4; day += 1) {
      await makeBackup(path, 'daily', TEST_EPOCH_AT + day * 86_400_000);
    }
    await makeBackup(path, 'manual', TEST_EPOCH_AT);
    expect(dropOldBackups(path, 'daily', 2)).toHaveLength(2);
    expect(listBackups(path).map(({ kind, madeAt }) => [kind, madeAt])).toEqual([
      ['daily', TEST_EPOCH_AT + 3 * 86_400_000],
      ['daily', TEST_EPOCH_AT + 2 * 86_400_000],
      ['manual', TEST_EPOCH_AT],
    ]);
  });

  test('that is killed while it is made leaves nothing under its name, and the next one clears up', async () => {
    // Large enough to take several turns.
    await store?.settings.setFact('ballast', 'x'.repeat(20_000_000));
    const script = `
      const { makeBackup } = await import(${JSON.stringify(MODULE)});
      const made = makeBackup(${JSON.stringify(path)}, 'manual', ${String(TEST_EPOCH_AT)});
      setImmediate(() => setImmediate(() => process.kill(process.pid, 'SIGKILL')));
      await made;`;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', script]);
    expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
    expect(listBackups(path)).toEqual([]);
    await makeBackup(path, 'manual', TEST_EPOCH_AT);
    expect(readdirSync(backupFolderOf(path))).toEqual(['manual-2026-01-01T060000000Z.sqlite']);
  });

  test('that cannot be made says why', async () => {
    await writeFile(backupFolderOf(path), 'in the way');
    await expect(makeBackup(path, 'manual', TEST_EPOCH_AT)).rejects.toMatchObject({
      code: 'unavailable',
      details: { remedy: expect.any(String) },
    });
  });

  test('does not count what else lies in its folder', async () => {
    await makeBackup(path, 'manual', TEST_EPOCH_AT);
    await writeFile(join(backupFolderOf(path), 'notes.txt'), 'mine');
    expect(listBackups(path)).toHaveLength(1);
  });
});

describe('restoring', () => {
  test('puts the copy in the place of the file and keeps that as a copy', async () => {
    const { name } = await makeBackup(path, 'manual', TEST_EPOCH_AT);
    await store?.channels.delete(buildChannel().id);
    await closeStore();
    const restored = await restoreBackup(path, name, TEST_EPOCH_AT + 5);
    expect(restored.replaced).toBe('replaced-2026-01-01T060000005Z.sqlite');
    expect(await channelsIn(path)).toBe(1);
    expect(await channelsIn(join(backupFolderOf(path), restored.replaced ?? ''))).toBe(0);
    await restoreBackup(path, restored.replaced ?? '', TEST_EPOCH_AT + 9);
    expect(await channelsIn(path)).toBe(0);
  });

  test('works where the file is gone', async () => {
    const { name } = await makeBackup(path, 'manual', TEST_EPOCH_AT);
    await closeStore();
    await rm(path);
    expect(await restoreBackup(path, name, TEST_EPOCH_AT)).toMatchObject({ replaced: null });
    expect(await channelsIn(path)).toBe(1);
  });

  test.each<{ what: string; spoil: (copy: string) => Promise<void> }>([
    {
      what: 'has lost its end',
      spoil: (copy) => truncate(copy, 8_192),
    },
    {
      what: 'has a damaged page',
      spoil: async (copy) => {
        await Promise.resolve();
        damageTable(copy, 'channels');
      },
    },
    {
      what: 'is no database',
      spoil: (copy) => writeFile(copy, 'rubbish '.repeat(1_000)),
    },
    {
      what: 'is empty',
      spoil: (copy) => truncate(copy, 0),
    },
  ])('refuses a copy that $what and changes nothing', async ({ spoil }) => {
    const { name } = await makeBackup(path, 'manual', TEST_EPOCH_AT);
    await closeStore();
    await spoil(join(backupFolderOf(path), name));
    const before = readFileSync(path);
    await expect(restoreBackup(path, name, TEST_EPOCH_AT)).rejects.toMatchObject({
      code: 'unavailable',
    });
    expect(readFileSync(path)).toEqual(before);
    expect(existsSync(`${path}.restored`)).toBe(false);
  });

  test('refuses a name that is none of the copies', async () => {
    await expect(restoreBackup(path, '../station.sqlite', TEST_EPOCH_AT)).rejects.toMatchObject({
      code: 'not-found',
    });
  });
});
