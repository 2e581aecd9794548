import type { Command } from 'commander';

import { act, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatDuration } from '../format-time.ts';
import { tableOr } from '../table.ts';

/** `channel resources`: what each channel on the air takes of the machine, and the limit it is held to. */
export function addChannelResourcesCommand(channels: Command, runtime: CommandRuntime): void {
  const command = addQuery(channels, 'resources', 'what each channel takes of the machine');
  act(runtime, command, async ({ client }) => {
    const resources = await client.call('channel.resources', {});
    const all = await client.call('channel.list', {});
    const nameOf = (id: string): string => all.find((channel) => channel.id === id)?.name ?? id;
    return {
      json: { resources },
      text: tableOr(
        'The station is not on the air; nothing is prepared for any channel.',
        [
          'CHANNEL',
          'LIMIT',
          'ENCODERS',
          'WAITING',
          'SEGMENTS',
          'ENCODED',
          'FAILED',
          'MB',
          'VIEWERS',
        ],
        resources.map((each) => [
          nameOf(each.channelId),
          each.preparationLimit === null ? 'none' : String(each.preparationLimit),
          String(each.runningCount),
          String(each.waitingCount),
          String(each.segmentCount),
          formatDuration(each.encodingMs),
          String(each.failureCount),
          (each.heldBytes / 1_048_576).toFixed(1),
          String(each.viewers),
        ]),
      ),
    };
  });
}
