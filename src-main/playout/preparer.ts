import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { actKey, segmentKey } from '#main/media/slice-recipe.ts';
import type { ChannelLook } from '#shared/look/channel-look.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import { actOf, cutOf } from './act-recipe.ts';
import type { SegmentPlace } from './channel-timeline.ts';
import { conformRun, type ConformSlice } from './conform-run.ts';
import { publishAheadMs } from './playlist-window.ts';
import type { PlayableAsset } from './ports.ts';
import {
  createEncoderPace,
  cutIntoRuns,
  worthMaking,
  type WantedSegment,
} from './preparation-policy.ts';
import { createPreparationQueue, type PreparationQueue } from './preparation-queue.ts';
import type { SegmentCache } from './segment-cache.ts';

/** Material that airs sooner than this is conformed with the faster preset. */
const HURRIED_MS = 14_000;
/** After a slice failed for good it is left alone so long; a slate stands in meanwhile. */
const RETRY_AFTER_MS = 30_000;
/** What is made again is wanted within so long: what airs sooner goes before it. */
const AGAIN_WITHIN_MS: DurationMs = 10_000;

/** Whether somebody will want the material within the minute, or it only fills idle time. */
export type Urgency = 'runway' | 'idle-time';

/** What was made before and is lost has no airtime left to be in a hurry for. */
type Occasion = Urgency | 'again';

/** How material is wanted. */
export interface Wanting {
  readonly urgency: Urgency;
  /** A channel that was just tuned in keeps its viewers waiting until then before a slate stands in; 0 for any other. */
  readonly graceUntilAt: EpochMs;
}

/** Puts conformed segments into the cache before they are due. */
export interface Preparer {
  /**
   * Sees to it that the places, whole slices in order of air, are prepared. Pads need nothing. Places already cached or under way
   * are left alone, except that an earlier deadline moves a waiting slice up; places that cannot be made in time are given up.
   */
  want(channelId: ChannelId, places: readonly SegmentPlace[], wanting: Wanting): Promise<void>;
  /**
   * Makes a whole slice again of which something is lost that viewers have had: however long ago it aired, and as it is made with
   * time enough. What the cache still holds of it stays.
   */
  makeAgain(channelId: ChannelId, slice: readonly SegmentPlace[]): Promise<void>;
  /** The cache key of a place, `null` for pads and for assets that cannot be played. */
  keyOf(place: SegmentPlace): Promise<string | null>;
  /** Whether the key waits to be prepared or is being prepared. */
  isUnderWay(key: string): boolean;
  /** Resolves when the preparation of the key that is under way is over. */
  settled(key: string): Promise<void>;
  /** Why a recent attempt at a key failed, or `null` when there was none or it is time for another. */
  failureOf(key: string): string | null;
  /** Drops what waits for a channel only. */
  release(channelId: ChannelId): void;
  /** What preparing for a channel takes now, and has taken since the station was started. */
  usageOf(channelId: ChannelId): PreparationUsage;
  readonly isIdle: boolean;
  stop(): Promise<void>;
}

/** What the preparation of a channel's material costs. A slice that two channels want counts for the one that asked first. */
export interface PreparationUsage {
  /** Encoders at work, and slices that wait for one. */
  readonly runningCount: number;
  readonly waitingCount: number;
  /** Since the start: media segments made, time that encoders ran, slices that failed. */
  readonly segmentCount: number;
  readonly encodingMs: DurationMs;
  readonly failureCount: number;
}

interface Slice {
  readonly id: string;
  readonly keys: readonly string[];
  readonly channels: Set<ChannelId>;
}

interface Failure {
  /** Monotonic. */
  readonly atMs: number;
  readonly reason: string;
}

interface KnownAct {
  readonly asset: PlayableAsset['asset'];
  readonly look: ChannelLook;
  /** A digest, worth keeping. */
  readonly folder: string;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Makes the preparer over a cache. `playable` looks an asset up and is asked again for every slice. */
export function createPreparer(options: {
  readonly cache: SegmentCache;
  readonly clock: MasterClock;
  /** Real time for the watchdog over child processes, whatever pace the station's clock keeps. */
  readonly processClock: MasterClock;
  readonly tools: () => FfmpegTools | null;
  readonly playable: (event: SegmentPlace['event']) => Promise<PlayableAsset | null>;
  readonly concurrency: number;
  /** How many encoders may work for a channel at once. */
  readonly limitOf: (channelId: ChannelId) => number;
  readonly conform: ConformSlice;
  readonly onFailure: (reason: string) => void;
}): Preparer {
  const { cache, clock, processClock, conform } = options;
  const slices = new Map<string, Slice>();
  const sliceOfKey = new Map<string, Slice>();
  const failures = new Map<string, Failure>();
  const spent = new Map<ChannelId, { segments: number; encodingMs: number; failures: number }>();
  const pace = createEncoderPace();
  /** Of log events as they were last seen: every place on the runway is looked at each second. */
  const acts = new WeakMap<SegmentPlace['event'], KnownAct>();
  const queue: PreparationQueue = createPreparationQueue({
    concurrency: options.concurrency,
    limitOf: (lane) => options.limitOf(lane as ChannelId),
    onFailure: (_id, error) => {
      if (error instanceof AppError && error.code === 'cancelled') return;
      options.onFailure(reasonOf(error));
    },
  });

  function noteFailure(run: readonly WantedSegment[], error: unknown): void {
    if (error instanceof AppError && error.code === 'cancelled') return;
    const failure = { atMs: clock.monotonicMs(), reason: reasonOf(error) };
    for (const { key } of run) failures.set(key, failure);
  }

  /** A failure counts until it is time to try again. */
  function failureOf(key: string): string | null {
    const failure = failures.get(key);
    if (!failure) return null;
    if (clock.monotonicMs() - failure.atMs < RETRY_AFTER_MS) return failure.reason;
    failures.delete(key);
    return null;
  }

  /** Failures that nobody asked about again. */
  function forgetOldFailures(): void {
    for (const key of failures.keys()) failureOf(key);
  }

  async function keyOf(place: SegmentPlace): Promise<string | null> {
    const { event, look } = place;
    const playable = await options.playable(event);
    if (!playable) return null;
    const { asset } = playable;
    let known = acts.get(event);
    if (known?.asset !== asset || known.look !== look) {
      known = { asset, look, folder: actKey(actOf(event, asset, look)) };
      acts.set(event, known);
    }
    return segmentKey(known.folder, cutOf(place));
  }

  function deadlineOf({ endAt, look }: SegmentPlace): EpochMs {
    return endAt - publishAheadMs(look.format);
  }

  function note(channelId: ChannelId, tookMs: DurationMs, made: number, failed: number): void {
    const before = spent.get(channelId) ?? { segments: 0, encodingMs: 0, failures: 0 };
    spent.set(channelId, {
      segments: before.segments + made,
      encodingMs: before.encodingMs + tookMs,
      failures: before.failures + failed,
    });
  }

  function stillWorthMaking(run: readonly WantedSegment[]): readonly WantedSegment[] {
    return worthMaking(run, clock.nowAt(), pace, queue.laneCount / options.concurrency);
  }

  function addSlice(
    channelId: ChannelId,
    wanted: readonly WantedSegment[],
    occasion: Occasion,
  ): void {
    const run = stillWorthMaking(wanted);
    const [first] = run;
    // Somebody else may have asked for the same while keys were looked up.
    if (!first || run.some(({ key }) => sliceOfKey.has(key))) return;
    const slice: Slice = {
      id: `${first.key}×${String(run.length)}`,
      keys: run.map(({ key }) => key),
      channels: new Set([channelId]),
    };
    slices.set(slice.id, slice);
    for (const key of slice.keys) sliceOfKey.set(key, slice);
    queue.add({
      id: slice.id,
      lane: channelId,
      deadlineAt: occasion === 'again' ? clock.nowAt() + AGAIN_WITHIN_MS : deadlineOf(first.place),
      run: async (signal) => {
        try {
          await make(channelId, stillWorthMaking(run), occasion, signal);
        } finally {
          slices.delete(slice.id);
          for (const key of slice.keys) {
            if (sliceOfKey.get(key) === slice) sliceOfKey.delete(key);
          }
        }
      },
    });
  }

  async function make(
    channelId: ChannelId,
    run: readonly WantedSegment[],
    occasion: Occasion,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = run;
    if (!first) return;
    const startedMs = processClock.monotonicMs();
    const tookMs = (): DurationMs => processClock.monotonicMs() - startedMs;
    try {
      const segments = await conformRun(
        run.map(({ place }) => place),
        {
          conform,
          processClock,
          signal,
          tools: options.tools(),
          playable: await options.playable(first.place.event),
          isHurried: occasion !== 'again' && first.place.startAt - clock.nowAt() < HURRIED_MS,
          isBackground: occasion === 'idle-time',
        },
      );
      pace.note(run.length, tookMs());
      for (const [index, segment] of segments.entries()) {
        const key = run[index]?.key;
        if (key !== undefined && !cache.has(key)) await cache.write(key, segment);
      }
      note(channelId, tookMs(), run.length, 0);
    } catch (error) {
      note(channelId, tookMs(), 0, 1);
      forgetOldFailures();
      noteFailure(run, error);
      throw error;
    }
  }

  return {
    async want(channelId, places, { urgency, graceUntilAt }) {
      const wanted: WantedSegment[] = [];
      for (const place of places) {
        const key = await keyOf(place);
        if (key === null || cache.has(key) || failureOf(key) !== null) continue;
        const pending = sliceOfKey.get(key);
        if (pending) {
          pending.channels.add(channelId);
          queue.hasten(pending.id, deadlineOf(place));
          continue;
        }
        wanted.push({ key, place, neededAt: Math.max(place.startAt, graceUntilAt) });
      }
      const isTuningIn = ({ place }: WantedSegment): boolean => place.startAt < graceUntilAt;
      for (const run of cutIntoRuns(wanted, isTuningIn)) {
        addSlice(channelId, run, urgency);
      }
    },
    async makeAgain(channelId, places) {
      const slice: WantedSegment[] = [];
      for (const place of places) {
        const key = await keyOf(place);
        if (key === null || failureOf(key) !== null) return;
        slice.push({ key, place, neededAt: Infinity });
      }
      if (slice.some(({ key }) => !cache.has(key))) addSlice(channelId, slice, 'again');
    },
    keyOf,
    isUnderWay: (key) => sliceOfKey.has(key),
    settled: (key) => {
      const slice = sliceOfKey.get(key);
      return slice ? queue.settled(slice.id) : Promise.resolve();
    },
    failureOf,
    release(channelId) {
      for (const slice of slices.values()) slice.channels.delete(channelId);
      queue.prune((id) => (slices.get(id)?.channels.size ?? 0) > 0);
      for (const slice of [...slices.values()]) {
        if (queue.has(slice.id)) continue;
        slices.delete(slice.id);
        for (const key of slice.keys) sliceOfKey.delete(key);
      }
    },
    usageOf(channelId) {
      const known = spent.get(channelId);
      const wanted = [...slices.values()].filter(({ channels }) => channels.has(channelId)).length;
      const runningCount = queue.runningIn(channelId);
      return {
        runningCount,
        waitingCount: Math.max(0, wanted - runningCount),
        segmentCount: known?.segments ?? 0,
        encodingMs: Math.round(known?.encodingMs ?? 0),
        failureCount: known?.failures ?? 0,
      };
    },
    get isIdle() {
      return queue.waitingCount === 0 && queue.runningCount === 0;
    },
    stop: () => queue.stop(),
  };
}
