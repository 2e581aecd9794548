import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import { conformSlice } from '#main/media/conform.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { HouseFormat } from '#shared/model/house-format.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import { recipeOf, segmentKey } from './act-recipe.ts';
import type { SegmentPlace } from './channel-timeline.ts';
import { publishAheadMs } from './playlist-window.ts';
import type { PlayableAsset } from './ports.ts';
import { createPreparationQueue, type PreparationQueue } from './preparation-queue.ts';
import type { SegmentCache } from './segment-cache.ts';

/** Media segments in a slice when there is time; the unit of conforming. */
const SLICE_SEGMENTS = 4;
/** Material that airs sooner than this is conformed one segment at a time, so that a tune-in starts at once. */
const URGENT_MS = 4_000;
/** Material that airs sooner than this is conformed with the faster preset. */
const HURRIED_MS = 14_000;
/** After a slice failed for good it is left alone so long; a slate stands in meanwhile. */
const RETRY_AFTER_MS = 30_000;

/** A conformer of slices; the real one is `conformSlice`. */
export type ConformSlice = typeof conformSlice;

/** Whether somebody will want the material within the minute, or it only fills idle time. */
export type Urgency = 'runway' | 'idle-time';

/** Puts conformed segments into the cache before they are due. */
export interface Preparer {
  /**
   * Sees to it that the places are prepared, in order of air. Pads need nothing. Places already cached or under way
   * are left alone, except that an earlier deadline moves a waiting slice up.
   */
  want(
    channelId: ChannelId,
    format: HouseFormat,
    places: readonly SegmentPlace[],
    urgency?: Urgency,
  ): Promise<void>;
  /** The cache key of a place, `null` for pads and for assets that cannot be played. */
  keyOf(place: SegmentPlace, format: HouseFormat): Promise<string | null>;
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
  readonly at: EpochMs;
  readonly reason: string;
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
  /** How many encoders may work for a channel at once; no limit of its own when left out. */
  readonly limitOf?: (channelId: ChannelId) => number;
  readonly conform?: ConformSlice;
  readonly onFailure?: (reason: string) => void;
}): Preparer {
  const { cache, clock } = options;
  const conform = options.conform ?? conformSlice;
  const slices = new Map<string, Slice>();
  const sliceOfKey = new Map<string, Slice>();
  const failures = new Map<string, Failure>();
  const spent = new Map<ChannelId, { segments: number; encodingMs: number; failures: number }>();
  const queue: PreparationQueue = createPreparationQueue({
    concurrency: options.concurrency,
    limitOf: (lane) => options.limitOf?.(lane as ChannelId) ?? Infinity,
    onFailure: (_id, error) => {
      if (error instanceof AppError && error.code === 'cancelled') return;
      options.onFailure?.(reasonOf(error));
    },
  });

  function noteFailure(slice: Slice, error: unknown): void {
    if (error instanceof AppError && error.code === 'cancelled') return;
    const failure = { at: clock.nowAt(), reason: reasonOf(error) };
    for (const key of slice.keys) failures.set(key, failure);
  }

  /** A failure counts until it is time to try again. */
  function failureOf(key: string): string | null {
    const failure = failures.get(key);
    if (!failure) return null;
    if (clock.nowAt() - failure.at < RETRY_AFTER_MS) return failure.reason;
    failures.delete(key);
    return null;
  }

  async function keyOf(place: SegmentPlace, format: HouseFormat): Promise<string | null> {
    const playable = await options.playable(place.event);
    return playable ? segmentKey(recipeOf(place.event, playable.asset, format), place) : null;
  }

  function deadlineOf(place: SegmentPlace, format: HouseFormat): EpochMs {
    return place.endAt - publishAheadMs(format);
  }

  function note(channelId: ChannelId, startedMs: number, made: number, failed: number): void {
    const before = spent.get(channelId) ?? { segments: 0, encodingMs: 0, failures: 0 };
    spent.set(channelId, {
      segments: before.segments + made,
      encodingMs: before.encodingMs + options.processClock.monotonicMs() - startedMs,
      failures: before.failures + failed,
    });
  }

  function addSlice(
    channelId: ChannelId,
    format: HouseFormat,
    run: readonly { readonly key: string; readonly place: SegmentPlace }[],
    urgency: Urgency,
  ): void {
    const [first] = run;
    if (!first) return;
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
      deadlineAt: deadlineOf(first.place, format),
      run: async (signal) => {
        const startedMs = options.processClock.monotonicMs();
        try {
          await conformRun(format, run, urgency, signal);
          note(channelId, startedMs, run.length, 0);
        } catch (error) {
          note(channelId, startedMs, 0, 1);
          noteFailure(slice, error);
          throw error;
        } finally {
          slices.delete(slice.id);
          for (const key of slice.keys) {
            if (sliceOfKey.get(key) === slice) sliceOfKey.delete(key);
          }
        }
      },
    });
  }

  async function conformRun(
    format: HouseFormat,
    run: readonly { readonly key: string; readonly place: SegmentPlace }[],
    urgency: Urgency,
    signal: AbortSignal,
  ): Promise<void> {
    const [first] = run;
    const last = run.at(-1);
    if (!first || !last) return;
    const { event } = first.place;
    const [playable, tools] = [await options.playable(event), options.tools()];
    if (!tools) throw new AppError('ffmpeg-unavailable', 'No ffmpeg: nothing can be prepared.');
    if (!playable?.asset.probe) {
      throw new AppError('media-unreadable', `“${event.title}” cannot be played any more.`);
    }
    const recipe = recipeOf(event, playable.asset, format);
    const isHurried = first.place.startAt - clock.nowAt() < HURRIED_MS;
    const request = {
      sourcePath: playable.absolutePath,
      probe: playable.asset.probe,
      format,
      actInFrame: recipe.actInFrame,
      firstFrame: first.place.firstFrameInEvent,
      segmentFrames: run.map(({ place }) => place.frameCount),
      fadeInFrames: recipe.fadeInFrames,
      fadeOutFrames: recipe.fadeOutFrames,
      isActStart: first.place.firstFrameInEvent === 0,
      isActEnd: last.place.isLastOfEvent,
      gainDb: recipe.gainDb,
    };
    const segments = await conformWithRetry(
      tools,
      { ...request, preset: isHurried ? 'fast' : 'normal' },
      { signal, clock: options.processClock, isBackground: urgency === 'idle-time' },
    );
    for (const [index, segment] of segments.entries()) {
      const key = run[index]?.key;
      if (key !== undefined) await cache.write(key, segment);
    }
  }

  /** A failure may have been the load of the moment; the second and last try takes the shorter way. */
  async function conformWithRetry(
    tools: FfmpegTools,
    request: Parameters<ConformSlice>[1],
    surroundings: Parameters<ConformSlice>[2] & { readonly signal: AbortSignal },
  ): ReturnType<ConformSlice> {
    try {
      return await conform(tools, request, surroundings);
    } catch (error) {
      if (surroundings.signal.aborted) throw error;
      return conform(tools, { ...request, preset: 'fast' }, surroundings);
    }
  }

  return {
    async want(channelId, format, places, urgency = 'runway') {
      const now = clock.nowAt();
      let run: { key: string; place: SegmentPlace }[] = [];
      const flush = (): void => {
        addSlice(channelId, format, run, urgency);
        run = [];
      };
      for (const place of places) {
        const key = await keyOf(place, format);
        const pending = key === null ? undefined : sliceOfKey.get(key);
        if (pending) {
          pending.channels.add(channelId);
          queue.hasten(pending.id, deadlineOf(place, format));
        }
        if (key === null || pending || cache.has(key) || failureOf(key) !== null) {
          flush();
          continue;
        }
        const follows =
          run.at(-1)?.place.event.id === place.event.id &&
          run.at(-1)?.place.mediaSequence === place.mediaSequence - 1;
        if (!follows) flush();
        run.push({ key, place });
        const isUrgent = place.endAt - now < URGENT_MS;
        if (isUrgent || run.length === SLICE_SEGMENTS) flush();
      }
      flush();
    },
    keyOf,
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
      const {
        segments,
        encodingMs,
        failures: failed,
      } = spent.get(channelId) ?? {
        ...{ segments: 0, encodingMs: 0, failures: 0 },
      };
      const wanted = [...slices.values()].filter(({ channels }) => channels.has(channelId)).length;
      const runningCount = queue.runningIn(channelId);
      return {
        runningCount,
        waitingCount: Math.max(0, wanted - runningCount),
        segmentCount: segments,
        encodingMs: Math.round(encodingMs),
        failureCount: failed,
      };
    },
    get isIdle() {
      return queue.waitingCount === 0 && queue.runningCount === 0;
    },
    stop: () => queue.stop(),
  };
}
