import type { Command } from 'commander';

import { notFound } from '#shared/errors/app-error.ts';
import { locateInstant } from '#shared/log/read/locate.ts';
import { transmissionJsonLines, transmissionText } from '#shared/log/read/transmission-text.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { MS_PER_SECOND } from '#shared/time/units.ts';
import { act, addChange, addQuery, type CommandRuntime } from '../command-tree.ts';
import { reportFindings } from '../findings.ts';
import { formatDuration, formatLocal } from '../format-time.ts';
import { pageOf, type PageOptions, withPaging } from '../paging.ts';
import { chooseChannel, chooseWindow, type WindowOptions } from '../selection.ts';
import { formatFields, tableOr } from '../table.ts';
import { instantOf, integerOf } from '../values.ts';
import { type ChannelOption, withChannel, withWindow } from '../window-options.ts';

/** `playlog list|show|query|validate|extend`. */
export function addLogCommands(group: Command, runtime: CommandRuntime): void {
  const list = withPaging(withWindow(addQuery(group, 'list', 'locked blocks')));
  act<ChannelOption & WindowOptions & PageOptions>(runtime, list, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const window = await chooseWindow(client, channel, options, 6);
    const stored = await client.call('log.list', { ...window, channelId: channel.id });
    const { page: blocks, total } = pageOf(stored, options);
    return {
      json: { blocks, total },
      text: tableOr(
        'Nothing is locked in this time.',
        ['START', 'END', 'EVENTS', 'FRAMES', 'ID'],
        blocks.map((block) => [
          formatLocal(channel.timezone, block.startAt),
          formatLocal(channel.timezone, block.endAt),
          String(block.events.length),
          String(block.frameCount),
          block.id,
        ]),
      ),
    };
  });

  const show = withWindow(addQuery(group, 'show', 'every row of the log'))
    .option('--at <instant>', 'only the block on the air at this instant')
    .option('--text', 'as it is filed: one document for each broadcast day')
    .option('--jsonl', 'the same rows as JSON lines');
  act<ChannelOption & WindowOptions & { at?: string; text?: boolean; jsonl?: boolean }>(
    runtime,
    show,
    async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const at = options.at === undefined ? null : instantOf('at', options.at);
      const window =
        at === null
          ? await chooseWindow(client, channel, options, 6)
          : { startAt: at, endAt: at + 1 };
      const blocks = await client.call('log.list', { ...window, channelId: channel.id });
      const filed = filedText(channel, blocks, options);
      if (filed === null) return { json: { blocks }, text: eventsTable(channel, blocks) };
      return { json: { blocks, document: filed }, text: filed.trimEnd() };
    },
  );

  const query = withChannel(addQuery(group, 'query', 'what is on the air at an instant')).option(
    '--at <instant>',
    'ISO 8601; now unless given',
  );
  act<ChannelOption & { at?: string }>(runtime, query, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const at =
      options.at === undefined
        ? (await client.call('station.status', {})).nowAt
        : instantOf('at', options.at);
    const window = { startAt: at, endAt: at + 1 };
    const blocks = await client.call('log.list', { ...window, channelId: channel.id });
    const position = locateInstant(blocks, at);
    if (!position) throw notFound('locked block', formatLocal(channel.timezone, at));
    const { block, event, blockOffsetMs, eventOffsetMs, eventRemainingMs } = position;
    return {
      json: {
        askedAt: at,
        blockId: block.id,
        airingId: block.airingId,
        event,
        blockOffsetMs,
        eventOffsetMs,
        eventRemainingMs,
      },
      text: formatFields([
        ['On the air', event.title],
        ['Kind', event.interstitialKind ?? event.kind],
        ['Block', `${block.id}, ${formatDuration(blockOffsetMs)} in`],
        ['Row', `${event.id}, ${formatDuration(eventOffsetMs)} in`],
        ['Left', formatDuration(eventRemainingMs)],
      ]),
    };
  });

  const validate = withWindow(addQuery(group, 'validate', 'check the seams'));
  act<ChannelOption & WindowOptions>(runtime, validate, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const window = await chooseWindow(client, channel, options, 48);
    const findings = await client.call('log.validate', { ...window, channelId: channel.id });
    return reportFindings(findings, 'Log');
  });

  const extend = withChannel(addChange(group, 'extend', 'lock what comes next'))
    .option('--blocks <n>', 'so many blocks; 1 unless told otherwise')
    .option('--days <n>', 'to the end of so many broadcast days instead');
  act<ChannelOption & { blocks?: string; days?: string }>(
    runtime,
    extend,
    async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const { days } = options;
      const blocks = options.blocks ?? (days === undefined ? '1' : undefined);
      const { added } = await client.call('log.extend', {
        channelId: channel.id,
        ...(blocks === undefined ? {} : { blocks: integerOf('blocks', blocks) }),
        ...(days === undefined ? {} : { days: integerOf('days', days) }),
      });
      return { json: { added }, text: eventsTable(channel, added) };
    },
  );
}

/** The blocks as they are filed, day by day; `null` when neither form was asked for. */
function filedText(
  channel: Channel,
  blocks: readonly LogBlock[],
  { text, jsonl }: { readonly text?: boolean; readonly jsonl?: boolean },
): string | null {
  if (jsonl === true) return transmissionJsonLines(blocks);
  if (text !== true) return null;
  const days = Map.groupBy(blocks, ({ broadcastDate }) => broadcastDate);
  return [...days.values()].map((ofDay) => transmissionText(channel, ofDay)).join('\n');
}

function eventsTable(channel: Channel, blocks: readonly LogBlock[]): string {
  return tableOr(
    'Nothing is locked in this time.',
    ['START', 'SECONDS', 'KIND', 'TITLE', 'FRAME', 'FRAMES', 'RULE'],
    blocks.flatMap(({ events }) =>
      events.map((event) => [
        formatLocal(channel.timezone, event.startAt),
        (event.durationMs / MS_PER_SECOND).toFixed(3),
        event.interstitialKind ?? event.kind,
        event.title,
        String(event.firstFrame),
        String(event.frameCount),
        event.lineage.rule,
      ]),
    ),
  );
}
