import { describe, expect, test } from 'vitest';

import { AssetId, AssignmentId, LabelId, PlanId, SeriesId, ZoneId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { PlanFile, type PortableItem } from '#shared/model/plan-file.ts';
import { EMPTY_CARRY } from '#shared/model/schedule-day.ts';
import { hashText } from '#shared/model/seed.ts';
import { DEFAULT_ZONE_FIELDS, type ContentItem } from '#shared/model/zone.ts';
import { buildCatalog, type Catalog, type CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { withNewIds } from '#shared/planning/plan/new-plan-ids.ts';
import {
  itemsInFile,
  portableSource,
  readPlanFile,
  writePlanFile,
  type PlanNaming,
} from '#shared/planning/plan/plan-file.ts';
import { resolveDay } from '#shared/planning/resolve/resolve-day.ts';
import { makeSequence } from '#tests/helpers/package-fixtures.ts';
import {
  plannedBy,
  makeAsset,
  makeChannel,
  makeEpisodes,
  makePlan,
  makeRow,
} from '#tests/helpers/planning-fixtures.ts';

const channel = makeChannel({ defaultProgramming: { kind: 'slate' } });
const PACKAGE = makeSequence('Double feature', ['one', 'two']);
const LABEL = LabelId.parse('label-morning');

const here: CatalogAsset[] = [
  ...makeEpisodes('alpha', 14),
  ...makeEpisodes('beta', 9, 44),
  ...['one', 'two', 'three'].map((id, index) =>
    makeAsset(id, { year: 1980 + index, tags: ['season:winter'] }),
  ),
];

/** The same library on another station: other ids, another order. */
const elsewhere = here
  .map((asset) => ({
    ...asset,
    id: AssetId.parse(`there-${hashText(asset.id)}`),
    seriesId: asset.seriesId === null ? null : SeriesId.parse(`there-${asset.seriesId}`),
  }))
  .reverse();

function encore(start: number, of: string): Assignment {
  const content = { type: 'encore', of: AssignmentId.parse(of), daysAgo: 0 } as const;
  return makeRow(start, 30, 'series:encore', { content });
}

function makeFullPlan(): Plan {
  const series: ContentItem = { type: 'series', seriesId: SeriesId.parse('alpha') };
  const film: ContentItem = { type: 'asset', assetId: AssetId.parse('two') };
  const portable = EPISODE_POLICIES.filter(
    (policy) => policy !== 'random' && policy !== 'least-recently-used',
  );
  const rows = portable.map((episodePolicy, index) =>
    makeRow(index * 120, 120, 'series:alpha', { episodePolicy, labelId: LABEL }),
  );
  return {
    ...makePlan('plan', [
      ...rows,
      { ...makeRow(840, 60, 'series:x'), content: { type: 'list', items: [series, film] } },
      { ...makeRow(900, 120, 'series:y'), content: { type: 'random', rule: { kind: ['movie'] } } },
      makeRow(1_020, 60, 'asset:three', {
        operatorIntent: 'uncut',
        isHardStart: true,
        packing: 'never',
        fill: { kinds: ['trailer', 'short'], tags: ['noir'] },
      }),
      encore(1_080, 'row-840-x'),
      encore(1_440 - 30, 'zone'),
    ]),
    cron: '* * * * *',
    alternation: { unit: 'week', every: 2, anchorDate: '2026-02-09' },
    zones: [
      {
        ...DEFAULT_ZONE_FIELDS,
        id: ZoneId.parse('zone'),
        name: 'Night',
        startOffsetMinutes: 1_140,
        endOffsetMinutes: 1_440,
        items: [film, { type: 'series', seriesId: SeriesId.parse('beta') }],
      },
      {
        ...DEFAULT_ZONE_FIELDS,
        id: ZoneId.parse('heir'),
        name: 'Small hours',
        startOffsetMinutes: 0,
        endOffsetMinutes: 60,
        parentId: ZoneId.parse('zone'),
      },
    ],
  };
}

function portableOf(assets: readonly CatalogAsset[], item: ContentItem): PortableItem {
  if (item.type === 'series') {
    const asset = assets.find(({ seriesId }) => seriesId === item.seriesId);
    return { type: 'series', series: asset?.seriesTitle ?? '' };
  }
  if (item.type === 'virtual_package') return { type: item.type, package: PACKAGE.name };
  const asset = assets.find(({ id }) => id === item.assetId);
  const { title = '', kind = 'movie', year = null } = asset ?? {};
  const place = { series: null, season: null, episode: null };
  return { type: 'asset', asset: { title, kind, ...place, year, path: '' } };
}

function itemOf(assets: readonly CatalogAsset[], item: PortableItem): ContentItem {
  if (item.type === 'virtual_package') return { type: item.type, virtualAssetId: PACKAGE.id };
  const found = assets.find((asset) =>
    item.type === 'series' ? asset.seriesTitle === item.series : asset.title === item.asset.title,
  );
  if (!found) throw new Error('Not in the library.');
  return item.type === 'series' && found.seriesId !== null
    ? { type: 'series', seriesId: found.seriesId }
    : { type: 'asset', assetId: found.id };
}

function nameSourceIn(plan: Plan): PlanNaming['nameSource'] {
  return (of) => {
    const source = portableSource(of, plan, [plan]);
    if (source === null) throw new Error('The plan does not have it.');
    return source;
  };
}

function exported(plan: Plan): PlanFile {
  const file = writePlanFile(plan, {
    nameItem: (item) => portableOf(here, item),
    nameLabel: (id) => (id === LABEL ? 'Morning' : null),
    nameSource: nameSourceIn(plan),
  });
  return PlanFile.parse(JSON.parse(JSON.stringify(file)));
}

function imported(file: PlanFile, assets: readonly CatalogAsset[]): Plan {
  const read = readPlanFile(file, {
    findItem: (item) => itemOf(assets, item),
    findLabel: (name) => LabelId.parse(`label of ${name}`),
    findSource: () => AssignmentId.parse('elsewhere'),
  });
  let made = 0;
  const { rows, zones } = withNewIds(read.rows, read.zones, () => `new-${String((made += 1))}`);
  const planId = PlanId.parse('imported');
  return {
    ...makePlan('imported', []),
    ...file.plan,
    assignments: rows.map((row) => ({ ...row, planId })),
    zones,
  };
}

function rundown(plan: Plan, catalog: Catalog): string[] {
  const { day } = resolveDay({
    channel,
    date: '2026-02-10',
    planned: plannedBy([plan]),
    catalog,
    carryIn: EMPTY_CARRY,
  });
  return day.airings.map(
    ({ startAt, endAt, title, episodeTitle }) =>
      `${String(startAt)} ${String(endAt)} ${title} ${episodeTitle ?? ''}`,
  );
}

describe('writePlanFile', () => {
  test('names everything and mentions no id', () => {
    const text = JSON.stringify(exported(makeFullPlan()));
    for (const id of [':"plan"', ':"alpha"', ':"two"', ':"zone"', 'row-', 'label-morning']) {
      expect(text).not.toContain(id);
    }
    expect(exported(makeFullPlan()).rows[0]).toMatchObject({
      start: '00:00',
      minutes: 120,
      content: { type: 'series', series: 'The alpha show' },
      label: 'Morning',
    });
  });

  test('names each series and asset once for whoever looks them up', () => {
    expect(itemsInFile(exported(makeFullPlan()))).toHaveLength(4);
  });
});

describe('readPlanFile', () => {
  test('makes the same day on the same station and on another one of the same titles', () => {
    const plan = makeFullPlan();
    const file = exported(plan);
    const day = rundown(plan, buildCatalog(here));
    expect(rundown(imported(file, here), buildCatalog(here))).toEqual(day);
    expect(rundown(imported(file, elsewhere), buildCatalog(elsewhere))).toEqual(day);
    expect(new Set(day.map((line) => line.split(' ').slice(2).join(' '))).size).toBeGreaterThan(10);
  });

  test('gives the same file when what was read is written again', () => {
    const file = exported(makeFullPlan());
    const plan = imported(file, here);
    const again = writePlanFile(plan, {
      nameItem: (item) => portableOf(here, item),
      nameLabel: (id) => id.replace('label of ', ''),
      nameSource: nameSourceIn(plan),
    });
    expect(again).toEqual(file);
  });
});
