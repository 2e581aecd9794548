import type { BroadcastAddress } from '#main/air/broadcast.ts';
import type { AirCalls, BroadcastPlace } from '#main/air/ports.ts';
import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';
import type { CarriedAir } from './air-carrier.ts';
import { createAirSilence } from './air-silence.ts';

/** An air that ended is started again at once; one that keeps ending, after so long. */
const RESTART_MS: DurationMs = 2_000;
/** The air is left in order within this, or ended: less than the station has to close. */
const LEAVE_MS: DurationMs = 4_000;

/** Keeps one air there, whatever becomes of it. */
export interface AirKeeper {
  /** Goes on the air at the first of the addresses that can be had. Rejects as the air does. */
  start(addresses: readonly BroadcastAddress[]): Promise<void>;
  /** Leaves the air, or a return that is under way. Bounded in time; never rejects. */
  stop(): Promise<void>;
  /** The air as it is now; `null` while there is none. */
  calls(): AirCalls | null;
  /** Where the broadcast is, or was last; `null` before it has started. */
  place(): BroadcastPlace | null;
  /** Takes the broadcast elsewhere. Rejects with `unavailable` when it cannot be had, and while there is no air. */
  move(to: BroadcastAddress): Promise<void>;
  /** Since when there has been no air although there should be one; `null` while there is. */
  downSinceAt(): EpochMs | null;
  /** The air has said that it is well. */
  heard(): void;
}

export interface AirKeeperOptions {
  readonly clock: MasterClock;
  readonly log: StationLog;
  /** Opens an air that knows nothing yet. `onEnd` hears when it has ended, and why. */
  readonly carry: (onEnd: (reason: Error) => void) => Promise<CarriedAir>;
  /** Tells it all it must know. */
  readonly begin: (calls: AirCalls) => Promise<void>;
  /** Where an air that comes back is wanted, but for the port. */
  readonly host: () => string;
  readonly onDown: (reason: Error) => void;
  readonly onUp: () => void;
}

export function createAirKeeper(options: AirKeeperOptions): AirKeeper {
  const { clock, log } = options;
  let air: CarriedAir | null = null;
  let place: BroadcastPlace | null = null;
  let downSinceAt: EpochMs | null = null;
  const silence = createAirSilence();
  let lastStartMs = -Infinity;
  let returning: Promise<void> | null = null;
  const stopping = new AbortController();

  async function open(): Promise<AirCalls> {
    let opened: CarriedAir | null = null;
    const ended: { reason: Error | null } = { reason: null };
    opened = await options.carry((reason) => {
      ended.reason = reason;
      if (air !== null && air === opened && !stopping.signal.aborted) noteDown(reason);
    });
    if (stopping.signal.aborted) {
      await opened.end();
      throw new AppError('cancelled', 'The station is closing.');
    }
    if (ended.reason) throw ended.reason;
    air = opened;
    silence.begin();
    await options.begin(opened.calls);
    return opened.calls;
  }

  function noteDown(reason: Error): void {
    air = null;
    // One that ends before it has been on the air is a failure of who opens it; only one at a time does.
    if (!place) return;
    if (downSinceAt === null) {
      downSinceAt = clock.nowAt();
      options.onDown(reason);
    }
    returning ??= comeBack().finally(() => (returning = null));
  }

  /** The air again, where it was, with the log that it had. Goes on trying. */
  async function comeBack(): Promise<void> {
    const isStopping = (): boolean => stopping.signal.aborted;
    while (!isStopping()) {
      const soonest = clock.nowAt() + Math.max(0, lastStartMs + RESTART_MS - clock.monotonicMs());
      await until(clock, soonest, stopping.signal);
      if (isStopping()) return;
      lastStartMs = clock.monotonicMs();
      try {
        const calls = await open();
        const port = place ? Number(new URL(place.url).port) : 0;
        place = await calls.start([{ host: options.host(), port }]);
        silence.heard();
        downSinceAt = null;
        options.onUp();
        log.info({}, 'the air is back');
        return;
      } catch (error) {
        log.error({ err: error }, 'the air cannot be started again');
        const failed = air;
        air = null;
        await failed?.end();
      }
    }
  }

  function watch(): void {
    if (!silence.second(clock.monotonicMs()) || !air) return;
    log.error({}, 'the air does not answer and is ended');
    const hung = air;
    void hung.end().then(() => {
      // Who carries it may not tell of an end that was asked for.
      if (air === hung) noteDown(new Error('The air did not answer.'));
    });
  }

  /** In order if the air does so in time; what it has not handed over then is in its journal. */
  async function leave(leaving: CarriedAir): Promise<void> {
    try {
      await leaving.calls.stop();
    } catch (error) {
      log.warn({ err: error }, 'the air was not left in order');
    }
    await leaving.end();
  }

  const stopWatching = clock.every(1_000, watch);

  return {
    async start(addresses) {
      lastStartMs = clock.monotonicMs();
      const calls = await open();
      place = await calls.start(addresses);
      silence.heard();
    },
    async stop() {
      stopWatching();
      stopping.abort();
      const leaving = air;
      air = null;
      const isLeft = await within(clock, LEAVE_MS, [leaving && leave(leaving), returning]);
      if (!isLeft && leaving) await within(clock, LEAVE_MS, [leaving.end()]);
    },
    calls: () => air?.calls ?? null,
    place: () => place,
    async move(to) {
      if (!air) {
        throw new AppError('unavailable', 'The air is being started again.', {
          remedy: 'Try again in a moment.',
        });
      }
      place = await air.calls.move(to);
    },
    downSinceAt: () => downSinceAt,
    heard: silence.heard,
  };
}

/** Waits for the work, but no longer than so. Answers whether all of it is done. Rejects as the work does. */
async function within(
  clock: MasterClock,
  ms: DurationMs,
  work: readonly (Promise<void> | null)[],
): Promise<boolean> {
  const done = new AbortController();
  try {
    const late = until(clock, clock.nowAt() + ms, done.signal).then(() => false);
    const all = Promise.all(work.filter((each) => each !== null));
    return await Promise.race([all.then(() => true), late]);
  } finally {
    done.abort();
  }
}
