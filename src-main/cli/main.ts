import { constants } from 'node:os';
import { pathToFileURL } from 'node:url';

import { runCommandLine } from './program.ts';
import { createProcessTerminal } from './terminal.ts';

/**
 * Raises its signal when the process is asked to stop; asked a second time, the process ends at once with 128 and the number of
 * the signal. From the call on, signals no longer end the process by themselves.
 */
function listenForStop(): AbortSignal {
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(128 + constants.signals[signal]);
      stop.abort();
    });
  }
  return stop.signal;
}

/** Runs this process's command line and ends the process with its exit code. */
export async function runProcess(): Promise<void> {
  const args = process.argv.slice(2);
  const code = await runCommandLine(args, createProcessTerminal(), listenForStop);
  // Not left to the event loop: what could not be closed in time would keep a program alive that is done.
  process.stdout.write('', () => {
    process.exit(code);
  });
}

const [, script] = process.argv;
if (script !== undefined && import.meta.url === pathToFileURL(script).href) await runProcess();
