import type { Command } from 'commander';

import { act, addChange, addGroup, type CommandRuntime } from '../command-tree.ts';
import { addressIn, openInterface } from '../open-interface.ts';
import type { CommonOptions } from '../run-command.ts';

/** `open` and `key renew`: how pages and programs come to the running station. */
export function addAccessCommands(program: Command, runtime: CommandRuntime): void {
  const open = program
    .command('open')
    .description('open the interface of the running station in a browser')
    .option('--data <folder>', 'of the station on this data folder')
    .option('--print', 'print an address that works once, and open nothing')
    .option('--json', 'print JSON');
  open.action(async () => {
    const options = open.optsWithGlobals<CommonOptions & { print?: boolean }>();
    const isPrinted = options.print === true;
    runtime.exitCode = await openInterface(runtime.terminal, options, { isPrinted });
  });

  const group = addGroup(program, 'key', 'the secret with which pages and programs are let in');
  const renew = addChange(group, 'renew', 'make a new key; every open page has to connect again');
  act(runtime, renew, async ({ client, confirm, isRunningStation }) => {
    await confirm('Make a new key? Every page and program that is connected has to connect again.');
    const address = await client.call('station.renewKey', {});
    if (!isRunningStation) return { json: {}, text: 'There is a new key.' };
    const url = addressIn(address);
    return { json: { url }, text: `There is a new key. Open the interface once at ${url}` };
  });
}
