import type { Command } from 'commander';

import { rundownText } from '#shared/log/read/rundown.ts';
import { dayOfRecord } from '#shared/model/airing-record.ts';
import { MS_PER_SECOND } from '#shared/time/units.ts';
import { act, addChange, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { airingsTable } from '../day-table.ts';
import { findingsText, reportFindings } from '../findings.ts';
import { formatDuration, formatLocal } from '../format-time.ts';
import { pageOf, type PageOptions, withPaging } from '../paging.ts';
import type { Report } from '../run-command.ts';
import { chooseChannel, chooseDate, chooseWindow, type WindowOptions } from '../selection.ts';
import { tableOr } from '../table.ts';
import { dateOf, integerOf, oneOf } from '../values.ts';
import { type ChannelOption, withChannel, withDate, withWindow } from '../window-options.ts';
import { addApprovalCommands } from './approval-commands.ts';
import { addDayChangeCommands } from './day-change-commands.ts';
import { addLogChangeCommands } from './log-change-commands.ts';
import { addLogCommands } from './log-commands.ts';
import { addPreemptCommands } from './preempt-commands.ts';
import { addRebuildCommands } from './rebuild-commands.ts';
import { writeOutput } from '../write-output.ts';

/** `schedule-day`, `epg`, `playlog` and `asrun`. */
export function addScheduleCommands(program: Command, runtime: CommandRuntime): void {
  const days = addGroup(program, 'schedule-day', 'frozen days');
  addDayCommands(days, runtime);
  addDayChangeCommands(days, runtime);
  addApprovalCommands(days, runtime);
  addPreemptCommands(days, runtime);
  addRebuildCommands(days, runtime);
  addGuideCommands(addGroup(program, 'epg', 'the guide'), runtime);
  const log = addGroup(program, 'playlog', 'the transmission log');
  addLogCommands(log, runtime);
  addLogChangeCommands(log, runtime);
  addAsRunCommands(addGroup(program, 'asrun', 'what aired'), runtime);
}

function addDayCommands(group: Command, runtime: CommandRuntime): void {
  for (const verb of ['generate', 'regenerate'] as const) {
    const command = withDate(addChange(group, verb, `${verb} and freeze a day`))
      .option('--force', 'replace a frozen day; what has aired or is locked stays')
      .option('--reason <text>', 'goes into the record');
    act<ChannelOption & { date?: string; force?: boolean; reason?: string; dryRun?: boolean }>(
      runtime,
      command,
      async ({ client, confirm }, options) => {
        const channel = await chooseChannel(client, options.channel);
        const date = await chooseDate(client, channel, options.date);
        const force = verb === 'regenerate' || options.force === true;
        if (options.dryRun === true) {
          const preview = await client.call('plan.preview', {
            channelId: channel.id,
            date,
            withDrafts: false,
          });
          return {
            json: { dryRun: true, ...preview },
            text: `Dry run, nothing is written.\n${airingsTable(channel, preview.day)}`,
          };
        }
        if (force) await confirm(`Replace the frozen day ${date} of "${channel.name}"?`);
        const { day, findings } = await client.call('day.generate', {
          channelId: channel.id,
          date,
          force,
          ...(options.reason === undefined ? {} : { reason: options.reason }),
        });
        return {
          json: { day, findings },
          text: `${airingsTable(channel, day)}\n${findingsText(findings, '')}`.trimEnd(),
        };
      },
    );
  }

  const list = withPaging(withChannel(addQuery(group, 'list', 'frozen days')))
    .option('--from <YYYY-MM-DD>')
    .option('--to <YYYY-MM-DD>');
  act<ChannelOption & PageOptions & { from?: string; to?: string }>(
    runtime,
    list,
    async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const stored = await client.call('day.list', {
        channelId: channel.id,
        ...(options.from === undefined ? {} : { from: dateOf('from', options.from) }),
        ...(options.to === undefined ? {} : { to: dateOf('to', options.to) }),
      });
      const { page: days, total } = pageOf(stored, options);
      return {
        json: { days, total },
        text: tableOr(
          'No day is frozen.',
          ['DATE', 'STATUS', 'AIRINGS', 'PLAN', 'FROZEN', 'OVERRIDE'],
          days.map((day) => [
            day.broadcastDate,
            day.status,
            String(day.airingCount),
            day.planId ?? '-',
            formatLocal(channel.timezone, day.frozenAt),
            day.isManualOverride ? 'yes' : 'no',
          ]),
        ),
      };
    },
  );

  const show = withDate(addQuery(group, 'show', 'what airs on a day')).option(
    '--rundown',
    'as a text to read and to compare',
  );
  act<ChannelOption & { date?: string; rundown?: boolean }>(
    runtime,
    show,
    async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const date = await chooseDate(client, channel, options.date);
      const day = await client.call('day.show', { channelId: channel.id, date });
      if (options.rundown === true) {
        const text = rundownText(channel, dayOfRecord(day));
        return { json: { day, rundown: text }, text: text.trimEnd() };
      }
      return { json: { day }, text: airingsTable(channel, day) };
    },
  );

  const validate = withDate(addQuery(group, 'validate', 'check a frozen day'));
  act<ChannelOption & { date?: string }>(runtime, validate, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const date = await chooseDate(client, channel, options.date);
    const findings = await client.call('day.validate', { channelId: channel.id, date });
    return reportFindings(findings, date);
  });
}

function addGuideCommands(group: Command, runtime: CommandRuntime): void {
  const list = withWindow(addQuery(group, 'list', 'the guide of a channel')).aliases([
    'view',
    'show',
  ]);
  act<ChannelOption & WindowOptions>(runtime, list, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const window = await chooseWindow(client, channel, options, 24);
    const entries = await client.call('guide.list', { ...window, channelId: channel.id });
    const isTentative = entries.some((entry) => entry.isTentative);
    return {
      json: { entries },
      text: tableOr(
        'The guide is empty.',
        ['START', 'END', 'TITLE', 'EPISODE', 'LENGTH', ...(isTentative ? ['NOTE'] : [])],
        entries.map((entry) => [
          formatLocal(channel.timezone, entry.startAt),
          formatLocal(channel.timezone, entry.endAt),
          entry.title,
          entry.episodeTitle ?? '',
          entry.displayDuration ?? formatDuration(entry.contentDurationMs),
          ...(isTentative ? [entry.isTentative === true ? 'awaits approval' : ''] : []),
        ]),
      ),
    };
  });

  const xmltv = addQuery(group, 'xmltv', 'the guide of all channels as XMLTV')
    .alias('generate')
    .option('--times <form>', 'utc, or local with its offset', 'utc')
    .option('-o, --output <file>', 'write it to a file');
  act<{ output?: string; times: string }>(runtime, xmltv, async ({ client }, { output, times }) => {
    const form = oneOf('times', ['utc', 'local'], times);
    const { document } = await client.call('guide.xmltv', { times: form });
    return reportDocument(document, output);
  });

  const ical = withChannel(addQuery(group, 'ical', 'the guide of a channel as a calendar'));
  ical.option('-o, --output <file>', 'write it to a file');
  act<ChannelOption & { output?: string }>(runtime, ical, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const { document } = await client.call('guide.icalendar', { channelId: channel.id });
    return reportDocument(document, options.output);
  });
}

/** A document on the terminal, or in a file that is named instead. */
async function reportDocument(document: string, output: string | undefined): Promise<Report> {
  if (output === undefined)
    return { json: { document }, text: document.trimEnd(), isDocument: true };
  await writeOutput(output, document);
  return { json: { output }, text: `Wrote ${output}.` };
}

function addAsRunCommands(group: Command, runtime: CommandRuntime): void {
  const list = withWindow(addQuery(group, 'list', 'the as-run record of a day')).option(
    '--limit <n>',
    'at most so many rows',
    '1000',
  );
  act<ChannelOption & WindowOptions & { limit: string }>(
    runtime,
    list,
    async ({ client }, options) => {
      const channel = await chooseChannel(client, options.channel);
      const isStated = options.from !== undefined || options.to !== undefined;
      const date = isStated ? undefined : await chooseDate(client, channel, options.date);
      const window = await chooseWindow(
        client,
        channel,
        date === undefined ? options : { date },
        24,
      );
      const records = await client.call('asrun.list', {
        ...window,
        channelId: channel.id,
        limit: integerOf('limit', options.limit),
      });
      return {
        json: { records },
        text: tableOr(
          'Nothing has aired in this time.',
          ['STARTED', 'SECONDS', 'KIND', 'TITLE', 'STATUS', 'VIEWERS', 'REASON'],
          records.map((record) => [
            formatLocal(channel.timezone, record.startedAt),
            (record.durationMs / MS_PER_SECOND).toFixed(3),
            record.kind,
            record.title,
            record.status,
            String(record.peakViewers),
            record.reason ?? '',
          ]),
        ),
      };
    },
  );
}
