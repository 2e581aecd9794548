import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { Asset } from '#shared/model/asset.ts';
import type { SeriesId } from '#shared/model/ids.ts';
import { nameKey } from '#shared/model/name-key.ts';

/** An episode that a scan found at another path, with the series that the new path names. */
export interface MovedEpisode {
  readonly asset: Pick<Asset, 'id' | 'seriesId' | 'seriesTitle'>;
  /** What the old path said; another title in the asset was set by the operator and stays. */
  readonly titleBefore: string | null;
  readonly titleAfter: string | null;
}

export interface SeriesRename {
  readonly seriesId: SeriesId;
  readonly from: string;
  readonly to: string;
}

/**
 * Series whose folder was renamed: every episode that is there has moved, all to one new title that no series has. Such a
 * series keeps its identity, and with it rows, places and history. Anything less is a move of episodes between series.
 * `presentOf` answers how many episodes of a series have their file, wherever it lies.
 */
export async function findSeriesRenames(
  moved: readonly MovedEpisode[],
  presentOf: (seriesId: SeriesId) => Promise<number>,
  isTaken: (title: string) => Promise<boolean>,
): Promise<SeriesRename[]> {
  const renames: SeriesRename[] = [];
  const taken = new Set<string>();
  for (const [seriesId, episodes] of Map.groupBy(moved, ({ asset }) => asset.seriesId)) {
    const [first] = episodes;
    const from = first?.asset.seriesTitle ?? null;
    const to = first?.titleAfter ?? null;
    if (seriesId === null || from === null || to === null || nameKey(from) === nameKey(to))
      continue;
    const isOne = episodes.every(
      ({ asset, titleBefore, titleAfter }) =>
        titleAfter !== null &&
        nameKey(titleAfter) === nameKey(to) &&
        titleBefore !== null &&
        nameKey(titleBefore) === nameKey(asset.seriesTitle ?? ''),
    );
    if (!isOne || taken.has(nameKey(to)) || (await isTaken(to))) continue;
    if ((await presentOf(seriesId)) > episodes.length) continue;
    taken.add(nameKey(to));
    renames.push({ seriesId, from, to });
  }
  return renames;
}

/** How many episodes of a series have their file. Moved ones count: they have it elsewhere. */
export async function presentEpisodes(assets: AssetReader, seriesId: SeriesId): Promise<number> {
  const { total } = await assets.list({
    text: '',
    kinds: ['episode'],
    states: ['new', 'enriching', 'ready'],
    seriesId,
    isPresent: true,
    offset: 0,
    limit: 1,
    sort: 'title',
  });
  return total;
}
