import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { LogEventId } from '#shared/model/ids.ts';
import type { LogBlockChange, LogLine } from '#shared/model/log.ts';
import { MS_PER_SECOND, type EpochMs } from '#shared/time/units.ts';
import { act, addChange, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { chooseAsset, chooseChannel } from '../selection.ts';
import { tableOr } from '../table.ts';
import { instantOf, required } from '../values.ts';
import { type ChannelOption, withChannel } from '../window-options.ts';

interface ReplanOptions extends ChannelOption {
  readonly from?: string;
  readonly to?: string;
  readonly reason?: string;
  readonly discardHandChanges?: boolean;
  readonly dryRun?: boolean;
}

interface ItemOptions extends ChannelOption {
  readonly event?: string;
  readonly swap?: string;
  readonly drop?: boolean;
  readonly unlock?: boolean;
  readonly reason?: string;
}

/** `playlog replan|override`. */
export function addLogChangeCommands(group: Command, runtime: CommandRuntime): void {
  const replan = withChannel(addChange(group, 'replan', 'make what is not locked anew'))
    .alias('refill')
    .option('--from <instant>', 'ISO 8601; from where it is not locked unless given')
    .option('--to <instant>', 'ISO 8601; to its end unless given')
    .option('--discard-hand-changes', 'also breaks that were changed by hand')
    .option('--reason <text>', 'goes into the record');
  act<ReplanOptions>(runtime, replan, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const part = {
      channelId: channel.id,
      startAt: options.from === undefined ? null : instantOf('from', options.from),
      endAt: options.to === undefined ? null : instantOf('to', options.to),
      keepsHandChanges: options.discardHandChanges !== true,
    };
    const reason = options.reason === undefined ? {} : { reason: options.reason };
    const isDryRun = options.dryRun === true;
    const replanned = isDryRun
      ? await client.call('log.replanPreview', part)
      : await client.call('log.replan', { ...part, ...reason });
    const note = isDryRun ? 'Dry run, nothing is written.\n' : '';
    return {
      json: { dryRun: isDryRun, ...replanned },
      text: `${note}${changesText(channel, replanned.lockedUntil, replanned.changes)}`,
    };
  });

  const override = withChannel(addChange(group, 'override', 'change one item of a break'))
    .option('--event <id>', 'as "playlog show --json" names it')
    .option('--swap <asset>', 'another interstitial in its place')
    .option('--drop', 'black in its place')
    .option('--unlock', 'also where the log is locked, as far as it is not on the air')
    .option('--reason <text>', 'goes into the record; compulsory');
  act<ItemOptions>(runtime, override, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const eventId = LogEventId.parse(required('event', options.event));
    if ((options.swap === undefined) === (options.drop !== true)) {
      throw invalidInput('swap', 'Say either --swap or --drop.', 'Name one of the two.');
    }
    const change =
      options.swap === undefined
        ? ({ type: 'drop', eventId } as const)
        : ({
            type: 'swap',
            eventId,
            assetId: (await chooseAsset(client, options.swap)).id,
          } as const);
    const { block, record } = await client.call('log.changeItem', {
      channelId: channel.id,
      change,
      unlock: options.unlock === true,
      reason: required('reason', options.reason),
    });
    const text = tableOr(
      'The block is empty.',
      ['START', 'SECONDS', 'KIND', 'TITLE'],
      block.events.map((line) => lineCells(channel, line)),
    );
    return { json: { block, record }, text };
  });
}

function changesText(
  channel: Channel,
  lockedUntil: EpochMs,
  changes: readonly LogBlockChange[],
): string {
  const table = tableOr(
    'Nothing changes.',
    ['', 'START', 'SECONDS', 'KIND', 'TITLE'],
    changes.flatMap(({ removed, added }) => [
      ...removed.map((line) => ['-', ...lineCells(channel, line)]),
      ...added.map((line) => ['+', ...lineCells(channel, line)]),
    ]),
  );
  return `${table}\nThe log is locked until ${formatLocal(channel.timezone, lockedUntil)}.`;
}

function lineCells(channel: Channel, { startAt, durationMs, kind, title }: LogLine): string[] {
  const seconds = (durationMs / MS_PER_SECOND).toFixed(3);
  return [formatLocal(channel.timezone, startAt), seconds, kind, title];
}
