import type { Client } from '#shared/contract/client.ts';
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

/** The fields of `before` that `changes` names. */
function wayBack<Fields extends object>(before: Fields, changes: Partial<Fields>): Partial<Fields> {
  const back: Partial<Fields> = {};
  for (const name of Object.keys(changes) as (keyof Fields)[]) back[name] = before[name];
  return back;
}

/** Changes fields of a channel. Refused, forth and back, once somebody else has changed the channel. */
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
      return channelChange(client, after, wayBack<ChannelFields>(before, changes), label);
    },
  };
}

/** Changes settings. `onSaved` is told what they are now. */
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
      return settingsChange(client, after, wayBack(before, changes), label, onSaved);
    },
  };
}

/** Allows or forbids the broadcast of assets. */
export function approvalChange(
  client: Client,
  ids: readonly AssetId[],
  isApproved: boolean,
  label: string,
): Command {
  return {
    label,
    async run() {
      await client.call('asset.setApproval', { ids: [...ids], isApproved });
      return approvalChange(client, ids, !isApproved, label);
    },
  };
}
