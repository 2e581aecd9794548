import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { dataPathsOf } from '#main/station/data-folder.ts';
import type { MethodName } from '#shared/contract/index.ts';
import { SAMPLE_REQUESTS, type SampleContext } from '#tests/helpers/sample-requests.ts';
import { createSampleWorld, WORLD } from '#tests/helpers/sample-world.ts';
import type { TestStation } from '#tests/helpers/test-station.ts';

let world: TestStation;

beforeEach(async () => {
  world = await createSampleWorld();
});

afterEach(async () => {
  await world.dispose();
});

/** Every row of the tables that edits write, as one text. */
function contents(): string {
  const database = new BetterSqlite3(dataPathsOf(world.station.dataFolder).database, {
    readonly: true,
  });
  try {
    const tables = ['plans', 'assignments', 'zones', 'labels', 'blocks', 'placed_blocks', 'pins'];
    return JSON.stringify(
      [...tables, 'virtual_assets'].map((table) =>
        database.prepare(`SELECT * FROM "${table}" ORDER BY 1`).all(),
      ),
    );
  } finally {
    database.close();
  }
}

/** From now on writing to the table fails, as on a full disk. */
function failOn(table: string, what: 'INSERT' | 'UPDATE' | 'DELETE'): void {
  const database = new BetterSqlite3(dataPathsOf(world.station.dataFolder).database);
  database.exec(
    `CREATE TRIGGER planted_fault BEFORE ${what} ON "${table}" BEGIN SELECT RAISE(ABORT, 'planted'); END`,
  );
  database.close();
}

async function importable(name: string): Promise<Record<string, unknown>> {
  const file = await world.client.call('plan.export', { id: WORLD.planId });
  const rows = file.rows.map((row) => ({ ...row, label: 'Brand new label' }));
  return { channelId: WORLD.channelId, file: { ...file, rows }, name };
}

describe('an edit', () => {
  test('that imports a plan under a name that is taken leaves no label behind', async () => {
    const [{ name } = { name: '' }] = await world.client.call('plan.list', {
      channelId: WORLD.channelId,
    });
    const request = await importable(name);
    const before = contents();
    const answer = await world.station.dispatch({ id: 1, method: 'plan.import', input: request });
    expect(answer).toMatchObject({ ok: false, error: { code: 'already-exists' } });
    expect(contents()).toBe(before);
  });

  test('that imports a plan under a free name keeps its label', async () => {
    const answer = await world.station.dispatch({
      id: 1,
      method: 'plan.import',
      input: await importable('Another'),
    });
    expect(answer).toMatchObject({ ok: true });
    expect((await world.client.call('label.list', {})).map(({ name }) => name)).toContain(
      'Brand new label',
    );
  });

  test.each<[MethodName, string, 'INSERT' | 'UPDATE' | 'DELETE']>([
    ['plan.import', 'assignments', 'INSERT'],
    ['plan.copy', 'assignments', 'INSERT'],
    ['plan.save', 'plans', 'INSERT'],
    ['plan.editDraft', 'plans', 'UPDATE'],
    ['block.update', 'blocks', 'UPDATE'],
    ['plan.placeBlock', 'placed_blocks', 'INSERT'],
    ['plan.dissolveBlock', 'placed_blocks', 'DELETE'],
    ['pin.add', 'pins', 'INSERT'],
  ])('%s leaves nothing and tells nobody when writing %s fails', async (method, table, what) => {
    const sample = SAMPLE_REQUESTS[method] as (context: SampleContext) => unknown;
    const input = await sample({ world, client: world.client });
    const before = contents();
    failOn(table, what);
    const heard: string[] = [];
    const stop = world.station.events.subscribe(({ event }) => heard.push(event));
    const answer = await world.station.dispatch({ id: 1, method, input });
    stop();
    expect(answer).toMatchObject({ ok: false });
    expect(contents()).toBe(before);
    expect(heard).toEqual([]);
  });
});
