import type { Command } from 'commander';

import { act, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { chooseChannel } from '../selection.ts';
import { tableOr } from '../table.ts';
import { integerOf } from '../values.ts';
import type { ChannelOption } from '../window-options.ts';

/** `horizon show|incidents`. */
export function addHorizonCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'horizon', 'how far ahead is planned, and what will run out');

  act(
    runtime,
    addQuery(group, 'show', 'depth and warnings of each channel'),
    async ({ client }) => {
      const reports = await client.call('station.horizon', {});
      const channels = await client.call('channel.list', {});
      const channelOf = (id: string) => channels.find((channel) => channel.id === id);
      const depths = reports.map((report) => {
        const channel = channelOf(report.channelId);
        const until = (at: number | null): string =>
          at === null ? 'none' : formatLocal(channel?.timezone ?? 'UTC', at);
        return [
          channel?.name ?? report.channelId,
          until(report.scheduleUntil),
          until(report.logUntil),
          report.isHealthy ? 'yes' : 'no',
          report.fault ?? '',
        ];
      });
      const warnings = reports.flatMap((report) =>
        report.warnings.map(({ fromDate, message, remedy }) => [
          channelOf(report.channelId)?.name ?? report.channelId,
          fromDate ?? 'now',
          message,
          remedy,
        ]),
      );
      const headings = ['CHANNEL', 'SCHEDULED TO', 'LOCKED TO', 'HEALTHY', 'FAULT'];
      const depthTable = tableOr('There is no active channel.', headings, depths);
      const warningTable = tableOr(
        'Nothing runs out in the days ahead.',
        ['CHANNEL', 'FROM', 'WHAT', 'WHAT TO DO'],
        warnings,
      );
      return { json: { horizon: reports }, text: `${depthTable}\n\n${warningTable}` };
    },
  );

  const incidents = addQuery(group, 'incidents', 'the record of planning faults and warnings')
    .option('--channel <channel>', 'of one channel')
    .option('--open', 'only what lasts')
    .option('--limit <n>', 'at most so many', '200');
  act<ChannelOption & { open?: boolean; limit: string }>(
    runtime,
    incidents,
    async ({ client }, options) => {
      const channel =
        options.channel === undefined ? null : await chooseChannel(client, options.channel);
      const found = await client.call('station.incidents', {
        ...(channel ? { channelId: channel.id } : {}),
        isOpen: options.open === true,
        limit: integerOf('limit', options.limit),
      });
      const at = (instant: number | null): string =>
        instant === null ? 'lasts' : formatLocal(channel?.timezone ?? 'UTC', instant);
      return {
        json: { incidents: found },
        text: tableOr(
          'Nothing was ever wrong.',
          ['SINCE', 'UNTIL', 'SEVERITY', 'RULE', 'WHAT', 'WHAT TO DO'],
          found.map(({ firstSeenAt, endedAt, severity, rule, message, remedy }) => [
            ...[at(firstSeenAt), at(endedAt), severity, rule, message, remedy],
          ]),
        ),
      };
    },
  );
}
