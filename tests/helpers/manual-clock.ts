import type { ClockJump, MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

interface Alarm {
  /** In monotonic time. */
  dueMs: number;
  /** The instant that was asked for, if one was; a jump forwards may reach it sooner. */
  readonly at: EpochMs | null;
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
  /** Sets the present, in either direction, as when the system clock is set or the machine has slept. */
  jumpTo(at: EpochMs): Promise<void>;
}

/** The instant at which manual clocks start unless told otherwise. */
export const TEST_EPOCH_AT = Date.UTC(2026, 0, 1, 6, 0, 0);

export function createManualClock(startAt: EpochMs = TEST_EPOCH_AT): ManualClock {
  let elapsedMs = 0;
  let offsetAt = startAt;
  let made = 0;
  const alarms = new Set<Alarm>();
  const listeners = new Set<(jump: ClockJump) => void>();
  const nowAt = (): EpochMs => offsetAt + elapsedMs;

  function add(alarm: Omit<Alarm, 'order'>): () => void {
    made += 1;
    const added = { ...alarm, order: made };
    alarms.add(added);
    return () => alarms.delete(added);
  }

  async function passTo(targetMs: number): Promise<void> {
    for (;;) {
      const due = [...alarms]
        .filter((alarm) => alarm.dueMs <= targetMs)
        .sort((a, b) => a.dueMs - b.dueMs || a.order - b.order)[0];
      if (!due) break;
      elapsedMs = Math.max(elapsedMs, due.dueMs);
      if (due.periodMs === null) alarms.delete(due);
      else due.dueMs += due.periodMs;
      due.run();
      await new Promise((resolve) => setImmediate(resolve));
    }
    elapsedMs = Math.max(elapsedMs, targetMs);
    await new Promise((resolve) => setImmediate(resolve));
  }

  return {
    nowAt,
    monotonicMs: () => elapsedMs,
    callAt: (at, run) => {
      if (at > nowAt()) return add({ dueMs: elapsedMs + (at - nowAt()), at, run, periodMs: null });
      const handle = setImmediate(run);
      return () => {
        clearImmediate(handle);
      };
    },
    every: (periodMs, run) => add({ dueMs: elapsedMs + periodMs, at: null, run, periodMs }),
    onJump(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance: (ms) => passTo(elapsedMs + ms),
    advanceTo: (at) => passTo(at - offsetAt),
    alarmCount: () => alarms.size,
    async jumpTo(at) {
      const jump = { fromAt: nowAt(), toAt: at, atMonotonicMs: elapsedMs };
      offsetAt = at - elapsedMs;
      for (const alarm of alarms) {
        if (alarm.at !== null && alarm.at <= at) alarm.dueMs = elapsedMs;
      }
      for (const listener of [...listeners]) listener(jump);
      await passTo(elapsedMs);
    },
  };
}
