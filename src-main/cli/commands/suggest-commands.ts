import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import type { ContentReference } from '#shared/model/plan.ts';
import type { Suggestions } from '#shared/model/suggestion.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';
import { act, addChange, type CommandRuntime } from '../command-tree.ts';
import { findingsText } from '../findings.ts';
import { formatLocal } from '../format-time.ts';
import { jsonOf } from '../json-input.ts';
import { chooseContent, choosePlan } from '../selection.ts';
import { tableOr } from '../table.ts';
import {
  dateOf,
  durationMinutesOf,
  integerOf,
  offsetMinutesOf,
  oneOf,
  required,
} from '../values.ts';
import { rowsTable } from './assignment-commands.ts';

interface SlotOptions {
  readonly plan?: string;
  readonly channel?: string;
  readonly at?: string;
  readonly duration?: string;
  readonly date?: string;
  readonly rule?: string;
  readonly limit: string;
  readonly accept?: string;
}

interface FillOptions {
  readonly plan?: string;
  readonly channel?: string;
  readonly rule?: string;
  readonly series?: string;
  readonly episodePolicy?: string;
  readonly publish?: boolean;
  readonly dryRun?: boolean;
}

/** `plan suggest` and `plan autofill`. */
export function addSuggestCommands(plans: Command, runtime: CommandRuntime): void {
  const suggest = addChange(plans, 'suggest [plan]', 'what could fill a slot, and why')
    .option('--plan <plan>', 'the plan, by id or name')
    .option('--channel <channel>', 'the plan’s channel')
    .option('--at <HH:MM>', 'offset from the start of the broadcast day')
    .option('--duration <length>', 'minutes, or H:MM')
    .option('--date <YYYY-MM-DD>', 'for season, freshness and what has aired; today unless given')
    .option('--rule <json>', 'only what matches; JSON, or @file')
    .option('--limit <n>', 'list at most so many', '20')
    .option('--accept <n>', 'add a row of the n-th suggestion');
  act<SlotOptions>(runtime, suggest, async ({ client, confirm }, options, args) => {
    const plan = await choosePlan(client, options.plan ?? args[0], options.channel);
    const channel = await client.call('channel.show', { selector: plan.channelId });
    const startOffsetMinutes = offsetMinutesOf('at', required('at', options.at));
    const durationMinutes = durationMinutesOf('duration', required('duration', options.duration));
    const { rule, date, accept } = options;
    const place = accept === undefined ? null : integerOf('accept', accept);
    const answer = await client.call('plan.suggest', {
      planId: plan.id,
      startOffsetMinutes,
      durationMinutes,
      limit: Math.max(integerOf('limit', options.limit), place ?? 1),
      ...(date === undefined ? {} : { date: dateOf('date', date) }),
      ...(rule === undefined ? {} : { constraints: await jsonOf('rule', rule, ContentRule) }),
    });
    if (place === null) return { json: { ...answer }, text: suggestionsText(channel, answer) };
    const accepted = answer.suggestions[place - 1];
    if (!accepted) {
      throw invalidInput(
        'accept',
        `There is no suggestion ${String(place)}.`,
        `Choose 1 to ${String(answer.total)}.`,
      );
    }
    await confirm(`Add “${accepted.title}” to "${plan.name}"?`);
    const { content, episodePolicy } = accepted;
    const assignment = await client.call('plan.addAssignment', {
      planId: plan.id,
      row: { startOffsetMinutes, durationMinutes, content, episodePolicy },
    });
    return {
      json: { accepted, assignment },
      text: `Added “${accepted.title}” as the row ${assignment.id}.`,
    };
  });

  const fill = addChange(plans, 'autofill [plan]', 'rows for whatever nothing claims')
    .option('--plan <plan>', 'the plan, by id or name')
    .option('--channel <channel>', 'the plan’s channel')
    .option('--rule <json>', 'whatever matches; JSON, or @file; the channel’s default unless given')
    .option('--series <series>', 'a series instead')
    .option('--episode-policy <policy>', EPISODE_POLICIES.join(', '))
    .option('--publish', 'publish the draft at once');
  act<FillOptions>(runtime, fill, async ({ client }, options, args) => {
    const plan = await choosePlan(client, options.plan ?? args[0], options.channel);
    const content = await fillingOf(client, options);
    const { episodePolicy: policy } = options;
    const filling = {
      ...(content === undefined ? {} : { content }),
      ...(policy === undefined
        ? {}
        : { episodePolicy: oneOf('episode-policy', EPISODE_POLICIES, policy) }),
    };
    const preview = await client.call('plan.autofillPreview', { id: plan.id, ...filling });
    const findings = findingsText(preview.findings, '');
    if (options.dryRun === true) {
      const text = `Dry run, nothing is written.\n${rowsTable(preview.rows, [])}\n${findings}`;
      return { json: { dryRun: true, ...preview }, text: text.trimEnd() };
    }
    const { id, version } = plan;
    const filled = await client.call('plan.autofill', { id, version, ...filling });
    const isPublished = options.publish === true && filled.rows.length > 0;
    if (isPublished) await client.call('plan.publish', { id });
    const where = isPublished ? 'published' : 'in the draft; “plan publish” makes them the plan';
    return {
      json: { rows: filled.rows, isPublished, findings: preview.findings },
      text:
        filled.rows.length === 0
          ? 'Nothing is empty.'
          : `${rowsTable(filled.rows, [])}\n${String(filled.rows.length)} rows, ${where}.\n${findings}`.trimEnd(),
    };
  });
}

async function fillingOf(
  client: Client,
  { rule, series }: FillOptions,
): Promise<ContentReference | undefined> {
  if (rule !== undefined && series !== undefined) {
    throw invalidInput('rule', 'Gaps are filled by one thing.', 'Say --rule or --series.');
  }
  if (rule !== undefined) return chooseContent(client, 'rule', rule);
  return series === undefined ? undefined : chooseContent(client, 'series', series);
}

function suggestionsText(channel: Channel, answer: Suggestions): string {
  const { suggestions, total, excluded, startAt, endAt } = answer;
  const minutes = Math.round((endAt - startAt) / MS_PER_MINUTE);
  const table = tableOr(
    'Nothing suits.',
    ['NO', 'SCORE', 'WHAT', 'KIND', 'WHY'],
    suggestions.map(({ score, title, kind, reasons }, index) => [
      String(index + 1),
      String(score),
      title,
      kind,
      reasons.map(({ text }) => text).join('; '),
    ]),
  );
  const left = excluded.map(({ reason, count }) => `${String(count)} ${reason}`).join('; ');
  return [
    `${formatLocal(channel.timezone, startAt)}, ${String(minutes)} minutes: ${String(suggestions.length)} of ${String(total)}`,
    table,
    ...(left === '' ? [] : [`Left out: ${left}.`]),
  ].join('\n');
}
