import { PassThrough, Readable } from 'node:stream';

import { Command } from 'commander';
import { describe, expect, test } from 'vitest';

import { createPrompt } from '#main/cli/prompt.ts';
import type { CommandRuntime } from '#main/cli/command-tree.ts';
import { addRuntimeCommands } from '#main/cli/commands/runtime-commands.ts';
import { CLOCK_CHECKS } from '#main/clock/check-clock.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

async function run(
  args: readonly string[],
  clock: MasterClock = createManualClock(),
): Promise<{ code: number; out: string; err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const runtime: CommandRuntime = {
    terminal: {
      env: {},
      isInteractive: false,
      out: (text) => out.push(text),
      outDocument: (text) => out.push(text),
      err: (text) => err.push(text),
      ask: () => Promise.resolve(false),
      openPrompt: () => createPrompt(Readable.from([]), new PassThrough(), false),
    },
    exitCode: -1,
  };
  const program = new Command();
  addRuntimeCommands(program, runtime, () => clock);
  await program.parseAsync(['runtime', ...args], { from: 'user' });
  return { code: runtime.exitCode, out: out.join('\n'), err: err.join('\n') };
}

describe('runtime masterclock', () => {
  test('has a verdict as JSON for every check', async () => {
    for (const name of CLOCK_CHECKS) {
      const verb = name === 'base' ? 'masterclock' : `masterclock-${name}`;
      const { code, out } = await run([verb, '--json', '--iterations', '10']);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ status: 'ok', check: name, isPassed: true });
    }
  });

  test('ends with 1 when the clock fails', async () => {
    let at = 1_000_000;
    const broken = { ...createManualClock(), nowAt: () => (at -= 1) };
    const { code, out } = await run(['masterclock-monotonic'], broken);
    expect(code).toBe(1);
    expect(out).toContain('FAILED: The clock has gone backwards.');
  });

  test('writes instants as finely as it is told', async () => {
    const { out } = await run(['masterclock', '--precision', 'second']);
    expect(out).toContain('2026-01-01T06:00:00Z');
  });

  test('refuses a precision and a number of readings that cannot be had', async () => {
    for (const option of [
      ['--precision', 'day'],
      ['--iterations', '0'],
    ]) {
      const { code, err } = await run(['masterclock', ...option]);
      expect(code).toBe(1);
      expect(err).toContain(`${String(option[0])}:`);
    }
  });
});
