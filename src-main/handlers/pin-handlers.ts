import { checkPin } from '#main/programming/pins.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { Services } from './services.ts';

type PinHandlers = Pick<Handlers, 'pin.list' | 'pin.check' | 'pin.add' | 'pin.remove'>;

/** Pins: exceptions above every plan. Frozen days change only by an override that names the pin. */
export function pinHandlers({ store, clock, programming }: Services): PinHandlers {
  return {
    'pin.list': ({ channelId }) => store.pins.list(channelId),
    'pin.check': async (request) => {
      const { findings, frozenDates } = await checkPin(store, clock, request);
      return { findings, frozenDates };
    },
    'pin.add': (request) => programming.addPin(request),
    'pin.remove': async ({ id }) => ({ frozenDates: await programming.removePin(id) }),
  };
}
