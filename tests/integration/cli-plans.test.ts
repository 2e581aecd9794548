import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Plan } from '#shared/model/plan.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
});

afterAll(async () => {
  await bench.dispose();
});

const ON_ONE = ['--channel', 'retro one'];

async function newPlan(name: string, ...args: string[]): Promise<Plan> {
  const { plan } = await bench.json('schedule-plan', 'add', ...ON_ONE, '--name', name, ...args);
  return plan as Plan;
}

describe('schedule-plan add', () => {
  test('makes an active plan of priority 0 with UTC timestamps unless told otherwise', async () => {
    const plan = await newPlan('Plain');
    expect(plan).toMatchObject({ name: 'Plain', priority: 0, isActive: true, cron: null });
    expect(plan.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(plan.updatedAt).toBe(plan.createdAt);
  });

  test('takes description, cron, dates and priority', async () => {
    const plan = await newPlan(
      'Christmas',
      ...['--description', 'Films', '--cron', '* * * 12 *', '--priority', '10'],
      ...['--start-date', '2026-12-01', '--end-date', '2026-12-26'],
    );
    expect(plan).toMatchObject({
      description: 'Films',
      cron: '* * * 12 *',
      priority: 10,
      startDate: '2026-12-01',
      endDate: '2026-12-26',
    });
  });

  test('refuses a name that the channel has, in any case, and one of 256 characters', async () => {
    await newPlan('Taken');
    const again = await bench.json('plan', 'add', ...ON_ONE, '--name', 'TAKEN');
    expect(again).toMatchObject({ code: 1, status: 'error' });
    const long = await bench.run('plan', 'add', ...ON_ONE, '--name', 'x'.repeat(256));
    expect(long.code).toBe(1);
    expect(long.err).toContain('255');
    expect((await bench.run('plan', 'add', ...ON_ONE, '--name', 'x'.repeat(255))).code).toBe(0);
  });

  test('refuses bad cron, bad dates and a negative priority, naming what to write', async () => {
    for (const [option, value] of [
      ['--cron', 'every monday'],
      ['--start-date', '2026-02-30'],
      ['--priority', '-1'],
      ['--priority', 'high'],
    ] as const) {
      const refused = await bench.json('plan', 'add', ...ON_ONE, '--name', 'Bad', option, value);
      expect(refused).toMatchObject({
        code: 1,
        status: 'error',
        details: { remedy: expect.any(String) as string },
      });
    }
  });
});

describe('schedule-plan list', () => {
  test('shows every plan as a table and as JSON', async () => {
    await newPlan('Listed');
    const { plans } = (await bench.json('schedule-plan', 'list')) as { plans: Plan[] } & {
      code: number;
    };
    const table = (await bench.run('schedule-plan', 'list')).out;
    expect(plans.length).toBeGreaterThan(1);
    for (const plan of plans) {
      expect(table).toContain(plan.name);
      expect(table).toContain(plan.id);
    }
  });
});

describe('schedule-plan show', () => {
  test('finds a plan by id and by name, with its rows', async () => {
    const byName = await bench.json('plan', 'show', '--name', ' weekdays ');
    const byId = await bench.json('plan', 'show', '--id', WORLD.planId);
    expect(byName).toEqual(byId);
    expect(byId).toMatchObject({ plan: { assignments: [{ id: WORLD.assignmentId }] } });
    const { out } = await bench.run('plan', 'show', 'Weekdays');
    expect(out).toContain('02:00');
    expect(out).toContain('Title movie-one');
  });

  test('ends with 1 for a plan that is not there', async () => {
    expect(await bench.json('plan', 'show', '--name', 'Nowhere')).toMatchObject({
      code: 1,
      status: 'error',
    });
  });
});

describe('schedule-plan update', () => {
  test('changes the fields that are given and no others', async () => {
    const before = await newPlan('Changing', '--priority', '3', '--description', 'Old');
    const { plan } = await bench.json('plan', 'update', '--id', before.id, '--priority', '4');
    expect(plan).toEqual({
      ...before,
      priority: 4,
      version: before.version + 1,
      updatedAt: expect.any(String) as string,
    });
    expect(String((plan as Plan).updatedAt) >= String(before.updatedAt)).toBe(true);
  });

  test('archives a plan, which is then never selected while its rows remain', async () => {
    const { id } = await newPlan('Seasonal', '--priority', '50');
    await bench.run(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start-time', '10:00'],
      ...['--duration', '60', '--asset', 'Title movie-one'],
    );
    const winner = async (): Promise<unknown> => {
      const { day } = await bench.json('plan', 'preview', 'weekdays', '--date', '2026-02-02');
      return (day as { planId: string | null }).planId;
    };
    expect(await winner()).toBe(id);
    await bench.run('plan', 'update', '--id', id, '--inactive');
    expect(await winner()).not.toBe(id);
    const archived = await bench.json('plan', 'show', '--id', id);
    expect(archived).toMatchObject({
      plan: { isActive: false, assignments: [{ startOffsetMinutes: 600 }] },
    });
    await bench.run('plan', 'update', '--id', id, '--active');
    expect(await winner()).toBe(id);
  });
});

describe('schedule-plan delete', () => {
  test('removes a plan that nothing refers to', async () => {
    const plan = await newPlan('Unused');
    expect((await bench.run('plan', 'delete', '--id', plan.id, '--yes')).code).toBe(0);
    expect((await bench.run('plan', 'show', '--id', plan.id)).code).toBe(1);
  });

  test('is refused while rows refer to it, with their number and the way to archive it', async () => {
    const refused = await bench.json('plan', 'delete', 'weekdays', '--yes');
    expect(refused).toMatchObject({
      code: 1,
      status: 'error',
      details: { assignments: 1, remedy: expect.stringContaining('inactive') as string },
    });
  });

  test('asks first, and does nothing on no', async () => {
    const plan = await newPlan('Kept');
    bench.answer = false;
    expect((await bench.run('plan', 'delete', '--id', plan.id)).code).toBe(1);
    bench.answer = true;
    expect((await bench.run('plan', 'delete', '--id', plan.id)).code).toBe(0);
    bench.answer = null;
  });
});

describe('schedule-plan assignment', () => {
  const row = (planId: string, start: string, duration: string) => [
    ...['schedule-plan', 'assignment', 'add', '--plan-id', planId],
    ...['--start-time', start, '--duration', duration],
    ...['--content-type', 'asset', '--content-reference', 'Title movie-two'],
  ];

  test('adds, lists, changes and removes rows', async () => {
    const { id } = await newPlan('Rows');
    const added = await bench.json(...row(id, '03:30', '1:30'), '--episode-policy', 'random');
    expect(added).toMatchObject({
      assignment: {
        planId: id,
        startOffsetMinutes: 210,
        durationMinutes: 90,
        episodePolicy: 'random',
        content: { type: 'asset', assetId: WORLD.otherMovieId },
      },
    });
    const rowId = (added['assignment'] as { id: string }).id;
    await bench.run('plan', 'assignment', 'update', rowId, '--duration', '120');
    expect(await bench.json('plan', 'assignment', 'list', id)).toMatchObject({
      assignments: [{ id: rowId, durationMinutes: 120, episodePolicy: 'random' }],
    });
    expect((await bench.run('plan', 'assignment', 'remove', rowId, '--yes')).code).toBe(0);
    expect(await bench.json('plan', 'assignment', 'list', id)).toMatchObject({ assignments: [] });
    expect((await bench.run('plan', 'assignment', 'remove', rowId, '--yes')).code).toBe(1);
  });

  test('gives a row a hard start and takes it away', async () => {
    const { id } = await newPlan('On time');
    const { assignment } = await bench.json(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start', '10:00', '--duration', '60'],
      ...['--asset', 'Title movie-two', '--hard-start'],
    );
    expect(assignment).toMatchObject({ isHardStart: true });
    expect((await bench.run('plan', 'assignment', 'list', id)).out).toContain('10:00 hard');
    const rowId = (assignment as { id: string }).id;
    await bench.run('plan', 'assignment', 'update', rowId, '--soft-start');
    const { assignments } = await bench.json('plan', 'assignment', 'list', id);
    expect((assignments as object[])[0]).not.toHaveProperty('isHardStart');
    const both = await bench.run(
      ...['plan', 'assignment', 'update', rowId, '--hard-start', '--soft-start'],
    );
    expect(both.code).toBe(1);
    expect(both.err).toContain('hard or soft');
  });

  test('says how a row packs its shorts, and takes it back', async () => {
    const { id } = await newPlan('Shorts');
    const { assignment } = await bench.json(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start', '10:00', '--duration', '60'],
      ...['--asset', 'Title movie-two', '--packing', 'never'],
    );
    expect(assignment).toMatchObject({ packing: 'never' });
    const rowId = (assignment as { id: string }).id;
    const packing = async (): Promise<unknown> => {
      const { assignments } = await bench.json('plan', 'assignment', 'list', id);
      return (assignments as { packing?: string }[])[0]?.packing;
    };
    expect(await packing()).toBe('never');
    await bench.run('plan', 'assignment', 'update', rowId, '--packing', 'auto');
    expect(await packing()).toBeUndefined();
    const wrong = await bench.run('plan', 'assignment', 'update', rowId, '--packing', 'some');
    expect(wrong.code).toBe(1);
    expect(wrong.err).toContain('always');
  });

  test('says what fills the rest of a row, and takes it back', async () => {
    const { id } = await newPlan('Filled');
    const { assignment } = await bench.json(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start', '10:00', '--duration', '60'],
      ...['--asset', 'Title movie-two', '--fill', 'trailer, short', '--fill-tag', 'noir', 'gothic'],
    );
    const fill = { kinds: ['trailer', 'short'], tags: ['noir', 'gothic'] };
    expect(assignment).toMatchObject({ fill });
    const rowId = (assignment as { id: string }).id;
    const stored = async (): Promise<unknown> => {
      const { assignments } = await bench.json('plan', 'assignment', 'list', id);
      return (assignments as { fill?: unknown }[])[0]?.fill;
    };
    await bench.run('plan', 'assignment', 'update', rowId, '--duration', '90');
    expect(await stored()).toEqual(fill);
    await bench.run('plan', 'assignment', 'update', rowId, '--fill', 'default');
    expect(await stored()).toBeUndefined();
    for (const wrong of [
      ['--fill', 'movies'],
      ['--fill', ''],
      ['--fill-tag', 'noir'],
    ]) {
      const refused = await bench.run('plan', 'assignment', 'update', rowId, ...wrong);
      expect(refused.code).toBe(1);
      expect(refused.err).toContain('fill');
    }
  });

  test('refuses malformed starts and lengths that are not positive', async () => {
    const { id } = await newPlan('Malformed');
    for (const [start, duration] of [
      ['7:00', '30'],
      ['24:01', '30'],
      ['12:60', '30'],
      ['noon', '30'],
      ['12:00', '0'],
      ['12:00', '-30'],
      ['12:00', '0:00'],
      ['12:00', 'long'],
    ] as const) {
      const refused = await bench.json(...row(id, start, duration));
      expect(refused).toMatchObject({ code: 1, status: 'error' });
    }
    expect(await bench.json('plan', 'assignment', 'list', id)).toMatchObject({ assignments: [] });
  });

  test('lists rows by start, in whatever order they were added', async () => {
    const { id } = await newPlan('Ordered');
    for (const start of ['18:00', '06:00', '12:00']) await bench.run(...row(id, start, '60'));
    const { assignments } = await bench.json('plan', 'assignment', 'list', id);
    const starts = (assignments as { startOffsetMinutes: number }[]).map(
      ({ startOffsetMinutes }) => startOffsetMinutes,
    );
    expect(starts).toEqual([360, 720, 1080]);
  });

  test('refuses rows that overlap, and says which is in the way', async () => {
    const { id } = await newPlan('Overlap');
    await bench.run(...row(id, '10:00', '60'));
    const refused = await bench.json(...row(id, '10:30', '60'));
    expect(refused).toMatchObject({ code: 1, status: 'error' });
    expect(String(refused['message'])).toContain('10:00–11:00');
  });
});

describe('schedule-plan validate', () => {
  test('reports gaps as warnings and ends well', async () => {
    const report = await bench.json('plan', 'validate', 'weekdays');
    expect(report).toMatchObject({ code: 0, isValid: true });
    expect(
      (report['findings'] as { severity: string }[]).map(({ severity }) => severity),
    ).toContain('warning');
  });

  test('ends with 2 when it finds errors', async () => {
    const { id } = await newPlan('Faulty', '--inactive');
    await bench.run(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start', '01:00'],
      ...['--duration', '30', '--asset', 'Title movie-two'],
    );
    await bench.run('asset', 'revoke', WORLD.otherMovieId);
    expect(await bench.json('plan', 'validate', '--id', id)).toMatchObject({
      code: 2,
      isValid: false,
    });
    await bench.run('asset', 'approve', WORLD.otherMovieId);
  });
});
