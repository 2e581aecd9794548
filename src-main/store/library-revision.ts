import type { CatalogAsset } from '#shared/scheduling/catalog.ts';

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

/** The last catalogue built, with the revision that it shows. */
export interface CatalogCache {
  read(revision: string): readonly CatalogAsset[] | null;
  keep(revision: string, catalog: readonly CatalogAsset[]): void;
}

export function createCatalogCache(): CatalogCache {
  let kept: { revision: string; catalog: readonly CatalogAsset[] } | null = null;
  return {
    read: (revision) => (kept?.revision === revision ? kept.catalog : null),
    keep(revision, catalog) {
      kept = { revision, catalog };
    },
  };
}

/** The cache of a transaction: what it sees may yet be rolled back, so nothing is kept. */
export const NO_CATALOG_CACHE: CatalogCache = {
  read: () => null,
  keep: () => undefined,
};
