import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import { catalogOf, type Catalog } from '#shared/planning/choose/catalog.ts';

/** Where the catalogue is read from. */
export interface CatalogReader {
  readonly assets: AssetReader;
  readonly virtualAssets: VirtualAssetReader;
}

/** The eligible assets and the packages, as planning sees them now. */
export async function readCatalog({ assets, virtualAssets }: CatalogReader): Promise<Catalog> {
  return catalogOf(await assets.catalog(), await virtualAssets.list());
}
