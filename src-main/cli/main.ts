import { pathToFileURL } from 'node:url';

import { runCommandLine } from './program.ts';
import { createProcessTerminal } from './terminal.ts';

/** Resolves at the first signal to stop; from the call on, signals no longer end the process by themselves. */
function stopSignal(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => {
        resolve();
      });
    }
  });
}

/** Runs this process's command line and leaves its exit code behind. */
export async function runProcess(): Promise<void> {
  const args = process.argv.slice(2);
  process.exitCode = await runCommandLine(args, createProcessTerminal(), stopSignal);
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await runProcess();
