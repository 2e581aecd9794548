import type { AssetId } from '../../model/ids.ts';
import { MS_PER_DAY, type DurationMs } from '../../time/units.ts';

/** However short the rest that is asked for, it may be made longer tomorrow. */
export const SHORTEST_KEPT_MS = 30 * MS_PER_DAY;

/** Whose last airing is noted, and for how long. The same plans over the same catalogue give the same object. */
export interface Remembered {
  has(workId: string): boolean;
  /** The id by which the history knows the work of the asset. */
  workOf(id: AssetId): AssetId;
  /**
   * For how long the last airing of an asset is kept: for ever where a row airs what aired longest ago, else as long as the longest
   * rest that is asked for. Never less than {@link SHORTEST_KEPT_MS}.
   */
  keptMs(workId: string): DurationMs;
}
