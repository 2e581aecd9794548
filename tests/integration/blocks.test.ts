import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Block, Plan } from '#shared/model/plan.ts';
import type { AiringRecord, ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
const DATE = '2027-02-06';

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
});

afterAll(async () => {
  await bench.dispose();
});

async function airings(planId: string): Promise<unknown[]> {
  const args = ['plan', 'preview', '--plan-id', planId, '--date', DATE];
  const { day } = await bench.json(...args);
  return (day as { airings: AiringRecord[] }).airings.map(({ startAt, endAt, assetId }) => ({
    startAt,
    endAt,
    assetId,
  }));
}

async function planOf(name: string, priority: number): Promise<Plan> {
  const args = ['plan', 'add', '--channel', 'retro one', '--name', name];
  return (await bench.json(...args, '--priority', String(priority)))['plan'] as Plan;
}

const error = (text: string) => ({
  status: 'error',
  message: expect.stringContaining(text) as unknown,
});

describe('block', () => {
  let plan: Plan;
  let placed: string;

  test('is made of rows, and shared by plans', async () => {
    const made = await bench.json('block', 'add', '--name', 'Saturday morning');
    expect(made).toMatchObject({ code: 0, block: { rows: [] } });
    const row = ['block', 'add-row', 'saturday morning', '--duration', '90', '--asset'];
    await bench.json(...row, WORLD.otherMovieId, '--start', '00:00');
    const { block } = await bench.json(...row, WORLD.movieId, '--start', '01:30');
    expect((block as Block).rows).toHaveLength(2);
    expect(await bench.json(...row, WORLD.movieId, '--start', '01:00')).toMatchObject(
      error('overlaps'),
    );
    plan = await planOf('First', 50);
    const other = await planOf('Second', 1);
    for (const { id } of [plan, other]) {
      const place = ['plan', 'block', 'place', id, 'Saturday morning', '--start', '02:00'];
      const answer = await bench.json(...place);
      expect(answer).toMatchObject({ code: 0, findings: [] });
      placed ||= (answer['placed'] as { id: string }).id;
    }
    expect((await bench.run('block', 'list')).out).toMatch(/Saturday morning +180 +2 +2/);
    expect((await bench.run('plan', 'block', 'list', plan.id)).out).toMatch(
      /02:00 +180 +every day/,
    );
    expect(await airings(plan.id)).toContainEqual(
      expect.objectContaining({ assetId: WORLD.otherMovieId }),
    );
  });

  test('tells what covers it where it is placed', async () => {
    const place = ['plan', 'block', 'place', plan.id, 'Saturday morning', '--start', '03:00'];
    const answer = await bench.json(...place, '--days', 'SAT');
    expect(answer).toMatchObject({ findings: [{ rule: 'INV-PLAN-NO-ZONE-OVERLAP-001' }] });
    const { id } = answer['placed'] as { id: string };
    expect(await bench.json('plan', 'block', 'dissolve', id, '--yes')).toMatchObject(
      error('only on SAT'),
    );
    expect(await bench.json('plan', 'block', 'remove', id, '--yes')).toMatchObject({ code: 0 });
  });

  test('is not deleted while plans have it', async () => {
    expect(await bench.json('block', 'delete', 'Saturday morning', '--yes')).toMatchObject(
      error('stands in 2 plans'),
    );
    expect(await bench.json('plan', 'delete', plan.id, '--yes')).toMatchObject(
      error('1 placed blocks'),
    );
  });

  test('changes its plans for days that are not frozen only', async () => {
    const on = ['--channel', WORLD.channelId, '--date', DATE];
    await bench.run('schedule-day', 'generate', ...on);
    const show = async () =>
      (await bench.json('schedule-day', 'show', ...on))['day'] as ScheduleDayRecord;
    const frozen = await show();
    const before = await airings(plan.id);
    await bench.run('block', 'remove-row', 'Saturday morning', '01:30');
    expect(await show()).toEqual(frozen);
    expect(await airings(plan.id)).not.toEqual(before);
  });

  test('goes along with copies and files, which make the same day', async () => {
    const day = await airings(plan.id);
    const { plan: copy } = await bench.json('plan', 'copy', plan.id, '--name', 'Copied');
    expect((copy as Plan).blocks?.[0]?.block.id).toBe((await shown()).id);
    const file = join(bench.folder, 'blocks.json');
    await bench.run('plan', 'export', plan.id, '--output', file);
    const text = await readFile(file, 'utf8');
    expect(text).not.toContain((await shown()).id);
    const read = async (name: string) => {
      const args = ['plan', 'import', file, '--channel', 'retro one', '--name', name];
      return (await bench.json(...args))['plan'] as Plan;
    };
    const same = await read('Read');
    expect(same.blocks?.[0]?.block.id).toBe((await shown()).id);
    await bench.run('plan', 'update', same.id, '--priority', '60');
    expect(await airings(same.id)).toEqual(day);
    await writeFile(file, text.replace('"minutes": 90', '"minutes": 120'));
    const changed = await read('Read again');
    expect(changed.blocks?.[0]?.block.name).toBe('Saturday morning 2');
    expect((await read('Read once more')).blocks?.[0]?.block.name).toBe('Saturday morning 2');
  });

  test('dissolves into rows that make the same day', async () => {
    await bench.run('plan', 'update', plan.id, '--priority', '99');
    const day = await airings(plan.id);
    const answer = await bench.json('plan', 'block', 'dissolve', placed, '--yes');
    expect(answer).toMatchObject({
      code: 0,
      plan: { assignments: [{ startOffsetMinutes: 120, durationMinutes: 90 }] },
    });
    expect((answer['plan'] as Plan).blocks ?? []).toEqual([]);
    expect(await airings(plan.id)).toEqual(day);
  });

  async function shown(): Promise<Block> {
    return (await bench.json('block', 'show', 'Saturday morning'))['block'] as Block;
  }
});
