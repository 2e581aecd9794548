import type { AssetId } from '../../model/ids.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';

/** What the end of a title says: the title without it, and which part it is. */
export interface PartTitle {
  readonly base: string;
  readonly part: number;
}

const WORDS = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];
const ROMAN = ['i', 'ii', 'iii', 'iv', 'v', 'vi', 'vii', 'viii', 'ix', 'x'];
const SUFFIX =
  /^(.*\S)\s*(?:[([]\s*(?:(?:part|pt\.?)\s*)?(\d{1,2})(?:\s*(?:of|\/)\s*\d{1,2})?\s*[)\]]|[\s,:;–—-]\s*[([]?\s*(?:part|pt\.?)\s+(\d{1,2}|[a-z]+)(?:\s+of\s+\w+)?\s*[)\]]?)$/;

function numberOf(text: string): number | null {
  if (/^\d+$/.test(text)) return Number(text);
  const index = Math.max(WORDS.indexOf(text), ROMAN.indexOf(text));
  return index < 0 ? null : index + 1;
}

/**
 * Reads the suffix of a multi-part episode: “Cold Front, Part 2”, “Cold Front (1)”, “Cold Front: Part II”. A title that is
 * nothing but “Part 2” is none.
 */
export function partOfTitle(title: string): PartTitle | null {
  const match = SUFFIX.exec(title.trim().toLowerCase());
  const part = match ? numberOf(match[2] ?? match[3] ?? '') : null;
  const base = (match?.[1] ?? '').replace(/[\s,:;–—-]+$/, '');
  return part === null || part < 1 || base === '' ? null : { base, part };
}

/** An episode that belongs together with others. */
export interface EpisodePart {
  readonly part: number;
  /** The first of those that are there. */
  readonly head: CatalogAsset;
  /** The one that follows, if it is there. */
  readonly next: CatalogAsset | null;
}

const known = new WeakMap<Catalog, ReadonlyMap<AssetId, EpisodePart>>();

/**
 * The parts of multi-part episodes by asset: episodes of a series that follow each other in canonical order with one title
 * and ascending part numbers. Single episodes are not in it.
 */
export function partsIn(catalog: Catalog): ReadonlyMap<AssetId, EpisodePart> {
  const there = known.get(catalog);
  if (there) return there;
  const parts = new Map<AssetId, EpisodePart>();
  for (const episodes of catalog.episodesBySeries.values()) {
    let run: { readonly asset: CatalogAsset; readonly title: PartTitle }[] = [];
    const close = (): void => {
      const [head] = run;
      if (head && run.length > 1) {
        run.forEach(({ asset, title }, index) => {
          const next = run[index + 1]?.asset ?? null;
          parts.set(asset.id, { part: title.part, head: head.asset, next });
        });
      }
      run = [];
    };
    for (const asset of episodes) {
      const title = partOfTitle(asset.title);
      const last = run.at(-1)?.title;
      if (!title || !last || title.base !== last.base || title.part !== last.part + 1) close();
      if (title) run.push({ asset, title });
    }
    close();
  }
  known.set(catalog, parts);
  return parts;
}

/** The first part of the episode that the asset belongs to; the asset itself when it stands alone. */
export function headOf(catalog: Catalog, asset: CatalogAsset): CatalogAsset {
  return partsIn(catalog).get(asset.id)?.head ?? asset;
}
