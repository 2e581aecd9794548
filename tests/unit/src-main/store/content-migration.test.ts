import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import SqliteDatabase from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { MIGRATIONS } from '#migrations/index.ts';
import { PlanId } from '#shared/model/ids.ts';
import { openTestStore } from '#tests/helpers/temporary-store.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-migrate-'));
});

afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const OLD_DATA = `
  INSERT INTO channels VALUES ('retro', 'retro', 1, 'Retro', 'retro', 'UTC', 30, '06:00', 'network',
    720, '29.97', '{}', '{}', 'on-demand', -24, 1, 0, 1, 0, 0);
  INSERT INTO series VALUES ('cheers', 'Cheers', 'cheers');
  INSERT INTO plans VALUES ('plan', 'retro', 'Days', 'days', NULL, NULL, NULL, NULL, NULL, 0,
    'replace', 1, 1, 1, 0, 0);
  INSERT INTO labels VALUES ('label', 'Comedy', 'comedy', NULL);
  INSERT INTO assignments VALUES ('plan', 'published', 'row', 60, 30, 'series', 'cheers', NULL,
    'random', 'uncut', 'label');
  INSERT INTO assignments VALUES ('plan', 'draft', 'row', 90, 30, 'series', 'cheers', NULL,
    'sequential', NULL, NULL);`;

describe('migration 0006-content-and-zones', () => {
  test('keeps the rows of both editions as they were', async () => {
    const path = join(folder, 'station.sqlite');
    const before = MIGRATIONS.filter(({ name }) => name < '0006');
    await (await openTestStore({ path, migrations: before })).close();
    const raw = new SqliteDatabase(path);
    raw.exec(OLD_DATA);
    raw.close();
    const store = await openTestStore({ path });
    const plan = await store.plans.get(PlanId.parse('plan'));
    const content = { type: 'series', seriesId: 'cheers' };
    const row = { id: 'row', planId: 'plan', durationMinutes: 30, content };
    expect(plan?.assignments).toEqual([
      {
        ...row,
        startOffsetMinutes: 60,
        episodePolicy: 'random',
        operatorIntent: 'uncut',
        labelId: 'label',
      },
    ]);
    expect(plan?.draft).toEqual([
      {
        ...row,
        startOffsetMinutes: 90,
        episodePolicy: 'sequential',
        operatorIntent: null,
        labelId: null,
      },
    ]);
    expect(plan?.zones).toBeUndefined();
    expect(await store.check()).toEqual([]);
    await store.close();
  });
});
