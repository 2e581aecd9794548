import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { checkBroadcastDays } from '#shared/time/check-broadcast-days.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { act, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { airingsTable } from '../day-table.ts';
import { EXIT } from '../exit-code.ts';
import { findingsText } from '../findings.ts';
import { chooseChannel, chooseDate } from '../selection.ts';
import { tableOr } from '../table.ts';
import { integerOf } from '../values.ts';
import { type ChannelOption, withDate } from '../window-options.ts';

const MOST_DAYS = 4_000;

/** `plan-day`, and `test broadcast-day-alignment`. */
export function addDayCheckCommands(program: Command, runtime: CommandRuntime): void {
  const planDay = withDate(addQuery(program, 'plan-day', 'resolve one day and print it'));
  act<ChannelOption & { date?: string }>(runtime, planDay, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const request = { channelId: channel.id, date, withDrafts: false };
    const { day, findings } = await client.call('plan.preview', request);
    return {
      json: { day, findings },
      text: `${airingsTable(channel, day)}\n${findingsText(findings, '')}`.trimEnd(),
    };
  });

  const group = addGroup(program, 'test', 'checks of what planning stands on');
  const alignment = addQuery(
    group,
    'broadcast-day-alignment',
    'whether broadcast days follow each other without gap, overlap or wrong label',
  )
    .option('--channel <channel>', 'of one channel; of all unless given')
    .option('--date <YYYY-MM-DD>', 'from this date on; today unless given')
    .option('--days <n>', 'so many days', '366');
  act<ChannelOption & { date?: string; days: string }>(
    runtime,
    alignment,
    async ({ client }, options) => {
      const channels =
        options.channel === undefined
          ? await client.call('channel.list', {})
          : [await chooseChannel(client, options.channel)];
      const dayCount = dayCountOf(options.days);
      const checks = [];
      for (const channel of channels) {
        const from = await chooseDate(client, channel, options.date);
        checks.push({ channel, check: checkBroadcastDays(channel, from, dayCount) });
      }
      const isPassed = checks.every(({ check }) => check.faults.length === 0);
      return {
        json: {
          isPassed,
          channels: checks.map(({ channel, check }) => ({ channelId: channel.id, ...check })),
        },
        text: tableOr(
          'There is no channel yet.',
          ['CHANNEL', 'FROM', 'DAYS', 'CLOCK CHANGES', 'VERDICT'],
          checks.map(({ channel, check }) => [
            channel.name,
            check.from,
            String(check.dayCount),
            check.clockChanges
              .map(({ date, lengthMs }) => `${date} ${String(lengthMs / MS_PER_HOUR)} h`)
              .join(', '),
            check.faults.length === 0 ? 'passed' : `FAILED: ${check.faults.join(' ')}`,
          ]),
        ),
        exitCode: isPassed ? EXIT.ok : EXIT.failed,
      };
    },
  );
}

function dayCountOf(text: string): number {
  const days = integerOf('days', text);
  if (days >= 1 && days <= MOST_DAYS) return days;
  throw invalidInput('days', `--days: not ${text}.`, `Choose 1 to ${String(MOST_DAYS)}.`);
}
