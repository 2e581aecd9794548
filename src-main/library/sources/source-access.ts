import type { AppError } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** An item as it lies in a source now. */
export interface FoundFile {
  /** Below the source, with forward slashes. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly modifiedAt: EpochMs;
}

/** All items of a source at one time. */
export interface Listing {
  readonly files: readonly FoundFile[];
  /** Places (folders with a closing slash) that are there but could not be read. What is below them is unknown, not gone. */
  readonly unreadable: readonly string[];
  readonly linkCount: number;
  /** It holds nothing that anybody put there, as an unmounted drive does. */
  readonly isBare: boolean;
}

/**
 * What a kind of source must be able to do. Everything after it (comparing, probing, states, moves, progress) is shared:
 * a new kind is a folder beside this file and a line in `kinds.ts`.
 */
export interface SourceAccess {
  /** Rejects with `source-unreachable` when the source cannot be read now. */
  check(): Promise<void>;
  /** The refusal that `check` rejects with, for a source that answers and yet holds nothing of what it held. */
  unreachable(): AppError;
  /**
   * Lists the items, with the number found so far on the way. Rejects with `source-unreachable`, or with the signal's
   * reason.
   */
  list(onFound: (count: number) => void, signal: AbortSignal): Promise<Listing>;
  /** The identity of an item's content: equal for equal content, whatever its name. Rejects when it cannot be read. */
  identify(relativePath: string): Promise<string>;
  /** Where ffmpeg finds the item. */
  locate(relativePath: string): string;
  /** Names that the source itself contributes to what its paths say, outermost first. */
  readonly context: readonly string[];
}

/** How sources of one kind are read. */
export type OpenSource<K extends Source['kind']> = (
  source: Extract<Source, { readonly kind: K }>,
) => SourceAccess;
