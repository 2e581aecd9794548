import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { DayApproval, DayStanding } from '#shared/model/approval.ts';
import type { Channel } from '#shared/model/channel.ts';
import { act, addChange, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { chooseChannel, chooseDate } from '../selection.ts';
import { tableOr } from '../table.ts';
import { dateOf } from '../values.ts';
import { type ChannelOption, withChannel, withDate } from '../window-options.ts';

interface DecisionOptions extends ChannelOption {
  readonly date?: string;
  readonly note?: string;
  readonly all?: boolean;
}

const ACTIONS = {
  approve: { method: 'day.approve', description: 'let a frozen day air' },
  unapprove: { method: 'day.unapprove', description: 'take an approval back' },
} as const;

/** `schedule-day approve|unapprove|pending|approvals`. */
export function addApprovalCommands(group: Command, runtime: CommandRuntime): void {
  for (const [verb, { method, description }] of Object.entries(ACTIONS)) {
    const command = withDate(addChange(group, verb, description)).option(
      '--note <text>',
      'goes into the record',
    );
    if (verb === 'approve') command.option('--all', 'every day that awaits approval');
    act<DecisionOptions>(runtime, command, async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const decided = [];
      for (const date of await datesOf(client, channel, options)) {
        const request = { channelId: channel.id, date, note: options.note ?? '' };
        decided.push(await client.call(method, request));
      }
      return {
        json: { decided },
        text: standingsText(
          channel,
          decided.map(({ standing }) => standing),
        ),
      };
    });
  }

  const pending = withChannel(addQuery(group, 'pending', 'days that await approval'));
  act<ChannelOption>(runtime, pending, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const days = await client.call('day.pending', { channelId: channel.id });
    return { json: { days }, text: standingsText(channel, days) };
  });

  const approvals = withChannel(addQuery(group, 'approvals', 'who approved which day, and when'));
  approvals.option('--date <YYYY-MM-DD>', 'every day unless given');
  act<DecisionOptions>(runtime, approvals, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const list = await client.call('day.approvals', {
      channelId: channel.id,
      ...(options.date === undefined ? {} : { date: dateOf('date', options.date) }),
    });
    return { json: { approvals: list }, text: approvalsText(channel, list) };
  });
}

async function datesOf(
  client: Client,
  channel: Channel,
  { date, all }: DecisionOptions,
): Promise<string[]> {
  if (all !== true) return [await chooseDate(client, channel, date)];
  const pending = await client.call('day.pending', { channelId: channel.id });
  return pending.map(({ broadcastDate }) => broadcastDate);
}

function standingsText(channel: Channel, standings: readonly DayStanding[]): string {
  return tableOr(
    'No day awaits approval.',
    ['DATE', 'BEGINS', 'STATUS', 'NOTE'],
    standings.map(({ broadcastDate, startAt, status, isReplaced, approval }) => [
      broadcastDate,
      formatLocal(channel.timezone, startAt),
      isReplaced ? 'not approved in time' : status,
      approval?.note ?? '',
    ]),
  );
}

function approvalsText(channel: Channel, approvals: readonly DayApproval[]): string {
  return tableOr(
    'Nothing has been decided.',
    ['DATE', 'DECIDED', 'ACTION', 'BY', 'NOTE'],
    approvals.map(({ broadcastDate, madeAt, action, by, note }) => [
      ...[broadcastDate, formatLocal(channel.timezone, madeAt), action, by, note],
    ]),
  );
}
