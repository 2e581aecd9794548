import type { Handlers } from '#shared/contract/index.ts';
import { findChannel } from './selectors.ts';
import type { Services } from './services.ts';

type ChannelHandlers = Pick<
  Handlers,
  'channel.list' | 'channel.show' | 'channel.create' | 'channel.update' | 'channel.delete'
>;

export function channelHandlers(services: Services): ChannelHandlers {
  const { store, horizon, programming } = services;
  return {
    'channel.list': async ({ includeInactive }) => {
      const channels = await store.channels.list();
      return includeInactive ? channels : channels.filter((channel) => channel.isActive);
    },
    'channel.show': ({ selector }) => findChannel(store.channels, selector),
    'channel.create': async (fields) => {
      const channel = await programming.createChannel(fields, await services.timezone());
      if (channel.isActive) await horizon.evaluate();
      return channel;
    },
    'channel.update': async (change) => {
      const channel = await programming.updateChannel(change);
      if (channel.isActive) await horizon.evaluate();
      return channel;
    },
    'channel.delete': async ({ id }) => {
      await programming.deleteChannel(id);
      return {};
    },
  };
}
