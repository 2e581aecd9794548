import type { Channel } from '../model/channel.ts';

/** What guide and channel list need of a channel. */
export type GuideChannel = Pick<Channel, 'id' | 'slug' | 'number' | 'name'>;

/**
 * The id by which clients match channel list and guide: `retrovue.<slug>`. It outlives renumbering and is no bare number, which
 * Plex would merge with others (1 with 10).
 */
export function guideChannelId(channel: Pick<Channel, 'slug'>): string {
  return `retrovue.${channel.slug}`;
}
