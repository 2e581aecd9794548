import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import { Channel, type ChannelFields, DEFAULT_CHANNEL_FIELDS } from '#shared/model/channel.ts';
import { houseFormatName } from '#shared/model/house-format.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { broadcastDateAt, broadcastDayStart } from '#shared/time/broadcast-day.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { requireChannel } from './require-stored.ts';
import { requireVersion } from './require-version.ts';
import { slugOf, unusedSlug } from './slug.ts';

/** Makes a channel; `timezone` is that of one that names none. Throws `already-exists`, `invalid-input`. */
export async function createChannel(
  { store, clock, announce }: Edit,
  { slug: wantedSlug, ...input }: ParsedInput<'channel.create'>,
  timezone: string,
): Promise<Channel> {
  const existing = await store.channels.list();
  const now = clock.nowAt();
  const fields: ChannelFields = {
    ...DEFAULT_CHANNEL_FIELDS,
    number: firstFreeNumber(existing),
    timezone,
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
  announce('channels.changed', {});
  return channel;
}

/** Changes a channel. Throws `not-found`, `stale-version`, `already-exists`, `conflict` for the format of a locked log. */
export async function updateChannel(
  edit: Edit,
  { id, version, changes }: ParsedInput<'channel.update'>,
): Promise<Channel> {
  const { store, clock, announce } = edit;
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
    await refuseUnderLockedLog(edit, current);
  }
  await store.channels.update(channel);
  announce('channels.changed', {});
  return channel;
}

/** Deletes a channel that nothing refers to. Throws `not-found`, `has-dependents`. */
export async function deleteChannel({ store, announce }: Edit, id: ChannelId): Promise<void> {
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
  announce('channels.changed', {});
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
async function refuseUnderLockedLog({ store }: Edit, channel: Channel): Promise<void> {
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
