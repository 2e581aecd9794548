import type { Command } from 'commander';

import type { BlockRowInput } from '#shared/contract/block.ts';
import type { Client } from '#shared/contract/client.ts';
import { contentKey } from '#shared/contract/plan.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import { PlacedBlockId } from '#shared/model/ids.ts';
import type { Block } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { Weekday } from '#shared/model/zone.ts';
import { blockMinutes, describePlaced } from '#shared/planning/plan/placed-blocks.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { findingsText } from '../findings.ts';
import { choosePlan } from '../selection.ts';
import { tableOr } from '../table.ts';
import { offsetMinutesOf, oneOf, required } from '../values.ts';
import { type RowOptions, rowOf, withSharedRow } from './assignment-commands.ts';

interface BlockOptions {
  readonly name?: string;
  readonly description?: string;
}

/** `block list|show|add|update|delete|add-row|remove-row`: rows that plans of any channel share. */
export function addBlockCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'block', 'rows that plans of any channel share');

  const list = addQuery(group, 'list', 'the blocks by name');
  act(runtime, list, async ({ client }) => {
    const blocks = await client.call('block.list', {});
    const lines = blocks.map(({ block, planIds }) => [
      block.name,
      String(blockMinutes(block)),
      String(block.rows.length),
      String(planIds.length),
      block.id,
    ]);
    const head = ['NAME', 'MINUTES', 'ROWS', 'PLANS', 'ID'];
    return { json: { blocks }, text: tableOr('There is no block yet.', head, lines) };
  });

  const show = addQuery(group, 'show <block>', 'the rows of a block');
  act(runtime, show, async ({ client }, _options, args) => {
    const block = await chooseBlock(client, args[0]);
    return { json: { block }, text: rowsText(block) };
  });

  const add = addChange(group, 'add', 'make a block')
    .option('--name <name>', 'unique on the station')
    .option('--description <text>');
  act<BlockOptions>(runtime, add, async ({ client }, { name, description }) => {
    const block = await client.call('block.create', {
      name: required('name', name),
      ...(description === undefined ? {} : { description }),
    });
    return { json: { block }, text: `Made the block "${block.name}" (${block.id}).` };
  });

  const update = addChange(group, 'update <block>', 'change its name or description')
    .option('--name <name>', 'the new name')
    .option('--description <text>', '"" for none');
  act<BlockOptions>(runtime, update, async ({ client }, { name, description }, args) => {
    const { id } = await chooseBlock(client, args[0]);
    const block = await client.call('block.update', {
      id,
      changes: {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description: description || null }),
      },
    });
    return { json: { block }, text: `Changed the block "${block.name}".` };
  });

  const remove = addRemoval(group, 'delete <block>', 'remove a block that no plan has');
  act(runtime, remove, async ({ client, confirm }, _options, args) => {
    const { id, name } = await chooseBlock(client, args[0]);
    await confirm(`Delete the block "${name}"?`);
    await client.call('block.delete', { id });
    return { json: { id }, text: `Deleted the block "${name}".` };
  });

  const addRow = withSharedRow(
    addChange(group, 'add-row <block>', 'add a row; its start counts from the block’s'),
  );
  act<RowOptions>(runtime, addRow, async ({ client }, options, args) => {
    const { id, rows } = await chooseBlock(client, args[0]);
    const {
      startOffsetMinutes,
      durationMinutes,
      content,
      labelId: _,
      ...rest
    } = await rowOf(client, options);
    if (startOffsetMinutes === undefined || durationMinutes === undefined || !content) {
      throw invalidInput(
        'row',
        'A row needs a start, a length and content.',
        'Say --start, --duration and one of --series, --asset, --rule and --random.',
      );
    }
    const row: BlockRowInput = {
      episodePolicy: 'sequential',
      operatorIntent: null,
      ...rest,
      startOffsetMinutes,
      durationMinutes,
      content,
    };
    const block = await client.call('block.update', { id, changes: { rows: [...rows, row] } });
    return { json: { block }, text: rowsText(block) };
  });

  const removeRow = addRemoval(group, 'remove-row <block> <row>', 'remove a row, by start or id');
  act(runtime, removeRow, async ({ client }, _options, args) => {
    const { id, rows } = await chooseBlock(client, args[0]);
    const kept = rows.filter(
      (row) => row.id !== args[1] && scheduleTimeOf(row.startOffsetMinutes) !== args[1],
    );
    if (kept.length === rows.length) throw notFound('row', args[1] ?? '');
    const block = await client.call('block.update', { id, changes: { rows: kept } });
    return { json: { block }, text: rowsText(block) };
  });
}

interface PlaceOptions {
  readonly channel?: string;
  readonly start?: string;
  readonly days?: string;
}

/** `plan block list|place|remove|dissolve`: the blocks of a plan. */
export function addPlacedBlockCommands(plans: Command, runtime: CommandRuntime): void {
  const group = addGroup(plans, 'block', 'blocks that stand in a plan');

  const list = addQuery(group, 'list <plan>', 'the blocks by start').option('--channel <channel>');
  act<PlaceOptions>(runtime, list, async ({ client }, { channel }, args) => {
    const { blocks = [] } = await choosePlan(client, args[0], channel);
    const lines = blocks.map((placed) => [
      scheduleTimeOf(placed.startOffsetMinutes),
      String(blockMinutes(placed.block)),
      placed.dayFilters?.join(',') ?? 'every day',
      placed.block.name,
      placed.id,
    ]);
    const head = ['START', 'MINUTES', 'DAYS', 'BLOCK', 'ID'];
    return { json: { blocks }, text: tableOr('The plan has no blocks.', head, lines) };
  });

  const place = addChange(group, 'place <plan> <block>', 'put a block into a plan')
    .option('--channel <channel>', 'the plan’s channel')
    .option('--start <HH:MM>', 'offset from the start of the broadcast day')
    .option('--days <days>', 'such as SAT,SUN; every day unless given');
  act<PlaceOptions>(runtime, place, async ({ client }, options, args) => {
    const plan = await choosePlan(client, args[0], options.channel);
    const block = await chooseBlock(client, args[1]);
    const answer = await client.call('plan.placeBlock', {
      planId: plan.id,
      blockId: block.id,
      startOffsetMinutes: offsetMinutesOf('start', required('start', options.start)),
      dayFilters:
        options.days === undefined
          ? null
          : options.days.split(',').map((day) => oneOf('days', Weekday.options, day.trim())),
    });
    const text = `Placed ${describePlaced(answer.placed)} (${answer.placed.id}).\n`;
    return {
      json: { ...answer },
      text: `${text}${findingsText(answer.findings, '')}`.trimEnd(),
    };
  });

  for (const [verb, method, help] of [
    ['remove', 'plan.removeBlock', 'take a placed block out, by its id there'],
    ['dissolve', 'plan.dissolveBlock', 'make rows of the plan of it'],
  ] as const) {
    const add = verb === 'remove' ? addRemoval : addChange;
    const command = add(group, `${verb} <placed>`, help);
    act(runtime, command, async ({ client, confirm }, _options, args) => {
      const id = PlacedBlockId.parse(required('placed', args[0]));
      await confirm(`Really ${verb} the placed block ${id}?`);
      const plan = await client.call(method, { id });
      return { json: { plan }, text: `Changed the plan "${plan.name}".` };
    });
  }
}

async function chooseBlock(client: Client, selector: string | undefined): Promise<Block> {
  const wanted = required('block', selector).trim().toLowerCase();
  const blocks = await client.call('block.list', {});
  const found = blocks.find(
    ({ block }) => block.id === wanted || block.name.toLowerCase() === wanted,
  );
  if (!found) throw notFound('block', selector ?? '');
  return found.block;
}

function rowsText({ name, rows }: Block): string {
  return tableOr(
    `The block "${name}" has no rows.`,
    ['START', 'MINUTES', 'CONTENT', 'POLICY', 'ID'],
    rows.map((row) => [
      scheduleTimeOf(row.startOffsetMinutes),
      String(row.durationMinutes),
      contentKey(row.content),
      row.episodePolicy,
      row.id,
    ]),
  );
}
