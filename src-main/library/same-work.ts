import type { IdentifiedFile } from './compare-files.ts';

/** An asset whose file is gone, with the new file of the same programme. */
export interface Replacement<Known> {
  readonly known: Known;
  readonly file: IdentifiedFile;
}

/**
 * Pairs assets whose files are gone with new files of the same programme: a better copy under another name. One to one;
 * where several of either kind claim a programme nobody is paired, since a guess would put the wrong content into plans.
 */
export function matchReplacements<Known>(
  gone: readonly { readonly known: Known; readonly key: string | null }[],
  added: readonly { readonly file: IdentifiedFile; readonly key: string | null }[],
): Replacement<Known>[] {
  const goneByKey = Map.groupBy(gone, ({ key }) => key);
  const addedByKey = Map.groupBy(added, ({ key }) => key);
  const pairs: Replacement<Known>[] = [];
  for (const [key, left] of goneByKey) {
    const right = addedByKey.get(key) ?? [];
    const [only] = left;
    const [file] = right;
    if (key === null || !only || !file || left.length > 1 || right.length > 1) continue;
    pairs.push({ known: only.known, file: file.file });
  }
  return pairs;
}
