import os from 'node:os';
import { performance } from 'node:perf_hooks';

/** Seconds by the wall clock and of the processor that `run` took, and its result. The latter hardly depend on the load. */
export async function timed<T>(
  run: () => Promise<T> | T,
): Promise<{ seconds: number; processorSeconds: number; result: T }> {
  const before = process.cpuUsage();
  const startedMs = performance.now();
  const result = await run();
  const seconds = (performance.now() - startedMs) / 1_000;
  const { user, system } = process.cpuUsage(before);
  return { seconds, processorSeconds: (user + system) / 1e6, result };
}

/** One measured figure with the bar it is held against, if it has one. */
export interface Figure {
  readonly name: string;
  readonly value: string;
  readonly bar?: string;
  readonly isMet?: boolean;
}

/** A line per figure, with the load of the machine, because figures without it say nothing. */
export function printFigures(title: string, figures: readonly Figure[]): void {
  const load = os.loadavg()[0] ?? 0;
  console.log(`\n${title}  (load ${load.toFixed(2)} on ${String(os.cpus().length)} cores)`);
  for (const { name, value, bar, isMet } of figures) {
    const verdict = isMet === undefined ? '' : isMet ? '  met' : '  MISSED';
    console.log(
      `  ${name.padEnd(52)} ${value.padStart(26)}${bar ? `   bar: ${bar}${verdict}` : ''}`,
    );
  }
}
