import type { Command } from 'commander';

import {
  checkClock,
  CLOCK_CHECKS,
  CLOCK_PRECISIONS,
  type ClockCheckName,
} from '#main/clock/check-clock.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import { addGroup, type CommandRuntime } from '../command-tree.ts';
import { EXIT } from '../exit-code.ts';
import { type CommonOptions, runAlone } from '../run-command.ts';
import { formatFields } from '../table.ts';
import { integerOf, oneOf } from '../values.ts';

interface CheckOptions extends CommonOptions {
  readonly precision: string;
  readonly iterations: string;
}

const DESCRIPTIONS: Record<ClockCheckName, string> = {
  base: 'what time the station’s clock tells',
  monotonic: 'whether it ever goes backwards',
  logging: 'whether log lines sort as they were written',
  'scheduler-alignment': 'whether the present lies in one day and one slot',
  stability: 'whether it runs with monotonic time',
  consistency: 'whether every reader gets the same instant',
  serialization: 'whether instants survive being written and read',
  performance: 'what a reading costs',
};

/** `runtime masterclock` and `runtime masterclock-<check>`: the clock alone, no station is opened. */
export function addRuntimeCommands(
  program: Command,
  runtime: CommandRuntime,
  makeClock: () => MasterClock,
): void {
  const group = addGroup(program, 'runtime', 'checks of what the station runs on');
  for (const name of CLOCK_CHECKS) {
    const command = group
      .command(name === 'base' ? 'masterclock' : `masterclock-${name}`)
      .description(DESCRIPTIONS[name])
      .option('--precision <unit>', `how instants are written: ${CLOCK_PRECISIONS.join(', ')}`)
      .option('--iterations <n>', 'how often the clock is read', '10000')
      .option('--json', 'print JSON');
    command.action(async () => {
      const options = command.optsWithGlobals<Partial<CheckOptions>>();
      runtime.exitCode = await runAlone(runtime.terminal, options, () => {
        const precision = oneOf('precision', CLOCK_PRECISIONS, options.precision ?? 'millisecond');
        const iterations = iterationsOf(options.iterations ?? '10000');
        const result = checkClock(name, makeClock(), { precision, iterations });
        return {
          json: { ...result },
          text: formatFields([
            ['Verdict', `${result.isPassed ? 'passed' : 'FAILED'}: ${result.sentence}`],
            ...Object.entries(result.measured).map(([key, value]): [string, string] => [
              key,
              String(value),
            ]),
          ]),
          exitCode: result.isPassed ? EXIT.ok : EXIT.failed,
        };
      });
    });
  }
}

const MOST_ITERATIONS = 10_000_000;

function iterationsOf(text: string): number {
  const iterations = integerOf('iterations', text);
  if (iterations >= 1 && iterations <= MOST_ITERATIONS) return iterations;
  throw invalidInput(
    'iterations',
    `--iterations: ${text} readings are not possible.`,
    `Choose 1 to ${String(MOST_ITERATIONS)}.`,
  );
}
