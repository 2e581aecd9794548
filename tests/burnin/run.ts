/**
 * `npm run burnin`: simulated channels on a manual clock, with the real store and no media, checked against every invariant of
 * coverage, seams, pads and depth after every simulated hour. Options: --days 7 --channels 4. Exits 1 on the first breach.
 */
import { parseArgs } from 'node:util';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { formatInstant, parseInstant } from '#shared/time/zone.ts';
import { createPlanningLab } from '#tests/helpers/planning-lab.ts';
import { checkStation, type Tally } from './check-station.ts';
import { addBurninChannels } from './channels.ts';

/** Five days before the spring change of New York, so that a week holds it. */
const START_AT = parseInstant('2026-03-03T11:00:00Z');

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '7' },
    channels: { type: 'string', default: '4' },
  },
});

function positiveInteger(name: string, text: string): number {
  if (!/^[1-9]\d{0,3}$/.test(text)) throw new Error(`--${name} must be a positive number.`);
  return Number(text);
}

const days = positiveInteger('days', values.days);
const channelCount = positiveInteger('channels', values.channels);
const stopwatch = createSystemClock();
const begunMs = stopwatch.monotonicMs();
const lab = await createPlanningLab({ startAt: START_AT });
const tally: Tally = { blocks: 0, events: 0, interstitials: 0, padMs: 0, breakMs: 0 };
const breaches: string[] = [];

try {
  await addBurninChannels(lab, channelCount);
  const endAt = START_AT + days * 24 * MS_PER_HOUR;
  while (lab.clock.nowAt() < endAt && breaches.length === 0) {
    await lab.horizon.evaluate();
    breaches.push(...(await checkStation(lab, tally)));
    await lab.clock.advance(MS_PER_HOUR);
  }
  const seconds = (stopwatch.monotonicMs() - begunMs) / 1_000;
  process.stdout.write(
    [
      `burn-in: ${String(channelCount)} channels, ${String(days)} days from ${formatInstant(START_AT)}, ${seconds.toFixed(1)} s`,
      `  log blocks ${String(tally.blocks)}, events ${String(tally.events)}, interstitials ${String(tally.interstitials)}`,
      `  break time filled ${(100 * (1 - tally.padMs / Math.max(tally.breakMs, 1))).toFixed(1)} %, the rest pads`,
      breaches.length === 0
        ? '  every invariant held'
        : `  BROKEN at ${formatInstant(lab.clock.nowAt())}:`,
      ...breaches.map((breach) => `    ${breach}`),
      '',
    ].join('\n'),
  );
} finally {
  await lab.dispose();
}
process.exitCode = breaches.length === 0 ? 0 : 1;
