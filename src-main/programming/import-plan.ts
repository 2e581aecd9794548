import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Series } from '#shared/model/asset.ts';
import { LabelId } from '#shared/model/ids.ts';
import type { PlacedBlock, Plan, PlanLabel } from '#shared/model/plan.ts';
import type { PlanFile, PortableItem } from '#shared/model/plan-file.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import type { ContentItem } from '#shared/model/zone.ts';
import { foldName, type AliasIndex } from '#shared/planning/choose/asset-aliases.ts';
import type { NewRow } from '#shared/planning/plan/new-plan-ids.ts';
import { describeSpan } from '#shared/planning/plan/plan-edits.ts';
import {
  itemsInFile,
  type PlanLookup,
  readBlocks,
  readPlanFile,
  sourceNamed,
} from '#shared/planning/plan/plan-file.ts';
import { aliasIndexOf } from './asset-names.ts';
import { findOrMakeBlock } from './blocks.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import { type ItemLookup, itemLookup } from './item-lookup.ts';
import { insertWholePlan } from './plan-copies.ts';
import { readCatalog } from './read-catalog.ts';
import { requireChannel } from './require-stored.ts';

/** Makes a plan of a file, with the labels and blocks that it needs. Throws `not-found`, `not-eligible`, `already-exists`. */
export async function importPlan(
  edit: Edit,
  { channelId, file, name }: ParsedInput<'plan.import'>,
): Promise<Plan> {
  const { store } = edit;
  const channel = await requireChannel(store, channelId);
  const items = await findItems(edit, file);
  const labels = [...(await store.plans.listLabels())];
  const plans = await store.plans.list(channel.id);
  const added: PlanLabel[] = [];
  const lookup: PlanLookup = {
    findItem: (item) => items.get(item),
    findLabel: (labelName) => {
      const wanted = labelName.trim().toLowerCase();
      const label = [...labels, ...added].find((each) => each.name.toLowerCase() === wanted);
      if (label) return label.id;
      const made = { id: LabelId.parse(randomUUID()), name: labelName, description: null };
      added.push(made);
      return made.id;
    },
    findSource: (source) => {
      const of = sourceNamed(source, plans);
      if (of !== null) return of;
      throw new AppError(
        'not-found',
        `The channel has no plan “${source.plan ?? ''}” with what an encore of the file repeats.`,
        { field: 'file', remedy: 'Import that plan first.' },
      );
    },
  };
  const { rows, zones } = readPlanFile(file, lookup);
  const newBlocks = readBlocks(file, lookup);
  await refuseIneligible(edit, [...rows, ...newBlocks.flatMap((block) => block.rows)]);
  const fields = { ...file.plan, ...(name === undefined ? {} : { name }) };
  for (const label of added) await store.plans.insertLabel(label);
  const blocks: Omit<PlacedBlock, 'id'>[] = [];
  for (const { startOffsetMinutes, dayFilters, ...wanted } of newBlocks) {
    const block = await findOrMakeBlock(edit, wanted);
    blocks.push({ startOffsetMinutes, dayFilters, block });
  }
  if (blocks.length > 0) edit.announce('blocks.changed', {});
  return insertWholePlan(edit, channel.id, { fields, rows, zones, blocks });
}

/** What the file names in this library. Throws `not-found` with everything that is missing. */
async function findItems(
  { store }: Edit,
  file: PlanFile,
): Promise<ItemLookup<PortableItem, ContentItem>> {
  const found = itemLookup<PortableItem, ContentItem>();
  const missing: string[] = [];
  const series = await store.assets.listSeries('');
  const index = await aliasIndexOf(store.assets);
  const packages = await store.virtualAssets.list();
  for (const item of itemsInFile(file)) {
    const own = findItem(index, series, packages, item);
    if (own) found.put(item, own);
    else missing.push(wordsFor(item));
  }
  if (missing.length === 0) return found;
  throw new AppError('not-found', `The library does not have ${missing.join(', ')}.`, {
    field: 'file',
    missing,
    remedy: 'Add it to the library, or take its rows out of the file.',
  });
}

function findItem(
  index: AliasIndex,
  series: readonly Series[],
  packages: readonly VirtualAsset[],
  item: PortableItem,
): ContentItem | undefined {
  const isCalled = (name: string, wanted: string): boolean => foldName(name) === foldName(wanted);
  switch (item.type) {
    case 'series': {
      const found = series.find(({ title }) => isCalled(title, item.series));
      return found && { type: 'series', seriesId: found.id };
    }
    case 'virtual_package': {
      const found = packages.find(({ name }) => isCalled(name, item.package));
      return found && { type: 'virtual_package', virtualAssetId: found.id };
    }
    case 'asset':
      return findAsset(index, item);
  }
}

function wordsFor(item: PortableItem): string {
  switch (item.type) {
    case 'series':
      return `series “${item.series}”`;
    case 'virtual_package':
      return `package “${item.package}”`;
    case 'asset':
      return `“${item.asset.title}”`;
  }
}

/** The asset of the same title, kind, series, numbers and year; of several, the one at the same path, else the first by path. */
function findAsset(
  index: AliasIndex,
  { asset: wanted }: Extract<PortableItem, { type: 'asset' }>,
): ContentItem | undefined {
  const same = index
    .find(wanted.title)
    .filter(
      (asset) =>
        asset.state !== 'retired' &&
        foldName(asset.title) === foldName(wanted.title) &&
        asset.kind === wanted.kind &&
        foldName(asset.seriesTitle ?? '') === foldName(wanted.series ?? '') &&
        asset.seasonNumber === wanted.season &&
        asset.episodeNumber === wanted.episode &&
        asset.year === wanted.year,
    );
  const asset = same.find(({ relativePath }) => relativePath === wanted.path) ?? same[0];
  return asset && { type: 'asset', assetId: asset.id };
}

async function refuseIneligible(
  edit: Edit,
  rows: readonly Omit<NewRow, 'id' | 'labelId'>[],
): Promise<void> {
  const [bad] = newlyIneligible(
    await readCatalog(edit.store),
    ({ content }) => ({ content, place: null }),
    rows,
    [],
  );
  if (!bad) return;
  throw new AppError(
    'not-eligible',
    `Nothing that the row ${describeSpan(bad)} plays is ready and approved here.`,
    { field: 'file', remedy: 'Approve it in the library, or take the row out of the file.' },
  );
}
