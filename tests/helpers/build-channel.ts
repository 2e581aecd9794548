import { DEFAULT_CHANNEL_FIELDS, type Channel } from '#shared/model/channel.ts';
import { ChannelId } from '#shared/model/ids.ts';

import { TEST_EPOCH_AT } from './manual-clock.ts';

/** A valid channel; number 1 in New York unless told otherwise. Give `id` to have slug and name follow it. */
export function buildChannel(fields: Partial<Channel> = {}): Channel {
  const id = fields.id ?? ChannelId.parse('retro');
  return {
    ...DEFAULT_CHANNEL_FIELDS,
    id,
    slug: id.toLowerCase(),
    number: 1,
    name: `Channel ${id}`,
    timezone: 'America/New_York',
    epochAt: TEST_EPOCH_AT,
    version: 1,
    createdAt: TEST_EPOCH_AT,
    updatedAt: TEST_EPOCH_AT,
    ...fields,
  };
}
