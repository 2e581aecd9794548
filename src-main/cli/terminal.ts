import { createInterface } from 'node:readline/promises';

import { createPrompt, type Prompt } from './prompt.ts';

/** Where a command writes and asks. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isInteractive: boolean;
  /** A line of results. */
  out(text: string): void;
  /** A line of errors or progress. */
  err(text: string): void;
  /** Yes or no; no unless the answer begins with y. */
  ask(question: string): Promise<boolean>;
  /** Opens a conversation of lines. */
  openPrompt(): Prompt;
}

export function createProcessTerminal(): Terminal {
  return {
    env: process.env,
    isInteractive: process.stdin.isTTY && process.stdout.isTTY,
    out(text) {
      process.stdout.write(`${text}\n`);
    },
    err(text) {
      process.stderr.write(`${text}\n`);
    },
    async ask(question) {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      try {
        return /^y/i.test((await lines.question(`${question} [y/N] `)).trim());
      } finally {
        lines.close();
      }
    },
    openPrompt: () =>
      createPrompt(process.stdin, process.stderr, process.stdin.isTTY && process.stderr.isTTY),
  };
}
