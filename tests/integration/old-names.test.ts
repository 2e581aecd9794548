import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { dataPathsOf } from '#main/station/data-folder.ts';
import { AssetId, AssignmentId, type PlanId } from '#shared/model/ids.ts';
import { PlanFile } from '#shared/model/plan-file.ts';
import { createSampleWorld, WORLD } from '#tests/helpers/sample-world.ts';
import type { TestStation } from '#tests/helpers/test-station.ts';

let world: TestStation;

beforeEach(async () => {
  world = await createSampleWorld();
});

afterEach(() => world.dispose());

/** Writes names as a station from before names were checked has them. */
function rename(table: 'plans' | 'zones' | 'labels' | 'blocks', name: string, id = '%'): void {
  const database = new BetterSqlite3(dataPathsOf(world.station.dataFolder).database);
  database.prepare(`UPDATE "${table}" SET name = ? WHERE id LIKE ?`).run(name, id);
  database.close();
}

/** The sample plan with a label, a zone, an encore of the zone and a placed block. */
async function wholePlan(): Promise<PlanId> {
  const { client } = world;
  const { id } = await client.call('plan.create', { channelId: WORLD.channelId, name: 'Old' });
  const content = { type: 'asset', assetId: AssetId.parse(WORLD.movieId) } as const;
  const label = await client.call('label.create', { name: 'Nights' });
  const row = { startOffsetMinutes: 600, durationMinutes: 120, content };
  await client.call('plan.addAssignment', { planId: id, row: { ...row, labelId: label.id } });
  const zone = await client.call('zone.add', {
    planId: id,
    zone: { name: 'Late', startOffsetMinutes: 900, endOffsetMinutes: 1_020, items: [content] },
  });
  await client.call('plan.addAssignment', {
    planId: id,
    row: {
      startOffsetMinutes: 1_100,
      durationMinutes: 60,
      content: { type: 'encore', of: AssignmentId.parse(zone.id), daysAgo: 'latest' },
    },
  });
  const { id: blockId } = await client.call('block.create', {
    name: 'Matinee',
    rows: [{ ...row, startOffsetMinutes: 0 }],
  });
  await client.call('plan.placeBlock', { planId: id, blockId, startOffsetMinutes: 0 });
  return id;
}

describe('a plan stored before names were checked', () => {
  test.each([
    ['a line end', 'Late\nshow', 'Late show'],
    ['a return and a tab', ' Late\r\n\tshow ', 'Late show'],
    ['a line separator and a terminal’s escape', 'Late\u2028\u001b[31mshow', 'Late [31mshow'],
    ['a turn of the writing’s direction', 'Late\u202eshow', 'Late show'],
    ['nothing to be seen', '\n\u200e', 'Unnamed'],
    ['a name as it should be', 'Late  show', 'Late  show'],
  ])('is exported, and the file imported, with %s', async (_what, stored, written) => {
    const { client } = world;
    const id = await wholePlan();
    for (const table of ['zones', 'labels', 'blocks'] as const) rename(table, stored);
    rename('plans', stored, id);

    const file = await client.call('plan.export', { id });

    expect(PlanFile.parse(file)).toEqual(file);
    expect(file.plan.name).toBe(written);
    expect(file.rows.map(({ label }) => label)).toContain(written);
    expect(file.zones.map(({ name }) => name)).toEqual([written]);
    expect(file.blocks?.map(({ name }) => name)).toEqual([written]);
    const plan = await client.call('plan.import', {
      channelId: WORLD.channelId,
      file,
      name: 'Taken over',
    });
    expect(plan.assignments).toHaveLength(2);
    const zoneId = plan.zones?.[0]?.id as string | undefined;
    const encore = plan.assignments.find(({ content }) => content.type === 'encore');
    expect(encore?.content).toMatchObject({ of: zoneId });
  });
});
