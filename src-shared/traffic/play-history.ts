import type { AssetId } from '../model/ids.ts';
import type { EpochMs } from '../time/units.ts';

/** When each interstitial started on the channel, aired or planned; starts ascend. */
export type InterstitialHistory = ReadonlyMap<AssetId, readonly EpochMs[]>;

/** One start of an interstitial. */
export interface Play {
  readonly assetId: AssetId;
  readonly startAt: EpochMs;
}

/** Arranges plays, which come in order of start. */
export function historyOf(plays: readonly Play[]): Map<AssetId, EpochMs[]> {
  const history = new Map<AssetId, EpochMs[]>();
  for (const play of plays) addPlay(history, play);
  return history;
}

/** Adds a play that starts no earlier than those of the same asset before it. */
export function addPlay(history: Map<AssetId, EpochMs[]>, { assetId, startAt }: Play): void {
  const starts = history.get(assetId);
  if (starts) starts.push(startAt);
  else history.set(assetId, [startAt]);
}

/** A copy whose lists may be added to. */
export function copyHistory(history: InterstitialHistory): Map<AssetId, EpochMs[]> {
  return new Map([...history].map(([assetId, starts]) => [assetId, [...starts]]));
}

/** When any of the assets last started; −∞ for never. */
export function lastPlayAt(history: InterstitialHistory, assetIds: readonly AssetId[]): number {
  return Math.max(...assetIds.map((id) => history.get(id)?.at(-1) ?? -Infinity));
}

/** How often the assets have started at or after the instant, together. */
export function playsSince(
  history: InterstitialHistory,
  assetIds: readonly AssetId[],
  sinceAt: EpochMs,
): number {
  return assetIds
    .map((id) => (history.get(id) ?? []).filter((startAt) => startAt >= sinceAt).length)
    .reduce((sum, plays) => sum + plays, 0);
}
