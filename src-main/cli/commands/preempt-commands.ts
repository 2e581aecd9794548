import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { OverrideScope } from '#shared/model/override.ts';
import { broadcastDateAt, gridCeil } from '#shared/time/broadcast-day.ts';
import { MS_PER_MINUTE, type EpochMs } from '#shared/time/units.ts';
import { act, addChange, type CommandRuntime } from '../command-tree.ts';
import { EXIT } from '../exit-code.ts';
import { formatLocal } from '../format-time.ts';
import { chooseAsset, chooseChannel, chooseDate } from '../selection.ts';
import { tableOr } from '../table.ts';
import { instantOf, oneOf, required } from '../values.ts';
import { type ChannelOption, withChannel, withDate } from '../window-options.ts';
import { type Changed, impactText } from './day-change-commands.ts';

/** So soon nothing can change any more, with room for the command itself. */
const NOW_MEANS_MS = 2 * MS_PER_MINUTE;

interface PreemptOptions extends ChannelOption {
  readonly asset?: string;
  readonly at: string;
  readonly all?: boolean;
  readonly scope: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
}

/** What became of one channel. */
interface Outcome {
  readonly channel: Channel;
  readonly at: EpochMs;
  readonly changed: Changed | null;
  readonly error: AppError | null;
}

/** `schedule-day preempt|rebalance`. */
export function addPreemptCommands(group: Command, runtime: CommandRuntime): void {
  const preempt = withChannel(addChange(group, 'preempt', 'air something at once, whatever is on'))
    .option('--all', 'on every active channel')
    .option('--asset <asset>', 'what to air')
    .option('--at <instant>', '"now" is the next grid line; or ISO 8601', 'now')
    .option(
      '--scope <scope>',
      `how far it may reach: ${OverrideScope.options.join(', ')}`,
      'until-fixed-start',
    )
    .option('--reason <text>', 'goes into the record; compulsory');
  act<PreemptOptions>(runtime, preempt, async ({ client, confirm }, options) => {
    const asset = await chooseAsset(client, required('asset', options.asset));
    const reason = required('reason', options.reason);
    const scope = oneOf('scope', OverrideScope.options, options.scope);
    const channels =
      options.all === true
        ? await client.call('channel.list', { includeInactive: false })
        : [await chooseChannel(client, options.channel)];
    const { nowAt } = await client.call('station.status', {});
    const run = async (isRehearsal: boolean): Promise<Outcome[]> => {
      const outcomes: Outcome[] = [];
      for (const channel of channels) {
        const at =
          options.at === 'now'
            ? gridCeil(channel, nowAt + NOW_MEANS_MS)
            : instantOf('at', options.at);
        const change = { type: 'preempt', at, assetId: asset.id, scope } as const;
        const date = broadcastDateAt(channel, at);
        const request = { channelId: channel.id, date, change, reason, unlock: true };
        outcomes.push(await outcomeOf(client, channel, at, request, isRehearsal));
      }
      return outcomes;
    };
    const rehearsed = await run(true);
    const outcome = report(rehearsed, options.dryRun === true);
    if (options.dryRun === true) return outcome;
    await confirm(`${outcomesText(rehearsed)}\nAir "${asset.title}"?`);
    return report(await run(false), false);
  });

  const rebalance = withDate(addChange(group, 'rebalance', 'bring a day back to its grid'))
    .option('--unlock', 'also where it is locked, as far as it is not published')
    .option('--reason <text>', 'goes into the record', 'content is longer than planned');
  act<ChannelOption & { date?: string; unlock?: boolean; reason: string; dryRun?: boolean }>(
    runtime,
    rebalance,
    async ({ client, confirm }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const date = await chooseDate(client, channel, options.date);
      const { id: baseDayId } = await client.call('day.show', { channelId: channel.id, date });
      const request = {
        channelId: channel.id,
        date,
        reason: options.reason,
        change: { type: 'rebalance' } as const,
        unlock: options.unlock === true,
      };
      const preview = await client.call('day.overridePreview', request);
      if (options.dryRun === true || preview.impact.changes.length === 0) {
        const note = options.dryRun === true ? 'Dry run, nothing is written.\n' : '';
        return {
          json: { dryRun: options.dryRun === true, ...preview },
          text: `${note}${impactText(channel, preview)}`,
        };
      }
      await confirm(
        `${impactText(channel, preview)}\nChange the day ${date} of "${channel.name}"?`,
      );
      const changed = await client.call('day.override', { ...request, baseDayId });
      return { json: { ...changed }, text: impactText(channel, changed) };
    },
  );
}

async function outcomeOf(
  client: Client,
  channel: Channel,
  at: EpochMs,
  request: Parameters<typeof client.call<'day.override'>>[1],
  isRehearsal: boolean,
): Promise<Outcome> {
  try {
    const changed = isRehearsal
      ? await client.call('day.overridePreview', request)
      : await client.call('day.override', request);
    return { channel, at, changed, error: null };
  } catch (error) {
    if (error instanceof AppError) return { channel, at, changed: null, error };
    throw error;
  }
}

function report(outcomes: readonly Outcome[], isDryRun: boolean) {
  const failed = outcomes.flatMap(({ error }) => error ?? []);
  const [first] = failed;
  if (first && failed.length === outcomes.length) throw first;
  return {
    json: {
      dryRun: isDryRun,
      channels: outcomes.map(({ channel, at, changed, error }) => ({
        channelId: channel.id,
        at,
        ...(changed ? { impact: changed.impact } : {}),
        ...(error ? { error: { code: error.code, message: error.message } } : {}),
      })),
    },
    text: `${isDryRun ? 'Dry run, nothing is written.\n' : ''}${outcomesText(outcomes)}`,
    exitCode: first ? EXIT.usage : EXIT.ok,
  };
}

function outcomesText(outcomes: readonly Outcome[]): string {
  return tableOr(
    'There is no active channel.',
    ['CHANNEL', 'AT', 'CHANGES', 'NOTE'],
    outcomes.map(({ channel, at, changed, error }) => [
      channel.name,
      formatLocal(channel.timezone, at),
      String(changed?.impact.changes.length ?? 0),
      error === null ? '' : error.message,
    ]),
  );
}
