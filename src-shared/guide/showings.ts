import type { GuideEntry } from '../model/guide.ts';
import type { AssetId } from '../model/ids.ts';
import type { EpochMs } from '../time/units.ts';

/**
 * Says of each entry of one channel, in air order, when the channel showed the same asset last before it. `before` holds the
 * last starts ahead of the first entry. A slate shows nothing that could have been shown before.
 */
export function withPreviousShowings(
  entries: readonly GuideEntry[],
  before: ReadonlyMap<AssetId, EpochMs>,
): GuideEntry[] {
  const last = new Map(before);
  return entries.map((entry) => {
    // A package was not shown before as such; its programmes were, by it.
    for (const { assetId } of entry.members ?? []) last.set(assetId, entry.startAt);
    if (entry.assetId === null) return entry;
    const previousStartAt = last.get(entry.assetId) ?? null;
    last.set(entry.assetId, entry.startAt);
    return { ...entry, previousStartAt };
  });
}
