import type { Command } from 'commander';

import type { Plan } from '#shared/model/plan.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { airingsTable } from '../day-table.ts';
import { findingsText, reportFindings } from '../findings.ts';
import { chooseChannel, chooseDate, choosePlan } from '../selection.ts';
import {
  type ActivityOptions,
  byActivity,
  pageOf,
  type PageOptions,
  withActivity,
  withPaging,
} from '../paging.ts';
import { tableOr } from '../table.ts';
import { required } from '../values.ts';
import { addSuggestCommands } from './suggest-commands.ts';
import { addWhatIfCommand } from './what-if-command.ts';
import { addAssignmentCommands } from './assignment-commands.ts';
import { addPlanShowCommand, datesOf, describe } from './plan-show-command.ts';
import { addPlacedBlockCommands } from './block-commands.ts';
import { addPlanBuildCommand } from './plan-build-command.ts';
import { addPublishCommand } from './publish-command.ts';
import { type FieldOptions, fieldsOf, type Selectors, withFields } from './plan-options.ts';
import { addPlanFileCommands } from './plan-file-commands.ts';

export function addPlanCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'schedule-plan', 'what channels intend to air').alias('plan');
  addWriting(group, runtime);
  addReading(group, runtime);
  addPlanBuildCommand(group, runtime);
  addPlanFileCommands(group, runtime);
  addAssignmentCommands(group, runtime);
  addPlacedBlockCommands(group, runtime);
  addWhatIfCommand(group, runtime);
  addSuggestCommands(group, runtime);
}

function addReading(group: Command, runtime: CommandRuntime): void {
  const list = withPaging(withActivity(addQuery(group, 'list', 'plans by priority'))).option(
    '--channel <channel>',
    'of one channel',
  );
  act<Selectors & PageOptions & ActivityOptions>(runtime, list, async ({ client }, options) => {
    const channels = await client.call('channel.list', {});
    const named = options.channel && (await chooseChannel(client, options.channel));
    const stored = await client.call('plan.list', named ? { channelId: named.id } : {});
    const { page: plans, total } = pageOf(byActivity(stored, options), options);
    const rows = plans.map((plan) => [
      plan.name,
      channels.find(({ id }) => id === plan.channelId)?.name ?? plan.channelId,
      String(plan.priority),
      plan.cron ?? 'every day',
      datesOf(plan),
      String(plan.assignments.length),
      plan.isActive ? 'yes' : 'no',
      plan.id,
    ]);
    return {
      json: { plans, total },
      text: tableOr(
        'There is no plan yet.',
        ['NAME', 'CHANNEL', 'PRIORITY', 'CRON', 'DATES', 'ROWS', 'ACTIVE', 'ID'],
        rows,
      ),
    };
  });

  addPlanShowCommand(group, runtime, withSelectors, chosen);

  const validate = withSelectors(addQuery(group, 'validate [plan]', 'gaps, overlaps, content'));
  act<Selectors>(runtime, validate, async ({ client }, options, args) => {
    const plan = await chosen(client, options, args);
    return reportFindings(await client.call('plan.validate', { id: plan.id }), plan.name);
  });

  const preview = withSelectors(
    addQuery(group, 'preview [plan]', 'resolve a day without writing it'),
  ).option('--date <YYYY-MM-DD>', 'the broadcast date; today unless given');
  act<Selectors & { date?: string }>(runtime, preview, async ({ client }, options, args) => {
    const plan = await chosen(client, options, args);
    const channel = await client.call('channel.show', { selector: plan.channelId });
    const date = await chooseDate(client, channel, options.date);
    const { day, findings } = await client.call('plan.preview', { channelId: channel.id, date });
    return {
      json: { day, findings },
      text: `${airingsTable(channel, day)}\n${findingsText(findings, '')}`.trimEnd(),
    };
  });
}

function addWriting(group: Command, runtime: CommandRuntime): void {
  const add = withFields(addChange(group, 'add', 'make a plan; it is empty'))
    .option(
      '--empty',
      'no more than it is anyway: the channel’s default programming fills a new plan',
    )
    .option('--allow-empty', 'the same')
    .option('--name <name>', 'unique on the channel')
    .option('--channel <channel>', 'needed where there are several');
  act<FieldOptions & { channel?: string }>(runtime, add, async ({ client }, options) => {
    const channel = await chooseChannel(client, options.channel);
    const plan = await client.call('plan.create', {
      ...fieldsOf(options),
      name: required('name', options.name),
      channelId: channel.id,
    });
    return { json: { plan }, text: describe(plan) };
  });

  const update = withFields(addChange(group, 'update [plan]', 'change a plan'))
    .option('--id <id>', 'by id')
    .option('--plan-id <id>', 'by id')
    .option('--channel <channel>', 'the plan’s channel')
    .option('--name <name>', 'the new name');
  act<FieldOptions & Selectors>(runtime, update, async ({ client }, options, args) => {
    const selector = args[0] ?? options.id ?? options.planId;
    const { id } = await choosePlan(client, selector, options.channel);
    const plan = await client.call('plan.update', { id, changes: fieldsOf(options) });
    return { json: { plan }, text: describe(plan) };
  });

  const remove = withSelectors(addRemoval(group, 'delete [plan]', 'remove an unused plan'));
  act<Selectors>(runtime, remove, async ({ client, confirm }, options, args) => {
    const plan = await chosen(client, options, args);
    await confirm(`Delete the plan "${plan.name}"?`);
    await client.call('plan.delete', { id: plan.id });
    return { json: { id: plan.id }, text: `Deleted the plan "${plan.name}".` };
  });

  addPublishCommand(withSelectors(addChange(group, 'publish [plan]', 'make the draft the plan')), {
    runtime,
    chosen,
  });
}

function withSelectors(command: Command): Command {
  return command
    .option('--id <id>', 'by id')
    .option('--plan-id <id>', 'by id')
    .option('--name <name>', 'by name')
    .option('--channel <channel>', 'the plan’s channel');
}

async function chosen(
  client: Parameters<typeof choosePlan>[0],
  options: Selectors,
  args: readonly string[],
): Promise<Plan> {
  const selector = args[0] ?? options.id ?? options.planId ?? options.name;
  return choosePlan(client, selector, options.channel);
}
