import type { Source } from '#shared/model/asset.ts';
import type { CollectionId, SourceId } from '#shared/model/ids.ts';

/** Reads sources. */
export interface SourceReader {
  list(): Promise<Source[]>;
  get(id: SourceId): Promise<Source | null>;
  getByCollection(id: CollectionId): Promise<Source | null>;
}

/** Changes sources. */
export interface SourceWriter {
  /** Also creates its collection. */
  insert(source: Source): Promise<void>;
  update(source: Source): Promise<void>;
  /** Marks it removed; its assets stay for the sake of history. */
  remove(id: SourceId): Promise<void>;
}

export interface SourceRepository extends SourceReader, SourceWriter {}
