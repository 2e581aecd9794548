import type { Store } from '#main/store/store.ts';
import { catalogOf, type Catalog } from '#shared/planning/choose/catalog.ts';

/** The eligible assets and the packages, as planning sees them now. */
export async function readCatalog({
  assets,
  virtualAssets,
}: Pick<Store, 'assets' | 'virtualAssets'>): Promise<Catalog> {
  return catalogOf(await assets.catalog(), await virtualAssets.list());
}
