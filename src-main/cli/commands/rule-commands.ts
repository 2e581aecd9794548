import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Input, Output } from '#shared/contract/index.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import { act, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatDuration } from '../format-time.ts';
import { jsonOf } from '../json-input.ts';
import { chooseChannel, chooseDate } from '../selection.ts';
import { formatFields, tableOr } from '../table.ts';
import { integerOf, offsetMinutesOf, oneOf } from '../values.ts';

/** `rule test`. */
export function addRuleCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'rule', 'choices of content by what it is');
  const test = addQuery(group, 'test <rule>', 'what a rule matches; JSON, or @file')
    .option('--limit <n>', 'list at most so many', '50')
    .option('--date <YYYY-MM-DD>', 'at that date, and what a row of it would air')
    .option('--at <HH:MM>', 'at that offset from the day’s start; 00:00 unless given')
    .option('--episode-policy <policy>', EPISODE_POLICIES.join(', '))
    .option('--channel <channel>', 'the channel that it would air on');
  act<TestOptions>(runtime, test, async ({ client }, options, args) => {
    const rule = await jsonOf('rule', args[0] ?? '', ContentRule);
    const answer = await client.call('rule.test', {
      rule,
      limit: integerOf('limit', options.limit),
      occasion: await occasionOf(client, options),
    });
    const { description, eligible, matching, episodes, movies, series, turnedAway } = answer;
    const summary = formatFields([
      ['Rule', description],
      ['Matches', `${String(matching)} of ${String(eligible)} eligible programmes`],
      [
        'Of these',
        `${String(episodes)} episodes of ${String(series)} series, ${String(movies)} movies`,
      ],
      ...turnedAway.map(({ field, count }): [string, string] => [
        `Turned away by ${field}`,
        String(count),
      ]),
      ...(isOccasion(options) ? [['Would air', pickText(answer.pick)] as const] : []),
    ]);
    const table = tableOr(
      'Nothing matches.',
      ['TITLE', 'SERIES', 'KIND', 'YEAR', 'LENGTH', 'ID'],
      answer.items.map((item) => [
        item.title,
        item.seriesTitle ?? '',
        item.kind,
        String(item.year ?? ''),
        formatDuration(item.durationMs),
        item.id,
      ]),
    );
    return { json: { rule, ...answer }, text: `${summary}\n\n${table}` };
  });
}

interface TestOptions {
  readonly limit: string;
  readonly date?: string;
  readonly at?: string;
  readonly episodePolicy?: string;
  readonly channel?: string;
}

function isOccasion({ date, at, channel, episodePolicy }: TestOptions): boolean {
  return [date, at, channel, episodePolicy].some((option) => option !== undefined);
}

/** Where and how the rule is to be tried; `null` when no option speaks of it. */
async function occasionOf(
  client: Client,
  options: TestOptions,
): Promise<Input<'rule.test'>['occasion']> {
  if (!isOccasion(options)) return null;
  const channel = await chooseChannel(client, options.channel);
  const { at, episodePolicy } = options;
  return {
    channelId: channel.id,
    date: await chooseDate(client, channel, options.date),
    ...(at === undefined ? {} : { startOffsetMinutes: offsetMinutesOf('at', at) }),
    ...(episodePolicy === undefined
      ? {}
      : { episodePolicy: oneOf('episode-policy', EPISODE_POLICIES, episodePolicy) }),
  };
}

function pickText(pick: Output<'rule.test'>['pick']): string {
  if (pick === null) return 'nothing';
  const { item, eligibleCount, relaxedToHours } = pick;
  const title = item.seriesTitle === null ? item.title : `${item.seriesTitle}: ${item.title}`;
  const rest =
    relaxedToHours === null ? '' : `, its rest relaxed to ${String(relaxedToHours)} hours`;
  return `${title} (of ${String(eligibleCount)}${rest})`;
}
