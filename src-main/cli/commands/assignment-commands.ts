import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { contentKey, type PlanContentName } from '#shared/contract/plan.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import { CONTENT_TYPES } from '#shared/model/content-kinds.ts';
import { AssignmentId, LabelId } from '#shared/model/ids.ts';
import { EPISODE_POLICIES } from '#shared/model/episode-policy.ts';
import {
  type Assignment,
  type ContentReference,
  FILL_KINDS,
  Packing,
  type RowFill,
} from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import type { ContentItem } from '#shared/model/zone.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { pageOf, type PageOptions, withPaging } from '../paging.ts';
import { encoreOf, type EncorePlan, encorePlanOf } from '../encore-option.ts';
import { chooseContent, chooseItem, choosePlan } from '../selection.ts';
import { tableOr } from '../table.ts';
import {
  type BreakChangeOptions,
  breakChangesOf,
  withBreakChanges,
} from './break-change-options.ts';
import { durationMinutesOf, offsetMinutesOf, oneOf, required } from '../values.ts';

/** Options that speak of a row. */
export interface RowOptions extends BreakChangeOptions {
  readonly startTime?: string;
  readonly start?: string;
  readonly duration?: string;
  readonly contentType?: string;
  readonly contentReference?: string;
  readonly series?: readonly string[];
  readonly asset?: string;
  readonly virtualAsset?: string;
  readonly rule?: string;
  readonly random?: string;
  readonly encore?: string;
  readonly daysAgo?: string;
  readonly episodePolicy?: string;
  readonly hardStart?: boolean;
  readonly softStart?: boolean;
  readonly packing?: string;
  readonly fill?: string;
  readonly fillTag?: readonly string[];
  readonly operatorIntent?: string;
  readonly labelId?: string;
}

interface PlanOptions {
  readonly planId?: string;
  readonly channel?: string;
}

/** `assignment add|list|update|remove` below a plan. */
export function addAssignmentCommands(plans: Command, runtime: CommandRuntime): void {
  const group = addGroup(plans, 'assignment', 'the rows of a plan');

  const add = withRow(withPlan(addChange(group, 'add', 'add a row')));
  act<PlanOptions & RowOptions>(runtime, add, async ({ client }, options) => {
    const plan = await choosePlan(client, options.planId, options.channel);
    const { startOffsetMinutes, durationMinutes, content, ...rest } = await rowOf(
      client,
      options,
      encorePlanOf(plan),
    );
    if (startOffsetMinutes === undefined) throw missing('start-time');
    if (durationMinutes === undefined) throw missing('duration');
    if (content === undefined) throw missing('content-reference');
    const assignment = await client.call('plan.addAssignment', {
      planId: plan.id,
      row: { ...rest, startOffsetMinutes, durationMinutes, content },
    });
    return { json: { assignment }, text: `Added the row ${assignment.id}.` };
  });

  const list = withPaging(withPlan(addQuery(group, 'list [plan]', 'the rows by start')));
  act<PlanOptions & PageOptions>(runtime, list, async ({ client }, options, args) => {
    const { id } = await choosePlan(client, args[0] ?? options.planId, options.channel);
    const { plan, names } = await client.call('plan.show', { selector: id });
    const { page: assignments, total } = pageOf(plan.assignments, options);
    return {
      json: { planId: plan.id, assignments, total, names },
      text: rowsTable(assignments, names),
    };
  });

  const update = withRow(addChange(group, 'update [assignment]', 'change a row')).option(
    '--id <id>',
    'by id',
  );
  act<RowOptions & { id?: string }>(runtime, update, async ({ client }, options, args) => {
    const id = AssignmentId.parse(required('id', args[0] ?? options.id));
    const plans = await client.call('plan.list', {});
    const plan = plans.find((each) => each.assignments.some((row) => row.id === id));
    const changes = await rowOf(client, options, plan && encorePlanOf(plan));
    const assignment = await client.call('plan.updateAssignment', { id, changes });
    return { json: { assignment }, text: `Changed the row ${assignment.id}.` };
  });

  const remove = addRemoval(group, 'remove [assignment]', 'remove a row');
  remove.option('--id <id>', 'by id');
  act<{ id?: string }>(runtime, remove, async ({ client, confirm }, options, args) => {
    const id = AssignmentId.parse(required('id', args[0] ?? options.id));
    const plans = await client.call('plan.list', {});
    if (!plans.some((plan) => plan.assignments.some((row) => row.id === id))) {
      throw notFound('assignment', id);
    }
    await confirm(`Remove the row ${id}?`);
    await client.call('plan.removeAssignment', { id });
    return { json: { id }, text: `Removed the row ${id}.` };
  });
}

function missing(option: string) {
  return invalidInput(option, `--${option} is missing.`, `Say --${option}.`);
}

function withPlan(command: Command): Command {
  return command
    .option('--plan-id <plan>', 'the plan, by id or name')
    .option('--channel <channel>', 'the plan’s channel');
}

/** Adds the options of a row of a plan. */
export function withRow(command: Command): Command {
  return withReferences(withSharedRow(command));
}

/** Adds the options of a pin: those of a row that say what it plays. It breaks and packs as its channel does. */
export function withPinnedRow(command: Command): Command {
  return withReferences(withPlayed(command));
}

function withReferences(command: Command): Command {
  return command
    .option('--encore <row>', 'what another row (by start or id) or zone (by name or id) aired')
    .option('--days-ago <n>', 'of an encore: so many broadcast days before, 0 to 7, or latest')
    .option('--label-id <id>', 'the row’s label');
}

/** Adds the options that rows of blocks have too. */
export function withSharedRow(command: Command): Command {
  return withPlayed(withBreakChanges(command))
    .option(
      '--packing <packing>',
      'several shorts in one slot: auto (under half of it), always, never',
    )
    .option(
      '--fill <kinds>',
      `what fills the time that its content leaves: ${FILL_KINDS.join(', ')}, between commas; or default`,
    )
    .option('--fill-tag <tags...>', 'of --fill: only what has one of these tags');
}

function withPlayed(command: Command): Command {
  return command
    .option('--start-time <HH:MM>', 'offset from the start of the broadcast day')
    .option('--start <HH:MM>', 'the same')
    .option('--duration <length>', 'minutes, or H:MM')
    .option('--content-type <type>', NAMED_TYPES.join(', '))
    .option('--content-reference <content>', 'id, title, an asset’s path, titles between ; or JSON')
    .option('--series <series...>', 'the series to play; several are played in turn')
    .option('--asset <asset>', 'the asset to play')
    .option('--virtual-asset <package>', 'the package to play, once, as one airing')
    .option('--rule <json>', 'whatever matches; JSON, or @file (docs/content-rules.md)')
    .option('--random <json>', 'drawn from whatever matches; JSON, or @file')
    .option('--episode-policy <policy>', EPISODE_POLICIES.join(', '))
    .option('--hard-start', 'what airs before it ends by its start')
    .option('--soft-start', 'it may slip behind longer content; the default')
    .option('--operator-intent <text>', 'a note that goes with the row');
}

/** The parts of a row that the options speak of. */
export async function rowOf(
  client: Client,
  options: RowOptions,
  plan: EncorePlan = { rows: [], zones: [] },
) {
  const start = options.startTime ?? options.start;
  const content = await contentOf(client, options, plan);
  return {
    ...(start === undefined ? {} : { startOffsetMinutes: offsetMinutesOf('start-time', start) }),
    ...(options.duration === undefined
      ? {}
      : { durationMinutes: durationMinutesOf('duration', options.duration) }),
    ...(content === undefined ? {} : { content }),
    ...(options.episodePolicy === undefined
      ? {}
      : {
          episodePolicy: oneOf('episode-policy', EPISODE_POLICIES, options.episodePolicy),
        }),
    ...startKindOf(options),
    ...breakChangesOf(options),
    ...(options.packing === undefined
      ? {}
      : { packing: oneOf('packing', Packing.options, options.packing) }),
    ...fillOf(options),
    ...(options.operatorIntent === undefined ? {} : { operatorIntent: options.operatorIntent }),
    ...(options.labelId === undefined ? {} : { labelId: LabelId.parse(options.labelId) }),
  };
}

function startKindOf({ hardStart, softStart }: RowOptions): { isHardStart?: boolean } {
  if (hardStart === true && softStart === true) {
    throw invalidInput('start', 'A start is hard or soft.', 'Say --hard-start or --soft-start.');
  }
  if (hardStart === true) return { isHardStart: true };
  return softStart === true ? { isHardStart: false } : {};
}

function fillOf({ fill, fillTag }: RowOptions): { fill?: RowFill | null } {
  if (fill === undefined) {
    if (fillTag !== undefined) throw missing('fill');
    return {};
  }
  if (fill === 'default' && fillTag === undefined) return { fill: null };
  const kinds = fill.split(',').map((kind) => oneOf('fill', FILL_KINDS, kind.trim()));
  return { fill: { kinds, ...(fillTag === undefined ? {} : { tags: [...fillTag] }) } };
}

async function contentOf(
  client: Client,
  options: RowOptions,
  plan: EncorePlan,
): Promise<ContentReference | undefined> {
  const { series, asset, virtualAsset, rule, random, encore, daysAgo } = options;
  const { contentType, contentReference } = options;
  if (daysAgo !== undefined && encore === undefined) throw missing('encore');
  const given = [series, asset, virtualAsset, rule, random, encore, contentReference].filter(
    (option) => option !== undefined,
  );
  if (given.length > 1) {
    throw invalidInput(
      'content',
      'A row plays one thing.',
      'Say one of --series, --asset, --virtual-asset, --rule, --random and --encore.',
    );
  }
  const [first, ...more] = series ?? [];
  if (first !== undefined && more.length === 0) return chooseContent(client, 'series', first);
  if (first !== undefined) {
    const items: ContentItem[] = [];
    for (const each of [first, ...more]) items.push(await chooseItem(client, each));
    return { type: 'list', items };
  }
  if (asset !== undefined) return chooseContent(client, 'asset', asset);
  if (virtualAsset !== undefined) return chooseContent(client, 'virtual_package', virtualAsset);
  if (rule !== undefined) return chooseContent(client, 'rule', rule);
  if (random !== undefined) return chooseContent(client, 'random', random);
  if (encore !== undefined) return encoreOf(client, encore, daysAgo ?? 'latest', plan);
  if (contentReference === undefined) return undefined;
  const type = oneOf('content-type', NAMED_TYPES, required('content-type', contentType));
  return chooseContent(client, type, contentReference);
}

/** An encore has options of its own. */
const NAMED_TYPES = CONTENT_TYPES.filter((type) => type !== 'encore');

/** Rows with their content's names. */
export function rowsTable(rows: readonly Assignment[], names: readonly PlanContentName[]): string {
  return tableOr(
    'The plan has no rows.',
    ['START', 'MINUTES', 'TYPE', 'CONTENT', 'POLICY', 'ID'],
    rows.map((row) => {
      const key = contentKey(row.content);
      return [
        scheduleTimeOf(row.startOffsetMinutes) + (row.isHardStart === true ? ' hard' : ''),
        String(row.durationMinutes),
        row.content.type,
        names.find((name) => name.key === key)?.title ?? key,
        row.episodePolicy,
        row.id,
      ];
    }),
  );
}
