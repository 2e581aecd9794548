import { Command } from 'commander';

import { type CommandContext, type CommonOptions, type Report, runCommand } from './run-command.ts';
import type { Terminal } from './terminal.ts';

/** What the commands of one process share. */
export interface CommandRuntime {
  readonly terminal: Terminal;
  exitCode: number;
}

/** A noun with verbs below it. */
export function addGroup(parent: Command, name: string, description: string): Command {
  return parent.command(name).description(description);
}

/** A verb that only reads. `signature` is its name with its arguments, as commander writes them. */
export function addQuery(parent: Command, signature: string, description: string): Command {
  return parent
    .command(signature)
    .description(description)
    .option('--data <folder>', 'work on this data folder')
    .option('--json', 'print JSON');
}

/** A verb that changes something. */
export function addChange(parent: Command, signature: string, description: string): Command {
  return addQuery(parent, signature, description)
    .option('--dry-run', 'say what would be done and do nothing')
    .option('--yes', 'do not ask')
    .option('--confirm', 'the same');
}

/** A verb that takes something away. */
export function addRemoval(parent: Command, signature: string, description: string): Command {
  const command = addChange(parent, signature, description).option(
    '--force',
    'the same as --yes; what something still refers to stays all the same',
  );
  return command.on('option:force', () => {
    command.setOptionValue('yes', true);
  });
}

/** Gives a verb what it does. `Options` are the verb's own, as commander names them. */
export function act<Options extends object>(
  runtime: CommandRuntime,
  command: Command,
  run: (context: CommandContext, options: Options, args: readonly string[]) => Promise<Report>,
): void {
  command.action(async () => {
    const options = command.optsWithGlobals<Options & CommonOptions>();
    runtime.exitCode = await runCommand(runtime.terminal, options, (context) =>
      run(context, options, command.args),
    );
  });
}
