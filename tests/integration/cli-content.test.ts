import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AssetId, CollectionId, SeriesId } from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import type { AiringRecord } from '#shared/model/airing-record.ts';
import type { Zone } from '#shared/model/zone.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
const DATE = '2026-02-07';

async function seed(store: Store): Promise<void> {
  await seedWorld(store);
  const channel = await store.channels.get(WORLD.channelId);
  if (!channel) throw new Error('The world has no channel.');
  const version = channel.version + 1;
  await store.channels.update({ ...channel, version, defaultProgramming: { kind: 'slate' } });
  const shared = { collectionId: CollectionId.parse('collection-one') };
  for (const [name, title] of [
    ['cheers', 'Cheers'],
    ['taxi', 'Taxi'],
  ] as const) {
    await store.assets.saveMany(
      Array.from({ length: 6 }, (_, index) =>
        buildAsset({
          ...shared,
          id: AssetId.parse(`${name}-${String(index + 1)}`),
          kind: 'episode',
          title: `${title} ${String(index + 1)} story`,
          seriesId: SeriesId.parse(name),
          seriesTitle: title,
          seasonNumber: 1,
          episodeNumber: index + 1,
          tags: ['genre:comedy'],
        }),
      ),
    );
  }
}

beforeAll(async () => {
  bench = await createCommandBench(seed);
});

afterAll(async () => {
  await bench.dispose();
});

let priority = 100;

/** A plan that wins over those made before. */
async function newPlan(name: string): Promise<Plan> {
  priority += 1;
  const args = ['--channel', 'retro one', '--name', name, '--priority', String(priority)];
  return (await bench.json('plan', 'add', ...args))['plan'] as Plan;
}

async function addRow(planId: string, ...args: string[]): Promise<Assignment> {
  const add = ['plan', 'assignment', 'add', '--plan-id', planId, '--duration', '120'];
  const answer = await bench.json(...add, ...args);
  expect(answer).toMatchObject({ code: 0 });
  return answer['assignment'] as Assignment;
}

async function airings(planId: string): Promise<string[]> {
  const { day } = await bench.json('plan', 'preview', '--plan-id', planId, '--date', DATE);
  return (day as { airings: AiringRecord[] }).airings.map(
    ({ title, episodeTitle, startAt }) => `${String(startAt)} ${title} ${episodeTitle ?? ''}`,
  );
}

describe('schedule-plan assignment add', () => {
  test('takes every kind of content and every policy', async () => {
    const { id } = await newPlan('All kinds');
    const deck = await addRow(
      id,
      '--start',
      '00:00',
      '--series',
      'cheers',
      '--episode-policy',
      'syndication',
    );
    expect(deck).toMatchObject({ content: { type: 'series' }, episodePolicy: 'syndication' });
    const list = await addRow(id, '--start', '02:00', '--series', 'Taxi', 'Cheers');
    expect(list.content).toMatchObject({
      type: 'list',
      items: [{ seriesId: 'taxi' }, { seriesId: 'cheers' }],
    });
    const same = await addRow(
      ...[id, '--start', '04:00', '--content-type', 'list', '--content-reference', 'taxi; cheers'],
    );
    expect(same.content).toEqual(list.content);
    const rule = await addRow(
      ...[id, '--start', '06:00', '--rule', '{"genre":["comedy"]}', '--episode-policy', 'shuffle'],
    );
    expect(rule.content).toEqual({ type: 'rule', rule: { genre: ['comedy'] } });
    const file = join(bench.folder, 'rules-movies.json');
    await writeFile(file, '{"kind":["movie"],"notAiredWithinHours":6}');
    const random = await addRow(id, '--start', '08:00', '--random', `@${file}`);
    expect(random.content).toMatchObject({ type: 'random', rule: { kind: ['movie'] } });
    const { out } = await bench.run('plan', 'assignment', 'list', id);
    expect(out).toContain('Taxi · Cheers');
    expect(out).toContain('Rule: comedy');
    expect(out).toContain('Random: movies · not aired for 6 h');
  });

  test('repeats another row as an encore, in copies and files too', async () => {
    const { id } = await newPlan('Encores');
    const first = await addRow(id, '--start', '00:00', '--series', 'cheers');
    const late = await addRow(id, '--start', '04:00', '--encore', '00:00', '--days-ago', '0');
    expect(late.content).toEqual({ type: 'encore', of: first.id, daysAgo: 0 });
    const rerun = await addRow(id, '--start', '06:00', '--encore', first.id);
    expect(rerun.content).toMatchObject({ daysAgo: 'latest' });
    const { out } = await bench.run('plan', 'assignment', 'list', id);
    expect(out).toContain('Encore of Cheers');
    const day = await airings(id);
    const titles = day.map((line) => line.split(' ').slice(1).join(' '));
    expect(titles.filter((title) => title === titles[0]).length).toBeGreaterThan(2);
    const add = [
      'plan',
      'assignment',
      'add',
      '--plan-id',
      id,
      '--start',
      '09:00',
      '--duration',
      '60',
    ];
    for (const [args, message] of [
      [['--encore', '23:00'], '23:00'],
      [['--encore', '00:00', '--days-ago', '9'], '9 days'],
      [['--days-ago', '1', '--series', 'cheers'], '--encore'],
    ] as const) {
      expect(await bench.json(...add, ...args)).toMatchObject({
        status: 'error',
        message: expect.stringContaining(message) as unknown,
      });
    }
    const { plan: copy } = await bench.json('plan', 'copy', id, '--name', 'Encores copied');
    const rows = (copy as Plan).assignments;
    expect(rows[1]?.content).toMatchObject({ type: 'encore', of: rows[0]?.id });
    const file = join(bench.folder, 'encores.json');
    await bench.run('plan', 'export', id, '--output', file);
    const { plan: read } = await bench.json(
      'plan',
      'import',
      file,
      '--name',
      'Encores read',
      '--channel',
      'retro one',
    );
    expect((read as Plan).assignments[2]?.content).toEqual({
      type: 'encore',
      of: (read as Plan).assignments[0]?.id,
      daysAgo: 'latest',
    });
    const other = await newPlan('Encores elsewhere');
    await addRow(other.id, '--start', '08:00', '--encore', first.id);
    const toBare = ['plan', 'copy', other.id, '--name', 'x', '--to-channel', 'bare'];
    expect(await bench.json(...toBare)).toMatchObject({
      status: 'error',
      message: expect.stringContaining('does not have') as unknown,
    });
  });

  test('refuses a rule that nothing matches and one that is not a rule', async () => {
    const { id } = await newPlan('Refused');
    const add = ['plan', 'assignment', 'add', '--plan-id', id, '--start', '00:00'];
    for (const [rule, field] of [
      ['{"genre":["opera"]}', 'content'],
      ['{"genres":["comedy"]}', 'rule'],
      ['comedy', 'rule'],
    ] as const) {
      const refused = await bench.json(...add, '--duration', '60', '--rule', rule);
      expect(refused).toMatchObject({ code: 1, status: 'error', details: { field } });
    }
  });
});

describe('rule test', () => {
  test('shows what a rule matches and what turns the others away', async () => {
    const answer = await bench.json(
      'rule',
      'test',
      '{"series":["Taxi"],"durationMinutes":{"max":30}}',
    );
    expect(answer).toMatchObject({
      code: 0,
      matching: 6,
      episodes: 6,
      movies: 0,
      series: 1,
      turnedAway: [{ field: 'series' }, { field: 'durationMinutes', count: 1 }],
    });
    const { out } = await bench.run('rule', 'test', '{"series":["Taxi"]}', '--limit', '2');
    expect(out).toContain('6 of 14 eligible programmes');
    expect(out).toContain('Taxi 2 story');
    expect(out).not.toContain('Taxi 3 story');
  });
});

describe('label', () => {
  test('groups rows for the eye and leaves the day as it is', async () => {
    const { id } = await newPlan('Labelled');
    const row = await addRow(id, '--start', '00:00', '--series', 'Cheers');
    const plain = await airings(id);
    const { label } = await bench.json('label', 'add', '--name', 'Comedy');
    const labelId = (label as { id: string }).id;
    await bench.run('plan', 'assignment', 'update', row.id, '--label-id', labelId);
    expect(await airings(id)).toEqual(plain);
    await bench.run('label', 'update', 'comedy', '--name', 'Laughs', '--description', 'Loud');
    expect((await bench.run('label', 'list')).out).toContain('Laughs');
    expect(await bench.json('label', 'delete', 'Laughs', '--yes')).toMatchObject({ code: 0 });
    const { plan } = await bench.json('plan', 'show', id);
    expect(plan).toMatchObject({ assignments: [{ id: row.id, labelId: null }] });
    expect(await airings(id)).toEqual(plain);
    expect(await bench.json('label', 'delete', 'Laughs', '--yes')).toMatchObject({ code: 1 });
  });
});

describe('zone', () => {
  test('is added, listed, shown, changed and deleted', async () => {
    const { id } = await newPlan('Zoned');
    const of = ['--plan', id];
    const added = await bench.json(
      ...['zone', 'add', ...of, '--name', 'Evening', '--start', '12:00', '--end', '14:00'],
      ...['--assets', 'Taxi', 'Title movie-one', '--days', 'sat,SUN', '--dst-policy', 'reject'],
    );
    expect(added).toMatchObject({
      code: 0,
      zone: {
        startOffsetMinutes: 720,
        items: [{ seriesId: 'taxi' }, { assetId: WORLD.movieId }],
        dayFilters: ['SAT', 'SUN'],
      },
    });
    expect((await airings(id)).filter((line) => line.includes('Taxi'))).toHaveLength(2);
    const changed = await bench.json(
      ...['zone', 'update', 'evening', ...of, '--end', '15:00', '--clear-days', '--disabled'],
    );
    expect(changed['zone']).toMatchObject({
      endOffsetMinutes: 900,
      dayFilters: null,
      isEnabled: false,
      dstPolicy: 'reject',
    });
    expect((await airings(id)).filter((line) => line.includes('Taxi'))).toEqual([]);
    expect((await bench.run('zone', 'list', ...of)).out).toContain('18:00–21:00');
    const enabled = await bench.json('zone', 'list', ...of, '--enabled-only');
    expect(enabled['zones']).toEqual([]);
    const { out } = await bench.run('zone', 'show', 'Evening', ...of);
    expect(out).toContain('Taxi · Title movie-one');
    expect(await bench.json('zone', 'delete', 'Evening', ...of, '--yes')).toMatchObject({
      code: 0,
    });
    expect(await bench.json('zone', 'show', 'Evening', ...of)).toMatchObject({ code: 1 });
  });

  test('may not overlap another one on the same days', async () => {
    const { id } = await newPlan('Crowded');
    const add = async (name: string, ...args: string[]) =>
      (await bench.run('zone', 'add', '--plan', id, '--name', name, '--end', '04:00', ...args))
        .code;
    expect(await add('One', '--start', '02:00')).toBe(0);
    expect(await add('Two', '--start', '03:00')).toBe(1);
    expect(await add('Two', '--start', '03:00', '--days', 'MON')).toBe(0);
  });

  test('comes from presets by the wall clock', async () => {
    const { id } = await newPlan('Preset');
    const { zone } = await bench.json(
      ...['zone', 'preset', 'saturday-morning-cartoons', '--plan', id, '--assets', 'Cheers'],
    );
    expect(zone as Zone).toMatchObject({ startOffsetMinutes: 0, endOffsetMinutes: 360 });
    expect((await airings(id)).filter((line) => line.includes('Cheers'))).toHaveLength(12);
    const unknown = await bench.json('zone', 'preset', 'breakfast', '--plan', id);
    expect(unknown).toMatchObject({ code: 1 });
  });
});

describe('schedule-plan copy, export and import', () => {
  test('make plans that give the same day', async () => {
    const { id } = await newPlan('Original');
    await addRow(id, '--start', '00:00', '--series', 'Cheers', '--episode-policy', 'syndication');
    await addRow(id, '--start', '02:00', '--series', 'Taxi', 'Cheers');
    await addRow(id, '--start', '04:00', '--rule', '{"genre":["comedy"]}');
    await addRow(id, '--start', '06:00', '--asset', 'Title movie-one');
    await bench.run('zone', 'preset', 'prime-time', '--plan', id, '--assets', 'Taxi');
    await bench.run('plan', 'update', id, '--breaks', 'uncut');
    const before = await airings(id);
    const file = join(bench.folder, 'plans-plan.json');
    expect(await bench.run('plan', 'export', id, '-o', file)).toMatchObject({ code: 0 });
    expect(await readFile(file, 'utf8')).toContain('"series": "Cheers"');
    await bench.run('plan', 'archive', id);
    const on = ['--channel', 'retro one'];
    const { plan } = await bench.json('plan', 'import', file, ...on, '--name', 'Imported');
    expect(await airings((plan as Plan).id)).toEqual(before);
    await bench.run('plan', 'archive', (plan as Plan).id);
    const copied = await bench.json('plan', 'copy', id, '--name', 'Copied');
    expect(copied['plan']).toMatchObject({ isActive: false, name: 'Copied', version: 1 });
    expect(copied['plan']).toMatchObject({ breakRules: { cutsContent: false } });
    const copyId = (copied['plan'] as Plan).id;
    expect(await bench.json('plan', 'activate', copyId)).toMatchObject({
      plan: { isActive: true },
    });
    expect(await airings(copyId)).toEqual(before);
    await bench.run('plan', 'archive', copyId);
  });

  test('refuse a file that names what the library does not have', async () => {
    const { id } = await newPlan('Foreign');
    await addRow(id, '--start', '00:00', '--series', 'Cheers');
    const { file } = await bench.json('plan', 'export', id);
    const path = join(bench.folder, 'foreign-plan.json');
    await writeFile(path, JSON.stringify(file).replaceAll('Cheers', 'Frasier'));
    const on = ['--channel', 'retro one', '--name', 'Foreign too'];
    const refused = await bench.json('plan', 'import', path, ...on);
    expect(refused).toMatchObject({ code: 1, details: { missing: ['series “Frasier”'] } });
    await bench.run('plan', 'archive', id);
  });
});
