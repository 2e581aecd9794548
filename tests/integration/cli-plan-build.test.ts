import { PassThrough, Readable } from 'node:stream';

import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';

import type { Plan } from '#shared/model/plan.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
});

beforeEach(() => {
  bench.isTyped = false;
});

afterAll(async () => {
  await bench.dispose();
});

const ROW = `assignment add --start 02:00 --duration 1:30 --asset ${WORLD.movieId}`;

function build(name: string, lines: readonly string[], ...args: string[]) {
  bench.input = Readable.from(lines.map((line) => `${line}\n`));
  return bench.run('plan', 'build', 'retro one', '--name', name, ...args);
}

async function planNamed(name: string): Promise<Plan | undefined> {
  const plans = (await bench.json('plan', 'list'))['plans'] as Plan[];
  return plans.find((plan) => plan.name === name);
}

describe('plan build', () => {
  test('saves fields, rows and zones of a new plan at once and ends with 0', async () => {
    const zone = `zone add --name "Late night" --start 18:00 --end 20:00 --assets ${WORLD.movieId}`;
    const { code, out } = await build(
      'Built',
      [ROW, zone, 'set --priority 7', 'show', 'save'],
      ...['--cron', '* * * * MON-FRI'],
    );
    expect(code).toBe(0);
    expect(out).toContain('Saved the plan "Built"');
    const plan = await planNamed('Built');
    expect(plan).toMatchObject({ priority: 7, cron: '* * * * MON-FRI', version: 1, draft: null });
    expect(plan?.assignments).toMatchObject([{ startOffsetMinutes: 120, durationMinutes: 90 }]);
    expect(plan?.zones).toMatchObject([{ name: 'Late night', startOffsetMinutes: 1_080 }]);
  });

  test('changes an existing plan and keeps the ids of what stays', async () => {
    await build('Existing', [ROW, 'save']);
    const before = await planNamed('Existing');
    const more = `row add --start 05:00 --duration 60 --asset ${WORLD.otherMovieId}`;
    expect((await build('existing', [more, 'row list', 'save'])).code).toBe(0);
    const grown = await planNamed('Existing');
    expect(grown?.assignments).toHaveLength(2);
    expect(grown?.assignments[0]).toEqual(before?.assignments[0]);
    expect((await build('Existing', ['row remove 1', 'save'])).code).toBe(0);
    expect((await planNamed('Existing'))?.assignments).toEqual([grown?.assignments[1]]);
  });

  test('validates and previews what is not stored', async () => {
    const { out } = await build('Rehearsed', [
      ROW,
      'validate',
      'set --priority 99',
      'preview 2031-05-06',
      'discard',
    ]);
    expect(out).toContain('INV-PLAN-FULL-COVERAGE-001');
    expect(out).toMatch(/2031-05-06 \d\d:00:00 .*Title movie-one/);
    expect(await planNamed('Rehearsed')).toBeUndefined();
  });

  test('knows rows as programs, and the content of zones entry by entry', async () => {
    const { code, out } = await build('Worded', [
      `program create --start 03:00 --duration 60 --asset ${WORLD.movieId}`,
      'program list',
      `zone add --name Late --start 18:00 --end 20:00 --assets ${WORLD.movieId}`,
      `zone asset add late ${WORLD.otherMovieId} "Title movie-one"`,
      'zone show late',
      'zone asset remove Late 1',
      'zone asset remove Late "Title movie-two"',
      'zone asset remove Late "Title movie-two"',
      'zone show nowhere',
      'zone list',
      'validate',
      'preview day 2031-05-06',
      'save',
    ]);
    expect(code).toBe(0);
    expect(out).toContain('Added row 1.');
    expect(out).toMatch(/1 +Title movie-one\n2 +Title movie-two\n3 +Title movie-one/);
    expect(out).toContain('There is no entry "Title movie-two".');
    expect(out).toContain('There is no zone "nowhere".');
    expect(out).toMatch(/2031-05-06 \d\d:00:00 .*Title movie-one/);
    const plan = await planNamed('Worded');
    expect(plan?.assignments).toMatchObject([{ startOffsetMinutes: 180 }]);
    expect(plan?.zones?.[0]?.items).toEqual([{ type: 'asset', assetId: WORLD.movieId }]);
  });

  test('is reached below its channel too', async () => {
    bench.input = Readable.from([`${ROW}\n`, 'save\n']);
    const { code } = await bench.run('channel', 'plan', 'retro one', 'build', '--name', 'Below');
    expect(code).toBe(0);
    expect((await planNamed('Below'))?.assignments).toHaveLength(1);
  });

  test('stores nothing when it is discarded, and ends with 0', async () => {
    const { code, out } = await build('Discarded', [ROW, 'discard']);
    expect({ code, out }).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing') as string,
    });
    expect(await planNamed('Discarded')).toBeUndefined();
  });

  test('asks before it is left with something unsaved', async () => {
    const stays = await build('Asked', [ROW, 'quit', 'n', 'save']);
    expect(stays.code).toBe(0);
    expect(await planNamed('Asked')).toBeDefined();
    expect((await build('Asked', ['row remove 1', 'quit', 'y'])).code).toBe(0);
    expect((await planNamed('Asked'))?.assignments).toHaveLength(1);
    expect((await build('Asked', ['quit'])).code).toBe(0);
  });

  test('asks at Ctrl-C and ends with 1 when it is aborted', async () => {
    bench.isTyped = true;
    const keys = new PassThrough();
    bench.input = keys;
    keys.write(`${ROW}\n\u0003n\n\u0003y\n`);
    const { code, out } = await bench.run('plan', 'build', 'retro one', '--name', 'Aborted');
    expect(code).toBe(1);
    expect(out).toContain('Aborted');
    expect(await planNamed('Aborted')).toBeUndefined();
  });

  test('ends with 1 when its input ends with something unsaved', async () => {
    expect((await build('Ended', [ROW])).code).toBe(1);
    expect(await planNamed('Ended')).toBeUndefined();
  });

  test('goes on after mistakes and says what is wrong', async () => {
    const { code, out } = await build('Mistaken', [
      ROW,
      ROW,
      `row add --start 25:00 --duration 60 --asset ${WORLD.movieId}`,
      'row remove 9',
      'nonsense',
      'zone add "open',
      'help',
      'save',
    ]);
    expect(code).toBe(0);
    for (const words of ['overlap', '--start-time:', 'row "9"', 'unknown command', 'not closed']) {
      expect(out).toContain(words);
    }
    expect(out).toContain('save everything at once');
    expect((await planNamed('Mistaken'))?.assignments).toHaveLength(1);
  });

  test('answers how it ended as JSON, and writes nothing in a dry run', async () => {
    const saved = await build('Told', [ROW, 'save'], '--json');
    expect(JSON.parse(saved.out)).toMatchObject({ status: 'ok', outcome: 'saved' });
    const dry = await build('Dry', [ROW, 'save'], '--json', '--dry-run');
    expect(JSON.parse(dry.out)).toMatchObject({ dryRun: true, method: 'plan.save' });
    expect(await planNamed('Dry')).toBeUndefined();
  });
});

describe('plan validate', () => {
  test('tells that a plan is never reached, by the stored and by the unsaved plan', async () => {
    await build('Roof', ['set --priority 1000', 'save']);
    const { out } = await build('Cellar', ['validate', 'save']);
    expect(out).toMatch(/plan-unreachable +“Cellar” never airs .*“Roof”/);
    const { findings } = await bench.json('plan', 'validate', 'Cellar');
    expect(findings).toContainEqual(
      expect.objectContaining({ severity: 'warning', rule: 'plan-unreachable' }),
    );
  });
});
