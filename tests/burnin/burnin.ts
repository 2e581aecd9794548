import { rundownText } from '#shared/log/read/rundown.ts';
import { transmissionText } from '#shared/log/read/transmission-text.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { formatInstant, parseInstant } from '#shared/time/zone.ts';
import { createPlanningLab, type PlanningLab } from '#tests/helpers/planning-lab.ts';
import { addBurninChannels } from './channels.ts';
import { checkStation, type Tally } from './check-station.ts';
import type { BurninOptions } from './options.ts';
import { addStaticChannels, readStaticSchedule } from './static-schedule.ts';

/** Five days before the spring change of New York, so that a week holds it. */
const START_AT = parseInstant('2026-03-03T11:00:00Z');

/** What came of a burn-in; `breaches` is empty when every invariant held throughout. */
export interface BurninReport {
  readonly channels: number;
  readonly days: number;
  readonly stepHours: number;
  readonly from: string;
  readonly until: string;
  /** How often everything was checked. */
  readonly checks: number;
  readonly tally: Tally;
  /** Part of the break time that is neither black nor silence, 0 … 1. */
  readonly filled: number;
  readonly breaches: readonly string[];
}

/** Runs the simulated time and stops at the first check that finds a breach. */
export async function runBurnin(options: BurninOptions): Promise<BurninReport> {
  return withLab(options, async (lab) => {
    const stepMs = options.stepHours * MS_PER_HOUR;
    const endAt = START_AT + options.days * 24 * MS_PER_HOUR;
    const tally: Tally = { blocks: 0, events: 0, interstitials: 0, padMs: 0, breakMs: 0 };
    const breaches: string[] = [];
    let checks = 0;
    while (lab.clock.nowAt() < endAt && breaches.length === 0) {
      await lab.horizon.evaluate();
      breaches.push(...(await checkStation(lab, tally, stepMs)));
      checks += 1;
      await lab.clock.advance(stepMs);
    }
    return {
      channels: options.channels,
      days: options.days,
      stepHours: options.stepHours,
      from: formatInstant(START_AT),
      until: formatInstant(lab.clock.nowAt()),
      checks,
      tally,
      breaches,
      filled: 1 - tally.padMs / Math.max(tally.breakMs, 1),
    };
  });
}

/** The first day of each channel as a rundown, and its log as far as it is locked. */
export async function dumpBurnin(options: BurninOptions): Promise<string> {
  return withLab(options, async (lab) => {
    await lab.horizon.evaluate();
    const now = lab.clock.nowAt();
    const parts: string[] = [];
    for (const channel of await lab.store.channels.list()) {
      const day = await lab.store.days.get(channel.id, broadcastDateAt(channel, now));
      const window = { startAt: now, endAt: now + 12 * MS_PER_HOUR };
      const blocks = await lab.store.log.blocksIn(channel.id, window);
      if (day) parts.push(rundownText(channel, day));
      if (blocks.length > 0) parts.push(transmissionText(channel, blocks));
    }
    return parts.join('\n');
  });
}

async function withLab<Result>(
  { scheduleFile, channels }: BurninOptions,
  run: (lab: PlanningLab) => Promise<Result>,
): Promise<Result> {
  const schedule = scheduleFile === null ? null : await readStaticSchedule(scheduleFile);
  const lab = await createPlanningLab({ startAt: START_AT });
  try {
    if (schedule) await addStaticChannels(lab, schedule, channels);
    else await addBurninChannels(lab, channels);
    return await run(lab);
  } finally {
    await lab.dispose();
  }
}

/** The report in a few lines. */
export function describeReport(report: BurninReport, seconds: number): string {
  const { channels, days, from, until, tally, filled, breaches, checks } = report;
  return [
    `burn-in: ${String(channels)} channels, ${String(days)} days from ${from}, ${String(checks)} checks, ${seconds.toFixed(1)} s`,
    `  log blocks ${String(tally.blocks)}, events ${String(tally.events)}, interstitials ${String(tally.interstitials)}`,
    `  break time filled ${(100 * filled).toFixed(1)} %, the rest pads`,
    breaches.length === 0 ? '  every invariant held' : `  BROKEN by ${until}:`,
    ...breaches.map((breach) => `    ${breach}`),
    '',
  ].join('\n');
}
