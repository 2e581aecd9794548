import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Evidence, NumberedEvidence } from '#main/air/ports.ts';
import { evidenceTakenUntil, takeEvidence } from '#main/station/evidence-import.ts';
import { readerOver } from '#main/station/playout-store.ts';
import type { Store } from '#main/store/store.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildAsRun } from '#tests/helpers/build-schedule.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const channel = buildChannel();
const channelId = ChannelId.parse(channel.id);
const row = { ...buildAsRun(), channelId };
const complaints: string[] = [];
const log = {
  info: () => undefined,
  warn: () => undefined,
  hide: () => undefined,
  error: (_fields: object, message: string) => void complaints.push(message),
};
let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  complaints.length = 0;
  temporary = await createTemporaryStore();
  ({ store } = temporary);
  await store.channels.insert(channel);
});

afterEach(async () => {
  await temporary.dispose();
});

const asRun: Evidence = { kind: 'as-run', rows: [row] };

function numbered(...evidence: readonly Evidence[]): NumberedEvidence[] {
  return evidence.map((each, index) => ({ sequence: index + 1, evidence: each }));
}

async function rowCount(): Promise<number> {
  const query = { channelId, startAt: 0, endAt: Number.MAX_SAFE_INTEGER, afterId: 0, limit: 100 };
  return (await store.asRun.list(query)).length;
}

describe('takeEvidence', () => {
  test('puts each kind where the station reads it', async () => {
    const substitution = { channelId, mediaSequence: 7, reason: 'late', at: 5 };
    const session = { channelId, fromMediaSequence: 3, startedAt: 4, endedAt: null };
    const spans = [{ fromAt: 1, toAt: 99, after: 'not-running' }] as const;
    await takeEvidence(
      store,
      log,
      numbered(
        asRun,
        { kind: 'substitution', substitution },
        { kind: 'session', session },
        { kind: 'presence', spans },
      ),
    );
    const reader = readerOver(store);
    expect(await rowCount()).toBe(1);
    expect(await reader.substitutionsFrom(channelId, 0)).toEqual([substitution]);
    expect(await reader.latestSession(channelId)).toEqual(session);
    expect(await reader.presence()).toEqual(spans);
    expect(await evidenceTakenUntil(store)).toBe(4);
  });

  test('takes each piece once, however often it is handed over', async () => {
    await takeEvidence(store, log, numbered(asRun));
    await takeEvidence(store, log, numbered(asRun, asRun));
    await takeEvidence(store, log, numbered(asRun, asRun));
    expect(await rowCount()).toBe(2);
  });

  test('takes nothing while the file is locked, and all of it afterwards', async () => {
    const foreign = new SqliteDatabase(temporary.path);
    foreign.exec('BEGIN EXCLUSIVE');
    const entries = numbered(asRun, asRun);
    await expect(takeEvidence(store, log, entries)).rejects.toMatchObject({ code: 'unavailable' });
    foreign.exec('COMMIT');
    foreign.close();
    expect(await rowCount()).toBe(0);
    await takeEvidence(store, log, entries);
    expect(await rowCount()).toBe(2);
    expect(complaints).toEqual([]);
  });

  test('leaves a piece that can never be kept, says so, and takes the rest', async () => {
    const stranger: Evidence = {
      kind: 'as-run',
      rows: [{ ...row, channelId: ChannelId.parse('nobody') }],
    };
    await takeEvidence(store, log, numbered(stranger, asRun));
    expect(await rowCount()).toBe(1);
    expect(complaints).toEqual(['what happened on the air cannot be kept']);
    expect(await evidenceTakenUntil(store)).toBe(2);
  });
});
