import type { AssetId } from '../model/ids.ts';
import type { SpotKind, SpotRules } from '../model/traffic.ts';
import { identityOf, type CatalogAsset } from '../planning/choose/catalog.ts';

/** What there is of each kind. */
export type SpotPool = ReadonlyMap<SpotKind, readonly CatalogAsset[]>;

/** An interstitial as traffic sees it: one content, however many files of the library hold it. */
export interface Spot {
  /** The copy that airs: the first by kind, then id. */
  readonly asset: CatalogAsset;
  readonly kind: SpotKind;
  /** What tells it from other content. */
  readonly identity: string;
  /** Every asset that holds it; a start of any of them is a start of the spot. */
  readonly assetIds: readonly AssetId[];
}

/**
 * The spots of these kinds, each content once, by kind as given, then id. Content that is there as two kinds is of the one that is
 * allowed.
 */
export function spotsOf(
  pool: SpotPool,
  kinds: readonly SpotKind[],
  { allowedKinds }: Pick<SpotRules, 'allowedKinds'>,
): Spot[] {
  const spots = new Map<string, Spot & { readonly assetIds: AssetId[] }>();
  const isAllowed = (kind: SpotKind): boolean => allowedKinds.includes(kind);
  for (const kind of [...kinds.filter(isAllowed), ...kinds.filter((kind) => !isAllowed(kind))]) {
    for (const asset of pool.get(kind) ?? []) {
      const identity = identityOf(asset);
      const known = spots.get(identity);
      if (known) known.assetIds.push(asset.id);
      else if (asset.durationMs > 0) {
        spots.set(identity, { asset, kind, identity, assetIds: [asset.id] });
      }
    }
  }
  return [...spots.values()];
}
