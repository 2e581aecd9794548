import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { PlanLabel } from '#shared/model/plan.ts';
import {
  act,
  addChange,
  addGroup,
  addQuery,
  addRemoval,
  type CommandRuntime,
} from '../command-tree.ts';
import { pageOf, type PageOptions, withPaging } from '../paging.ts';
import { formatFields, tableOr } from '../table.ts';
import { required } from '../values.ts';

interface LabelOptions {
  readonly name?: string;
  readonly description?: string;
}

/** `label add|list|update|delete`: groups of rows for the eye, which planning never reads. */
export function addLabelCommands(program: Command, runtime: CommandRuntime): void {
  const group = addGroup(program, 'label', 'groups of rows, for the eye only');

  const list = withPaging(addQuery(group, 'list', 'every label'));
  act<PageOptions>(runtime, list, async ({ client }, options) => {
    const { page: labels, total } = pageOf(await client.call('label.list', {}), options);
    return {
      json: { labels, total },
      text: tableOr(
        'There is no label yet.',
        ['NAME', 'DESCRIPTION', 'ID'],
        labels.map(({ name, description, id }) => [name, description ?? '', id]),
      ),
    };
  });

  const show = addQuery(group, 'show <label>', 'one label, by id or name');
  act(runtime, show, async ({ client }, _options, args) => {
    const label = await chooseLabel(client, args[0] ?? '');
    return {
      json: { label },
      text: formatFields([
        ['Label', label.name],
        ['Id', label.id],
        ['Description', label.description ?? ''],
      ]),
    };
  });

  const add = withFields(addChange(group, 'add', 'make a label'));
  act<LabelOptions>(runtime, add, async ({ client }, { name, description }) => {
    const label = await client.call('label.create', {
      name: required('name', name),
      ...(description === undefined ? {} : { description }),
    });
    return { json: { label }, text: `Made the label "${label.name}" (${label.id}).` };
  });

  const update = withFields(addChange(group, 'update <label>', 'change a label, by id or name'));
  act<LabelOptions>(runtime, update, async ({ client }, { name, description }, args) => {
    const { id } = await chooseLabel(client, args[0] ?? '');
    const label = await client.call('label.update', {
      id,
      changes: {
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
      },
    });
    return { json: { label }, text: `Changed the label "${label.name}".` };
  });

  const remove = addRemoval(group, 'delete <label>', 'remove a label; its rows stay');
  act(runtime, remove, async ({ client, confirm }, _options, args) => {
    const label = await chooseLabel(client, args[0] ?? '');
    await confirm(`Delete the label "${label.name}"?`);
    await client.call('label.delete', { id: label.id });
    return { json: { id: label.id }, text: `Deleted the label "${label.name}".` };
  });
}

function withFields(command: Command): Command {
  return command.option('--name <name>', 'unique').option('--description <text>');
}

async function chooseLabel(client: Client, selector: string): Promise<PlanLabel> {
  const wanted = selector.trim().toLowerCase();
  const labels = await client.call('label.list', {});
  const label = labels.find(({ id, name }) => id === wanted || name.toLowerCase() === wanted);
  if (!label) throw notFound('label', selector);
  return label;
}
