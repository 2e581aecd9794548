import type { AssetName } from '#shared/model/asset.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';

/** Counts the changes of the library, so that what was derived from it is known to be old. */
export interface LibraryRevision {
  bump(): void;
  /** Changes with every write to the library, be it by another connection. */
  current(): string;
}

/** `readDataVersion` answers a number that changes when another connection commits (`PRAGMA data_version`). */
export function createLibraryRevision(readDataVersion: () => number): LibraryRevision {
  let revision = 0;
  return {
    bump() {
      revision += 1;
    },
    current: () => `${String(revision)}.${String(readDataVersion())}`,
  };
}

/** What was read last, with the revision that it shows. */
export interface RevisionCache<Value> {
  read(revision: string): Value | null;
  keep(revision: string, value: Value): void;
}

function createRevisionCache<Value>(): RevisionCache<Value> {
  let kept: { revision: string; value: Value } | null = null;
  return {
    read: (revision) => (kept?.revision === revision ? kept.value : null),
    keep(revision, value) {
      kept = { revision, value };
    },
  };
}

/** What is derived from the whole library. */
export interface LibraryCache {
  readonly catalog: RevisionCache<readonly CatalogAsset[]>;
  readonly names: RevisionCache<readonly AssetName[]>;
}

export function createLibraryCache(): LibraryCache {
  return { catalog: createRevisionCache(), names: createRevisionCache() };
}

function readOnly<Value>(cache: RevisionCache<Value>): RevisionCache<Value> {
  return { read: cache.read, keep: () => undefined };
}

/**
 * The cache of a transaction. It reads what is kept, which is right until the transaction itself changes the library, and
 * with that the revision; it keeps nothing, since what it sees may yet be rolled back.
 */
export function cacheInsideTransaction({ catalog, names }: LibraryCache): LibraryCache {
  return { catalog: readOnly(catalog), names: readOnly(names) };
}
