import { parseArgs } from 'node:util';

/** What a burn-in is asked to do. */
export interface BurninOptions {
  readonly days: number;
  readonly channels: number;
  /** Simulated hours between two evaluations, each followed by every check. */
  readonly stepHours: number;
  /** A static schedule instead of the built-in channels. */
  readonly scheduleFile: string | null;
  /** Print the first day and the first of its log instead of running. */
  readonly dump: boolean;
  readonly reportFile: string | null;
}

/** A question that cannot be answered, as a sentence for whoever asked. */
export class BurninRefusal extends Error {}

/**
 * Reads the command line: `--horizon` (what runs anyway), `--schedule FILE`, `--dump`, `--days`, `--channels`, `--step-hours`,
 * `--report FILE`, and two runs with names: `--year` (4 channels, 365 days) and `--crowd` (40 channels, one day). Without any: 4
 * channels for a week. Throws a refusal for anything else.
 */
export function readBurninOptions(args: readonly string[]): BurninOptions {
  const values = parse(args);
  if (values.pipeline === true) {
    throw new BurninRefusal(
      '--pipeline: there is no pipeline mode; the horizon is the only planner. Use --horizon.',
    );
  }
  if (values.horizon === true && values.schedule !== undefined) {
    throw new BurninRefusal('--horizon and --schedule exclude each other.');
  }
  if (values.year === true && values.crowd === true) {
    throw new BurninRefusal('--year and --crowd exclude each other.');
  }
  const named =
    values.year === true
      ? { days: 365, channels: 4, stepHours: 4 }
      : values.crowd === true
        ? { days: 1, channels: 40, stepHours: 1 }
        : { days: 7, channels: 4, stepHours: 1 };
  return {
    days: numberOf('days', values.days, named.days, 3_660),
    channels: numberOf('channels', values.channels, named.channels, 200),
    // The log reaches six hours ahead; a longer step would outrun it.
    stepHours: numberOf('step-hours', values['step-hours'], named.stepHours, 5),
    scheduleFile: values.schedule ?? null,
    dump: values.dump === true,
    reportFile: values.report ?? null,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        horizon: { type: 'boolean' },
        schedule: { type: 'string' },
        pipeline: { type: 'boolean' },
        dump: { type: 'boolean' },
        year: { type: 'boolean' },
        crowd: { type: 'boolean' },
        days: { type: 'string' },
        channels: { type: 'string' },
        'step-hours': { type: 'string' },
        report: { type: 'string' },
      },
    }).values;
  } catch (error) {
    throw new BurninRefusal(error instanceof Error ? error.message : String(error));
  }
}

function numberOf(name: string, text: string | undefined, usual: number, most: number): number {
  if (text === undefined) return usual;
  const number = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Infinity;
  if (number > most) {
    throw new BurninRefusal(`--${name} must be a number from 1 to ${String(most)}.`);
  }
  return number;
}
