import type { AppError } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';
import type { PathClass } from '../classify-path.ts';
import type { EpochMs } from '#shared/time/units.ts';

/** What a source itself knows of an item. What it leaves out is derived from the item's path. */
export type Editorial = Partial<PathClass>;

/** An item as it lies in a source now. */
export interface FoundFile {
  /** What names the item in its source, for ever: of a file its path below the source, with forward slashes. */
  readonly relativePath: string;
  readonly sizeBytes: number;
  /** Whole milliseconds. */
  readonly modifiedAt: EpochMs;
  /** `null` from a source that knows its items by their names alone. */
  readonly editorial: Editorial | null;
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

/** How the items of one source are read. Everything after it (comparing, probing, states, moves, progress) is shared. */
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

/** A place that is to become a source. */
export interface WantedPlace {
  /** As the operator gave it. */
  readonly path: string;
  /** The other sources of the kind. */
  readonly others: readonly Source[];
  /** The station's own; no source may be it, hold it or lie in it. */
  readonly dataFolder: string;
}

/** What a kind of source must be able to do: a new one is a folder beside this file and a line in `kinds.ts`. */
export interface KindOfSource {
  /**
   * The place as it is kept, and what it is called. Rejects with `invalid-input` when it can be no source, `source-unreachable`
   * when it cannot be read, `already-exists` when another source has items of it.
   */
  admit(place: WantedPlace): Promise<{ readonly path: string; readonly name: string }>;
  /** Touches nothing yet. */
  open(source: Source): SourceAccess;
}
