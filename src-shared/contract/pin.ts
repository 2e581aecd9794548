import { z } from 'zod';

import { ChannelId, PinId } from '../model/ids.ts';
import { Pin, PinFields } from '../model/pin.ts';
import { Finding } from '../model/finding.ts';
import { IsoDateSchema } from '../model/scalars.ts';
import { command, query } from './define.ts';

/** A pin as the operator gives it; the station adds its id. */
export const PinInput = PinFields.extend({
  episodePolicy: PinFields.shape.episodePolicy.default('sequential'),
  operatorIntent: PinFields.shape.operatorIntent.default(null),
});
export type PinInput = z.infer<typeof PinInput>;

/** What is doubtful about a pin, and the dates on which frozen days stand as they were made. */
const PinCheck = z.object({ findings: z.array(Finding), frozenDates: z.array(IsoDateSchema) });

/** Exceptions above every plan. Days not frozen yet take them; a frozen day by `day.override`. */
export const pinMethods = {
  /** By channel, start and age. */
  'pin.list': query(z.object({ channelId: ChannelId.optional() }), z.array(Pin)),
  /** What adding it would answer; writes nothing. */
  'pin.check': query(z.object({ channelId: ChannelId, pin: PinInput }), PinCheck, [
    'not-found',
    'plan-overlap',
    'not-eligible',
  ]),
  'pin.add': command(
    z.object({ channelId: ChannelId, pin: PinInput }),
    PinCheck.extend({ pin: Pin }),
    ['not-found', 'plan-overlap', 'not-eligible'],
  ),
  /** Frozen days that air it stay; the answer names those that are not over. */
  'pin.remove': command(z.object({ id: PinId }), PinCheck.pick({ frozenDates: true }), [
    'not-found',
  ]),
} as const;
