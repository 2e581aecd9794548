import type { BlockId } from '#shared/model/ids.ts';
import type { Block } from '#shared/model/plan.ts';

/** Reads blocks. */
export interface BlockReader {
  /** By name. */
  list(): Promise<Block[]>;
  get(id: BlockId): Promise<Block | null>;
}

/** Changes blocks. */
export interface BlockWriter {
  insert(block: Block): Promise<void>;
  /** Replaces the one whose version is `block.version - 1`, `stale-version` otherwise. */
  update(block: Block): Promise<void>;
  /** `has-dependents` while plans have it. */
  delete(id: BlockId): Promise<void>;
}

export interface BlockRepository extends BlockReader, BlockWriter {}
