import { z } from 'zod';

import { Channel, ChannelFields } from '../model/channel.ts';
import { ChannelId, PlanId } from '../model/ids.ts';
import { Finding } from '../model/finding.ts';
import { DurationMsSchema, IsoDateSchema } from '../model/scalars.ts';
import { command, query } from './define.ts';

/** A uuid, a slug, or a name (trimmed, any case). */
export const Selector = z.string().trim().min(1).max(500);

/** What one channel on the air takes of the machine. */
export const ChannelResources = z.object({
  channelId: ChannelId,
  preparationLimit: Channel.shape.preparationLimit,
  /** Encoders at work for the channel now, and pieces of material that wait for one. */
  runningCount: z.int().nonnegative(),
  waitingCount: z.int().nonnegative(),
  /** Since the station was started: media segments made, time for which encoders ran, pieces that failed. */
  segmentCount: z.int().nonnegative(),
  encodingMs: DurationMsSchema,
  failureCount: z.int().nonnegative(),
  /** Memory that holds what its viewers are likely to ask for. */
  heldBytes: z.int().nonnegative(),
  viewers: z.int().nonnegative(),
});
export type ChannelResources = z.infer<typeof ChannelResources>;

export const channelMethods = {
  'channel.list': query(z.object({ includeInactive: z.boolean().default(true) }), z.array(Channel)),
  'channel.show': query(z.object({ selector: Selector }), Channel, ['not-found']),
  /** What is wrong or doubtful about its settings, its active plans and its frozen days from today on. */
  'channel.validate': query(
    /** Strict: warnings count as errors. */
    z.object({ id: ChannelId, isStrict: z.boolean().default(false) }),
    z.array(Finding),
    ['not-found'],
  ),
  /**
   * What a change of its settings touches: a change of zone, day start or grid leaves frozen days as they are, shows from the
   * first date that is not frozen, and asks for a look at every plan. Changes nothing.
   */
  'channel.impact': query(
    z.object({ id: ChannelId, changes: ChannelFields.partial() }),
    z.object({
      isTimed: z.boolean(),
      plans: z.array(z.object({ id: PlanId, name: z.string() })),
      frozenDates: z.array(IsoDateSchema),
      effectiveFrom: IsoDateSchema,
    }),
    ['not-found'],
  ),
  /** By number, the channels on the air; none while the station is off the air. */
  'channel.resources': query(z.object({}), z.array(ChannelResources)),
  'channel.create': command(
    ChannelFields.partial()
      .required({ name: true })
      .extend({ slug: z.string().max(64).optional() }),
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
