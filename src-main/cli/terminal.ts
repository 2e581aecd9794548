import { createInterface } from 'node:readline/promises';

import { createPrompt, type Prompt } from './prompt.ts';
import { visibleLines, visibleText } from './visible-text.ts';

/** Where a command writes and asks. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isInteractive: boolean;
  /** A line of results. */
  out(text: string): void;
  /** A document for other programs, as it is; made harmless only where a person reads it. */
  outDocument(text: string): void;
  /** A line of errors or progress. */
  err(text: string): void;
  /** Yes or no; no unless the answer begins with y. */
  ask(question: string): Promise<boolean>;
  /** Opens a conversation of lines. */
  openPrompt(): Prompt;
}

/** As much of a process as a terminal is made of. */
export type TerminalStreams = Pick<NodeJS.Process, 'env' | 'stdin' | 'stdout' | 'stderr'>;

/**
 * The terminal of a process. The one place where text leaves for it: names of files, titles and whatever else came from
 * outside cannot give it orders.
 */
export function createProcessTerminal(streams: TerminalStreams = process): Terminal {
  const { env, stdin, stdout, stderr } = streams;
  // A reader that has gone, such as `| head`, is no fault.
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
  return {
    env,
    isInteractive: stdin.isTTY && stdout.isTTY,
    out(text) {
      stdout.write(`${visibleLines(text)}\n`);
    },
    outDocument(text) {
      stdout.write(`${stdout.isTTY ? visibleLines(text) : text}\n`);
    },
    err(text) {
      stderr.write(`${visibleLines(text)}\n`);
    },
    async ask(question) {
      const lines = createInterface({ input: stdin, output: stderr });
      try {
        return /^y/i.test((await lines.question(`${visibleText(question)} [y/N] `)).trim());
      } finally {
        lines.close();
      }
    },
    openPrompt: () => {
      const prompt = createPrompt(stdin, stderr, stdin.isTTY && stderr.isTTY);
      return { ...prompt, next: (text) => prompt.next(visibleText(text)) };
    },
  };
}
