import { PassThrough } from 'node:stream';

import { describe, expect, test } from 'vitest';

import { createProcessTerminal, type TerminalStreams } from '#main/cli/terminal.ts';

const HOSTILE = 'Film\u001b]0;owned\u0007\u202e\u009b2J';
const SHOWN = 'Film\\u001b]0;owned\\u0007\\u202e\\u009b2J';

function terminal(isTerminal: boolean) {
  const [stdin, stdout, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  const streams = {
    env: {},
    stdin: Object.assign(stdin, { isTTY: isTerminal }),
    stdout: Object.assign(stdout, { isTTY: isTerminal }),
    stderr: Object.assign(stderr, { isTTY: isTerminal }),
  } as unknown as TerminalStreams;
  const written = (stream: PassThrough): string => String(stream.read() ?? '');
  return { it: createProcessTerminal(streams), stdin, stdout, stderr, written };
}

describe('the terminal of a process', () => {
  test('shows what would give it orders, in results, errors, questions and prompts', async () => {
    const { it, stdin, stdout, stderr, written } = terminal(false);
    it.out(`one\n${HOSTILE}`);
    expect(written(stdout)).toBe(`one\n${SHOWN}\n`);
    it.err(HOSTILE);
    expect(written(stderr)).toBe(`${SHOWN}\n`);
    stdin.write('yes\n');
    expect(await it.ask(`Remove ${HOSTILE}?\n`)).toBe(true);
    expect(written(stderr)).toContain(`Remove ${SHOWN}?\\u000a [y/N]`);
    const prompt = it.openPrompt();
    const answer = prompt.next(`${HOSTILE}> `);
    stdin.write('line\n');
    expect(await answer).toEqual({ type: 'line', text: 'line' });
    expect(written(stderr)).toContain(`${SHOWN}> `);
    prompt.close();
  });

  test('gives a document to another program as it is, and to a person made harmless', () => {
    const piped = terminal(false);
    piped.it.outDocument(`<title>${HOSTILE}</title>`);
    expect(piped.written(piped.stdout)).toBe(`<title>${HOSTILE}</title>\n`);
    const seen = terminal(true);
    seen.it.outDocument(`<title>${HOSTILE}</title>`);
    expect(seen.written(seen.stdout)).toBe(`<title>${SHOWN}</title>\n`);
  });

  test('goes on when its reader has gone', () => {
    const { stdout } = terminal(false);
    expect(() => stdout.emit('error', new Error('EPIPE'))).not.toThrow();
  });
});
