import { ENCODER_VERSION } from '#main/media/house-encoding.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { lookName, type ChannelLook } from '#shared/look/channel-look.ts';
import { longestSegmentFrames } from '#shared/model/house-format.ts';

import type { SegmentCache } from './segment-cache.ts';

/**
 * The slate alphabet of a look, index = number of pictures: from the disk when every length is there and sound,
 * else made once and kept. It lies outside the cache's budget, because it must be there when all else fails.
 */
export async function loadOrMakeSlates(
  cache: SegmentCache,
  look: ChannelLook,
  make: () => Promise<readonly (HouseSegment | undefined)[]>,
): Promise<readonly (HouseSegment | undefined)[]> {
  const longest = longestSegmentFrames(look.format);
  const keyOf = (frames: number): string =>
    `v${String(ENCODER_VERSION)}/${lookName(look)}/${String(frames)}`;
  const kept: (HouseSegment | undefined)[] = [undefined];
  for (let frames = 1; frames <= longest; frames += 1) {
    const segment = await cache.read(keyOf(frames));
    if (!segment) break;
    kept[frames] = segment;
  }
  if (kept.length === longest + 1) return kept;
  const made = await make();
  for (let frames = 1; frames <= longest; frames += 1) {
    const segment = made[frames];
    if (!segment) throw new Error(`the slate alphabet lacks ${String(frames)} pictures`);
    await cache.write(keyOf(frames), segment);
  }
  return made;
}
