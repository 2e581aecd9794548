import type { ChannelId, PinId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';

/** Reads pins. */
export interface PinReader {
  /** By channel, start and age. */
  list(channelId?: ChannelId): Promise<Pin[]>;
  get(id: PinId): Promise<Pin | null>;
}

/** Changes pins. */
export interface PinWriter {
  insert(pin: Pin): Promise<void>;
  delete(id: PinId): Promise<void>;
}

export interface PinRepository extends PinReader, PinWriter {}
