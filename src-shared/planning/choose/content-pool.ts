import type { AssetId, SeriesId, VirtualAssetId } from '../../model/ids.ts';
import type { ContentRule } from '../../model/content-rule.ts';
import type { ContentReference } from '../../model/plan.ts';
import type { ContentItem } from '../../model/zone.ts';
import { canonicalJson, hashText } from '../../model/seed.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { eligibleCopy, workIdOf } from './copies.ts';
import { programmesMatching } from './match-rule.ts';
import { longestProgrammeMs } from './permitted-catalog.ts';
import { momentKey, type RuleMoment } from './rule-moment.ts';
import { oneOfEach } from './works.ts';

/** An entry of a pool that is aired in turn with the others. */
export interface PoolEntry {
  /** The cursor of its own place; `null` where there is only one asset. */
  readonly cursor: string | null;
  readonly assets: readonly CatalogAsset[];
  /** The entry is a package; it has no assets of its own here. */
  readonly virtualAssetId?: VirtualAssetId;
}

/** What a row may choose from. */
export interface ContentPool {
  /** Under this key the carry remembers the pool's rotations. */
  readonly key: string;
  /** The same on every station that has the same titles, for seeds. */
  readonly name: string;
  /** In canonical order; of each work one copy. */
  readonly assets: readonly CatalogAsset[];
  /** The same by the ids of their works. */
  readonly byWork: ReadonlyMap<AssetId, CatalogAsset>;
  /** For taking turns: the entries of a list as listed, the series of a rule's matches in canonical order. */
  readonly entries: readonly PoolEntry[];
}

const pools = new WeakMap<Catalog, Map<string, ContentPool>>();

/** Hashes of lists and rules by the object that was hashed; they are asked for at every pick. */
const hashes = new WeakMap<object, string>();

function shortHash(value: object): string {
  const known = hashes.get(value);
  if (known !== undefined) return known;
  const hash = hashText(canonicalJson(value)).slice(0, 16);
  hashes.set(value, hash);
  return hash;
}

function keyOf(content: ContentReference): string {
  switch (content.type) {
    case 'series':
      return content.seriesId;
    case 'asset':
      return content.assetId;
    case 'virtual_package':
      return `package:${content.virtualAssetId}`;
    case 'list':
      return `list:${shortHash(content.items)}`;
    case 'rule':
    case 'random':
      return `rule:${shortHash(content.rule)}`;
    case 'encore':
      return `encore:${content.of}`;
  }
}

/** More are made anew: a rule that asks for the date has another pool every day. */
const MOST_KEPT = 512;

/**
 * The eligible programmes that a content reference means. One per catalogue, reference and what of the moment its rule asks
 * about; without a moment whatever it may mean at some.
 */
export function poolOf(
  catalog: Catalog,
  content: ContentReference,
  moment: RuleMoment | null = null,
): ContentPool {
  const ofCatalog = pools.get(catalog) ?? new Map<string, ContentPool>();
  pools.set(catalog, ofCatalog);
  const key = keyOf(content);
  const slot = `${content.type === 'random' ? 'rule' : content.type} ${key}${keyOfMoment(catalog, content, moment)}`;
  const known = ofCatalog.get(slot);
  if (known) return known;
  const pool = makePool(catalog, content, key, moment);
  if (ofCatalog.size >= MOST_KEPT) ofCatalog.clear();
  ofCatalog.set(slot, pool);
  return pool;
}

function keyOfMoment(
  catalog: Catalog,
  content: ContentReference,
  moment: RuleMoment | null,
): string {
  const rule = ruleOf(catalog, content);
  if (moment === null || rule === null) return '';
  const text = momentKey(rule, moment, longestProgrammeMs(catalog));
  return text === '' ? '' : ` at ${text}`;
}

/** The rule that the content, or its package, chooses by; `null` for what is named. */
function ruleOf(catalog: Catalog, content: ContentReference): ContentRule | null {
  if (content.type === 'rule' || content.type === 'random') return content.rule;
  const found =
    content.type === 'virtual_package' ? catalog.virtualAssets.get(content.virtualAssetId) : null;
  return found?.kind === 'rule_based' ? found.rule : null;
}

function makePool(
  catalog: Catalog,
  content: ContentReference,
  key: string,
  moment: RuleMoment | null,
): ContentPool {
  switch (content.type) {
    case 'series': {
      const assets = episodesOf(catalog, content.seriesId);
      const name = assets[0]?.seriesTitle ?? content.seriesId;
      return pooled(catalog, key, name.toLowerCase(), assets, [{ cursor: key, assets }]);
    }
    case 'asset': {
      const assets = single(catalog, content.assetId);
      return pooled(catalog, key, assets[0]?.title ?? key, assets, [{ cursor: null, assets }]);
    }
    case 'virtual_package':
      return poolOfPackage(catalog, content.virtualAssetId, key, moment);
    case 'list': {
      const entries = content.items.map((item) => entryOf(catalog, item));
      const ids = new Set(entries.flatMap(({ assets }) => assets.map(({ id }) => id)));
      const titles = entries.map(({ assets: [first], virtualAssetId }) =>
        virtualAssetId === undefined
          ? (first?.seriesTitle ?? first?.title ?? '')
          : packageNameOf(catalog, virtualAssetId),
      );
      const name = `list:${hashText(canonicalJson(titles)).slice(0, 16)}`;
      const listed = [...catalog.everyCopy, ...[...catalog.interstitials.values()].flat()];
      return pooled(
        catalog,
        key,
        name,
        listed.filter(({ id }) => ids.has(id)),
        entries,
      );
    }
    case 'rule':
    case 'random': {
      const assets = programmesMatching(catalog, content.rule, moment);
      return pooled(catalog, key, key, assets, entriesBySeries(key, assets));
    }
    // What an encore airs depends on what has aired, not on the library.
    case 'encore':
      return pooled(catalog, key, key, [], []);
  }
}

function entryOf(catalog: Catalog, item: ContentItem): PoolEntry {
  switch (item.type) {
    case 'series':
      return { cursor: item.seriesId, assets: episodesOf(catalog, item.seriesId) };
    case 'asset':
      return { cursor: null, assets: single(catalog, item.assetId) };
    case 'virtual_package':
      return { cursor: null, assets: [], virtualAssetId: item.virtualAssetId };
  }
}

/** What a package is called in seeds: its name, which is unique and goes from station to station. */
export function packageNameOf(catalog: Catalog, id: VirtualAssetId): string {
  return `package:${catalog.virtualAssets.get(id)?.name.toLowerCase() ?? id}`;
}

/** What a package takes its members from: what its rule matches, or its sequence as far as it may air. */
function poolOfPackage(
  catalog: Catalog,
  id: VirtualAssetId,
  key: string,
  moment: RuleMoment | null,
): ContentPool {
  const found = catalog.virtualAssets.get(id);
  const assets =
    found === undefined
      ? []
      : found.kind === 'rule_based'
        ? programmesMatching(catalog, found.rule, moment)
        : found.assetIds.flatMap((assetId) => single(catalog, assetId));
  return pooled(catalog, key, packageNameOf(catalog, id), assets, [
    { cursor: null, assets: [], virtualAssetId: id },
  ]);
}

function pooled(
  catalog: Catalog,
  key: string,
  name: string,
  from: readonly CatalogAsset[],
  entries: readonly PoolEntry[],
): ContentPool {
  const assets = oneOfEach(catalog.works, from);
  const byWork = new Map(assets.map((asset) => [workIdOf(catalog, asset.id), asset]));
  return { key, name, assets, byWork, entries };
}

/** The copy that the pool has of the asset's work. */
export function inPool(
  catalog: Catalog,
  pool: ContentPool,
  { id }: Pick<CatalogAsset, 'id'>,
): CatalogAsset | undefined {
  return pool.byWork.get(workIdOf(catalog, id));
}

function episodesOf(catalog: Catalog, seriesId: SeriesId): readonly CatalogAsset[] {
  return catalog.episodesBySeries.get(seriesId) ?? [];
}

function single(catalog: Catalog, id: AssetId): CatalogAsset[] {
  const asset = eligibleCopy(catalog, id);
  return asset ? [asset] : [];
}

/** One entry for each series, and one for all that has none. */
function entriesBySeries(key: string, assets: readonly CatalogAsset[]): PoolEntry[] {
  const groups = new Map<string, CatalogAsset[]>();
  for (const asset of assets) {
    const group = groups.get(asset.seriesId ?? 'movies');
    if (group) group.push(asset);
    else groups.set(asset.seriesId ?? 'movies', [asset]);
  }
  return [...groups].map(([group, members]) => ({ cursor: `${key}#${group}`, assets: members }));
}
