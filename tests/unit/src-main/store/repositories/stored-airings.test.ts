import SqliteDatabase from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { ToldDay } from '#shared/contract/told-day.ts';
import { expandAirings } from '#shared/log/expand.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { explainAiring } from '#shared/planning/explain/explain-airing.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import { buildAsset, buildSource } from '#tests/helpers/build-asset.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildDay } from '#tests/helpers/build-schedule.ts';
import { makeAsset } from '#tests/helpers/planning-fixtures.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const CHANNEL = buildChannel();
const DATE = '2026-01-01';
const TITLES = { title: 'Two', episodeTitle: null, seriesId: null };
const NUMBERS = { seasonNumber: null, episodeNumber: null, year: null };

const member = (assetId: string, startMs: number, role: string, more = {}) => ({
  ...TITLES,
  ...NUMBERS,
  ...{ assetId, kind: 'movie', startMs, durationMs: 10 * MS_PER_MINUTE, role },
  ...more,
});
const lineage = (rule: string, more = {}) => ({
  planId: null,
  assignmentId: rule === 'slate' ? null : 'row',
  rule,
  policy: null,
  cursorBefore: null,
  seed: null,
  eligibleCount: 1,
  operatorIntent: null,
  ...more,
});
const choice = { cursorBefore: null, seed: null, eligibleCount: 2 };

/** What versions before have written, by what it was: columns `asset_id`, `kind`, `lineage`, `members`. */
const ROWS = [
  {
    what: 'one asset',
    row: ['one', 'movie', lineage('assignment'), null],
    content: { kind: 'asset', assetId: 'one', assetKind: 'movie' },
    acts: ['one'],
    told: 'It was asked for by name.',
  },
  {
    what: 'a package',
    row: [
      null,
      'package',
      lineage('assignment', { package: { virtualAssetId: 'pair', method: null, isShort: true } }),
      [member('one', 0, 'sequence'), member('two', 10 * MS_PER_MINUTE, 'after')],
    ],
    content: {
      kind: 'package',
      package: { virtualAssetId: 'pair', method: null, isShort: true },
      members: [{ assetId: 'one' }, { assetId: 'two' }],
    },
    acts: ['one', 'two'],
    told: 'It is short: there was no more that it could take.',
  },
  {
    what: 'packed shorts',
    row: [
      null,
      'package',
      lineage('assignment', { policy: 'sequential' }),
      [
        member('two', 0, 'short', { choice }),
        member('one', 10 * MS_PER_MINUTE, 'short', { choice }),
      ],
    ],
    content: { kind: 'shorts', members: [{ assetId: 'two' }, { assetId: 'one' }] },
    acts: ['two', 'one'],
    told: 'It is short, so 2 share its slots',
  },
  {
    what: 'the slate',
    row: [null, 'slate', lineage('slate'), null],
    content: { kind: 'slate' },
    acts: [],
    told: 'the station’s slate airs',
  },
] as const;

let temporary: TemporaryStore;
let day: ScheduleDay;

beforeAll(async () => {
  temporary = await createTemporaryStore();
  const { store } = temporary;
  await store.channels.insert(CHANNEL);
  await store.sources.insert(buildSource());
  await store.assets.saveMany(['one', 'two'].map((id) => buildAsset({ id: makeAsset(id).id })));
  const { airings, ...empty } = buildDay(CHANNEL, DATE);
  await store.days.insert({ ...empty, airings: [] });
  const raw = new SqliteDatabase(temporary.path);
  const put = raw.prepare(`
    INSERT INTO airings (generation, id, schedule_day_id, channel_id, broadcast_date, start_at, end_at, asset_id, kind,
      title, episode_title, series_id, season_number, episode_number, year, content_duration_ms, plan_id, lineage, members)
    VALUES (1, @id, @day, @channel, @date, @startAt, @endAt, @assetId, @kind,
      'Two', NULL, NULL, NULL, NULL, NULL, @contentMs, NULL, @lineage, @members)`);
  ROWS.forEach(({ row: [assetId, kind, why, members] }, index) => {
    const { id = '', startAt = 0, endAt = 0 } = airings[index] ?? {};
    put.run({
      id,
      startAt,
      endAt,
      assetId,
      kind,
      day: empty.id,
      channel: CHANNEL.id,
      date: DATE,
      contentMs: kind === 'slate' ? 0 : 20 * MS_PER_MINUTE,
      lineage: JSON.stringify(why),
      members: members && JSON.stringify(members),
    });
  });
  raw.close();
  const read = await store.days.get(CHANNEL.id, DATE);
  if (!read) throw new Error('The day is gone.');
  day = read;
});

afterAll(() => temporary.dispose());

describe('airings that versions before have frozen', () => {
  test.each(ROWS.map((each, index) => ({ ...each, index })))(
    'are read, aired and explained as they were: $what',
    ({ index, content, acts, told }) => {
      const airing = day.airings[index];
      if (!airing) throw new Error('The airing is gone.');
      expect(airing.content).toMatchObject(content);
      expect(airing.lineage).not.toHaveProperty('package');
      const catalog = buildCatalog(['one', 'two'].map((id) => makeAsset(id)));
      const history = new Map();
      const [block] = expandAirings({ channel: CHANNEL, airings: [airing], catalog, history });
      const played = block?.events.filter(({ kind }) => kind === 'act');
      expect([...new Set(played?.map(({ assetId }) => assetId))]).toEqual(acts);
      const sentences = explainAiring({
        airing,
        plan: null,
        timezone: CHANNEL.timezone,
        cursorTitle: null,
        frozenAt: null,
      });
      expect(sentences.join('\n')).toContain(told);
    },
  );

  test('are told to clients and written again in the same flat shape', async () => {
    const { airings } = await ToldDay.parseAsync(day);
    const flat = ROWS.map(({ row: [assetId, kind, why, members] }) => ({
      ...{ assetId, kind, lineage: why },
      ...(members ? { members } : {}),
    }));
    expect(airings).toMatchObject(flat);
    expect(airings.map((airing) => 'members' in airing)).toEqual([false, true, true, false]);
    expect(airings.every((airing) => !('content' in airing))).toBe(true);
  });
});
