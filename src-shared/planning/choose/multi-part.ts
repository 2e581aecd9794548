import type { AssetId } from '../../model/ids.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import { workIdOf } from './copies.ts';
import { partOfTitle, type PartTitle } from './part-of-title.ts';

/** An episode or film that belongs together with others. */
export interface StoryPart {
  readonly part: number;
  /** The first of those that are there. */
  readonly head: CatalogAsset;
  /** The one that follows, if it is there. */
  readonly next: CatalogAsset | null;
}

const known = new WeakMap<Catalog, ReadonlyMap<AssetId, StoryPart>>();

/**
 * The parts of stories by work: episodes of a series, or films of one year, that follow each other in canonical order with one
 * title and ascending part numbers. What stands alone is not in it.
 */
function partsIn(catalog: Catalog): ReadonlyMap<AssetId, StoryPart> {
  const there = known.get(catalog);
  if (there) return there;
  const parts = new Map<AssetId, StoryPart>();
  const films = catalog.programmes.filter(({ seriesId }) => seriesId === null);
  for (const list of [...catalog.episodesBySeries.values(), films]) noteParts(catalog, list, parts);
  known.set(catalog, parts);
  return parts;
}

interface Titled {
  readonly asset: CatalogAsset;
  readonly title: PartTitle;
}

function noteParts(
  catalog: Catalog,
  list: readonly CatalogAsset[],
  parts: Map<AssetId, StoryPart>,
): void {
  let run: Titled[] = [];
  const close = (): void => {
    const [head] = run;
    if (head && run.length > 1) {
      run.forEach(({ asset, title }, index) => {
        const next = run[index + 1]?.asset ?? null;
        parts.set(workIdOf(catalog, asset.id), { part: title.part, head: head.asset, next });
      });
    }
    run = [];
  };
  for (const asset of list) {
    const title = partOfTitle(asset.title);
    if (!title) {
      close();
      continue;
    }
    const last = run.at(-1);
    if (!last || !follows(last, { asset, title })) close();
    run.push({ asset, title });
  }
  close();
}

/** A film of another year is a sequel, not a part. */
function follows(last: Titled, { asset, title }: Titled): boolean {
  const isSequel = asset.seriesId === null && asset.year !== last.asset.year;
  return !isSequel && title.base === last.title.base && title.part === last.title.part + 1;
}

/** The place of the asset, whichever copy of its work it is, in its story; `null` when it stands alone. */
export function storyOf(catalog: Catalog, id: AssetId): StoryPart | null {
  return partsIn(catalog).get(workIdOf(catalog, id)) ?? null;
}

/** The first part of the story that the asset belongs to; the asset itself when it stands alone. */
export function headOf(catalog: Catalog, asset: CatalogAsset): CatalogAsset {
  return storyOf(catalog, asset.id)?.head ?? asset;
}
