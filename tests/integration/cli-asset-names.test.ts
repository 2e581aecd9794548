import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { Store } from '#main/store/store.ts';
import { AssetId, CollectionId, SeriesId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { PlanFile } from '#shared/model/plan-file.ts';
import { buildAsset } from '#tests/helpers/build-asset.ts';
import { type CommandBench, createCommandBench } from '#tests/helpers/command-here.ts';
import { seedWorld } from '#tests/helpers/sample-world.ts';

let bench: CommandBench;

const CUTS = ['Films/Caf\u00e9 Noir.mkv', 'Films/Directors/Caf\u00e9 Noir (long).mkv'];

async function seed(store: Store): Promise<void> {
  await seedWorld(store);
  const shared = { collectionId: CollectionId.parse('collection-one') };
  await store.assets.saveMany([
    ...CUTS.map((relativePath, index) =>
      buildAsset({
        ...shared,
        relativePath,
        id: AssetId.parse(`noir-${String(index)}`),
        title: 'Caf\u00e9 Noir',
        year: 1958,
      }),
    ),
    buildAsset({
      ...shared,
      id: AssetId.parse('cold'),
      kind: 'episode',
      title: 'Cold Front',
      seriesId: SeriesId.parse('magnum'),
      seriesTitle: 'Magnum',
      seasonNumber: 3,
      episodeNumber: 7,
      relativePath: 'TV/magnum.3x07.mkv',
    }),
  ]);
}

beforeAll(async () => {
  bench = await createCommandBench(seed);
});

afterAll(async () => {
  await bench.dispose();
});

describe('names of assets', () => {
  test.each([
    'cold',
    'cold front',
    'Magnum S03E07',
    'magnum - s03e07 - cold front',
    'magnum.3x07',
    'TV/magnum.3x07.mkv',
  ])('lead to the same asset as its id: %j', async (name) => {
    expect(await bench.json('asset', 'show', name)).toMatchObject({
      code: 0,
      asset: { id: 'cold' },
    });
  });

  test('that are ambiguous are refused with every candidate; the path or id decides', async () => {
    const refused = await bench.json('asset', 'show', 'CAFE\u0301 noir (1958)');
    expect(refused).toMatchObject({
      code: 1,
      status: 'error',
      details: {
        field: 'asset',
        candidates: [`${CUTS[0] ?? ''} (noir-0)`, `${CUTS[1] ?? ''} (noir-1)`],
      },
    });
    expect(JSON.stringify(refused)).toContain('noir-1');
    for (const name of [CUTS[1] ?? '', 'noir-1', 'Caf\u00e9 Noir (long)']) {
      expect(await bench.json('asset', 'show', name)).toMatchObject({ asset: { id: 'noir-1' } });
    }
    expect(await bench.json('asset', 'show', 'Noir')).toMatchObject({ code: 1 });
  });

  test('are looked up together where several are given, and none is changed when one is unknown', async () => {
    expect(await bench.json('asset', 'revoke', 'magnum s03e07', 'no such thing')).toMatchObject({
      code: 1,
    });
    expect(await bench.json('asset', 'show', 'cold')).toMatchObject({
      asset: { isApproved: true },
    });
    expect(await bench.json('asset', 'revoke', 'magnum s03e07', 'noir-0')).toMatchObject({
      changed: 2,
    });
    expect(await bench.json('asset', 'approve', 'magnum.3x07', 'noir-0')).toMatchObject({
      changed: 2,
    });
  });

  test('in a plan file find the asset of the title, and of several the one at the path', async () => {
    const on = ['--channel', 'retro one', '--priority', '90'];
    const added = await bench.json('plan', 'add', ...on, '--name', 'Noir');
    const { id } = added['plan'] as Plan;
    await bench.json(
      ...['plan', 'assignment', 'add', '--plan-id', id, '--start', '00:00', '--duration', '120'],
      ...['--asset', 'noir-1'],
    );
    const { file } = await bench.json('plan', 'export', id);
    await bench.run('plan', 'archive', id);
    const [row] = (file as PlanFile).rows;
    if (row?.content.type !== 'asset') throw new Error('The file has no asset.');
    const elsewhere = {
      ...(file as PlanFile),
      rows: [
        { ...row, content: { ...row.content, asset: { ...row.content.asset, path: 'gone.mkv' } } },
      ],
    };
    for (const [text, expected] of [
      [JSON.stringify(file), 'noir-1'],
      [JSON.stringify(elsewhere).normalize('NFD').replace('Noir', 'NOIR'), 'noir-0'],
    ] as const) {
      const path = join(bench.folder, 'noir-plan.json');
      await writeFile(path, text);
      const imported = await bench.json(
        ...['plan', 'import', path, '--channel', 'retro one', '--name', `Import ${expected}`],
      );
      const { assignments, id: planId } = imported['plan'] as Plan;
      expect(assignments[0]?.content).toEqual({ type: 'asset', assetId: expected });
      await bench.run('plan', 'delete', planId, '--yes');
    }
  });
});
