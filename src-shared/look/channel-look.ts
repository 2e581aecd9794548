import type { Channel } from '../model/channel.ts';
import { houseFormatName, type HouseFormat } from '../model/house-format.ts';
import { canonicalJson, hashText } from '../model/seed.ts';

/**
 * How everything on a channel looks: the format that it is conformed to. A plain value, made from the channel once, which
 * then travels with whatever has to be made for it. What else decides a channel's pictures belongs here.
 */
export interface ChannelLook {
  readonly format: HouseFormat;
}

/** The look of a channel. */
export function lookOf({ houseFormat }: Pick<Channel, 'houseFormat'>): ChannelLook {
  return { format: houseFormat };
}

/** A name for files: the same for equal looks, another for looks that differ in anything. Begins with the name of the format. */
export function lookName(look: ChannelLook): string {
  return `${houseFormatName(look.format)}-${hashText(canonicalJson(look)).slice(0, 8)}`;
}
