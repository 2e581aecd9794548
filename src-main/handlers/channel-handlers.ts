import type { Handlers } from '#shared/contract/index.ts';
import type { ChannelFields } from '#shared/model/channel.ts';
import { canonicalJson } from '#shared/model/seed.ts';
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
      const before = await store.channels.get(change.id);
      const channel = await programming.updateChannel(change);
      if (before && PLANNED_BY.some((field) => !isSame(before[field], channel[field]))) {
        const reason = 'What the channel airs by itself, and when, was changed.';
        await horizon.followPlans(channel.id, {
          from: 'unpromised',
          reason,
          areDefaultsOld: true,
        });
      }
      if (channel.isActive) await horizon.evaluate();
      return channel;
    },
    'channel.delete': async ({ id }) => {
      await programming.deleteChannel(id);
      return {};
    },
  };
}

/** What of a channel days are made by, beside its clock: that moves whole days, and counts from the first that is not frozen. */
const PLANNED_BY = [
  'defaultProgramming',
  'dayparts',
  'gridMinutes',
  'overrunToleranceMs',
] as const satisfies readonly (keyof ChannelFields)[];

function isSame(a: unknown, b: unknown): boolean {
  return canonicalJson(a) === canonicalJson(b);
}
