import { seasonOfFolder } from '../../folder-words.ts';

/**
 * The names that a scanned folder's own path contributes: its last part, with its parent where it is a season, so that
 * a folder added as `…/Shows`, `…/Commercials`, `…/Cheers` or `…/Cheers/Season 1` is understood.
 */
export function folderContext(absolutePath: string): string[] {
  const parts = absolutePath
    .split(/[/\\]+/)
    .filter((part) => part !== '' && !/^[a-z]:$/i.test(part));
  const last = parts.at(-1);
  if (last === undefined) return [];
  const parent = parts.at(-2);
  return seasonOfFolder(last) !== null && parent !== undefined ? [parent, last] : [last];
}
