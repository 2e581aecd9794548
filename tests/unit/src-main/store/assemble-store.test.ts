import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { assembleStore } from '#main/store/assemble-store.ts';
import { configureConnection, createQueryBuilder } from '#main/store/connection.ts';
import { createLockWatch } from '#main/store/lock-watch.ts';
import type { Tables } from '#main/store/database.ts';
import type { Store } from '#main/store/store.ts';
import { createTransactionGuard } from '#main/store/transaction-guard.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildAsRun } from '#tests/helpers/build-schedule.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const FULL = 2;
const NORMAL = 1;
const STORE_PROCESS = fileURLToPath(new URL('../../../helpers/store-process.ts', import.meta.url));

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
});

afterEach(async () => {
  await temporary.dispose();
});

function spawnStoreProcess(task: 'append' | 'freeze'): ChildProcessWithoutNullStreams {
  return spawn(process.execPath, [STORE_PROCESS, temporary.path, task]);
}

/** The next lines that the process prints, until `enough` of them. */
async function readLines(child: ChildProcessWithoutNullStreams, enough: number): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(line);
    if (lines.length >= enough) break;
  }
  return lines;
}

describe('transaction', () => {
  test('keeps all or nothing', async () => {
    const failing = store.transaction(async (inner) => {
      await inner.channels.insert(buildChannel());
      expect(await inner.channels.list()).toHaveLength(1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.channels.list()).toEqual([]);
    await store.transaction((inner) => inner.channels.insert(buildChannel()));
    expect(await store.channels.list()).toHaveLength(1);
  });

  test('undoes only the inner one when a transaction inside another fails', async () => {
    await store.transaction(async (outer) => {
      await outer.settings.setFact('outer', 'kept');
      const inner = outer.transaction(async (deeper) => {
        await deeper.settings.setFact('inner', 'lost');
        throw new Error('no');
      });
      await expect(inner).rejects.toThrow('no');
      await outer.transaction((deeper) => deeper.settings.setFact('second', 'kept'));
    });
    expect(await store.settings.getFact('outer')).toBe('kept');
    expect(await store.settings.getFact('second')).toBe('kept');
    expect(await store.settings.getFact('inner')).toBeNull();
  });

  test('runs transactions one after the other', async () => {
    await store.settings.setFact('count', '0');
    const add = () =>
      store.transaction(async (inner) => {
        const count = Number(await inner.settings.getFact('count'));
        await inner.settings.setFact('count', String(count + 1));
      });
    await Promise.all(Array.from({ length: 20 }, add));
    expect(await store.settings.getFact('count')).toBe('20');
  });

  test('forgets a catalogue seen in a transaction that was rolled back', async () => {
    await store.sources.insert(buildSource());
    const failing = store.transaction(async (inner) => {
      await inner.assets.saveMany([buildAsset()]);
      expect(await inner.assets.catalog()).toHaveLength(1);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    expect(await store.assets.catalog()).toEqual([]);
  });
});

describe('durable', () => {
  test('runs under synchronous FULL and puts NORMAL back, also after a failure', async () => {
    const raw = new SqliteDatabase(temporary.path);
    configureConnection(raw, 'linux');
    const clock = createManualClock();
    const watch = createLockWatch(clock);
    const guard = createTransactionGuard({ error: () => undefined });
    const own = assembleStore(raw, createQueryBuilder<Tables>(raw, watch), clock, watch, guard);
    const level = () => raw.pragma('synchronous', { simple: true });
    expect(level()).toBe(NORMAL);
    const seen = await own.durable(async (inner) => {
      await inner.settings.setFact('a', 'b');
      return inner.durable(() => Promise.resolve(level()));
    });
    expect(seen).toBe(FULL);
    expect(level()).toBe(NORMAL);
    await expect(own.durable(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(level()).toBe(NORMAL);
    await own.close();
  });

  test('refuses to begin inside a transaction that is not durable', async () => {
    const nested = store.transaction((inner) => inner.durable(() => Promise.resolve()));
    await expect(nested).rejects.toThrow('cannot begin inside');
  });
});

describe('configureConnection', () => {
  test('sets WAL, foreign keys, patience and, on macOS, full fsync', () => {
    const raw = new SqliteDatabase(temporary.path);
    configureConnection(raw, 'darwin');
    const pragma = (name: string) => raw.pragma(name, { simple: true });
    expect(pragma('journal_mode')).toBe('wal');
    expect(pragma('foreign_keys')).toBe(1);
    expect(pragma('busy_timeout')).toBe(5_000);
    expect(pragma('fullfsync')).toBe(1);
    expect(pragma('checkpoint_fullfsync')).toBe(1);
    raw.close();
  });
});

describe('check', () => {
  test('finds nothing wrong with a sound file', async () => {
    expect(await store.check()).toEqual([]);
  });
});

describe('a store whose process is killed', () => {
  test('is sound and has every committed row', { timeout: 30_000 }, async () => {
    await store.channels.insert(buildChannel());
    const child = spawnStoreProcess('append');
    const exited = once(child, 'exit');
    const lines = await readLines(child, 25);
    child.kill('SIGKILL');
    await exited;
    const again = await temporary.reopen();
    expect(await again.check()).toEqual([]);
    const last = await again.asRun.last(ChannelId.parse('retro'));
    expect(lines).toHaveLength(25);
    expect(last?.frameCount).toBeGreaterThanOrEqual(25);
    expect(last?.id).toBe(last?.frameCount);
    await again.durable((inner) => inner.asRun.append([buildAsRun()]));
  });
});

describe('two processes on one file', () => {
  test('freeze a day only once between them', { timeout: 30_000 }, async () => {
    await store.channels.insert(buildChannel());
    const children = [spawnStoreProcess('freeze'), spawnStoreProcess('freeze')];
    const outcomes = children.map(async (child) => {
      const exited = once(child, 'exit');
      const lines: string[] = [];
      for await (const line of createInterface({ input: child.stdout })) {
        lines.push(line);
        if (line === 'ready') child.stdin.end('go\n');
      }
      await exited;
      return lines.at(-1);
    });
    expect((await Promise.all(outcomes)).sort()).toEqual(['day-frozen', 'inserted']);
    expect(await store.days.list({})).toHaveLength(1);
  });
});
