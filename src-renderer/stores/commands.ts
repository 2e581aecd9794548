import type { Client } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel, ChannelFields } from '#shared/model/channel.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import type { Settings } from '#shared/model/settings.ts';

import type { Command } from './undo-store.ts';

/** What differs in `after` from `before`. */
export function changesBetween<Fields extends object>(
  before: Fields,
  after: Partial<Fields>,
): Partial<Fields> {
  const changes: Partial<Fields> = {};
  for (const name of Object.keys(after) as (keyof Fields)[]) {
    if (canonicalJson(before[name]) !== canonicalJson(after[name])) changes[name] = after[name];
  }
  return changes;
}

/** The fields of `whole` that `changes` names. */
function fieldsNamed<Fields extends object>(
  whole: Fields,
  changes: Partial<Fields>,
): Partial<Fields> {
  const named: Partial<Fields> = {};
  for (const name of Object.keys(changes) as (keyof Fields)[]) named[name] = whole[name];
  return named;
}

/** Throws `stale-version` when somebody else has changed one of the fields that `changes` would take back. */
function requireAsLeft<Fields extends object>(
  what: string,
  left: Fields,
  now: Fields,
  changes: Partial<Fields>,
): void {
  const changed = Object.keys(changesBetween(left, fieldsNamed(now, changes)));
  if (changed.length === 0) return;
  throw new AppError('stale-version', `The ${what} been changed elsewhere meanwhile.`, {
    remedy: 'Look at what is there now, and change it by hand.',
  });
}

/**
 * Changes fields of a channel. Refused once somebody else has changed the channel; its way back, once somebody else has changed
 * one of the fields.
 */
export function channelChange(
  client: Client,
  before: Channel,
  changes: Partial<ChannelFields>,
  label: string,
): Command {
  return {
    label,
    async run() {
      const { id, version } = before;
      const after = await client.call('channel.update', { id, version, changes });
      const back = fieldsNamed<ChannelFields>(before, changes);
      return {
        label,
        async run() {
          const now = await client.call('channel.show', { selector: id });
          requireAsLeft<ChannelFields>(`channel "${now.name}" has`, after, now, back);
          return channelChange(client, now, back, label).run();
        },
      };
    },
  };
}

/** Changes settings. `onSaved` is told what they are now. The way back is refused once somebody else has changed the same ones. */
export function settingsChange(
  client: Client,
  before: Settings,
  changes: Partial<Settings>,
  label: string,
  onSaved: (settings: Settings) => void,
): Command {
  return {
    label,
    async run() {
      const after = await client.call('settings.update', { changes });
      onSaved(after);
      const back = fieldsNamed(before, changes);
      return {
        label,
        async run() {
          const now = await client.call('settings.get', {});
          requireAsLeft('settings have', after, now, back);
          return settingsChange(client, now, back, label, onSaved).run();
        },
      };
    },
  };
}

/** Allows or forbids the broadcast of assets. The way back leaves alone those that were so already. */
export function approvalChange(
  client: Client,
  ids: readonly AssetId[],
  isApproved: boolean,
  label: string,
): Command {
  return {
    label,
    async run() {
      if (ids.length === 0) return approvalChange(client, [], !isApproved, label);
      const asked = { ids: [...ids], isApproved };
      const { changedIds } = await client.call('asset.setApproval', asked);
      return approvalChange(client, changedIds, !isApproved, label);
    },
  };
}
