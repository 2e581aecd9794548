import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AssetId, CollectionId, SeriesId } from '#shared/model/ids.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import type { AiringRecord, ScheduleDayRecord } from '#shared/model/airing-record.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import { addDays } from '#shared/time/zone.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld, WORLD } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;
const DATE = '2026-02-07';
const FILMS = [WORLD.movieId, WORLD.otherMovieId];

async function seed(store: Store): Promise<void> {
  await seedWorld(store);
  const channel = await store.channels.get(WORLD.channelId);
  if (!channel) throw new Error('The world has no channel.');
  const version = channel.version + 1;
  await store.channels.update({ ...channel, version, defaultProgramming: { kind: 'slate' } });
  const shared = { collectionId: CollectionId.parse('collection-one') };
  await store.assets.saveMany([
    ...Array.from({ length: 5 }, (_, index) =>
      buildAsset({
        ...shared,
        id: AssetId.parse(`taxi-${String(index + 1)}`),
        kind: 'episode',
        title: `Story ${String(index + 1)}`,
        seriesId: SeriesId.parse('taxi'),
        seriesTitle: 'Taxi',
        seasonNumber: 1,
        episodeNumber: index + 1,
        durationMs: 1_320_000,
      }),
    ),
    buildAsset({
      ...shared,
      id: AssetId.parse('slate'),
      kind: 'bumper',
      title: 'Rated PG',
      durationMs: 10_000,
    }),
  ]);
}

beforeAll(async () => {
  bench = await createCommandBench(seed);
});

afterAll(async () => {
  await bench.dispose();
});

async function addPackage(...args: string[]): Promise<VirtualAsset> {
  const answer = await bench.json('virtual-asset', 'add', ...args);
  expect(answer).toMatchObject({ code: 0 });
  return answer['virtualAsset'] as VirtualAsset;
}

let priority = 100;

async function newPlan(name: string): Promise<Plan> {
  priority += 1;
  const args = ['--channel', 'retro one', '--name', name, '--priority', String(priority)];
  return (await bench.json('plan', 'add', ...args))['plan'] as Plan;
}

async function addRow(planId: string, ...args: string[]): Promise<Assignment> {
  const add = ['plan', 'assignment', 'add', '--plan-id', planId, '--start', '02:00'];
  const answer = await bench.json(...add, '--duration', '240', ...args);
  expect(answer).toMatchObject({ code: 0 });
  return answer['assignment'] as Assignment;
}

function packagesIn(day: unknown): AiringRecord[] {
  return (day as ScheduleDayRecord).airings.filter(({ kind }) => kind === 'package');
}

describe('virtual-asset', () => {
  test('is added, listed, shown, changed and deleted', async () => {
    const films = ['--assets', ...FILMS, '--before', 'rated pg'];
    const { id } = await addPackage('--name', 'Two films', ...films);
    expect((await bench.run('virtual-asset', 'list')).out).toMatch(
      /Two films +fixed_sequence +2 in order/,
    );
    const show = await bench.json('virtual-asset', 'show', ' two FILMS ');
    expect(show).toMatchObject({
      virtualAsset: { id, kind: 'fixed_sequence', assetIds: FILMS, before: ['slate'] },
      assets: expect.arrayContaining([
        { id: 'slate', title: 'Rated PG', kind: 'bumper', isEligible: true },
      ]) as unknown,
      plans: [],
    });
    expect((await bench.run('virtual-asset', 'show', id)).out).toContain('before:');
    const changed = await bench.json(
      ...[
        'virtual-asset',
        'update',
        'two films',
        '--name',
        'Double',
        '--allow-short',
        '--clear-fixed',
      ],
    );
    expect(changed).toMatchObject({
      virtualAsset: {
        id,
        name: 'Double',
        version: 2,
        allowShort: true,
        before: [],
        assetIds: FILMS,
      },
    });
    expect(await bench.json('virtual-asset', 'delete', 'double', '--yes')).toMatchObject({
      status: 'ok',
      id,
    });
    expect(await bench.json('virtual-asset', 'show', 'double')).toMatchObject({
      code: 1,
      status: 'error',
    });
  });

  test('chooses by a rule, so many or so long, within limits', async () => {
    const rule = ['--rule', '{"series":["Taxi"]}'];
    const { id } = await addPackage('--name', 'Taxi pair', ...rule, '--count', '2');
    const changed = await bench.json(
      ...['virtual-asset', 'update', id, '--target', '1:00', '--method', 'shuffle'],
      ...['--minimum', '40', '--maximum', '1:30', '--exclude-recent-days', '2'],
    );
    expect(changed['virtualAsset']).toMatchObject({
      size: { targetMinutes: 60 },
      method: 'shuffle',
      rule: { series: ['Taxi'] },
      minimumMinutes: 40,
      maximumMinutes: 90,
      excludeRecentDays: 2,
    });
    const { evaluation } = await bench.json('virtual-asset', 'evaluate', id);
    expect(evaluation).toMatchObject({ durationMs: 3 * 1_320_000, isShort: false, why: null });
    const cleared = await bench.json('virtual-asset', 'update', id, '--clear-limits');
    expect(cleared['virtualAsset']).toMatchObject({
      maximumMinutes: null,
      size: { targetMinutes: 60 },
    });
  });

  test('evaluates as a table of members, on a channel and at an instant, and writes nothing', async () => {
    const rule = ['--rule', '{"series":["Taxi"]}', '--count', '2', '--method', 'random'];
    await addPackage('--name', 'Drawn', ...rule, '--before', 'slate');
    const at = ['--channel', 'retro one', '--at', '2026-02-07T12:00:00Z'];
    const { evaluation } = await bench.json('virtual-asset', 'evaluate', 'drawn', ...at);
    expect(evaluation).toMatchObject({
      eligibleCount: 5,
      seed: 'channel-one:package:drawn:2026-02-07:12:00:00',
      members: [{ role: 'before', assetId: 'slate' }, { role: 'chosen' }, { role: 'chosen' }],
    });
    const again = await bench.json('virtual-asset', 'evaluate', 'drawn', ...at);
    expect(again['evaluation']).toEqual(evaluation);
    const { out } = await bench.run('virtual-asset', 'evaluate', 'drawn');
    expect(out).toMatch(
      /"Drawn": 3 assets, 0:44:10, from 5\.[^]*ROLE[^]*0:00:10 +before +Rated PG/,
    );
  });

  test('says what is wrong with what is asked for', async () => {
    const both = ['--assets', WORLD.movieId, '--rule', '{}'];
    for (const args of [
      ['--name', 'Both', ...both],
      ['--name', 'No size', '--rule', '{}'],
      ['--name', 'Two sizes', '--rule', '{}', '--count', '2', '--target', '60'],
      ['--name', 'Limits', '--rule', '{}', '--count', '2', '--minimum', '90', '--maximum', '60'],
      ['--name', 'Counted', '--assets', WORLD.movieId, '--count', '2'],
      ['--assets', WORLD.movieId],
    ]) {
      expect(await bench.json('virtual-asset', 'add', ...args)).toMatchObject({
        status: 'error',
        code: 1,
      });
    }
    const held = ['--name', 'Held', '--assets', WORLD.heldBackId];
    const { err } = await bench.run('virtual-asset', 'add', ...held);
    expect(err).toContain('not ready and approved');
    expect((await bench.json('virtual-asset', 'list'))['virtualAssets']).not.toContainEqual(
      expect.objectContaining({ name: 'Held' }),
    );
  });

  test('does nothing in a dry run', async () => {
    const args = ['--name', 'Dry', '--assets', ...FILMS, '--dry-run'];
    const answer = await bench.json('virtual-asset', 'add', ...args);
    expect(answer).toMatchObject({ code: 0, dryRun: true });
    expect((await bench.run('virtual-asset', 'list')).out).not.toContain('Dry');
  });
});

describe('a plan that plays a package', () => {
  test('previews, exports, imports and validates it by name', async () => {
    const { id } = await addPackage('--name', 'Matinee', '--assets', ...FILMS);
    const plan = await newPlan('Matinees');
    const row = await addRow(plan.id, '--virtual-asset', 'matinee');
    expect(row.content).toEqual({ type: 'virtual_package', virtualAssetId: id });
    const same = await newPlan('The same');
    const reference = ['--content-type', 'virtual_package', '--content-reference', 'MATINEE'];
    expect((await addRow(same.id, ...reference)).content).toEqual(row.content);
    expect((await bench.run('plan', 'assignment', 'list', plan.id)).out).toMatch(
      /virtual_package +Matinee/,
    );

    const preview = await bench.run('plan', 'preview', '--plan-id', plan.id, '--date', DATE);
    expect(preview.out).toMatch(/Matinee[^]*- Title movie-one[^]*- Title movie-two/);
    const file = join(bench.folder, 'matinee.json');
    await bench.run('plan', 'export', plan.id, '--output', file);
    const written = await readFile(file, 'utf8');
    expect(JSON.parse(written)).toMatchObject({
      rows: [{ content: { type: 'virtual_package', package: 'Matinee' } }],
    });
    const into = ['--channel', 'retro one', '--name', 'Again'];
    const imported = await bench.json('plan', 'import', file, ...into);
    expect((imported['plan'] as Plan).assignments[0]?.content).toEqual(row.content);
    await writeFile(file, written.replace('"Matinee"', '"Nobody has it"'));
    const { err } = await bench.run('plan', 'import', file, ...into.slice(0, 2), '--name', 'X');
    expect(err).toContain('package “Nobody has it”');
    expect(await bench.json('plan', 'validate', plan.id)).toMatchObject({ status: 'ok' });
  });

  test('keeps the package from being deleted, in rows, drafts and zones, and says which plans', async () => {
    const { id } = await addPackage('--name', 'Needed', '--assets', ...FILMS);
    const plan = await newPlan('Needs it');
    const row = await addRow(plan.id, '--virtual-asset', 'needed');
    const zoned = await newPlan('Zoned');
    const zone = ['--name', 'Night', '--start', '20:00', '--end', '24:00', '--assets', 'needed'];
    await bench.run('zone', 'add', '--plan', zoned.id, ...zone);
    const refused = await bench.json('virtual-asset', 'delete', 'needed', '--yes');
    expect(refused).toMatchObject({ status: 'error', code: 1 });
    expect(refused['message']).toContain('2 plans: “Zoned”, “Needs it”');
    await bench.run('plan', 'assignment', 'remove', row.id, '--yes');
    await bench.run('zone', 'delete', '--plan', zoned.id, 'Night', '--yes');
    expect(await bench.json('virtual-asset', 'delete', id, '--yes')).toMatchObject({ code: 0 });
  });

  test('freezes its members, whatever becomes of them and of the package', async () => {
    const { station } = await bench.json('status');
    const date = addDays((station as { nowAt: string }).nowAt.slice(0, 10), 12);
    await addPackage('--name', 'Lasting', '--assets', ...FILMS, '--before', 'slate');
    const plan = await newPlan('Lasting');
    const row = await addRow(plan.id, '--virtual-asset', 'lasting');
    const on = ['--channel', WORLD.channelId, '--date', date];
    await bench.run('schedule-day', 'generate', ...on);
    const { day: before } = await bench.json('schedule-day', 'show', ...on);
    const [airing] = packagesIn(before);
    expect(airing?.members).toMatchObject([...['slate', ...FILMS].map((assetId) => ({ assetId }))]);
    const why = await bench.json('why', '--airing', airing?.id ?? '');
    expect(why).toMatchObject({
      candidates: [{ assetId: 'slate', isChosen: true }, {}, {}],
      isChosenAgain: true,
    });
    await bench.run('asset', 'retire', WORLD.otherMovieId, '--yes');
    await bench.run('virtual-asset', 'update', 'lasting', '--name', 'Renamed');
    await bench.run('plan', 'assignment', 'remove', row.id, '--yes');
    await bench.run('virtual-asset', 'delete', 'renamed', '--yes');
    const { day: after } = await bench.json('schedule-day', 'show', ...on);
    expect(after).toEqual(before);
    const { out } = await bench.run('schedule-day', 'show', ...on, '--rundown');
    expect(out).toMatch(/Lasting {2}\[assignment\][^]*- Rated PG {2}\[before\]/);
  });
});
