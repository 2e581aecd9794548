import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { XMLParser } from 'fast-xml-parser';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Airing } from '#shared/model/schedule-day.ts';
import { addDays } from '#shared/time/zone.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
/** A date that the horizon has not reached, so that only these tests freeze it. */
let date: string;

const ON_ONE = ['--channel', WORLD.channelId];

beforeAll(async () => {
  bench = await createCommandBench(seedWorld);
  const { station } = await bench.json('status');
  date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 10);
});

afterAll(async () => {
  await bench.dispose();
});

interface DayReport extends Record<string, unknown> {
  readonly code: number;
  readonly day: { readonly airings: readonly Airing[]; readonly planId: string };
}

async function day(...args: string[]): Promise<DayReport> {
  return (await bench.json('schedule-day', ...args, ...ON_ONE, '--date', date)) as DayReport;
}

describe('schedule-day', () => {
  test('says what a day would be, and writes nothing', async () => {
    expect(await day('generate', '--dry-run')).toMatchObject({ code: 0, dryRun: true });
    expect(await day('show')).toMatchObject({ code: 1, status: 'error' });
  });

  test('freezes exactly what was previewed', async () => {
    const preview = (await bench.json('plan', 'preview', 'weekdays', '--date', date)) as DayReport;
    const generated = await day('generate');
    expect(generated.code).toBe(0);
    expect(generated.day.planId).toBe(WORLD.planId);
    expect(generated.day.airings).toEqual(preview.day.airings);
    expect((await day('show')).day).toEqual(generated.day);
  });

  test('is not generated twice without force', async () => {
    const again = await day('generate');
    expect(again).toMatchObject({ code: 1, status: 'error' });
    expect(String(again['message'])).toContain('frozen');
    expect((await day('regenerate')).code).toBe(1);
    expect((await day('generate', '--force', '--yes', '--reason', 'a test')).code).toBe(0);
    expect((await day('regenerate', '--yes')).code).toBe(0);
  });

  test('shows in order what airs, in the channel’s time', async () => {
    const { day: frozen } = await day('show');
    const starts = frozen.airings.map(({ startAt }) => String(startAt));
    expect(starts).toEqual(starts.toSorted());
    const { out } = await bench.run('schedule-day', 'show', ...ON_ONE, '--date', date);
    expect(out).toContain(`${date} 06:00:00`);
    expect(out).toContain('Title movie-one');
    expect(out.split('\n')).toHaveLength(frozen.airings.length + 2);
  });

  test('is listed and found sound', async () => {
    const { days } = await bench.json('schedule-day', 'list', ...ON_ONE, '--from', date);
    expect(days).toMatchObject([{ broadcastDate: date, planId: WORLD.planId }]);
    expect(await day('validate')).toMatchObject({ code: 0, isValid: true, findings: [] });
  });
});

describe('epg', () => {
  test('prints the guide of a channel and day, as a table and as JSON', async () => {
    const { entries } = await bench.json('epg', 'list', ...ON_ONE, '--date', date);
    const { day: frozen } = await day('show');
    expect((entries as { title: string; startAt: string }[]).map(({ startAt }) => startAt)).toEqual(
      frozen.airings.map(({ startAt }) => startAt),
    );
    const { out } = await bench.run('epg', 'list', ...ON_ONE, '--date', date);
    expect(out).toContain('Title movie-one');
  });

  test('says that it knows nothing beyond the horizon, and plans nothing', async () => {
    const far = addDays(date, 300);
    expect(await bench.json('epg', 'list', ...ON_ONE, '--date', far)).toMatchObject({
      code: 1,
      status: 'error',
    });
    const { days } = await bench.json('schedule-day', 'list', ...ON_ONE, '--from', far);
    expect(days).toEqual([]);
  });

  test('writes XMLTV that parses, to the terminal or a file', async () => {
    const file = join(bench.folder, 'guide.xml');
    expect((await bench.run('epg', 'xmltv', '--output', file)).code).toBe(0);
    const document = await readFile(file, 'utf8');
    expect((await bench.run('epg', 'xmltv')).out).toBe(document.trimEnd());
    const { tv } = new XMLParser().parse(document) as { tv: { programme: unknown[] } };
    expect(tv.programme.length).toBeGreaterThan(1);
  });

  test('writes times in UTC, or in the zone of the channel with its offset', async () => {
    const { out } = await bench.run('epg', 'xmltv', '--times', 'local');
    expect(out).toContain('<new/>');
    expect(out).toMatch(/start="\d{14} [+-]\d{4}"/);
    expect((await bench.run('epg', 'xmltv', '--times', 'mars')).code).toBe(1);
  });

  test('writes a channel as a calendar, to the terminal or a file', async () => {
    const file = join(bench.folder, 'guide.ics');
    expect((await bench.run('epg', 'ical', ...ON_ONE, '--output', file)).code).toBe(0);
    const document = await readFile(file, 'utf8');
    expect((await bench.run('epg', 'ical', ...ON_ONE)).out).toBe(document.trimEnd());
    const { document: inJson } = await bench.json('epg', 'ical', ...ON_ONE);
    expect(inJson).toBe(document);
    expect(document.match(/^UID:/gm)?.length).toBeGreaterThan(1);
  });
});

describe('playlog', () => {
  test('locks so many blocks, shows their rows and finds the seams sound', async () => {
    await bench.run('channel', 'update', WORLD.channelId, '--active');
    const before = await bench.json('playlog', 'list', ...ON_ONE, '--hours', '48');
    const { added } = await bench.json('playlog', 'extend', ...ON_ONE, '--blocks', '2');
    expect(added).toHaveLength(2);
    const after = await bench.json('playlog', 'list', ...ON_ONE, '--hours', '48');
    expect(after['blocks']).toHaveLength((before['blocks'] as unknown[]).length + 2);
    const { out } = await bench.run('playlog', 'show', ...ON_ONE, '--hours', '2');
    expect(out).toContain('commercial');
    expect(await bench.json('playlog', 'validate', ...ON_ONE)).toMatchObject({
      code: 0,
      isValid: true,
    });
  });
});

describe('playlog show', () => {
  test('prints the log as it is filed, as text and as JSON lines', async () => {
    const { out } = await bench.run('playlog', 'show', ...ON_ONE, '--hours', '2', '--text');
    expect(out).toMatch(/^TRANSMISSION LOG Retro One\nCHANNEL /);
    expect(out).toMatch(/ BLOCK .*[\s\S]* FENCE /);
    const lines = await bench.run('playlog', 'show', ...ON_ONE, '--hours', '2', '--jsonl');
    const rows = lines.out.split('\n').map((line) => JSON.parse(line) as { type: string });
    expect(rows.map(({ type }) => type)).toContain('FENCE');
    expect(out.match(/ FENCE /g)).toHaveLength(rows.filter(({ type }) => type === 'FENCE').length);
  });
});

describe('schedule-day show', () => {
  test('prints a day as a rundown', async () => {
    const { code, out } = await bench.run(
      ...['schedule-day', 'show', ...ON_ONE, '--date', date, '--rundown'],
    );
    expect(code).toBe(0);
    expect(out).toMatch(/^RUNDOWN .*Retro One/);
    expect(out).toMatch(/\d+ airings, content /);
  });
});

describe('asrun', () => {
  test('prints a day that nothing has aired on', async () => {
    expect(await bench.json('asrun', 'list', ...ON_ONE, '--date', date)).toEqual({
      code: 0,
      status: 'ok',
      records: [],
    });
    const { out } = await bench.run('asrun', 'list', ...ON_ONE, '--date', date);
    expect(out).toBe('Nothing has aired in this time.');
  });
});
