import { type AssetKind, type InterstitialKind, isInterstitial } from '../../model/asset.ts';
import type { AssetId, SeriesId, VirtualAssetId } from '../../model/ids.ts';
import { compareNatural, compareText } from '../../model/natural-order.ts';
import type { VirtualAsset } from '../../model/virtual-asset.ts';
import type { EpochMs } from '../../time/units.ts';
import { oneOfEach, worksOf, type UnavailableCopy, type Work } from './works.ts';

/** An eligible asset as the planner sees it. Whoever builds the catalogue leaves out everything ineligible. */
export interface CatalogAsset {
  readonly id: AssetId;
  readonly kind: AssetKind;
  readonly title: string;
  readonly seriesId: SeriesId | null;
  readonly seriesTitle: string | null;
  readonly seasonNumber: number | null;
  readonly episodeNumber: number | null;
  readonly year: number | null;
  readonly durationMs: number;
  /** First-class breakpoints: starts of chapters and break markers, ascending, milliseconds into the asset. */
  readonly breakpointsMs: readonly number[];
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
  /** As they were given; left out means none. */
  readonly tags?: readonly string[];
  /** The name of its source, if known. */
  readonly source?: string;
  /** When the library first saw it, if known. */
  readonly addedAt?: EpochMs;
  /** What tells its bytes from those of other files, if known: copies of one file share it. */
  readonly contentIdentity?: string | null;
  /** Lines of its picture; left out where nothing depends on it. */
  readonly pictureHeight?: number | null;
  /** Copies of the same work that may not air; left out means none. */
  readonly unavailableCopies?: readonly UnavailableCopy[];
}

/** What tells an asset's content from other content: the identity of its bytes; of a file without one, the asset itself. */
export function identityOf({ id, contentIdentity }: CatalogAsset): string {
  return contentIdentity ?? id;
}

/** The catalogue arranged for look-up; every list is in canonical order, whatever order the rows came in. */
export interface Catalog {
  readonly byId: ReadonlyMap<AssetId, CatalogAsset>;
  /** Every episode and movie, copies of one work too, in the order of `programmes`. */
  readonly everyCopy: readonly CatalogAsset[];
  /** Works of several copies, by the id of each copy, be it eligible or not. */
  readonly works: ReadonlyMap<AssetId, Work<CatalogAsset>>;
  /** Episodes of a series by season, episode, title, id; of each work the best copy that the series has. */
  readonly episodesBySeries: ReadonlyMap<SeriesId, readonly CatalogAsset[]>;
  /** Episodes and movies, by series title and number, then by title and id; of each work the best copy. */
  readonly programmes: readonly CatalogAsset[];
  /** Interstitials by kind, by id. */
  readonly interstitials: ReadonlyMap<InterstitialKind, readonly CatalogAsset[]>;
  /** The station's packages. Their assets may be ineligible. */
  readonly virtualAssets: ReadonlyMap<VirtualAssetId, VirtualAsset>;
}

/** What the place of an episode in its series depends on. */
export interface EpisodeOrderKey {
  readonly seasonNumber: number | null;
  readonly episodeNumber: number | null;
  readonly title: string;
  readonly id: AssetId;
}

/**
 * The canonical order of episodes within a series: season, episode, title as people count, id. What has no number comes behind
 * what has one, the specials (season 0) behind both.
 */
export function compareEpisodes(a: EpisodeOrderKey, b: EpisodeOrderKey): number {
  return (
    Number(a.seasonNumber === SPECIALS) - Number(b.seasonNumber === SPECIALS) ||
    compareNumbers(a.seasonNumber, b.seasonNumber) ||
    compareNumbers(a.episodeNumber, b.episodeNumber) ||
    compareNatural(a.title, b.title) ||
    compareText(a.id, b.id)
  );
}

/** The season of what belongs to a series and to none of its seasons. */
const SPECIALS = 0;

/** What the place of a programme in the whole library depends on. */
export interface ProgrammeOrderKey extends EpisodeOrderKey {
  readonly seriesTitle?: string | null | undefined;
  readonly seriesId?: SeriesId | null | undefined;
}

/** The canonical order of programmes: series (or own) title, series id, then as {@link compareEpisodes}. */
export function compareProgrammes(a: ProgrammeOrderKey, b: ProgrammeOrderKey): number {
  return (
    compareNatural(a.seriesTitle ?? a.title, b.seriesTitle ?? b.title) ||
    compareText(a.seriesId ?? '', b.seriesId ?? '') ||
    compareEpisodes(a, b)
  );
}

/** Ascending; what has no number comes last. */
export function compareNumbers(a: number | null, b: number | null): number {
  if (a === b) return 0;
  if (a === null) return 1;
  if (b === null) return -1;
  return a - b;
}

const arranged = new WeakMap<
  readonly CatalogAsset[],
  { readonly packages: string; readonly catalog: Catalog }
>();

/**
 * The catalogue of these assets and packages, the same object as long as both are the same: indexes that hang on it are
 * made once for each revision of the library. Packages count as the same by id and version.
 */
export function catalogOf(
  assets: readonly CatalogAsset[],
  packages: readonly VirtualAsset[],
): Catalog {
  const key = packages.map(({ id, version }) => `${id}:${String(version)}`).join(' ');
  const kept = arranged.get(assets);
  if (kept?.packages === key) return kept.catalog;
  const catalog = buildCatalog(assets, packages);
  arranged.set(assets, { packages: key, catalog });
  return catalog;
}

/** Arranges eligible assets, and packages. Pure; the order of either does not matter. */
export function buildCatalog(
  assets: readonly CatalogAsset[],
  packages: readonly VirtualAsset[] = [],
): Catalog {
  const byId = new Map(assets.map((asset) => [asset.id, asset]));
  const byKind = Map.groupBy(assets, ({ kind }) => kind);
  const interstitials = new Map<InterstitialKind, CatalogAsset[]>();
  for (const [kind, list] of byKind) if (isInterstitial(kind)) interstitials.set(kind, list);
  const everyCopy = assets.filter(({ kind }) => !isInterstitial(kind)).sort(compareProgrammes);
  for (const list of interstitials.values()) list.sort((a, b) => compareText(a.id, b.id));
  const virtualAssets = new Map(packages.map((each) => [each.id, each]));
  const works = worksOf(assets);
  return withProgrammes({ byId, everyCopy, works, interstitials, virtualAssets });
}

/** The catalogue with what follows from its copies and works. */
export function withProgrammes(copies: Omit<Catalog, 'programmes' | 'episodesBySeries'>): Catalog {
  const { everyCopy, works } = copies;
  const episodesBySeries = new Map<SeriesId, readonly CatalogAsset[]>();
  for (const [id, episodes] of Map.groupBy(everyCopy, ({ seriesId }) => seriesId)) {
    if (id !== null) episodesBySeries.set(id, oneOfEach(works, episodes));
  }
  return { ...copies, programmes: oneOfEach(works, everyCopy), episodesBySeries };
}
