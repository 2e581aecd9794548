import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Input, Output } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import {
  type Channel,
  DEFAULT_CHANNEL_FIELDS,
  type DefaultProgramming,
} from '#shared/model/channel.ts';
import { houseFormatName } from '#shared/model/house-format.ts';
import { describeRule } from '#shared/planning/choose/describe-rule.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { reportFindings } from '../findings.ts';
import { formatFields, tableOr } from '../table.ts';
import {
  type ActivityOptions,
  byActivity,
  pageOf,
  type PageOptions,
  withActivity,
  withPaging,
} from '../paging.ts';
import { dateOf, integerOf, required } from '../values.ts';
import { breakFieldsOf, breakLines } from './break-options.ts';
import { type FieldOptions, fieldsOf, withFields } from './channel-options.ts';
import { daypartLines } from './daypart-options.ts';
import { addChannelResourcesCommand } from './channel-resources-command.ts';

export function addChannelCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'channel', 'the station’s channels');

  const add = withFields(addChange(group, 'add', 'make a channel')).option(
    '--slug <slug>',
    'name in addresses; made from the name unless given',
  );
  act<FieldOptions>(runtime, add, async ({ client }, options) => {
    const channel = await client.call('channel.create', {
      ...breakFieldsOf(options, DEFAULT_CHANNEL_FIELDS),
      ...(await fieldsOf(options, DEFAULT_CHANNEL_FIELDS)),
      name: required('name', options.name),
      ...(options.slug === undefined ? {} : { slug: options.slug }),
    });
    return { json: { channel }, text: describe(channel) };
  });

  const list = withPaging(withActivity(addQuery(group, 'list', 'all channels by number')));
  act<PageOptions & ActivityOptions>(runtime, list, async ({ client }, options) => {
    const all = byActivity(await client.call('channel.list', {}), options);
    const { page: channels, total } = pageOf(all, options);
    const rows = channels.map((channel) => [
      String(channel.number),
      channel.name,
      channel.slug,
      channel.timezone,
      String(channel.gridMinutes),
      houseFormatName(channel.houseFormat),
      channel.isActive ? 'yes' : 'no',
      channel.id,
    ]);
    return {
      json: { channels, total },
      text: tableOr(
        'There is no channel yet. Make one with "channel add", or try "demo".',
        ['NO', 'NAME', 'SLUG', 'TIME ZONE', 'GRID', 'FORMAT', 'ACTIVE', 'ID'],
        rows,
      ),
    };
  });

  const show = addQuery(group, 'show [channel]', 'one channel').option('--id <id>', 'by id');
  act<{ id?: string }>(runtime, show, async ({ client }, options, args) => {
    const channel = await chosen(client, options.id, args);
    return { json: { channel }, text: describe(channel) };
  });

  const update = withFields(addChange(group, 'update [channel]', 'change a channel'))
    .option('--id <id>', 'by id')
    .option('--version <n>', 'refuse unless this is still the version')
    .option('--effective-date <YYYY-MM-DD>', 'refuse unless a new clock shows from this date on');
  act<FieldOptions & { id?: string; version?: string; effectiveDate?: string }>(
    runtime,
    update,
    async ({ client }, options, args) => {
      const current = await chosen(client, options.id, args);
      const changes = {
        ...breakFieldsOf(options, current),
        ...(await fieldsOf(options, current)),
      };
      const input: Input<'channel.update'> = { id: current.id, changes };
      const impact = await client.call('channel.impact', input);
      if (options.effectiveDate !== undefined) {
        refuseOtherDate(dateOf('effective-date', options.effectiveDate), impact.effectiveFrom);
      }
      const channel = await client.call('channel.update', {
        ...input,
        ...(options.version === undefined
          ? {}
          : { version: integerOf('version', options.version) }),
      });
      return { json: { channel, impact }, text: `${describe(channel)}${impactText(impact)}` };
    },
  );

  const remove = addRemoval(group, 'delete [channel]', 'remove a channel that has no history');
  remove.option('--id <id>', 'by id');
  act<{ id?: string }>(runtime, remove, async ({ client, confirm }, options, args) => {
    const channel = await chosen(client, options.id, args);
    await confirm(`Delete the channel "${channel.name}"?`);
    await client.call('channel.delete', { id: channel.id });
    return { json: { id: channel.id }, text: `Deleted the channel "${channel.name}".` };
  });

  const validate = addQuery(
    group,
    'validate [channel]',
    'check its settings, plans and frozen days',
  )
    .option('--id <id>', 'by id')
    .option('--strict', 'warnings count as errors');
  act<{ id?: string; strict?: boolean }>(runtime, validate, async ({ client }, options, args) => {
    const { id, name } = await chosen(client, options.id, args);
    const isStrict = options.strict === true;
    return reportFindings(await client.call('channel.validate', { id, isStrict }), name);
  });

  addChannelResourcesCommand(group, runtime);
  addNestedForm(group, 'plan <channel>', 'the plans of a channel: add, build, list, show <plan> …');
  addNestedForm(group, 'program <channel> <plan>', 'the rows of a plan: add, list, delete <row>');
}

/** The words after these are read as another command (see `nested-forms.ts`); here they only have a help. */
function addNestedForm(channels: Command, signature: string, description: string): void {
  const name = signature.split(' ')[0] ?? signature;
  const command = channels.command(`${signature} [words...]`).description(description);
  command
    .allowUnknownOption()
    .addHelpText(
      'after',
      name === 'plan'
        ? '\n"channel plan <channel> VERB …" is "schedule-plan VERB … --channel <channel>";\n"channel plan <channel> <plan> program VERB …" is "schedule-plan assignment VERB … --plan-id <plan>".'
        : '\n"channel program <channel> <plan> VERB …" is "schedule-plan assignment VERB … --plan-id <plan>".',
    );
  command.action(() => {
    command.error(`error: say what to do: ${description}`);
  });
}

/** Frozen days stay: a change of the clock shows from the first date that is not frozen, no sooner and no later. */
function refuseOtherDate(wanted: string, effectiveFrom: string): void {
  if (wanted === effectiveFrom) return;
  throw invalidInput(
    'effective-date',
    `The change shows from ${effectiveFrom} on, not from ${wanted}: the days before are frozen, and later ones are not held back.`,
    wanted > effectiveFrom
      ? 'Make the change when that day is the next to be frozen, or leave --effective-date out.'
      : `Say --effective-date ${effectiveFrom}, or leave it out.`,
  );
}

function impactText(impact: Output<'channel.impact'>): string {
  if (!impact.isTimed) return '';
  const { plans, frozenDates, effectiveFrom } = impact;
  return `\n\nThe new clock shows from ${effectiveFrom} on; ${String(frozenDates.length)} frozen days stay as they are. Look again at ${String(plans.length)} plans.`;
}

async function chosen(
  client: Client,
  id: string | undefined,
  args: readonly string[],
): Promise<Channel> {
  return client.call('channel.show', { selector: required('id', id ?? args[0]) });
}

function describe(channel: Channel): string {
  return formatFields([
    ['Channel', `${String(channel.number)} ${channel.name}`],
    ['Id', channel.id],
    ['Slug', channel.slug],
    ['Time zone', channel.timezone],
    ['Day starts', channel.dayStart],
    ['Grid', `${String(channel.gridMinutes)} minutes`],
    ['Kind', channel.kind],
    ['Format', houseFormatName(channel.houseFormat)],
    ...breakLines(channel),
    ['Default', describeDefault(channel.defaultProgramming)],
    ...daypartLines(channel),
    ['Prepared', channel.preparation],
    ...(channel.requiresApproval ? [['Approval', 'every day'] as const] : []),
    [
      'Encoders',
      channel.preparationLimit === null
        ? 'as many as the station has'
        : `at most ${String(channel.preparationLimit)}`,
    ],
    ['Active', channel.isActive ? 'yes' : 'no'],
    ['Version', String(channel.version)],
  ]);
}

function describeDefault(programming: DefaultProgramming): string {
  if (programming.kind !== 'rule') return programming.kind;
  return `${describeRule(programming.rule)}, ${programming.episodePolicy}`;
}
