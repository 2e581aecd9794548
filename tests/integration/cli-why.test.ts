import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
let on: string[];
let day: ScheduleDayRecord;

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  const date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
  on = ['--channel', WORLD.channelId];
  const override = ['--airing', '09:00', '--replace', WORLD.movieId, '--reason', 'a wish', '--yes'];
  await bench.run('schedule-day', 'generate', ...on, '--date', date);
  await bench.run('schedule-day', 'override', ...on, '--date', date, ...override);
  day = (await bench.json('schedule-day', 'show', ...on, '--date', date))[
    'day'
  ] as ScheduleDayRecord;
  await bench.run('channel', 'update', WORLD.channelId, '--active');
  await bench.run('playlog', 'extend', ...on, '--blocks', '1');
});

afterAll(async () => {
  await bench.dispose();
});

function idAt(rule: string): string {
  const airing = day.airings.find(({ lineage }) => lineage.rule === rule);
  if (!airing) throw new Error(`Nothing airs by ${rule}.`);
  return airing.id;
}

describe('why', () => {
  test('explains an airing of a plan with layers, window and candidates', async () => {
    const why = await bench.json('why', '--airing', idAt('assignment'));
    expect(why).toMatchObject({
      code: 0,
      layers: [{ planId: WORLD.planId, isSource: true, isCovered: false }],
      window: { startAt: expect.stringContaining('T08:00') as string },
      candidates: [{ assetId: WORLD.movieId, isChosen: true, reason: 'chosen' }],
      overrides: [],
    });
    const { out } = await bench.run('why', '--airing', idAt('assignment'));
    expect(out).toContain('“Weekdays” (priority 0) put it there');
    expect(out).toMatch(/PLAN IN FORCE[^]*CANDIDATE/);
  });

  test('traces an airing from its plan to the log in nine steps', async () => {
    const steps = [
      ...['plan', 'assignments', 'content', 'time', 'instructions'],
      ...['validate', 'create', 'freeze', 'playlog'],
    ];
    const { trace } = await bench.json('why', '--airing', idAt('assignment'));
    expect((trace as { step: string }[]).map(({ step }) => step)).toEqual(steps);
    const { out } = await bench.run('why', '--airing', idAt('assignment'));
    expect(out).toMatch(
      /plan: +“Weekdays”[^]*freeze: +It was frozen at[^]*playlog: +It is not locked/,
    );
    const now = await bench.json('why', ...on);
    const [, , , , , , , , playlog] = now['trace'] as { sentence: string }[];
    expect(playlog?.sentence).toContain('It was locked as');
  });

  test('names the record of a change by hand', async () => {
    const why = await bench.json('why', '--airing', idAt('override'));
    expect(why).toMatchObject({
      overrides: [{ reason: 'a wish', change: { type: 'replace' } }],
      sentences: expect.arrayContaining([expect.stringContaining('a wish')]) as unknown,
    });
  });

  test('explains what default programming chose and what it did not', async () => {
    const why = await bench.json('why', '--airing', idAt('default-programming'));
    expect((why['candidates'] as unknown[]).length).toBeGreaterThan(1);
  });

  test('finds an airing by channel and instant', async () => {
    const [airing] = day.airings;
    const at = String(airing?.startAt);
    expect(await bench.json('why', ...on, '--at', at)).toMatchObject({
      airing: { id: airing?.id },
    });
  });

  test('explains a row of the log', async () => {
    const { blocks } = await bench.json('playlog', 'list', ...on, '--hours', '48');
    const events = (blocks as { events: { kind: string; startAt: string }[] }[]).flatMap(
      (block) => block.events,
    );
    for (const kind of ['act', 'interstitial', 'pad']) {
      const event = events.find((candidate) => candidate.kind === kind);
      if (!event) continue;
      const why = await bench.json('why', ...on, '--event', '--at', event.startAt);
      expect(why).toMatchObject({ code: 0, event: { kind } });
      expect((why['sentences'] as string[]).length).toBeGreaterThan(0);
    }
    expect(events.some(({ kind }) => kind === 'interstitial')).toBe(true);
  });

  test('refuses airings and instants that are not there', async () => {
    expect((await bench.json('why', '--airing', 'nobody')).code).toBe(1);
    const far = ['--event', '--at', '2050-01-01T00:00:00Z'];
    expect(await bench.json('why', ...on, ...far)).toMatchObject({ status: 'error' });
  });
});
