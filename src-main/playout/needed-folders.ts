import { actFolder, recipeOf } from './act-recipe.ts';
import type { ChannelPlayout } from './channel-playout.ts';
import type { PlayableAssets } from './playable-assets.ts';

/** The act folder that a segment's cache key lies in. */
export function folderOfKey(key: string): string {
  return key.slice(0, key.lastIndexOf('/'));
}

/**
 * Cache folders of every act from the start of the rewind window to the end of the locked log, on every channel: what
 * eviction must leave alone.
 */
export async function neededFolders(
  channels: Iterable<ChannelPlayout>,
  assets: PlayableAssets,
): Promise<ReadonlySet<string>> {
  const needed = new Set<string>();
  for (const { channel, timeline } of channels) {
    for (const event of timeline.blocks.flatMap((block) => block.events)) {
      const found = await assets.of(event.assetId);
      if (found) needed.add(actFolder(recipeOf(event, found.asset, channel.houseFormat)));
    }
  }
  return needed;
}
