import type { AssetKind } from '#shared/model/asset.ts';
import { nameKey, tidyText } from '#shared/model/name-key.ts';

import { beforeRelease, splitYear, trimSeparators } from './clean-name.ts';
import { findEpisodeMark, type EpisodeMark } from './episode-number.ts';
import { meaningOfFolder, seasonOfFolder, type FolderMeaning } from './folder-words.ts';
import { stemOf } from './sources/folder/video-files.ts';

/** What a file's place and name say about it; see docs/folder-convention.md. */
export interface PathClass {
  readonly kind: AssetKind;
  /** Never empty. Of an episode its own name, `Episode 2` where it has none. */
  readonly title: string;
  readonly year: number | null;
  readonly seriesTitle: string | null;
  readonly seasonNumber: number | null;
  readonly episodeNumber: number | null;
  /** Lower case, in the order of the path, each once. */
  readonly tags: readonly string[];
}

interface Folder {
  readonly name: string;
  /** It is above the scanned folder: its name counts as a root's, not as a title. */
  readonly isContext: boolean;
}

/**
 * Derives kind, titles, numbers and tags from a path below a scanned folder (forward slashes) by the folder
 * convention; `context` is {@link folderContext} of that folder. Pure, and total: any name is accepted.
 */
export function classifyPath(relativePath: string, context: readonly string[] = []): PathClass {
  const parts = relativePath.split('/');
  const stem = stemOf(parts.at(-1) ?? '');
  const folders: Folder[] = [
    ...context.map((name) => ({ name, isContext: true })),
    ...parts.slice(0, -1).map((name) => ({ name, isContext: false })),
  ];
  const seasonIndex = folders.findLastIndex(({ name }) => seasonOfFolder(name) !== null);
  const mark = findEpisodeMark(stem, seasonIndex >= 0);
  const root = findRoot(folders, mark);
  const meaning = root?.meaning ?? null;
  const below = folders.slice(root ? root.index + 1 : 0);
  switch (meaning?.type) {
    case 'category':
      return interstitialOf(stem, meaning.kind, folders);
    case 'interstitials':
      return interstitialOf(stem, 'filler', folders);
    case 'movies':
      return movieOf(stem, below);
    case 'shows':
      return episodeOf(stem, mark, below, true);
    case undefined:
      return mark ? episodeOf(stem, mark, below, false) : movieOf(stem, below);
  }
}

/** The deepest folder with a meaning. Right below `Shows`, a folder of numbered episodes is a title whatever its name. */
function findRoot(
  folders: readonly Folder[],
  mark: EpisodeMark | null,
): { index: number; meaning: FolderMeaning } | null {
  for (let index = folders.length - 1; index >= 0; index -= 1) {
    const meaning = meaningOfFolder(folders[index]?.name ?? '');
    if (!meaning) continue;
    const above = index > 0 ? meaningOfFolder(folders[index - 1]?.name ?? '') : null;
    if (mark && above?.type === 'shows') continue;
    return { index, meaning };
  }
  return null;
}

function interstitialOf(stem: string, kind: AssetKind, folders: readonly Folder[]): PathClass {
  const { name, year } = splitYear(stem);
  return {
    kind,
    title: name,
    year,
    seriesTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    tags: tagsOf(folders.filter((folder) => meaningOfFolder(folder.name) === null)),
  };
}

function movieOf(stem: string, folders: readonly Folder[]): PathClass {
  const { name, year } = splitYear(stem);
  const own = folders.at(-1);
  const ownName = own && !own.isContext ? splitYear(own.name) : null;
  const isOwn = ownName !== null && nameKey(ownName.name) === nameKey(name);
  return {
    kind: 'movie',
    title: name,
    year: year ?? (isOwn ? ownName.year : null),
    seriesTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    tags: tagsOf(isOwn ? folders.slice(0, -1) : folders),
  };
}

function episodeOf(
  stem: string,
  mark: EpisodeMark | null,
  folders: readonly Folder[],
  isBelowShows: boolean,
): PathClass {
  const seasonIndex = folders.findLastIndex(({ name }) => seasonOfFolder(name) !== null);
  const prefix = mark ? trimSeparators(tidyText(mark.before.replace(/[._-]+$/, ''))) : '';
  const show = findShow(folders, seasonIndex, prefix, isBelowShows);
  const seriesTitle = show.title;
  const seasonFolder = folders[seasonIndex];
  const folderSeason = seasonFolder ? seasonOfFolder(seasonFolder.name) : null;
  const own = splitYear(mark ? mark.after : withoutSeries(stem, seriesTitle));
  const hasName = /[\p{L}\p{N}]/u.test(mark ? beforeRelease(mark.after) : stem);
  const number = mark ? `${String(mark.episodeNumber)}${mark.letter}` : '';
  const numbered = mark ? `Episode ${number}` : own.name;
  const name = mark?.letter ? `${number} - ${own.name}` : own.name;
  return {
    kind: 'episode',
    title: hasName && own.name !== 'Untitled' ? name : numbered,
    year: own.year ?? splitYear(seriesTitle).year,
    seriesTitle,
    seasonNumber: mark?.seasonNumber ?? folderSeason ?? (mark ? 1 : null),
    episodeNumber: mark?.episodeNumber ?? null,
    tags: tagsOf(folders.slice(0, Math.max(show.index, 0))),
  };
}

/** The folder that bears the series' title, or the title in the file's own name; `index` is -1 for the latter. */
function findShow(
  folders: readonly Folder[],
  seasonIndex: number,
  prefix: string,
  isBelowShows: boolean,
): { index: number; title: string } {
  const at = (index: number): { index: number; title: string } => ({
    index,
    title: seriesName(folders[index]?.name ?? ''),
  });
  if (seasonIndex > 0) return at(seasonIndex - 1);
  const named = folders.findLastIndex(
    ({ name }, index) =>
      index !== seasonIndex && nameKey(splitYear(name).name) === nameKey(splitYear(prefix).name),
  );
  if (prefix !== '' && named >= 0) return at(named);
  const first = folders.findIndex(({ isContext }, index) => !isContext && index !== seasonIndex);
  if (isBelowShows && first >= 0) return at(first);
  if (prefix !== '') return { index: -1, title: seriesName(prefix) };
  const any = folders.findLastIndex((_, index) => index !== seasonIndex);
  return any >= 0 ? at(any) : { index: -1, title: 'Unknown series' };
}

/** A series keeps the year in its title, because that is what tells two of the same name apart. */
function seriesName(text: string): string {
  const { name, year } = splitYear(text);
  return year === null ? name : `${name} (${String(year)})`;
}

/** The stem without the series' title in front of it, unless nothing would remain. */
function withoutSeries(stem: string, seriesTitle: string): string {
  const dash = stem.indexOf(' - ');
  if (dash > 0 && nameKey(stem.slice(0, dash)) === nameKey(seriesTitle))
    return stem.slice(dash + 3);
  return stem;
}

function tagsOf(folders: readonly Folder[]): string[] {
  const tags = folders
    .filter(({ isContext }) => !isContext)
    .map(({ name }) => tidyText(name).toLowerCase())
    .filter((tag) => tag !== '');
  return [...new Set(tags)];
}
