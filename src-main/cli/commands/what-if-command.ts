import { readFile } from 'node:fs/promises';

import type { Command } from 'commander';
import { z } from 'zod';

import { AssignmentInput, type DayDifference } from '#shared/contract/plan.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { AiringChange } from '#shared/model/override.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import { act, addQuery, type CommandRuntime } from '../command-tree.ts';
import { chooseDate, choosePlan } from '../selection.ts';
import { dateOf, integerOf } from '../values.ts';

interface WhatIfOptions {
  readonly channel?: string;
  readonly from?: string;
  readonly to?: string;
  readonly rows?: string;
  readonly priority?: string;
  readonly cron?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
  readonly drafts: boolean;
}

/** `plan whatif`: what a changed plan would make of a range of days. */
export function addWhatIfCommand(group: Command, runtime: CommandRuntime): void {
  const command = addQuery(group, 'whatif <plan>', 'what a changed plan would make of some days')
    .option('--channel <channel>', 'the plan’s channel')
    .option('--from <YYYY-MM-DD>', 'the first date; today unless given')
    .option('--to <YYYY-MM-DD>', 'the last date; the first unless given')
    .option('--rows <file>', 'JSON array of rows in place of the plan’s own')
    .option('--priority <n>', 'another priority')
    .option('--cron <expression>', 'other days')
    .option('--active', 'as if it were active')
    .option('--inactive', 'as if it were archived')
    .option('--no-drafts', 'published rows only');
  act<WhatIfOptions>(runtime, command, async ({ client }, options, args) => {
    const plan = await choosePlan(client, args[0], options.channel);
    const channel = await client.call('channel.show', { selector: plan.channelId });
    const from = await chooseDate(client, channel, options.from);
    const to = options.to === undefined ? from : dateOf('to', options.to);
    const fields = {
      ...(options.priority === undefined
        ? {}
        : { priority: integerOf('priority', options.priority) }),
      ...(options.cron === undefined ? {} : { cron: options.cron }),
      ...(options.active === true ? { isActive: true } : {}),
      ...(options.inactive === true ? { isActive: false } : {}),
    };
    const rows = options.rows === undefined ? null : await readRows(options.rows);
    const days = await client.call('plan.whatif', {
      channelId: channel.id,
      from,
      to,
      withDrafts: options.drafts,
      plan: { id: plan.id, fields, rows },
    });
    return { json: { days }, text: days.map((day) => differenceText(channel, day)).join('\n\n') };
  });
}

async function readRows(file: string): Promise<AssignmentInput[]> {
  const expected = 'Write a JSON array of rows: startOffsetMinutes, durationMinutes, content.';
  let value: unknown;
  try {
    value = JSON.parse(await readFile(file, 'utf8'));
  } catch {
    throw invalidInput('rows', `--rows: ${file} cannot be read as JSON.`, expected);
  }
  const rows = z.array(AssignmentInput).safeParse(value);
  if (!rows.success) throw invalidInput('rows', `--rows: ${file} holds no rows.`, expected);
  return rows.data;
}

/** A line for each thing that goes (-) and comes (+), by the channel's clock. */
function differenceText(channel: Channel, { date, basis, changes }: DayDifference): string {
  const head = `${date} against what ${basis === 'frozen' ? 'is frozen' : 'would be resolved'}`;
  if (changes.length === 0) return `${head}: no difference.`;
  return [`${head}:`, ...changes.flatMap((change) => linesOf(channel, change))].join('\n');
}

function linesOf(channel: Channel, change: AiringChange): string[] {
  const title = [change.title, change.episodeTitle].filter((text) => text !== null).join(': ');
  const line = (sign: string, place: AiringChange['before']): string[] =>
    place === null ? [] : [`${sign} ${localTimeAt(channel.timezone, place.startAt)} ${title}`];
  return [...line('-', change.before), ...line('+', change.after)];
}
