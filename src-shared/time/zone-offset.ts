import { IANAZone } from 'luxon';

import { AppError } from '../errors/app-error.ts';
import { firstWhere } from './bisect.ts';
import { MS_PER_HOUR, MS_PER_MINUTE, type EpochMs } from './units.ts';

/** No zone changes its clocks twice within a stretch this long. */
const STRETCH_MS = 48 * MS_PER_HOUR;
/** Some fifty years of one zone; beyond it the zone is computed anew. */
const STRETCHES_KEPT = 10_000;

/** A stretch of time with at most one change of offset, which takes effect at `changeAt`. */
interface Stretch {
  readonly beforeMs: number;
  readonly afterMs: number;
  readonly changeAt: EpochMs;
}

interface KnownZone {
  readonly zone: IANAZone;
  readonly stretches: Map<number, Stretch>;
}

const knownZones = new Map<string, KnownZone>();

/** Whether the name is an IANA zone that this machine's time-zone data knows; a bare offset such as +05:00 is none. */
export function isTimeZone(timezone: string): boolean {
  return !/^[+-]/.test(timezone) && IANAZone.isValidZone(timezone);
}

function zoneOf(timezone: string): KnownZone {
  let known = knownZones.get(timezone);
  if (!known) {
    if (!isTimeZone(timezone)) {
      throw new AppError('invalid-input', `Unknown time zone "${timezone}".`, {
        field: 'timezone',
        remedy: 'Use an IANA name such as Europe/Berlin or America/New_York.',
      });
    }
    known = { zone: IANAZone.create(timezone), stretches: new Map() };
    knownZones.set(timezone, known);
  }
  return known;
}

function readOffsetMs(zone: IANAZone, at: EpochMs): number {
  return Math.round(zone.offset(at) * MS_PER_MINUTE);
}

function readStretch(zone: IANAZone, index: number): Stretch {
  const startAt = index * STRETCH_MS;
  const beforeMs = readOffsetMs(zone, startAt);
  const afterMs = readOffsetMs(zone, startAt + STRETCH_MS);
  const endAt = startAt + STRETCH_MS;
  const changeAt =
    beforeMs === afterMs
      ? endAt
      : firstWhere(startAt + 1, endAt, (at) => readOffsetMs(zone, at) !== beforeMs);
  return { beforeMs, afterMs, changeAt };
}

/**
 * Milliseconds east of UTC in force at the instant. The zone data is asked once per stretch of two days: asking it for
 * every instant would take most of the time of planning.
 */
export function offsetMsAt(timezone: string, at: EpochMs): number {
  const { zone, stretches } = zoneOf(timezone);
  const index = Math.floor(at / STRETCH_MS);
  let stretch = stretches.get(index);
  if (!stretch) {
    if (stretches.size >= STRETCHES_KEPT) stretches.clear();
    stretch = readStretch(zone, index);
    stretches.set(index, stretch);
  }
  return at < stretch.changeAt ? stretch.beforeMs : stretch.afterMs;
}
