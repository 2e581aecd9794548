import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

interface Alarm {
  at: EpochMs;
  readonly order: number;
  readonly run: () => void;
  readonly periodMs: DurationMs | null;
}

/** A clock that moves only when told to. Alarms run in order of their time, then of their making. */
export interface ManualClock extends MasterClock {
  /** Moves forward, running what falls due on the way, and lets promises settle after each alarm. */
  advance(ms: DurationMs): Promise<void>;
  advanceTo(at: EpochMs): Promise<void>;
  /** How many alarms are set. */
  alarmCount(): number;
}

/** The instant at which manual clocks start unless told otherwise. */
export const TEST_EPOCH_AT = Date.UTC(2026, 0, 1, 6, 0, 0);

export function createManualClock(startAt: EpochMs = TEST_EPOCH_AT): ManualClock {
  let now = startAt;
  let made = 0;
  const alarms = new Set<Alarm>();

  function add(at: EpochMs, run: () => void, periodMs: DurationMs | null): () => void {
    made += 1;
    const alarm: Alarm = { at, order: made, run, periodMs };
    alarms.add(alarm);
    return () => alarms.delete(alarm);
  }

  async function advanceTo(target: EpochMs): Promise<void> {
    for (;;) {
      const due = [...alarms]
        .filter((alarm) => alarm.at <= target)
        .sort((a, b) => a.at - b.at || a.order - b.order)[0];
      if (!due) break;
      now = Math.max(now, due.at);
      if (due.periodMs === null) alarms.delete(due);
      else due.at += due.periodMs;
      due.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    now = Math.max(now, target);
    await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    nowAt: () => now,
    monotonicMs: () => now - startAt,
    callAt: (at, run) => {
      if (at > now) return add(at, run, null);
      const handle = setImmediate(run);
      return () => {
        clearImmediate(handle);
      };
    },
    every: (periodMs, run) => add(now + periodMs, run, periodMs),
    advance: (ms) => advanceTo(now + ms),
    advanceTo,
    alarmCount: () => alarms.size,
  };
}
