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

/** When it last started; −∞ for never. */
export function lastPlayAt(history: InterstitialHistory, assetId: AssetId): number {
  return history.get(assetId)?.at(-1) ?? -Infinity;
}

/** How often it has started at or after the instant. */
export function playsSince(
  history: InterstitialHistory,
  assetId: AssetId,
  sinceAt: EpochMs,
): number {
  return (history.get(assetId) ?? []).filter((startAt) => startAt >= sinceAt).length;
}
