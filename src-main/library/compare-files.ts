import type { KnownFile } from '#main/store/repositories/asset-port.ts';

import type { FoundFile } from './sources/source-access.ts';

/** A file that the library knows, with what lies at its path now. */
export interface FilePair {
  readonly known: KnownFile;
  readonly file: FoundFile;
}

/** What a scan has to do, by the look of paths, sizes and times alone. */
export interface FileComparison {
  readonly unchangedCount: number;
  /** At paths that nobody knows. */
  readonly fresh: readonly FoundFile[];
  /** Known, untouched, but never probed to the end. */
  readonly unfinished: readonly FilePair[];
  /** Size or time differs; the content may. */
  readonly touched: readonly FilePair[];
  /** Were gone and are back untouched. */
  readonly returned: readonly FilePair[];
  /** Known files (retired ones included) with nothing at their path. */
  readonly missing: readonly KnownFile[];
}

/**
 * Compares what is known with what was found. Files at or below an `unreadable` path (folders end in a slash) are
 * neither missing nor changed. Retired assets are left alone while their file is there.
 */
export function compareFiles(
  known: readonly KnownFile[],
  files: readonly FoundFile[],
  unreadable: readonly string[],
): FileComparison {
  const byPath = new Map(files.map((file) => [file.relativePath, file]));
  const unknownPaths = new Map(byPath);
  const hidden = unreadable.filter((path) => path.endsWith('/'));
  const hiddenFiles = new Set(unreadable);
  const comparison = {
    unchangedCount: 0,
    unfinished: [] as FilePair[],
    touched: [] as FilePair[],
    returned: [] as FilePair[],
    missing: [] as KnownFile[],
  };
  for (const entry of known) {
    const path = entry.relativePath;
    const file = byPath.get(path);
    unknownPaths.delete(path);
    if (!file) {
      const isUnknown = hiddenFiles.has(path) || hidden.some((folder) => path.startsWith(folder));
      if (isUnknown) comparison.unchangedCount += 1;
      else comparison.missing.push(entry);
      continue;
    }
    const fate = fateOf(entry, file);
    if (fate === 'unchanged') comparison.unchangedCount += 1;
    else comparison[fate].push({ known: entry, file });
  }
  return { ...comparison, fresh: [...unknownPaths.values()] };
}

function fateOf(
  known: KnownFile,
  file: FoundFile,
): 'unchanged' | 'unfinished' | 'touched' | 'returned' {
  if (known.state === 'retired') return 'unchanged';
  const isSame = known.sizeBytes === file.sizeBytes && known.modifiedAt === file.modifiedAt;
  if (!isSame) return 'touched';
  if (known.fault === 'vanished') return known.state === 'ready' ? 'returned' : 'unfinished';
  return known.state === 'ready' || known.fault !== null ? 'unchanged' : 'unfinished';
}

/** A found file with the identity of its content, `null` for an empty one. */
export interface IdentifiedFile extends FoundFile {
  readonly contentIdentity: string | null;
}

/**
 * Finds the new paths of missing files by the identity of their content, one to one. Of several with the same content
 * the same file name is preferred, then the order of the paths.
 */
export function matchMoves<Known extends KnownFile>(
  missing: readonly Known[],
  fresh: readonly IdentifiedFile[],
): {
  moved: { known: Known; file: IdentifiedFile }[];
  added: IdentifiedFile[];
  gone: Known[];
} {
  const candidates = Map.groupBy(
    missing.filter(({ contentIdentity }) => contentIdentity !== null),
    ({ contentIdentity }) => contentIdentity ?? '',
  );
  const moved: { known: Known; file: IdentifiedFile }[] = [];
  const take = (file: IdentifiedFile, index: number): void => {
    const [known] = candidates.get(file.contentIdentity ?? '')?.splice(index, 1) ?? [];
    if (known) moved.push({ known, file });
  };
  const unmatched: IdentifiedFile[] = [];
  for (const file of fresh) {
    const list = candidates.get(file.contentIdentity ?? '') ?? [];
    const index = list.findIndex((known) => nameOf(known) === nameOf(file));
    if (index >= 0) take(file, index);
    else unmatched.push(file);
  }
  const added: IdentifiedFile[] = [];
  for (const file of unmatched) {
    if (candidates.get(file.contentIdentity ?? '')?.length) take(file, 0);
    else added.push(file);
  }
  const movedIds = new Set(moved.map(({ known }) => known.assetId));
  return { moved, added, gone: missing.filter((known) => !movedIds.has(known.assetId)) };
}

function nameOf(file: { readonly relativePath: string }): string {
  return file.relativePath.slice(file.relativePath.lastIndexOf('/') + 1);
}
