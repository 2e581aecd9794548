import type { Command } from 'commander';

import { contentKey } from '#shared/contract/plan.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import { PinId } from '#shared/model/ids.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { PinDays } from '#shared/model/pin.ts';
import type { Finding } from '#shared/model/finding.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { describePinDays } from '#shared/planning/plan/pins.ts';
import { offsetOfClock, wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { findingsText } from '../findings.ts';
import { chooseChannel } from '../selection.ts';
import { tableOr } from '../table.ts';
import { dateOf, offsetMinutesOf, required } from '../values.ts';
import { type RowOptions, rowOf, withPinnedRow } from './assignment-commands.ts';

interface PinOptions extends RowOptions {
  readonly channel?: string;
  readonly date?: readonly string[];
  readonly yearly?: string;
  readonly at?: string;
  readonly dryRun?: boolean;
}

/** `pin add|list|remove`: exceptions above every plan. */
export function addPinCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'pin', 'exceptions that no plan and no rebuild overrides');

  const add = withPinnedRow(addChange(group, 'add', 'pin content to dates and a time'))
    .option('--channel <channel>', 'needed where there are several')
    .option('--date <YYYY-MM-DD...>', 'the broadcast dates')
    .option('--yearly <MM-DD..MM-DD>', 'the same days of every year, instead')
    .option('--at <HH:MM>', 'the start by the channel’s clock, instead of an offset');
  act<PinOptions>(runtime, add, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const { startOffsetMinutes: offset, labelId: _, ...row } = await rowOf(client, options);
    if (row.content === undefined) {
      throw invalidInput(
        'content',
        'The pin names no content.',
        'Say --series, --asset or --rule.',
      );
    }
    const { content, durationMinutes, ...rest } = row;
    required('duration', options.duration);
    const request = {
      channelId: channel.id,
      pin: {
        ...rest,
        content,
        durationMinutes: durationMinutes ?? 0,
        days: daysOf(options),
        startOffsetMinutes:
          options.at === undefined ? start(offset) : offsetAt(channel, options.at),
      },
    };
    if (options.dryRun === true) {
      const check = await client.call('pin.check', request);
      return {
        json: { dryRun: true, ...check },
        text: `Dry run, nothing is written.\n${checkText(check)}`.trimEnd(),
      };
    }
    const added = await client.call('pin.add', request);
    const hint =
      added.frozenDates.length === 0
        ? ''
        : `\nA frozen day takes it by "schedule-day override --pin ${added.pin.id} --date <date>".`;
    return {
      json: { ...added },
      text: `Added the pin ${added.pin.id}.\n${checkText(added)}${hint}`.trimEnd(),
    };
  });

  const list = addQuery(group, 'list', 'the pins by start').option('--channel <channel>');
  act<PinOptions>(runtime, list, async ({ client }, options) => {
    const channels = await client.call('channel.list', {});
    const named = options.channel && (await chooseChannel(client, options.channel));
    const pins = await client.call('pin.list', named ? { channelId: named.id } : {});
    const rows = pins.map((pin) => {
      const channel = channels.find(({ id }) => id === pin.channelId);
      const { startOffsetMinutes: offset } = pin;
      return [
        channel?.name ?? pin.channelId,
        describePinDays(pin.days),
        scheduleTimeOf(offset),
        channel ? wallClockOfOffset(channel.dayStart, offset) : '',
        String(pin.durationMinutes),
        contentKey(pin.content),
        pin.id,
      ];
    });
    const head = ['CHANNEL', 'DATES', 'START', 'CLOCK', 'MINUTES', 'CONTENT', 'ID'];
    return { json: { pins }, text: tableOr('There is no pin.', head, rows) };
  });

  const remove = addRemoval(group, 'remove <pin>', 'remove a pin, by id');
  act(runtime, remove, async ({ client, confirm }, _options, args) => {
    const id = PinId.parse(required('pin', args[0]));
    await confirm(`Remove the pin ${id}?`);
    const { frozenDates } = await client.call('pin.remove', { id });
    const stay =
      frozenDates.length === 0
        ? ''
        : `\nFrozen days that air it stay until they are generated again: ${frozenDates.join(', ')}.`;
    return { json: { id, frozenDates }, text: `Removed the pin ${id}.${stay}` };
  });
}

function daysOf({ date, yearly }: PinOptions): PinDays {
  const range = /^(\d\d-\d\d)\.\.(\d\d-\d\d)$/.exec(yearly ?? '');
  if (date !== undefined && yearly === undefined) {
    return { type: 'dates', dates: date.map((each) => dateOf('date', each)) };
  }
  if (range && date === undefined) {
    return { type: 'yearly', from: range[1] ?? '', to: range[2] ?? '' };
  }
  throw invalidInput(
    'date',
    'The dates of the pin are not clear.',
    'Say --date 2026-12-24, with more dates after it, or --yearly 12-24..12-26.',
  );
}

function start(offset: number | undefined): number {
  if (offset !== undefined) return offset;
  throw invalidInput('start-time', 'The pin has no start.', 'Say --at, or --start-time.');
}

/** The offset at which a clock time of the channel comes. */
function offsetAt({ dayStart }: Channel, text: string): number {
  return offsetOfClock(dayStart, offsetMinutesOf('at', text));
}

function checkText(check: { findings: Finding[]; frozenDates: string[] }): string {
  const frozen =
    check.frozenDates.length === 0 ? '' : `Frozen as it was: ${check.frozenDates.join(', ')}.`;
  return [frozen, findingsText(check.findings, '')].filter((text) => text !== '').join('\n');
}
