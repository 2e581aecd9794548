import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { AssetName } from '#shared/model/asset.ts';
import { indexAliases, type AliasIndex } from '#shared/planning/choose/asset-aliases.ts';

/** The index of what the store answered; it answers the same list until the library changes. */
const indexes = new WeakMap<readonly AssetName[], AliasIndex>();

/** The library by its names, as it is now. */
export async function aliasIndexOf(assets: AssetReader): Promise<AliasIndex> {
  const names = await assets.names();
  const index = indexes.get(names) ?? indexAliases(names);
  indexes.set(names, index);
  return index;
}
