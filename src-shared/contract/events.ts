import { z } from 'zod';

import { ChannelId, PlanId } from '../model/ids.ts';
import { Job } from '../model/job.ts';

/**
 * What the station tells its clients unasked. Events say what has become stale; the client asks again. Only jobs and
 * on-air changes carry their state, because they change many times a second at most.
 */
export const events = {
  'channels.changed': z.object({}),
  'plans.changed': z.object({ channelId: ChannelId, planId: PlanId }),
  'blocks.changed': z.object({}),
  'pins.changed': z.object({ channelId: ChannelId }),
  'days.changed': z.object({ channelId: ChannelId }),
  'log.changed': z.object({ channelId: ChannelId }),
  'library.changed': z.object({}),
  'sources.changed': z.object({}),
  'settings.changed': z.object({}),
  'backups.changed': z.object({}),
  'onair.changed': z.object({ channelId: ChannelId }),
  'job.changed': z.object({ job: Job }),
  'job.removed': z.object({ id: Job.shape.id }),
} as const;

export type EventName = keyof typeof events;
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>;
