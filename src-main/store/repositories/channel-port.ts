import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';

/** Reads channels. */
export interface ChannelReader {
  /** By number. */
  list(): Promise<Channel[]>;
  get(id: ChannelId): Promise<Channel | null>;
  /** How many plans, days, log blocks and as-run rows refer to the channel. */
  countDependents(id: ChannelId): Promise<Record<string, number>>;
}

/** Changes channels. */
export interface ChannelWriter {
  insert(channel: Channel): Promise<void>;
  /** Replaces the row whose version is `channel.version - 1`; `stale-version` otherwise. */
  update(channel: Channel): Promise<void>;
  delete(id: ChannelId): Promise<void>;
}

export interface ChannelRepository extends ChannelReader, ChannelWriter {}
