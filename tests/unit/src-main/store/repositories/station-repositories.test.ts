import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { ChannelId, JobId } from '#shared/model/ids.ts';
import { Job } from '#shared/model/job.ts';
import { DEFAULT_SETTINGS, Settings } from '#shared/model/settings.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const RETRO = ChannelId.parse('retro');

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.channels.insert(buildChannel());
});

afterEach(async () => {
  await temporary.dispose();
});

function job(id: string, fields: Partial<Job> = {}): Job {
  return {
    id: JobId.parse(id),
    kind: 'scan',
    title: 'Scan of Films',
    state: 'running',
    phase: 'probing',
    done: 3,
    total: null,
    cancelNote: 'What was found stays.',
    problems: ['a.mkv is torn.'],
    error: null,
    startedAt: 10,
    endedAt: null,
    ...fields,
  };
}

describe('settings', () => {
  test('are the defaults until something is set', async () => {
    expect(await store.settings.get()).toEqual(DEFAULT_SETTINGS);
  });

  test('come back as they were set', async () => {
    const settings: Settings = {
      ...DEFAULT_SETTINGS,
      stationName: 'Kanal „X“',
      shareOnNetwork: true,
      timezone: 'Europe/Berlin',
      ffmpegPath: null,
    };
    await store.settings.set(settings);
    await store.settings.set({ ...settings, theme: 'light' });
    const stored = await store.settings.get();
    expect(stored).toEqual({ ...settings, theme: 'light' });
    expect(Settings.parse(stored)).toEqual(stored);
  });

  test('fall back to the default where the file holds nonsense', async () => {
    await store.settings.set({ ...DEFAULT_SETTINGS, dvrWindowMinutes: 30 });
    const raw = new SqliteDatabase(temporary.path);
    raw.exec(`UPDATE settings SET value = '{' WHERE name = 'theme';
      UPDATE settings SET value = '-5' WHERE name = 'broadcastPort';
      INSERT INTO settings VALUES ('fromTheFuture', '1')`);
    raw.close();
    expect(await store.settings.get()).toEqual({ ...DEFAULT_SETTINGS, dvrWindowMinutes: 30 });
  });
});

describe('facts', () => {
  test('are kept by name', async () => {
    expect(await store.settings.getFact('demo')).toBeNull();
    await store.settings.setFact('demo', 'made');
    await store.settings.setFact('demo', 'made twice');
    expect(await store.settings.getFact('demo')).toBe('made twice');
  });
});

describe('jobs', () => {
  test('are saved, replaced, listed from the newest and deleted', async () => {
    await store.jobs.save(job('a'));
    await store.jobs.save(job('b', { startedAt: 20, total: 9, problems: [] }));
    const done = job('a', { state: 'done', done: 9, endedAt: 30 });
    await store.jobs.save(done);
    expect((await store.jobs.list()).map(({ id }) => id)).toEqual(['b', 'a']);
    expect(await store.jobs.get(done.id)).toEqual(done);
    expect(Job.parse(await store.jobs.get(done.id))).toEqual(done);
    await store.jobs.delete(done.id);
    expect(await store.jobs.get(done.id)).toBeNull();
  });

  test('that a crash left running become interrupted', async () => {
    await store.jobs.save(job('a'));
    await store.jobs.save(job('b', { state: 'failed', endedAt: 12 }));
    await store.jobs.interruptRunning(99);
    expect(await store.jobs.get(JobId.parse('a'))).toEqual(
      job('a', { state: 'interrupted', endedAt: 99 }),
    );
    expect((await store.jobs.get(JobId.parse('b')))?.state).toBe('failed');
  });
});

describe('published substitutions', () => {
  test('stay as they were first published', async () => {
    const first = { channelId: RETRO, mediaSequence: 7, reason: 'late', at: 5 };
    await store.durable(async ({ playout }) => {
      await playout.addSubstitution({ ...first, mediaSequence: 9 });
      await playout.addSubstitution(first);
      await playout.addSubstitution({ ...first, reason: 'other', at: 6 });
    });
    expect(await store.playout.substitutionsFrom(RETRO, 0)).toEqual([
      first,
      { ...first, mediaSequence: 9 },
    ]);
    expect(await store.playout.substitutionsFrom(RETRO, 8)).toHaveLength(1);
  });
});

describe('playout sessions', () => {
  test('are known by their start, and the latest is answered', async () => {
    expect(await store.playout.latestSession(RETRO)).toBeNull();
    const first = { channelId: RETRO, fromMediaSequence: 3, startedAt: 10, endedAt: null };
    const second = { channelId: RETRO, fromMediaSequence: 8, startedAt: 20, endedAt: null };
    await store.playout.saveSession(first);
    await store.playout.saveSession({ ...first, endedAt: 15 });
    await store.playout.saveSession(second);
    await store.playout.saveSession({ ...second, endedAt: 25 });
    expect(await store.playout.latestSession(RETRO)).toEqual({ ...second, endedAt: 25 });
  });
});
