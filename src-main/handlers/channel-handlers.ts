import { randomUUID } from 'node:crypto';

import { requireVersion } from '#main/programming/require-version.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import { Channel, type ChannelFields, DEFAULT_CHANNEL_FIELDS } from '#shared/model/channel.ts';
import { houseFormatName } from '#shared/model/house-format.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { broadcastDateAt, broadcastDayStart } from '#shared/time/broadcast-day.ts';
import { mentioned } from './changes.ts';
import { findChannel, requireChannel } from './selectors.ts';
import type { Services } from './services.ts';
import { slugOf, unusedSlug } from './slug.ts';

type ChannelHandlers = Pick<
  Handlers,
  'channel.list' | 'channel.show' | 'channel.create' | 'channel.update' | 'channel.delete'
>;

export function channelHandlers(services: Services): ChannelHandlers {
  const { store, clock, events, horizon } = services;
  return {
    'channel.list': async ({ includeInactive }) => {
      const channels = await store.channels.list();
      return includeInactive ? channels : channels.filter((channel) => channel.isActive);
    },

    'channel.show': ({ selector }) => findChannel(store, selector),

    'channel.create': async ({ slug: wantedSlug, ...input }) => {
      const existing = await store.channels.list();
      const now = clock.nowAt();
      const fields: ChannelFields = {
        ...DEFAULT_CHANNEL_FIELDS,
        number: firstFreeNumber(existing),
        timezone: await services.timezone(),
        ...mentioned(input),
        name: input.name,
      };
      const slug =
        wantedSlug === undefined
          ? unusedSlug(slugOf(fields.name) ?? `channel-${String(fields.number)}`, existing)
          : checkedSlug(wantedSlug);
      refuseTaken(existing, { ...fields, slug, id: null });
      const channel: Channel = {
        ...fields,
        id: ChannelId.parse(randomUUID()),
        slug,
        epochAt: broadcastDayStart(fields, broadcastDateAt(fields, now)),
        version: 1,
        createdAt: now,
        updatedAt: now,
      };
      await store.channels.insert(channel);
      events.emit('channels.changed', {});
      if (channel.isActive) await horizon.evaluate();
      return channel;
    },

    'channel.update': async ({ id, version, changes }) => {
      const current = await requireChannel(store, id);
      if (version !== undefined) requireVersion('channel', current, version);
      const channel: Channel = {
        ...current,
        ...mentioned(changes),
        version: current.version + 1,
        updatedAt: clock.nowAt(),
      };
      refuseTaken(await store.channels.list(), channel);
      if (houseFormatName(channel.houseFormat) !== houseFormatName(current.houseFormat)) {
        await refuseUnderLockedLog(services, current);
      }
      await store.channels.update(channel);
      events.emit('channels.changed', {});
      if (channel.isActive) await horizon.evaluate();
      return channel;
    },

    'channel.delete': async ({ id }) => {
      const channel = await requireChannel(store, id);
      const dependents = await store.channels.countDependents(id);
      const counted = Object.entries(dependents).filter(([, count]) => count > 0);
      if (counted.length > 0) {
        const list = counted.map(([kind, count]) => `${String(count)} ${kind}`).join(', ');
        throw new AppError('has-dependents', `"${channel.name}" is still referred to: ${list}.`, {
          ...Object.fromEntries(counted),
          remedy: 'Deactivate the channel instead; its history stays readable.',
        });
      }
      await store.channels.delete(id);
      events.emit('channels.changed', {});
      return {};
    },
  };
}

function firstFreeNumber(channels: readonly Channel[]): number {
  const taken = new Set(channels.map((channel) => channel.number));
  let number = 1;
  while (taken.has(number)) number += 1;
  return number;
}

function checkedSlug(text: string): string {
  const parsed = Channel.shape.slug.safeParse(text.trim());
  if (!parsed.success) {
    throw invalidInput(
      'slug',
      `"${text}" cannot be a slug.`,
      'Use up to 64 lower-case letters, digits and single hyphens.',
    );
  }
  return parsed.data;
}

function refuseTaken(
  existing: readonly Channel[],
  wanted: Pick<Channel, 'name' | 'number' | 'slug'> & { readonly id: ChannelId | null },
): void {
  for (const channel of existing) {
    if (channel.id === wanted.id) continue;
    const field =
      channel.number === wanted.number
        ? 'number'
        : channel.slug === wanted.slug
          ? 'slug'
          : channel.name.toLowerCase() === wanted.name.toLowerCase()
            ? 'name'
            : null;
    if (field !== null) {
      throw new AppError(
        'already-exists',
        `The channel "${channel.name}" already has the ${field} ${String(wanted[field])}.`,
        { field, remedy: `Choose another ${field}.` },
      );
    }
  }
}

/** Locked frames are counted at the channel's rate; clock and grid may change, from the first day that is not frozen. */
async function refuseUnderLockedLog({ store }: Services, channel: Channel): Promise<void> {
  if ((await store.log.latest(channel.id)) === null) return;
  throw new AppError(
    'conflict',
    `The log of "${channel.name}" is locked in ${houseFormatName(channel.houseFormat)}.`,
    {
      field: 'houseFormat',
      remedy: 'Make a new channel in the new format and deactivate this one.',
    },
  );
}
