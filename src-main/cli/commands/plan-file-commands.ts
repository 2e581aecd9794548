import type { Command } from 'commander';

import { PlanFile } from '#shared/model/plan-file.ts';
import { act, addChange, addQuery, type CommandRuntime } from '../command-tree.ts';
import { jsonOf } from '../json-input.ts';
import { chooseChannel, choosePlan } from '../selection.ts';
import { required } from '../values.ts';
import { writeOutput } from '../write-output.ts';

interface Selectors {
  readonly id?: string;
  readonly planId?: string;
  readonly channel?: string;
}

/** `copy`, `export`, `import`, `archive` and `activate` of plans. */
export function addPlanFileCommands(plans: Command, runtime: CommandRuntime): void {
  const copy = withSelectors(addChange(plans, 'copy [plan]', 'make a plan of the same rows'))
    .option('--name <name>', 'the new plan’s name')
    .option('--to-channel <channel>', 'the new plan’s channel; the same unless given');
  act<Selectors & { name?: string; toChannel?: string }>(
    runtime,
    copy,
    async ({ client }, options, args) => {
      const { id } = await choosePlan(client, selectorOf(options, args), options.channel);
      const target = options.toChannel && (await chooseChannel(client, options.toChannel));
      const plan = await client.call('plan.copy', {
        id,
        name: required('name', options.name),
        ...(target ? { channelId: target.id } : {}),
      });
      return { json: { plan }, text: `Made the plan "${plan.name}" (${plan.id}).` };
    },
  );

  const toFile = withSelectors(
    addQuery(plans, 'export [plan]', 'write a plan as a file that other stations can read'),
  ).option('-o, --output <file>', 'write it to a file');
  act<Selectors & { output?: string }>(runtime, toFile, async ({ client }, options, args) => {
    const { id } = await choosePlan(client, selectorOf(options, args), options.channel);
    const file = await client.call('plan.export', { id });
    const document = JSON.stringify(file, null, 2);
    if (options.output === undefined) return { json: { file }, text: document };
    await writeOutput(options.output, `${document}\n`);
    return { json: { output: options.output }, text: `Wrote ${options.output}.` };
  });

  const fromFile = addChange(plans, 'import <file>', 'make a plan of a file')
    .option('--channel <channel>', 'needed where there are several')
    .option('--name <name>', 'another name than the file’s');
  act<{ channel?: string; name?: string }>(runtime, fromFile, async ({ client }, options, args) => {
    const channel = await chooseChannel(client, options.channel);
    const file = await jsonOf('file', `@${args[0] ?? ''}`, PlanFile);
    const plan = await client.call('plan.import', {
      channelId: channel.id,
      file,
      ...(options.name === undefined ? {} : { name: options.name }),
    });
    return { json: { plan }, text: `Made the plan "${plan.name}" (${plan.id}).` };
  });

  for (const [verb, isActive, done] of [
    ['archive', false, 'Archived'],
    ['activate', true, 'Activated'],
  ] as const) {
    const command = withSelectors(
      addChange(plans, `${verb} [plan]`, isActive ? 'let it be selected' : 'never select it'),
    );
    act<Selectors>(runtime, command, async ({ client }, options, args) => {
      const { id } = await choosePlan(client, selectorOf(options, args), options.channel);
      const plan = await client.call('plan.update', { id, changes: { isActive } });
      return { json: { plan }, text: `${done} the plan "${plan.name}".` };
    });
  }
}

function withSelectors(command: Command): Command {
  return command
    .option('--id <id>', 'by id')
    .option('--plan-id <id>', 'by id')
    .option('--channel <channel>', 'the plan’s channel');
}

function selectorOf(options: Selectors, args: readonly string[]): string | undefined {
  return args[0] ?? options.id ?? options.planId;
}
