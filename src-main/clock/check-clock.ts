import {
  broadcastDateAt,
  broadcastDayWindow,
  type ChannelTime,
  gridCeil,
  gridFloor,
} from '#shared/time/broadcast-day.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { civilAt, formatInstant, instantOfCivil, parseInstant } from '#shared/time/zone.ts';
import type { MasterClock } from './master-clock.ts';

/** How finely an instant is written. */
export const CLOCK_PRECISIONS = ['second', 'millisecond'] as const;
export type ClockPrecision = (typeof CLOCK_PRECISIONS)[number];

export interface ClockCheckOptions {
  readonly precision: ClockPrecision;
  /** How often the clock is read, 1 or more. */
  readonly iterations: number;
}

/** What a check of the clock says. */
export interface ClockVerdict {
  readonly check: ClockCheckName;
  readonly isPassed: boolean;
  readonly sentence: string;
  readonly measured: Readonly<Record<string, string | number>>;
}

/** Largest difference between the clock and its monotonic time, beyond the 0.5 % that it may be slewed by. */
const DRIFT_LIMIT_MS = 50;
const SLEW_RATE = 0.005;
/** Dearest reading of the clock, on average. */
const READING_LIMIT_MS = 0.1;

/** Channels whose clocks differ in everything that can go wrong: zone, half hours, day start, grid. */
const SAMPLE_CHANNELS: readonly ChannelTime[] = [
  { timezone: 'UTC', dayStart: '00:00', gridMinutes: 60 },
  { timezone: 'America/New_York', dayStart: '06:00', gridMinutes: 30 },
  { timezone: 'Europe/London', dayStart: '05:30', gridMinutes: 15 },
  { timezone: 'Australia/Lord_Howe', dayStart: '06:00', gridMinutes: 30 },
  { timezone: 'Asia/Kathmandu', dayStart: '06:00', gridMinutes: 15 },
];

type Findings = Omit<ClockVerdict, 'check'>;
type Check = (clock: MasterClock, options: ClockCheckOptions) => Findings;

const CHECKS = {
  base: checkReading,
  monotonic: checkMonotonic,
  logging: checkLogging,
  'scheduler-alignment': checkSchedulerAlignment,
  stability: checkStability,
  consistency: checkConsistency,
  serialization: checkSerialization,
  performance: checkPerformance,
} satisfies Record<string, Check>;

export type ClockCheckName = keyof typeof CHECKS;
export const CLOCK_CHECKS = Object.keys(CHECKS) as ClockCheckName[];

/** Runs one check on a clock (MC-001 … MC-005). Reads the clock and nothing else. */
export function checkClock(
  name: ClockCheckName,
  clock: MasterClock,
  options: ClockCheckOptions,
): ClockVerdict {
  return { check: name, ...CHECKS[name](clock, options) };
}

/** The instant in UTC, cut to the precision. */
export function writeInstant(at: EpochMs, precision: ClockPrecision): string {
  const text = formatInstant(at);
  return precision === 'second' ? `${text.slice(0, 19)}Z` : text;
}

function verdict(
  isPassed: boolean,
  passed: string,
  failed: string,
  measured: Findings['measured'],
): Findings {
  return { isPassed, sentence: isPassed ? passed : failed, measured };
}

function checkReading(clock: MasterClock, { precision }: ClockCheckOptions): Findings {
  const at = clock.nowAt();
  const monotonicMs = clock.monotonicMs();
  return verdict(
    Number.isSafeInteger(at) && Number.isFinite(monotonicMs),
    'The clock tells UTC in whole milliseconds.',
    'The clock does not tell whole milliseconds.',
    { now: Number.isFinite(at) ? writeInstant(at, precision) : String(at), monotonicMs },
  );
}

function checkMonotonic(clock: MasterClock, { iterations }: ClockCheckOptions): Findings {
  let steps = 0;
  let backwards = 0;
  let lastAt = clock.nowAt();
  let lastMs = clock.monotonicMs();
  for (let reading = 0; reading < iterations; reading += 1) {
    const at = clock.nowAt();
    const monotonicMs = clock.monotonicMs();
    if (at < lastAt || monotonicMs < lastMs) backwards += 1;
    if (at > lastAt) steps += 1;
    lastAt = at;
    lastMs = monotonicMs;
  }
  return verdict(
    backwards === 0,
    'The clock never goes backwards.',
    'The clock has gone backwards.',
    { readings: iterations, steps, backwards },
  );
}

/** Log lines sort by their text as they sort by time, and say UTC. */
function checkLogging(clock: MasterClock, { precision, iterations }: ClockCheckOptions): Findings {
  let bad = 0;
  let last = '';
  for (let line = 0; line < iterations; line += 1) {
    const stamp = writeInstant(clock.nowAt(), precision);
    if (stamp < last || !stamp.endsWith('Z')) bad += 1;
    last = stamp;
  }
  return verdict(
    bad === 0,
    'Log lines are stamped in UTC and sort as they were written.',
    'Log lines would not sort as they were written.',
    { lines: iterations, bad, last },
  );
}

function checkSchedulerAlignment(clock: MasterClock): Findings {
  const at = clock.nowAt();
  const bad = SAMPLE_CHANNELS.filter((time) => {
    const day = broadcastDayWindow(time, broadcastDateAt(time, at));
    const slotAt = gridFloor(time, at);
    const nextAt = gridCeil(time, at + 1);
    return !(
      day.startAt <= at &&
      at < day.endAt &&
      slotAt <= at &&
      at < nextAt &&
      gridFloor(time, slotAt) === slotAt &&
      broadcastDateAt(time, day.endAt) > broadcastDateAt(time, at)
    );
  });
  return verdict(
    bad.length === 0,
    'The present lies in one broadcast day and one grid slot of every sample channel.',
    'The present does not lie in one broadcast day and one grid slot.',
    { channels: SAMPLE_CHANNELS.length, bad: bad.map(({ timezone }) => timezone).join(', ') },
  );
}

function checkStability(clock: MasterClock, { iterations }: ClockCheckOptions): Findings {
  const startAt = clock.nowAt();
  const startMs = clock.monotonicMs();
  let driftMs = 0;
  let elapsedMs = 0;
  for (let reading = 0; reading < iterations; reading += 1) {
    const beforeMs = clock.monotonicMs() - startMs;
    const passedMs = clock.nowAt() - startAt;
    elapsedMs = clock.monotonicMs() - startMs;
    const slewMs = elapsedMs * SLEW_RATE + 1;
    // The reading lies between the two of monotonic time, however long the machine paused between them.
    driftMs = Math.max(driftMs, beforeMs - slewMs - passedMs, passedMs - elapsedMs - slewMs);
  }
  return verdict(
    driftMs <= DRIFT_LIMIT_MS,
    'The clock runs with monotonic time.',
    'The clock drifts from monotonic time.',
    { readings: iterations, elapsedMs, driftMs, limitMs: DRIFT_LIMIT_MS },
  );
}

/** Everyone who reads gets the same time: the instant is the same whatever zone it is looked at in. */
function checkConsistency(clock: MasterClock): Findings {
  const at = clock.nowAt();
  const apart = SAMPLE_CHANNELS.filter(({ timezone }) => {
    const readAt = instantOfCivil(timezone, civilAt(timezone, at));
    // An hour that happens twice reads as its first occurrence.
    return readAt > at || civilAt(timezone, readAt).minutes !== civilAt(timezone, at).minutes;
  });
  const laterAt = clock.nowAt();
  return verdict(
    apart.length === 0 && laterAt >= at,
    'Every reader gets the same instant, in any zone.',
    'Readers get different instants.',
    { zones: SAMPLE_CHANNELS.length, apart: apart.map(({ timezone }) => timezone).join(', ') },
  );
}

function checkSerialization(clock: MasterClock, { precision }: ClockCheckOptions): Findings {
  const at = clock.nowAt();
  const text = writeInstant(at, precision);
  const expectedAt = precision === 'second' ? at - (at % 1_000) : at;
  const isNaiveRefused = isRefused(text.slice(0, -1));
  return verdict(
    parseInstant(text) === expectedAt && isNaiveRefused,
    'An instant survives being written and read; one without an offset is refused.',
    'An instant does not survive being written and read.',
    { text, readAs: formatInstant(parseInstant(text)) },
  );
}

function isRefused(text: string): boolean {
  try {
    parseInstant(text);
    return false;
  } catch {
    return true;
  }
}

function checkPerformance(clock: MasterClock, { iterations }: ClockCheckOptions): Findings {
  const startMs = clock.monotonicMs();
  for (let reading = 0; reading < iterations; reading += 1) clock.nowAt();
  const totalMs = clock.monotonicMs() - startMs;
  const readingMs = totalMs / iterations;
  return verdict(
    readingMs <= READING_LIMIT_MS,
    'Reading the clock costs next to nothing.',
    'Reading the clock is slow.',
    { readings: iterations, totalMs, readingMs, limitMs: READING_LIMIT_MS },
  );
}
