import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { AssignmentId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { AiringRecord, ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD, worldAssignment } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
let frozen: string;
let later: string;

beforeAll(async () => {
  bench = await createCommandBench(async (store) => {
    await seedWorld(store);
    const plan = await store.plans.get(WORLD.planId);
    if (!plan) throw new Error('The world has a plan.');
    // Something is promised where the pins come: what keeps only the place of default programming gives way to them.
    const evening = { startOffsetMinutes: 840, durationMinutes: 90 };
    const id = AssignmentId.parse('assignment-evening');
    const assignments = [...plan.assignments, worldAssignment({ id, ...evening })];
    await store.plans.update({ ...plan, version: plan.version + 1, assignments });
  });
  const { station } = await bench.json('status');
  frozen = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
  later = addDays(frozen, 1);
  await bench.run('schedule-day', 'generate', ...of(frozen));
});

afterAll(async () => {
  await bench.dispose();
});

const of = (date: string) => ['--channel', WORLD.channelId, '--date', date];

function add(...args: string[]) {
  const base = ['pin', 'add', '--channel', 'retro one', '--asset', WORLD.otherMovieId];
  return bench.json(...base, '--duration', '90', ...args);
}

async function pinned(date: string): Promise<AiringRecord[]> {
  const { day } = await bench.json('schedule-day', 'show', ...of(date));
  return (day as ScheduleDayRecord).airings.filter(({ lineage }) => lineage.rule === 'pin');
}

describe('pin', () => {
  let made: Pin;

  test('says in a dry run which days are frozen, and writes nothing', async () => {
    expect(await add('--date', frozen, later, '--at', '20:00', '--dry-run')).toMatchObject({
      code: 0,
      dryRun: true,
      frozenDates: [frozen],
    });
    expect((await bench.json('pin', 'list'))['pins']).toEqual([]);
  });

  test('is added by the clock or by offset, listed, and may not overlap another', async () => {
    const answer = await add('--date', frozen, later, '--at', '20:00');
    expect(answer).toMatchObject({ code: 0, frozenDates: [frozen], findings: [] });
    made = answer['pin'] as Pin;
    expect(made.startOffsetMinutes).toBe(840);
    const yearly = await add('--yearly', '12-31..01-01', '--start-time', '02:00');
    expect(yearly).toMatchObject({ code: 0, pin: { startOffsetMinutes: 120 } });
    const { out } = await bench.run('pin', 'list', '--channel', 'retro one');
    expect(out).toMatch(/and 1 more dates +14:00 +20:00/);
    expect(out).toContain('12-31 to 01-01 of every year');
    expect(await add('--date', later, '--at', '21:00')).toMatchObject({ status: 'error' });
    expect(await add('--at', '21:00')).toMatchObject({ status: 'error' });
    expect(await add('--date', later)).toMatchObject({ status: 'error' });
    const never = await add('--yearly', '02-30..02-30', '--start-time', '03:00');
    expect(never).toMatchObject({ status: 'error' });
  });

  test('leaves a frozen day as it is until the day is changed, and that can be taken back', async () => {
    expect(await pinned(frozen)).toEqual([]);
    const override = ['schedule-day', 'override', ...of(frozen), '--pin', made.id];
    const reason = ['--reason', 'Christmas'];
    expect(await bench.json(...override, ...reason, '--dry-run')).toMatchObject({
      code: 0,
      dryRun: true,
      impact: {
        changes: expect.arrayContaining([expect.objectContaining({ type: 'added' })]) as unknown,
      },
    });
    expect(await bench.json(...override, ...reason, '--yes')).toMatchObject({ code: 0 });
    const [airing] = await pinned(frozen);
    expect(airing).toMatchObject({ assetId: WORLD.otherMovieId, lineage: { planId: null } });
    const { generations } = await bench.json('schedule-day', 'history', ...of(frozen));
    expect((generations as unknown[])[1]).toMatchObject({
      record: { reason: 'Christmas', change: { type: 'pin', pin: { id: made.id } } },
    });
    const why = await bench.json('why', '--airing', airing?.id ?? '');
    expect((why['sentences'] as string[])[0]).toContain('the operator pinned it');
    const revert = ['schedule-day', 'revert', ...of(frozen), '--to', '1', '--reason', 'no'];
    expect(await bench.json(...revert, '--yes')).toMatchObject({ code: 0 });
    expect(await pinned(frozen)).toEqual([]);
  });

  test('survives every rebuild and change of plans', async () => {
    await bench.run('schedule-day', 'generate', ...of(later));
    const [before] = await pinned(later);
    expect(before?.assetId).toBe(WORLD.otherMovieId);
    const plan = ['plan', 'add', '--channel', 'retro one', '--name', 'Winner', '--priority', '99'];
    await bench.run(...plan);
    const again = ['schedule-day', 'generate', ...of(later), '--force', '--yes'];
    expect(await bench.json(...again)).toMatchObject({ code: 0 });
    expect((await pinned(later)).map(({ startAt }) => startAt)).toEqual([before?.startAt]);
    const other = ['schedule-day', 'override', ...of(later), '--plan', 'weekdays'];
    expect(await bench.json(...other, '--reason', 'a wish', '--yes')).toMatchObject({ code: 0 });
    expect((await pinned(later)).map(({ startAt }) => startAt)).toEqual([before?.startAt]);
  });

  test('is removed; frozen days that air it are named and stay until they are made again', async () => {
    expect(await bench.json('pin', 'remove', made.id, '--yes')).toMatchObject({
      code: 0,
      frozenDates: [later],
    });
    expect(await pinned(later)).toHaveLength(1);
    await bench.run('schedule-day', 'generate', ...of(later), '--force', '--yes');
    expect(await pinned(later)).toEqual([]);
    expect(await bench.json('pin', 'remove', made.id, '--yes')).toMatchObject({ status: 'error' });
  });
});
