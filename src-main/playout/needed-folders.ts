import { actKey } from '#main/media/slice-recipe.ts';
import type { ChannelId } from '#shared/model/ids.ts';

import { actOf } from './act-recipe.ts';
import type { ChannelPlayout } from './channel-playout.ts';
import type { PlayableAssets } from './playable-assets.ts';

/** What of the cache the channels need, worked out again only for a channel whose log or files have changed. */
export interface NeededFolders {
  /**
   * Whether a cache key lies in the folder of an act from the start of the rewind window to the end of the locked log, on any of
   * the channels: what eviction must leave alone.
   */
  of(
    channels: Iterable<Pick<ChannelPlayout, 'channel' | 'timeline'>>,
  ): Promise<(key: string) => boolean>;
  /** Files have changed. */
  forget(): void;
}

interface Known {
  readonly timeline: ChannelPlayout['timeline'];
  readonly folders: ReadonlySet<string>;
}

export function createNeededFolders(assets: Pick<PlayableAssets, 'of'>): NeededFolders {
  const known = new Map<ChannelId, Known>();

  async function foldersOf({
    channel,
    timeline,
  }: Pick<ChannelPlayout, 'channel' | 'timeline'>): Promise<ReadonlySet<string>> {
    const before = known.get(channel.id);
    if (before?.timeline === timeline) return before.folders;
    const folders = new Set<string>();
    for (const { events } of timeline.blocks) {
      for (const event of events) {
        const found = await assets.of(event.assetId);
        if (found) folders.add(actKey(actOf(event, found.asset, timeline.look)));
      }
    }
    known.set(channel.id, { timeline, folders });
    return folders;
  }

  return {
    async of(channels) {
      const present = [...channels];
      const sets: ReadonlySet<string>[] = [];
      for (const channel of present) sets.push(await foldersOf(channel));
      const ids = new Set(present.map(({ channel }) => channel.id));
      for (const id of known.keys()) if (!ids.has(id)) known.delete(id);
      return (key) => {
        const folder = key.slice(0, key.lastIndexOf('/'));
        return sets.some((folders) => folders.has(folder));
      };
    },
    forget() {
      known.clear();
    },
  };
}
