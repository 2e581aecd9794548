import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Input } from '#shared/contract/index.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import {
  type Channel,
  type ChannelFields,
  DEFAULT_CHANNEL_FIELDS,
  DefaultProgramming,
  GRID_MINUTES,
} from '#shared/model/channel.ts';
import {
  DEFAULT_HOUSE_FORMAT,
  type HouseFormat,
  houseFormatName,
  HOUSE_HEIGHTS,
  HOUSE_RATES,
} from '#shared/model/house-format.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import { EPISODE_POLICIES } from '#shared/model/plan.ts';
import { describeRule } from '#shared/scheduling/describe-rule.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { act, addChange, addGroup, addQuery, type CommandRuntime } from '../command-tree.ts';
import { reportFindings } from '../findings.ts';
import { formatFields, tableOr } from '../table.ts';
import { integerOf, oneOf, required } from '../values.ts';
import { jsonOf } from '../json-input.ts';
import { type BreakOptions, breakFieldsOf, breakLines, withBreakOptions } from './break-options.ts';
import {
  type DaypartOptions,
  daypartFieldsOf,
  daypartLines,
  withDaypartOptions,
} from './daypart-options.ts';

interface FieldOptions extends BreakOptions, DaypartOptions {
  readonly name?: string;
  readonly number?: string;
  readonly slug?: string;
  readonly timezone?: string;
  readonly gridSizeMinutes?: string;
  readonly broadcastDayStart?: string;
  readonly kind?: string;
  readonly height?: string;
  readonly rate?: string;
  readonly preparation?: string;
  readonly defaultProgramming?: string;
  readonly requiresApproval?: string;
  readonly defaultPolicy?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
}

export function addChannelCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'channel', 'the station’s channels');

  const add = withFields(addChange(group, 'add', 'make a channel')).option(
    '--slug <slug>',
    'name in addresses; made from the name unless given',
  );
  act<FieldOptions>(runtime, add, async ({ client }, options) => {
    const channel = await client.call('channel.create', {
      ...breakFieldsOf(options, DEFAULT_CHANNEL_FIELDS),
      ...(await fieldsOf(options)),
      name: required('name', options.name),
      ...(options.slug === undefined ? {} : { slug: options.slug }),
    });
    return { json: { channel }, text: describe(channel) };
  });

  act(runtime, addQuery(group, 'list', 'all channels'), async ({ client }) => {
    const channels = await client.call('channel.list', {});
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
      json: { channels },
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
    .option('--version <n>', 'refuse unless this is still the version');
  act<FieldOptions & { id?: string; version?: string }>(
    runtime,
    update,
    async ({ client }, options, args) => {
      const current = await chosen(client, options.id, args);
      const changes = {
        ...breakFieldsOf(options, current),
        ...(await fieldsOf(options, current.houseFormat)),
      };
      const input: Input<'channel.update'> = { id: current.id, changes };
      const channel = await client.call('channel.update', {
        ...input,
        ...(options.version === undefined
          ? {}
          : { version: integerOf('version', options.version) }),
      });
      return { json: { channel }, text: describe(channel) };
    },
  );

  const remove = addChange(group, 'delete [channel]', 'remove a channel that has no history');
  remove.option('--id <id>', 'by id');
  act<{ id?: string }>(runtime, remove, async ({ client, confirm }, options, args) => {
    const channel = await chosen(client, options.id, args);
    await confirm(`Delete the channel "${channel.name}"?`);
    await client.call('channel.delete', { id: channel.id });
    return { json: { id: channel.id }, text: `Deleted the channel "${channel.name}".` };
  });

  const validate = addQuery(group, 'validate [channel]', 'check its plans and frozen days');
  validate.option('--id <id>', 'by id');
  act<{ id?: string }>(runtime, validate, async ({ client }, options, args) => {
    const channel = await chosen(client, options.id, args);
    return reportFindings(await findingsOf(client, channel), channel.name);
  });
}

async function findingsOf(client: Client, channel: Channel) {
  const { nowAt } = await client.call('station.status', {});
  const findings = [];
  for (const plan of await client.call('plan.list', { channelId: channel.id })) {
    if (plan.isActive) findings.push(...(await client.call('plan.validate', { id: plan.id })));
  }
  const from = broadcastDateAt(channel, nowAt);
  for (const day of await client.call('day.list', { channelId: channel.id, from })) {
    const date = day.broadcastDate;
    findings.push(...(await client.call('day.validate', { channelId: channel.id, date })));
  }
  return findings;
}

function withFields(command: Command): Command {
  return withDaypartOptions(withBreakOptions(command))
    .option('--name <name>', 'what viewers see')
    .option('--number <n>', 'channel number, 1–9999')
    .option('--timezone <zone>', 'IANA time zone')
    .option('--grid-size-minutes <n>', 'length of a grid slot: 15, 30 or 60')
    .option('--broadcast-day-start <HH:MM>', 'local time at which the day begins')
    .option('--kind <kind>', 'network or movie')
    .option('--height <lines>', `house format: ${HOUSE_HEIGHTS.join(', ')}`)
    .option('--rate <fps>', `house format: ${HOUSE_RATES.join(', ')}`)
    .option('--preparation <when>', 'on-demand or always')
    .option(
      '--default-programming <what>',
      'library, slate, series:<id>, asset:<id>, or rule:<json or @file>',
    )
    .option(
      '--default-policy <policy>',
      `how a default rule chooses: ${EPISODE_POLICIES.join(', ')}`,
    )
    .option('--requires-approval <on|off>', 'a day airs only once it has been approved')
    .option('--active', 'on the air')
    .option('--inactive', 'off the air');
}

async function fieldsOf(
  options: FieldOptions,
  format: HouseFormat = DEFAULT_HOUSE_FORMAT,
): Promise<Partial<ChannelFields>> {
  return {
    ...(await daypartFieldsOf(options)),
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.number === undefined ? {} : { number: integerOf('number', options.number) }),
    ...(options.timezone === undefined ? {} : { timezone: options.timezone }),
    ...(options.gridSizeMinutes === undefined
      ? {}
      : { gridMinutes: memberOf('grid-size-minutes', GRID_MINUTES, options.gridSizeMinutes) }),
    ...(options.broadcastDayStart === undefined ? {} : { dayStart: options.broadcastDayStart }),
    ...(options.kind === undefined
      ? {}
      : { kind: oneOf('kind', ['network', 'movie'], options.kind) }),
    ...(options.height === undefined && options.rate === undefined
      ? {}
      : {
          houseFormat: {
            height:
              options.height === undefined
                ? format.height
                : memberOf('height', HOUSE_HEIGHTS, options.height),
            rate:
              options.rate === undefined ? format.rate : oneOf('rate', HOUSE_RATES, options.rate),
          },
        }),
    ...(options.preparation === undefined
      ? {}
      : { preparation: oneOf('preparation', ['on-demand', 'always'], options.preparation) }),
    ...(options.defaultProgramming === undefined
      ? {}
      : { defaultProgramming: await defaultProgrammingOf(options.defaultProgramming, options) }),
    ...(options.requiresApproval === undefined
      ? {}
      : {
          requiresApproval:
            oneOf('requires-approval', ['on', 'off'], options.requiresApproval) === 'on',
        }),
    ...(options.active === true ? { isActive: true } : {}),
    ...(options.inactive === true ? { isActive: false } : {}),
  };
}

function memberOf<Value extends number>(
  option: string,
  values: readonly Value[],
  text: string,
): Value {
  const number = integerOf(option, text);
  const value = values.find((candidate) => candidate === number);
  if (value === undefined) {
    throw invalidInput(option, `--${option}: not ${text}.`, `Choose ${values.join(', ')}.`);
  }
  return value;
}

async function defaultProgrammingOf(
  text: string,
  { defaultPolicy }: FieldOptions,
): Promise<DefaultProgramming> {
  if (text.startsWith('rule:')) {
    const rule = await jsonOf('default-programming', text.slice('rule:'.length), ContentRule);
    const policy = oneOf('default-policy', EPISODE_POLICIES, defaultPolicy ?? 'syndication');
    return { kind: 'rule', rule, episodePolicy: policy };
  }
  const [kind, id] = text.split(':', 2);
  const parsed = DefaultProgramming.safeParse({ kind, seriesId: id, assetId: id });
  if (parsed.success) return parsed.data;
  throw invalidInput(
    'default-programming',
    `--default-programming: "${text}" is not one of the choices.`,
    'Choose library, slate, series:<id>, asset:<id> or rule:<json>.',
  );
}

async function chosen(
  client: Client,
  id: string | undefined,
  args: readonly string[],
): Promise<Channel> {
  return client.call('channel.show', { selector: required('id', id ?? args[0]) });
}

function describeDefault(programming: DefaultProgramming): string {
  if (programming.kind !== 'rule') return programming.kind;
  return `${describeRule(programming.rule)}, ${programming.episodePolicy}`;
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
    ['Active', channel.isActive ? 'yes' : 'no'],
    ['Version', String(channel.version)],
  ]);
}
