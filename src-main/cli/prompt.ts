import { createInterface } from 'node:readline';

/** What the operator did when asked for a line: wrote one, pressed Ctrl-C, or closed the input. */
export type Answer =
  | { readonly type: 'line'; readonly text: string }
  | { readonly type: 'interrupt' }
  | { readonly type: 'end' };

/** Asks for lines, one after the other. */
export interface Prompt {
  next(prompt: string): Promise<Answer>;
  close(): void;
}

/** A prompt on streams. Lines that come before they are asked for are kept; after the end it answers `end` for ever. */
export function createPrompt(
  input: NodeJS.ReadableStream,
  output: NodeJS.WritableStream,
  isTerminal: boolean,
): Prompt {
  const lines = createInterface({ input, output, terminal: isTerminal });
  const kept: Answer[] = [];
  let waiting: ((answer: Answer) => void) | null = null;
  let isOver = false;
  const give = (answer: Answer): void => {
    if (waiting) waiting(answer);
    else kept.push(answer);
    waiting = null;
  };
  lines.on('line', (text) => {
    give({ type: 'line', text });
  });
  lines.on('SIGINT', () => {
    give({ type: 'interrupt' });
  });
  lines.on('close', () => {
    isOver = true;
    give({ type: 'end' });
  });
  return {
    next(prompt) {
      const early = kept.shift();
      if (early) return Promise.resolve(early);
      if (isOver) return Promise.resolve({ type: 'end' });
      lines.setPrompt(prompt);
      lines.prompt();
      return new Promise((resolve) => {
        waiting = resolve;
      });
    },
    close() {
      lines.close();
    },
  };
}
