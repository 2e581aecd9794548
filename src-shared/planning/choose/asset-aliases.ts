import type { AssetName } from '../../model/asset.ts';
import { episodeLabel } from '../../model/episode-label.ts';
import { compareText } from '../../model/natural-order.ts';

/** As names are compared: Unicode NFC, any case, spaces as one. */
export function foldName(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/\s+/gu, ' ').trim();
}

/** Finds the assets that a name means. */
export interface AliasIndex {
  /** How many different names lead to an asset, ids included. */
  readonly size: number;
  /**
   * Every asset that the name may mean, by path, then id: one for an id, several for a name that is ambiguous, none for one that is
   * unknown. Nothing is guessed. Retired assets are answered only when no other has the name.
   */
  find(name: string): readonly AssetName[];
}

/**
 * The names of an asset besides its id: its path, its file name without extension, its title, the title with the year, and for an
 * episode `Series S01E02` and `Series - S01E02 - Title`.
 */
export function aliasesOf(asset: AssetName): string[] {
  const { title, year, relativePath } = asset;
  const file = relativePath.slice(relativePath.lastIndexOf('/') + 1);
  const dot = file.lastIndexOf('.');
  const names = [relativePath, dot > 0 ? file.slice(0, dot) : file, title];
  if (year !== null) names.push(`${title} (${String(year)})`);
  const number = episodeLabel(asset.seasonNumber, asset.episodeNumber);
  if (asset.seriesTitle !== null && number !== null) {
    names.push(
      `${asset.seriesTitle} ${number}`,
      `${asset.seriesTitle} - ${number}`,
      `${asset.seriesTitle} - ${number} - ${title}`,
    );
  }
  return [...new Set(names.map(foldName))].filter((name) => name !== '');
}

/** Arranges a library by its names. The order of `assets` does not matter. */
export function indexAliases(assets: readonly AssetName[]): AliasIndex {
  const byId = new Map<string, AssetName>(assets.map((asset) => [asset.id, asset]));
  const named = assets.flatMap((asset) => aliasesOf(asset).map((name) => ({ name, asset })));
  const byName = Map.groupBy(named, ({ name }) => name);
  return {
    size: byId.size + byName.size,
    find(name) {
      const text = name.trim();
      const own = byId.get(text) ?? byId.get(text.toLowerCase());
      if (own) return [own];
      const found = (byName.get(foldName(name)) ?? []).map(({ asset }) => asset);
      const inUse = found.filter(({ state }) => state !== 'retired');
      return (inUse.length > 0 ? inUse : found).toSorted(
        (a, b) => compareText(a.relativePath, b.relativePath) || compareText(a.id, b.id),
      );
    },
  };
}
