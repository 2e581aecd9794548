import type { ChannelPlayout } from './channel-playout.ts';
import { createNeededFolders } from './needed-folders.ts';
import type { PlayableAssets } from './playable-assets.ts';
import type { SegmentCache } from './segment-cache.ts';

/** Keeps the cache inside its budget and tells when the disk takes no more. */
export interface CacheKeeper {
  /** Logs have changed: until it is looked again what they need, nothing is removed. */
  logsChanged(): void;
  filesChanged(): void;
  /** Removes what is needed least where the cache is over its budget or its disk is full. */
  keep(
    channels: Iterable<Pick<ChannelPlayout, 'channel' | 'timeline'>>,
    budgetBytes: number,
  ): Promise<void>;
  /** Whether there is room for what nobody waits for. */
  hasRoom(budgetBytes: number): boolean;
}

export function createCacheKeeper(
  cache: Pick<SegmentCache, 'evict' | 'protect' | 'status'>,
  assets: Pick<PlayableAssets, 'of'>,
  onTrouble: (what: string, error: unknown) => void,
): CacheKeeper {
  const needed = createNeededFolders(assets);
  let faultTold: string | null = null;

  function keepEverything(): void {
    cache.protect(() => true);
  }

  function tellFault(fault: string | null): void {
    if (fault !== null && faultTold === null) {
      onTrouble('writing to the cache; what is conformed stays in memory', new Error(fault));
    }
    faultTold = fault;
  }

  keepEverything();
  return {
    logsChanged: keepEverything,
    filesChanged() {
      needed.forget();
      keepEverything();
    },
    async keep(channels, budgetBytes) {
      const { usedBytes, fault } = cache.status();
      tellFault(fault);
      if (usedBytes <= budgetBytes && fault === null) return;
      cache.protect(await needed.of(channels));
      await cache.evict(budgetBytes);
    },
    hasRoom(budgetBytes) {
      const { usedBytes, fault } = cache.status();
      return usedBytes < budgetBytes && fault === null;
    },
  };
}
