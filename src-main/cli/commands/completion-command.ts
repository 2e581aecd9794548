import type { Command } from 'commander';

import type { CommandRuntime } from '../command-tree.ts';
import { completionScript, SHELLS } from '../completion.ts';
import { type CommonOptions, runAlone } from '../run-command.ts';
import { oneOf } from '../values.ts';

/** `completion <shell>`: prints what a shell needs to complete the program's commands. */
export function addCompletionCommand(program: Command, runtime: CommandRuntime): void {
  const command = program
    .command('completion <shell>')
    .description(`print the completion script of a shell: ${SHELLS.join(', ')}`)
    .option('--json', 'print JSON');
  command.action(async (text: string) => {
    runtime.exitCode = await runAlone(
      runtime.terminal,
      command.optsWithGlobals<CommonOptions>(),
      () => {
        const shell = oneOf('shell', SHELLS, text);
        const script = completionScript(program, shell);
        return { json: { shell, script }, text: script };
      },
    );
  });
}
