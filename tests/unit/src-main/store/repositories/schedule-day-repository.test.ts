import SqliteDatabase from 'better-sqlite3';
import { z } from 'zod';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import {
  AiringRecord,
  recordOfAiring,
  recordOfDay,
  ScheduleDayRecord,
} from '#shared/model/airing-record.ts';
import { AiringId, AssetId, ChannelId, ScheduleDayId } from '#shared/model/ids.ts';
import { EMPTY_CARRY, OverrideRecord, type ScheduleDay } from '#shared/model/schedule-day.ts';
import { digestCarry } from '#shared/planning/resolve/carry-digest.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildDay, buildOverride } from '#tests/helpers/build-schedule.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const CHANNEL = buildChannel();
const OTHER = buildChannel({ id: ChannelId.parse('other'), number: 2 });
const DATE = '2026-01-01';

let temporary: TemporaryStore;
let store: Store;

beforeEach(async () => {
  temporary = await createTemporaryStore();
  store = temporary.store;
  await store.channels.insert(CHANNEL);
  await store.channels.insert(OTHER);
  await store.sources.insert(buildSource());
  await store.assets.saveMany([buildAsset()]);
});

afterEach(async () => {
  await temporary.dispose();
});

function second(fields: Partial<ScheduleDay> = {}): ScheduleDay {
  return buildDay(CHANNEL, DATE, { id: ScheduleDayId.parse('second'), ...fields });
}

describe('insert', () => {
  test('stores a day with its airings and their lineage', async () => {
    const day = buildDay(
      CHANNEL,
      DATE,
      { carryOut: { occupiedUntil: 5, cursors: { cheers: AssetId.parse('asset') } } },
      AssetId.parse('asset'),
    );
    await store.days.insert(day);
    const stored = await store.days.get(CHANNEL.id, DATE);
    expect(stored).toEqual(day);
    expect(stored && ScheduleDayRecord.parse(recordOfDay(stored))).toEqual(recordOfDay(day));
    expect(await store.days.get(CHANNEL.id, '2026-01-02')).toBeNull();
  });

  test('reads back the history of a day as it was written, and as older versions wrote it', async () => {
    const carryOut = {
      occupiedUntil: null,
      cursors: {},
      airedByDate: [{ b: 5, a: 6 }, { c: 7 }],
    };
    await store.days.insert(buildDay(CHANNEL, DATE, { carryOut }));
    const stored = await store.days.get(CHANNEL.id, DATE);
    expect(JSON.stringify(stored?.carryOut)).toBe(JSON.stringify(carryOut));
    expect(digestCarry(stored?.carryOut ?? EMPTY_CARRY)).toEqual(digestCarry(carryOut));
    const older = { occupiedUntil: null, cursors: {}, lastAired: { a: 6, b: 5 } };
    await store.days.insert(buildDay(OTHER, DATE, { carryOut: older }));
    expect((await store.days.get(OTHER.id, DATE))?.carryOut).toEqual(older);
  });

  test('outlines the days that it lists, without their airings', async () => {
    const carryOut = { occupiedUntil: 5, cursors: {} };
    await store.days.insert(buildDay(CHANNEL, DATE, { carryOut }, AssetId.parse('asset')));
    await store.days.insert(buildDay(OTHER, '2026-01-02', { needsApproval: true }));
    for (const filter of [{}, { channelId: OTHER.id }, { to: DATE }, { from: '2026-01-02' }]) {
      const expected = (await store.days.list(filter)).map(
        ({ airings, carryOut: out, ...day }) => ({
          ...day,
          airingCount: airings.length,
          occupiedUntil: out.occupiedUntil,
        }),
      );
      expect(expected.length).toBeGreaterThan(0);
      expect(await store.days.outlines(filter)).toEqual(expected);
    }
  });

  test('refuses a second live day for one channel and date', async () => {
    await store.days.insert(buildDay(CHANNEL, DATE));
    await expect(store.days.insert(second())).rejects.toMatchObject({ code: 'day-frozen' });
    await expect(store.days.insert(buildDay(CHANNEL, DATE))).rejects.toMatchObject({
      code: 'day-frozen',
    });
    await store.days.insert(buildDay(OTHER, DATE));
    expect(await store.days.list({})).toHaveLength(2);
  });

  test('refuses it from another connection too', async () => {
    const other = await temporary.reopen();
    await store.days.insert(buildDay(CHANNEL, DATE));
    await expect(other.days.insert(second())).rejects.toMatchObject({ code: 'day-frozen' });
    expect(await other.days.get(CHANNEL.id, DATE)).toEqual(buildDay(CHANNEL, DATE));
  });

  test('refuses an airing that ends where it starts, and the whole day with it', async () => {
    const day = buildDay(CHANNEL, DATE);
    const airings = day.airings.map((airing) => ({ ...airing, endAt: airing.startAt }));
    await expect(store.days.insert({ ...day, airings })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await store.days.list({})).toEqual([]);
  });
});

describe('list', () => {
  test('answers live days by date, both ends included', async () => {
    for (const date of ['2026-01-03', '2026-01-01', '2026-01-02']) {
      await store.days.insert(buildDay(CHANNEL, date));
    }
    await store.days.insert(buildDay(OTHER, '2026-01-02'));
    const dates = async (filter: Parameters<Store['days']['list']>[0]) =>
      (await store.days.list(filter)).map((day) => `${day.channelId} ${day.broadcastDate}`);
    expect(await dates({ channelId: CHANNEL.id, from: '2026-01-02', to: '2026-01-03' })).toEqual([
      'retro 2026-01-02',
      'retro 2026-01-03',
    ]);
    expect(await dates({ to: '2026-01-02' })).toEqual([
      'retro 2026-01-01',
      'other 2026-01-02',
      'retro 2026-01-02',
    ]);
  });
});

describe('latestBefore', () => {
  test('answers the nearest earlier day', async () => {
    await store.days.insert(buildDay(CHANNEL, '2026-01-01'));
    await store.days.insert(buildDay(CHANNEL, '2026-01-03'));
    const before = async (date: string) =>
      (await store.days.latestBefore(CHANNEL.id, date))?.broadcastDate;
    expect(await before('2026-01-05')).toBe('2026-01-03');
    expect(await before('2026-01-03')).toBe('2026-01-01');
    expect(await before('2026-01-01')).toBeUndefined();
    expect((await store.days.latest(CHANNEL.id))?.broadcastDate).toBe('2026-01-03');
    expect(await store.days.latest(OTHER.id)).toBeNull();
  });
});

describe('supersede', () => {
  test('keeps the old day in history and puts the new one in force, with the record', async () => {
    const old = buildDay(CHANNEL, DATE);
    const record = buildOverride({ targetId: old.id, reason: 'wrong film' });
    await store.days.insert(old);
    await store.days.supersede(second({ isManualOverride: true }), record);
    expect(await store.days.get(CHANNEL.id, DATE)).toEqual(second({ isManualOverride: true }));
    expect(await store.days.history(CHANNEL.id, DATE)).toEqual([
      { day: old, supersededAt: record.createdAt },
    ]);
    expect(await store.days.overridesOf(old.id)).toEqual([record]);
    expect(OverrideRecord.parse(record)).toEqual(record);
  });

  test('knows every generation with what it was made for', async () => {
    const old = buildDay(CHANNEL, DATE);
    const change = { type: 'revert', generation: 1 } as const;
    const record = buildOverride({ targetId: old.id, change });
    await store.days.insert(old);
    expect(await store.days.generations(CHANNEL.id, DATE)).toEqual([
      { generation: 1, day: old, supersededAt: null, record: null },
    ]);
    await store.days.supersede(second(), record);
    expect(await store.days.generations(CHANNEL.id, DATE)).toEqual([
      { generation: 1, day: old, supersededAt: record.createdAt, record: null },
      { generation: 2, day: second(), supersededAt: null, record },
    ]);
    expect(await store.days.generations(CHANNEL.id, '2030-01-01')).toEqual([]);
  });

  test('stores the record before the day that it causes', async () => {
    await store.days.insert(buildDay(CHANNEL, DATE));
    const raw = new SqliteDatabase(temporary.path);
    raw.exec(`CREATE TABLE witnessed (records INTEGER);
      CREATE TRIGGER witness BEFORE INSERT ON schedule_days BEGIN
        INSERT INTO witnessed SELECT count(*) FROM override_records; END`);
    await store.days.supersede(second(), buildOverride());
    expect(raw.prepare('SELECT records FROM witnessed').pluck().all()).toEqual([1]);
    raw.close();
  });

  test('keeps nothing when the new day cannot be stored', async () => {
    const old = buildDay(CHANNEL, DATE);
    await store.days.insert(old);
    const broken = second({ endAt: second().startAt });
    await expect(store.days.supersede(broken, buildOverride())).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await store.days.get(CHANNEL.id, DATE)).toEqual(old);
    expect(await store.days.history(CHANNEL.id, DATE)).toEqual([]);
    expect(await store.days.overridesOf('day')).toEqual([]);
  });

  test('is refused where no day is frozen', async () => {
    await expect(store.days.supersede(second(), buildOverride())).rejects.toMatchObject({
      code: 'not-found',
    });
    expect(await store.days.overridesOf('day')).toEqual([]);
  });

  test('can bring back a day that was in force before, with its ids', async () => {
    const first = buildDay(CHANNEL, DATE);
    await store.days.insert(first);
    await store.days.supersede(second(), buildOverride({ id: 'one' }));
    await store.days.supersede(first, buildOverride({ id: 'two' }));
    expect(await store.days.get(CHANNEL.id, DATE)).toEqual(first);
    const history = await store.days.history(CHANNEL.id, DATE);
    expect(history.map(({ day }) => day)).toEqual([first, second()]);
  });
});

describe('frozen days', () => {
  test.for([
    `UPDATE schedule_days SET content_hash = 'other'`,
    `UPDATE schedule_days SET broadcast_date = '2026-02-02'`,
    `UPDATE schedule_days SET superseded_at = 5, carry_out = '{}'`,
    `DELETE FROM schedule_days`,
    `UPDATE airings SET title = 'Another film'`,
    `UPDATE airings SET start_at = start_at + 1`,
    `DELETE FROM airings`,
  ])('refuse %s', async (statement) => {
    const day = buildDay(CHANNEL, DATE);
    await store.days.insert(day);
    const raw = new SqliteDatabase(temporary.path);
    expect(() => raw.exec(statement)).toThrow('day-frozen');
    raw.close();
    expect(await store.days.get(CHANNEL.id, DATE)).toEqual(day);
  });

  test('have no method that changes them', () => {
    expect(Object.keys(store.days).sort()).toEqual([
      'airingsIn',
      'countAiringsOf',
      'generations',
      'get',
      'getAiring',
      'history',
      'insert',
      'lastStartsBefore',
      'latest',
      'latestBefore',
      'list',
      'outgrownDates',
      'outlines',
      'overridesOf',
      'supersede',
      'unplannedDates',
    ]);
  });

  test('refuse to have a record changed or removed', async () => {
    await store.days.insert(buildDay(CHANNEL, DATE));
    await store.days.supersede(second(), buildOverride());
    const raw = new SqliteDatabase(temporary.path);
    expect(() => raw.exec(`UPDATE override_records SET reason = 'none'`)).toThrow('conflict');
    expect(() => raw.exec('DELETE FROM override_records')).toThrow('conflict');
    raw.close();
  });
});

describe('airingsIn', () => {
  test('answers live airings that touch the window, by channel and start', async () => {
    const day = buildDay(CHANNEL, DATE);
    await store.days.insert(day);
    await store.days.insert(buildDay(OTHER, DATE));
    const [, from] = day.airings;
    if (!from) throw new Error('The day has no airings.');
    const window = { startAt: from.startAt + 1, endAt: from.startAt + MS_PER_HOUR };
    const all = await store.days.airingsIn(window);
    expect(all.map(({ channelId }) => channelId)).toEqual(['other', 'other', 'retro', 'retro']);
    const own = await store.days.airingsIn(window, CHANNEL.id);
    expect(own).toEqual(day.airings.slice(1, 3));
    const records = own.map((airing) => recordOfAiring(airing));
    expect(z.array(AiringRecord).parse(records)).toEqual(records);
    const atEnd = { startAt: from.endAt, endAt: from.endAt + 1 };
    expect(await store.days.airingsIn(atEnd, CHANNEL.id)).toEqual(day.airings.slice(2, 3));
  });

  test('leaves out airings of superseded days', async () => {
    await store.days.insert(buildDay(CHANNEL, DATE));
    await store.days.supersede(second(), buildOverride());
    const { startAt, endAt } = second();
    const airings = await store.days.airingsIn({ startAt, endAt });
    expect(airings).toEqual(second().airings);
  });
});

describe('getAiring', () => {
  test('answers the live airing, and one of a superseded day where there is none', async () => {
    const old = buildDay(CHANNEL, DATE);
    await store.days.insert(old);
    const kept = second().airings.slice(1);
    await store.days.supersede(second({ airings: kept }), buildOverride());
    const ids = old.airings.map(({ id }) => id);
    expect(await store.days.getAiring(ids[1] ?? AiringId.parse('none'))).toEqual(kept[0]);
    expect(await store.days.getAiring(ids[0] ?? AiringId.parse('none'))).toEqual(old.airings[0]);
    expect(await store.days.getAiring(AiringId.parse('none'))).toBeNull();
  });
});

describe('countAiringsOf', () => {
  test('counts the live airings of an asset from an instant on', async () => {
    const asset = AssetId.parse('asset');
    const day = buildDay(CHANNEL, DATE, {}, asset);
    await store.days.insert(day);
    expect(await store.days.countAiringsOf(asset, day.startAt)).toBe(48);
    expect(await store.days.countAiringsOf(asset, day.startAt + 1)).toBe(47);
    await store.days.supersede(second(), buildOverride());
    expect(await store.days.countAiringsOf(asset, day.startAt)).toBe(0);
  });
});
