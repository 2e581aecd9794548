import type { Command } from 'commander';

import { ContentRule } from '#shared/model/content-rule.ts';
import { act, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatDuration } from '../format-time.ts';
import { jsonOf } from '../json-input.ts';
import { formatFields, tableOr } from '../table.ts';
import { integerOf } from '../values.ts';

/** `rule test`. */
export function addRuleCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'rule', 'choices of content by what it is');
  const test = addQuery(group, 'test <rule>', 'what a rule matches; JSON, or @file').option(
    '--limit <n>',
    'list at most so many',
    '50',
  );
  act<{ limit: string }>(runtime, test, async ({ client }, { limit }, args) => {
    const rule = await jsonOf('rule', args[0] ?? '', ContentRule);
    const answer = await client.call('rule.test', { rule, limit: integerOf('limit', limit) });
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
