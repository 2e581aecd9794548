import { randomUUID } from 'node:crypto';

import { newlyIneligible } from '#main/programming/newly-ineligible.ts';
import type { Store } from '#main/store/store.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import type { Series } from '#shared/model/asset.ts';
import { type ChannelId, LabelId, PlacedBlockId, PlanId } from '#shared/model/ids.ts';
import { type PlacedBlock, type Plan, PlanFields, type PlanLabel } from '#shared/model/plan.ts';
import type { PlanFile, PortableItem } from '#shared/model/plan-file.ts';
import type { VirtualAsset } from '#shared/model/virtual-asset.ts';
import type { ContentItem, Zone } from '#shared/model/zone.ts';
import { foldName, type AliasIndex } from '#shared/planning/choose/asset-aliases.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { type NewRow, withNewIds } from '#shared/planning/plan/new-plan-ids.ts';
import { applyPlanEdits, describeSpan } from '#shared/planning/plan/plan-edits.ts';
import {
  itemsInFile,
  itemsInPlan,
  type PlanLookup,
  portableSource,
  readBlocks,
  readPlanFile,
  sourceNamed,
  writePlanFile,
} from '#shared/planning/plan/plan-file.ts';
import { checkZones, orderZones } from '#shared/planning/plan/zones.ts';
import { aliasIndexOf } from './asset-names.ts';
import { findOrMakeBlock } from './block-handlers.ts';
import { checkPlanFields } from './plan-handlers.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel, requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanFileHandlers = Pick<Handlers, 'plan.copy' | 'plan.export' | 'plan.import'>;

/** Plans as wholes: copied, written to a file, read from one. */
export function planFileHandlers({ store, clock, events }: Services): PlanFileHandlers {
  async function insert(
    channelId: ChannelId,
    fields: PlanFields,
    sourceRows: readonly NewRow[],
    sourceZones: readonly Zone[],
    placedBlocks: readonly Omit<PlacedBlock, 'id'>[],
  ): Promise<Plan> {
    const { rows, zones } = withNewIds(sourceRows, sourceZones, randomUUID);
    const id = PlanId.parse(randomUUID());
    const now = clock.nowAt();
    const assignments = applyPlanEdits(
      [],
      rows.map((row) => ({
        type: 'insert',
        assignment: { ...row, planId: id },
      })),
    );
    const ownZones = orderZones(zones);
    checkZones(ownZones);
    const plan: Plan = {
      ...fields,
      id,
      channelId,
      version: 1,
      createdAt: now,
      updatedAt: now,
      assignments,
      draft: null,
      ...(ownZones.length === 0 ? {} : { zones: ownZones }),
    };
    await checkPlanFields(store, plan);
    const others = await store.plans.list(channelId);
    requireEncoreSources(plan.assignments, encoreSourcesIn([...others, plan]));
    const blocks = placedBlocks.map((placed) => ({
      ...placed,
      id: PlacedBlockId.parse(randomUUID()),
    }));
    const whole = blocks.length === 0 ? plan : { ...plan, blocks };
    await store.plans.insert(whole);
    events.emit('plans.changed', { channelId, planId: id });
    return whole;
  }

  return {
    'plan.copy': async ({ id, name, channelId }) => {
      const plan = await requirePlan(store, id);
      const channel = await requireChannel(store, channelId ?? plan.channelId);
      const { assignments, zones = [], blocks = [] } = plan;
      const fields = { ...PlanFields.parse(plan), name };
      return insert(channel.id, fields, assignments, zones, blocks);
    },

    'plan.export': async ({ id }) => {
      const plan = await requirePlan(store, id);
      const names = new Map<string, PortableItem>();
      for (const item of itemsInPlan(plan)) {
        names.set(JSON.stringify(item), await nameOf(store, item));
      }
      const labels = await store.plans.listLabels();
      const plans = await store.plans.list(plan.channelId);
      return writePlanFile(plan, {
        nameItem: (item) => known(names, item),
        nameLabel: (labelId) => labels.find((label) => label.id === labelId)?.name ?? null,
        nameSource: (of) => {
          const source = portableSource(of, plan, plans);
          if (source === null) throw notFound('assignment', of);
          return source;
        },
      });
    },

    'plan.import': async ({ channelId, file, name }) => {
      const channel = await requireChannel(store, channelId);
      const items = await findItems(store, file);
      const labels = [...(await store.plans.listLabels())];
      const plans = await store.plans.list(channel.id);
      const added: PlanLabel[] = [];
      const lookup: PlanLookup = {
        findItem: (item) => known(items, item),
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
      await refuseIneligible(store, [...rows, ...newBlocks.flatMap((block) => block.rows)]);
      const fields = { ...file.plan, ...(name === undefined ? {} : { name }) };
      for (const label of added) await store.plans.insertLabel(label);
      const placed: Omit<PlacedBlock, 'id'>[] = [];
      for (const { startOffsetMinutes, dayFilters, ...wanted } of newBlocks) {
        const block = await findOrMakeBlock(store, wanted, clock.nowAt());
        placed.push({ startOffsetMinutes, dayFilters, block });
      }
      if (placed.length > 0) events.emit('blocks.changed', {});
      return insert(channel.id, fields, rows, zones, placed);
    },
  };
}

function known<Value>(values: ReadonlyMap<string, Value>, item: unknown): Value {
  const value = values.get(JSON.stringify(item));
  if (value === undefined) throw new Error('An item of a plan was not looked up.');
  return value;
}

async function nameOf(store: Store, item: ContentItem): Promise<PortableItem> {
  if (item.type === 'series') {
    const series = await store.assets.getSeries(item.seriesId);
    if (!series) throw notFound('series', item.seriesId);
    return { type: 'series', series: series.title };
  }
  if (item.type === 'virtual_package') {
    const found = await store.virtualAssets.get(item.virtualAssetId);
    if (!found) throw notFound('virtual asset', item.virtualAssetId);
    return { type: 'virtual_package', package: found.name };
  }
  const asset = await store.assets.get(item.assetId);
  if (!asset) throw notFound('asset', item.assetId);
  const { title, kind, year, relativePath: path } = asset;
  const place = { season: asset.seasonNumber, episode: asset.episodeNumber };
  return {
    type: 'asset',
    asset: { title, kind, series: asset.seriesTitle, ...place, year, path },
  };
}

/** What the file names in this library. Throws `not-found` with everything that is missing. */
async function findItems(store: Store, file: PlanFile): Promise<ReadonlyMap<string, ContentItem>> {
  const found = new Map<string, ContentItem>();
  const missing: string[] = [];
  const series = await store.assets.listSeries('');
  const index = await aliasIndexOf(store);
  const packages = await store.virtualAssets.list();
  for (const item of itemsInFile(file)) {
    const own = findItem(index, series, packages, item);
    if (own) found.set(JSON.stringify(item), own);
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
  store: Store,
  rows: readonly Omit<NewRow, 'id' | 'labelId'>[],
): Promise<void> {
  const catalog = await readCatalog(store);
  const [bad] = newlyIneligible(catalog, ({ content }) => content, rows, []);
  if (!bad) return;
  throw new AppError(
    'not-eligible',
    `Nothing that the row ${describeSpan(bad)} plays is ready and approved here.`,
    { field: 'file', remedy: 'Approve it in the library, or take the row out of the file.' },
  );
}
