import type { AssetId, SeriesId, VirtualAssetId } from '../../model/ids.ts';
import type { ContentRule } from '../../model/content-rule.ts';
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

/** An entry that never has anything. */
export const NO_ENTRY: PoolEntry = { cursor: null, assets: [] };

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

/** A short text that tells lists and rules apart. */
export function shortHash(value: object): string {
  const known = hashes.get(value);
  if (known !== undefined) return known;
  const hash = hashText(canonicalJson(value)).slice(0, 16);
  hashes.set(value, hash);
  return hash;
}

/** More are made anew: a rule that asks for the date has another pool every day. */
const MOST_KEPT = 512;

/** Where the pool of a key is remembered: by what of the moment the rule behind it asks about, too. */
export function slotOfPool(
  catalog: Catalog,
  key: string,
  rule: ContentRule | null,
  moment: RuleMoment | null,
): string {
  if (moment === null || rule === null) return key;
  const text = momentKey(rule, moment, longestProgrammeMs(catalog));
  return text === '' ? key : `${key} at ${text}`;
}

/** The pool that the catalogue has in the slot, made once. */
export function rememberedPool(
  catalog: Catalog,
  slot: string,
  make: () => ContentPool,
): ContentPool {
  const ofCatalog = pools.get(catalog) ?? new Map<string, ContentPool>();
  pools.set(catalog, ofCatalog);
  const known = ofCatalog.get(slot);
  if (known) return known;
  const pool = make();
  if (ofCatalog.size >= MOST_KEPT) ofCatalog.clear();
  ofCatalog.set(slot, pool);
  return pool;
}

/** What a package is called in seeds: its name, which is unique and goes from station to station. */
export function packageNameOf(catalog: Catalog, id: VirtualAssetId): string {
  return `package:${catalog.virtualAssets.get(id)?.name.toLowerCase() ?? id}`;
}

/** What a package takes its members from: what its rule matches, or its sequence as far as it may air. */
export function poolOfPackage(
  catalog: Catalog,
  id: VirtualAssetId,
  moment: RuleMoment | null,
): ContentPool {
  const key = `package:${id}`;
  const found = catalog.virtualAssets.get(id);
  const rule = found?.kind === 'rule_based' ? found.rule : null;
  return rememberedPool(catalog, `members of ${slotOfPool(catalog, key, rule, moment)}`, () => {
    const assets = rule
      ? programmesMatching(catalog, rule, moment)
      : found?.kind === 'fixed_sequence'
        ? found.assetIds.flatMap((assetId) => single(catalog, assetId))
        : [];
    return pooled(catalog, key, packageNameOf(catalog, id), assets, [
      { cursor: null, assets: [], virtualAssetId: id },
    ]);
  });
}

/** The pool of these assets: of each work one copy. */
export function pooled(
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

/** The episodes of a series, in canonical order. */
export function episodesOf(catalog: Catalog, seriesId: SeriesId): readonly CatalogAsset[] {
  return catalog.episodesBySeries.get(seriesId) ?? [];
}

/** The asset, or the copy of it that airs in its stead; nothing when neither may. */
export function single(catalog: Catalog, id: AssetId): CatalogAsset[] {
  const asset = eligibleCopy(catalog, id);
  return asset ? [asset] : [];
}
