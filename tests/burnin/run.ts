/**
 * `npm run burnin`: simulated channels on a manual clock, with the real store and no media, checked against every invariant of
 * coverage, seams, pads, overlap and depth after every step. Options: see `readBurninOptions`. Exits 1 on the first breach, and
 * when it is asked for something that there is not.
 */
import { writeFile } from 'node:fs/promises';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { describeReport, dumpBurnin, runBurnin } from './burnin.ts';
import { BurninRefusal, readBurninOptions } from './options.ts';

async function main(): Promise<number> {
  const options = readBurninOptions(process.argv.slice(2));
  if (options.dump) {
    process.stdout.write(await dumpBurnin(options));
    return 0;
  }
  const stopwatch = createSystemClock();
  const begunMs = stopwatch.monotonicMs();
  const report = await runBurnin(options);
  const seconds = (stopwatch.monotonicMs() - begunMs) / 1_000;
  if (options.reportFile !== null) {
    await writeFile(options.reportFile, `${JSON.stringify({ ...report, seconds }, null, 2)}\n`);
  }
  process.stdout.write(describeReport(report, seconds));
  return report.breaches.length === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof BurninRefusal)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
