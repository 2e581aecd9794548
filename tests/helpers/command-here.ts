import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';

import { runCommandLine } from '#main/cli/program.ts';
import { createPrompt } from '#main/cli/prompt.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';
import { dataPathsOf } from '#main/station/data-folder.ts';
import type { Store } from '#main/store/store.ts';
import { openTestStore } from './temporary-store.ts';

/** How a command ended that ran in this process. */
export interface CommandResult {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** The command line over a data folder of its own. */
export interface CommandBench {
  readonly folder: string;
  run(...args: string[]): Promise<CommandResult>;
  /** The same with `--json`, parsed. */
  json(...args: string[]): Promise<Record<string, unknown> & { readonly code: number }>;
  /** What the operator answers when asked; `null` while nobody can be asked. */
  answer: boolean | null;
  /** What a session reads, and whether keys such as Ctrl-C mean something there. */
  input: NodeJS.ReadableStream;
  isTyped: boolean;
  dispose(): Promise<void>;
}

export async function createCommandBench(
  seed?: (store: Store) => Promise<void>,
): Promise<CommandBench> {
  const folder = await mkdtemp(join(tmpdir(), 'retrovue-cli-'));
  if (seed) {
    const store = await openTestStore({
      path: dataPathsOf(folder).database,
      clock: createSystemClock(),
    });
    await seed(store);
    await store.close();
  }
  const bench: CommandBench = {
    folder,
    answer: null,
    input: Readable.from([]),
    isTyped: false,
    async run(...args) {
      const out: string[] = [];
      const err: string[] = [];
      const code = await runCommandLine(
        args,
        {
          env: { ...process.env, RETROVUE_DATA: folder },
          isInteractive: bench.answer !== null,
          out: (text) => out.push(text),
          outDocument: (text) => out.push(text),
          err: (text) => err.push(text),
          ask: () => Promise.resolve(bench.answer === true),
          openPrompt: () => createPrompt(bench.input, new PassThrough(), bench.isTyped),
        },
        () => AbortSignal.abort(),
      );
      return { code, out: out.join('\n'), err: err.join('\n') };
    },
    async json(...args) {
      const { code, out } = await bench.run(...args, '--json');
      return { ...(JSON.parse(out) as Record<string, unknown>), code };
    },
    dispose: () => rm(folder, { recursive: true, force: true }),
  };
  return bench;
}
