import type { DurationMs } from '#shared/time/units.ts';

/** An air that has been well and says nothing for so many seconds is taken for hung. */
const SILENT_SECONDS = 10;
/** One that is being opened has its modules to load first, which takes long where the processors are wanted by many. */
const OPENING_SECONDS = 60;
/** A second that comes later than this was not had: the machine is overloaded or stood still, and silence says nothing. */
const PUNCTUAL_MS: DurationMs = 1_500;

/** Counts the seconds in which an air could have said that it is well. */
export interface AirSilence {
  /** An air has just been opened. */
  begin(): void;
  /** The air has said that it is well. */
  heard(): void;
  /** To be called each second, with monotonic time. Answers whether the air must be taken for hung; then counts anew. */
  second(monotonicMs: DurationMs): boolean;
}

export function createAirSilence(): AirSilence {
  let hasBeenHeard = false;
  let seconds = 0;
  let lastMs = -Infinity;
  return {
    begin() {
      hasBeenHeard = false;
      seconds = 0;
    },
    heard() {
      hasBeenHeard = true;
      seconds = 0;
    },
    second(monotonicMs) {
      const isPunctual = monotonicMs - lastMs <= PUNCTUAL_MS;
      lastMs = monotonicMs;
      if (!isPunctual) return false;
      seconds += 1;
      if (seconds < (hasBeenHeard ? SILENT_SECONDS : OPENING_SECONDS)) return false;
      seconds = 0;
      return true;
    },
  };
}
