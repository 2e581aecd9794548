import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DayReconciliation } from '#shared/model/reconciliation.ts';
import { act, addChange, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatLocal } from '../format-time.ts';
import { chooseChannel, chooseDate } from '../selection.ts';
import { tableOr } from '../table.ts';
import { type ChannelOption, withChannel, withDate } from '../window-options.ts';

interface DatesOptions extends ChannelOption {
  readonly date?: string;
  readonly all?: boolean;
}

/** `schedule-day offers|rebuild|leave|reconcile`: frozen days against the plans before them and what aired after them. */
export function addRebuildCommands(group: Command, runtime: CommandRuntime): void {
  const offers = withChannel(
    addQuery(group, 'offers', 'frozen days that differ from the plans, until it is decided'),
  );
  act<ChannelOption>(runtime, offers, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const found = await client.call('rebuild.list', { channelId: channel.id });
    return {
      json: { offers: found },
      text: tableOr(
        'Every frozen day says what the plans say, or was left as it is.',
        ['DATE', 'SINCE', 'WHY'],
        found.map(({ broadcastDate, madeAt, reason }) => [
          ...[broadcastDate, formatLocal(channel.timezone, madeAt), reason],
        ]),
      ),
    };
  });

  const reconcile = withDate(
    addQuery(group, 'reconcile', 'what was planned on a day against what aired'),
  );
  act<DatesOptions>(runtime, reconcile, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const day = await client.call('day.reconcile', { channelId: channel.id, date });
    return { json: { day }, text: reconciliationText(channel, day) };
  });

  const rebuild = withDate(
    addChange(
      group,
      'rebuild',
      'let a frozen day follow the plans; what has aired or is locked stays',
    ),
  ).option('--all', 'every day on offer');
  act<DatesOptions>(runtime, rebuild, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const dates = await datesOf(client, channel, options);
    if (dates.length === 0) return { json: { days: [] }, text: 'No day is on offer.' };
    const { days } = await client.call('rebuild.accept', { channelId: channel.id, dates });
    return {
      json: { days },
      text: tableOr(
        'No day is on offer.',
        ['DATE', 'OUTCOME', 'WHY'],
        days.map(({ date, outcome, message }) => [date, outcome, message ?? '']),
      ),
    };
  });

  const leave = withDate(addChange(group, 'leave', 'leave a day on offer as it is')).option(
    '--all',
    'every day on offer',
  );
  act<DatesOptions>(runtime, leave, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const dates = await datesOf(client, channel, options);
    if (dates.length > 0) await client.call('rebuild.leave', { channelId: channel.id, dates });
    return { json: { dates }, text: dates.length === 0 ? 'No day is on offer.' : 'Left as it is.' };
  });
}

/** The sums, then every block that did not air as planned. */
function reconciliationText(channel: Channel, day: DayReconciliation): string {
  const { planned, aired, slate, missed, unrecorded } = day.frames;
  const closed =
    day.closedAt === null
      ? 'not closed yet'
      : `closed ${formatLocal(channel.timezone, day.closedAt)}`;
  const head = `${day.date}, ${closed}: of ${String(planned)} pictures ${String(aired)} aired, ${String(slate)} were slates, ${String(missed)} were missed, ${String(unrecorded)} are not recorded.`;
  const doubtful = day.blocks.filter(({ outcome }) => outcome !== 'aired' && outcome !== 'open');
  const table = tableOr(
    'Every block that is over aired as planned.',
    ['START', 'TITLE', 'OUTCOME', 'MISSED', 'SLATES', 'WHY'],
    doubtful.map(({ startAt, title, outcome, frames, reasons }) => [
      ...[formatLocal(channel.timezone, startAt), title, outcome],
      ...[String(frames.missed), String(frames.slate), reasons.join(' ')],
    ]),
  );
  return `${head}\n${table}`;
}

async function datesOf(
  client: Client,
  channel: Channel,
  { date, all }: DatesOptions,
): Promise<string[]> {
  if (all !== true) return [await chooseDate(client, channel, date)];
  const offers = await client.call('rebuild.list', { channelId: channel.id });
  return offers.map(({ broadcastDate }) => broadcastDate);
}
