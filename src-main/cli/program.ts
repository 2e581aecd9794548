import { Command, CommanderError } from 'commander';

import { createSystemClock } from '#main/clock/system-clock.ts';
import type { CommandRuntime } from './command-tree.ts';
import { addAccessCommands } from './commands/access-commands.ts';
import { addBackupCommands } from './commands/backup-commands.ts';
import { addBlockCommands } from './commands/block-commands.ts';
import { addChannelCommands } from './commands/channel-commands.ts';
import { addDayCheckCommands } from './commands/day-check-commands.ts';
import { addLabelCommands } from './commands/label-commands.ts';
import { addLibraryCommands } from './commands/library-commands.ts';
import { addPinCommands } from './commands/pin-commands.ts';
import { addPlanCommands } from './commands/plan-commands.ts';
import { addScheduleCommands } from './commands/schedule-commands.ts';
import { addRuleCommands } from './commands/rule-commands.ts';
import { addRuntimeCommands } from './commands/runtime-commands.ts';
import { addStationCommands } from './commands/station-commands.ts';
import { addCompletionCommand } from './commands/completion-command.ts';
import { addHorizonCommands } from './commands/horizon-commands.ts';
import { addWhyCommand } from './commands/why-commands.ts';
import { addVirtualAssetCommands } from './commands/virtual-asset-commands.ts';
import { addZoneCommands } from './commands/zone-commands.ts';
import { EXIT } from './exit-code.ts';
import { expandNestedForms } from './nested-forms.ts';
import { type ListenForStop, serve, type ServeOptions } from './serve.ts';
import type { Terminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** The whole tree of commands. */
export function createProgram(
  runtime: CommandRuntime,
  listenForStop: ListenForStop,
  wantsJson = false,
): Command {
  const { terminal } = runtime;
  const program = new Command('retrovue')
    .description('A television station. Works on the running station, or on its data folder.')
    .version(VERSION)
    .option('--data <folder>', 'the data folder')
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        terminal.out(text.trimEnd());
      },
      writeErr: (text) => {
        if (!wantsJson) terminal.err(text.trimEnd());
      },
    });
  addStationCommands(program, runtime);
  addChannelCommands(program, runtime);
  addPlanCommands(program, runtime);
  addZoneCommands(program, runtime);
  addBlockCommands(program, runtime);
  addPinCommands(program, runtime);
  addLabelCommands(program, runtime);
  addRuleCommands(program, runtime);
  addVirtualAssetCommands(program, runtime);
  addScheduleCommands(program, runtime);
  addDayCheckCommands(program, runtime);
  addHorizonCommands(program, runtime);
  addWhyCommand(program, runtime);
  addLibraryCommands(program, runtime);
  addBackupCommands(program, runtime);
  addRuntimeCommands(program, runtime, createSystemClock);
  addCompletionCommand(program, runtime);
  addAccessCommands(program, runtime);
  addServe(program, runtime, listenForStop);
  return program;
}

/** Runs one command line (without the program's own name) and answers the exit code. Never throws for bad usage. */
export async function runCommandLine(
  args: readonly string[],
  terminal: Terminal,
  listenForStop: ListenForStop,
): Promise<number> {
  const runtime: CommandRuntime = { terminal, exitCode: EXIT.ok };
  const wantsJson = args.includes('--json');
  const program = createProgram(runtime, listenForStop, wantsJson);
  try {
    await program.parseAsync(expandNestedForms(args), { from: 'user' });
    return runtime.exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    const isAnswer = error.exitCode === 0;
    if (!isAnswer && wantsJson) {
      const message = error.message.replace(/^error: /, '');
      terminal.out(JSON.stringify({ status: 'error', code: 'usage', message }));
    }
    return isAnswer ? EXIT.ok : EXIT.usage;
  }
}

function addServe(program: Command, runtime: CommandRuntime, listenForStop: ListenForStop): void {
  const command = program
    .command('serve')
    .description('run the station until it is stopped')
    .option('--data <folder>', 'the data folder')
    .option('--port <n>', 'port of the broadcast; as the settings say unless given')
    .option('--control-port <n>', 'port of the interface')
    .option('--host <address>', 'address of the broadcast')
    .option('--share', 'share the broadcast on the network (a setting)')
    .option('--open', 'open the interface in a browser')
    .option('--json', 'print the addresses as one line of JSON');
  command.action(async () => {
    const options = command.optsWithGlobals<ServeOptions>();
    runtime.exitCode = await serve(runtime.terminal, options, listenForStop);
  });
}
