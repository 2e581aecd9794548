import { execFileSync } from 'node:child_process';
import { PassThrough, Readable } from 'node:stream';

import type { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { completionScript } from '#main/cli/completion.ts';
import { createProgram, runCommandLine } from '#main/cli/program.ts';
import { createPrompt } from '#main/cli/prompt.ts';
import type { Terminal } from '#main/cli/terminal.ts';

function terminalOf(out: string[]): Terminal {
  return {
    env: {},
    isInteractive: false,
    out: (text) => out.push(text),
    outDocument: (text) => out.push(text),
    err: (text) => out.push(text),
    ask: () => Promise.resolve(false),
    openPrompt: () => createPrompt(Readable.from([]), new PassThrough(), false),
  };
}

const program = createProgram({ terminal: terminalOf([]), exitCode: 0 }, () => AbortSignal.abort());

/** Every command below `command`, with its path. */
function commandsBelow(command: Command, path: string[] = []): [string, Command][] {
  return command.commands.flatMap((verb): [string, Command][] => {
    const own = [...path, verb.name()];
    return [[own.join(' '), verb], ...commandsBelow(verb, own)];
  });
}

const all = commandsBelow(program);

describe('completionScript', () => {
  test('knows every command and every option in bash and zsh', () => {
    expect(all.length).toBeGreaterThan(80);
    for (const shell of ['bash', 'zsh'] as const) {
      const lines = completionScript(program, shell).split('\n');
      for (const [path, command] of all) {
        const line = lines.find((each) => each.trim().startsWith(`"${path}") `)) ?? '';
        const words = /candidates="(.*)"/.exec(line)?.[1]?.split(' ') ?? [];
        const verbs = command.commands.flatMap((verb) => [verb.name(), ...verb.aliases()]);
        const flags = command.options.map(({ long }) => long);
        expect(words, path).toEqual([...verbs, ...flags, '--help']);
      }
    }
  });

  test('knows every command and every option in fish', () => {
    const script = completionScript(program, 'fish');
    for (const [path, command] of all) {
      const at = `-n '__retrovue_at "${path}"'`;
      for (const verb of command.commands) expect(script).toContain(`${at} -f -a ${verb.name()} `);
      for (const { long } of command.options) {
        expect(script).toContain(`${at} -l ${String(long).slice(2)} `);
      }
    }
  });

  test('completes in a real bash, by alias too', () => {
    const script = completionScript(program, 'bash');
    const complete = (...words: string[]): string[] => {
      const typed = words.map((word) => `'${word}'`).join(' ');
      const run = `${script}\nCOMP_WORDS=(${typed}); COMP_CWORD=${String(words.length - 1)}; _retrovue; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync('bash', ['-c', run], { encoding: 'utf8' }).trim().split('\n');
    };
    expect(complete('retrovue', 'sta')).toEqual(['status']);
    expect(complete('retrovue', 'plan', 'bu')).toEqual(['build']);
    expect(complete('retrovue', 'schedule-plan', 'assignment', 'add', '--dr')).toEqual([
      '--dry-run',
    ]);
    expect(complete('retrovue', 'plan', 'show', 'weekdays', '--ch')).toEqual(['--channel']);
  });
});

describe('completion', () => {
  test('prints the script of a shell and refuses another', async () => {
    const out: string[] = [];
    const run = (shell: string) =>
      runCommandLine(['completion', shell], terminalOf(out), () => AbortSignal.abort());
    expect(await run('bash')).toBe(0);
    expect(out[0]).toContain('complete -o default -F _retrovue retrovue');
    expect(await run('tcsh')).toBe(1);
  });
});
