import { z } from 'zod';

import { Channel, ChannelFields } from '../model/channel.ts';
import { ChannelId } from '../model/ids.ts';
import { command, query } from './define.ts';

/** A uuid, a slug, or a name (trimmed, any case). */
export const Selector = z.string().trim().min(1);

export const channelMethods = {
  'channel.list': query(z.object({ includeInactive: z.boolean().default(true) }), z.array(Channel)),
  'channel.show': query(z.object({ selector: Selector }), Channel, ['not-found']),
  'channel.create': command(
    ChannelFields.partial().required({ name: true }).extend({ slug: z.string().optional() }),
    Channel,
    ['already-exists'],
  ),
  'channel.update': command(
    z.object({
      id: ChannelId,
      /** The version that was read; an older one is refused. */
      version: z.int().positive().optional(),
      changes: ChannelFields.partial(),
    }),
    Channel,
    ['not-found', 'already-exists', 'stale-version', 'conflict'],
  ),
  /** Refused while plans, days or as-run refer to it; the error counts them and suggests deactivating. */
  'channel.delete': command(z.object({ id: ChannelId }), z.object({}), [
    'not-found',
    'has-dependents',
  ]),
} as const;
