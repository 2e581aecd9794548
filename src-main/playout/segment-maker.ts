import type { MasterClock } from '#main/clock/master-clock.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { AsRunRecorder } from './as-run-recorder.ts';
import type { SegmentPlace } from './channel-timeline.ts';
import { publishAheadMs } from './playlist-window.ts';
import type { EvidenceWriter } from './ports.ts';
import type { Preparer } from './preparer.ts';
import type { SegmentCache } from './segment-cache.ts';
import type { AirSight } from './slate-watch.ts';
import type { Slates } from './slates.ts';

/** How often it is looked whether material that was given up can be had after all. */
const TRY_AGAIN_MS: DurationMs = 500;
/** Who asks later than so long after its airtime rewinds; before that, the viewer is slow and still follows the air. */
const FOLLOWING_MS: DurationMs = 60_000;
/** So long a viewer waits for material that is made again. */
const AGAIN_WITHIN_MS: DurationMs = 15_000;
const NOT_PLAYABLE = 'The asset is not playable any more.';
const NOT_IN_TIME = 'It was not prepared in time.';

/** What making the segments of a channel needs. */
export interface SegmentMakerParts {
  readonly evidence: Pick<EvidenceWriter, 'addSubstitution'>;
  readonly clock: MasterClock;
  readonly cache: Pick<SegmentCache, 'has' | 'read'>;
  readonly preparer: Pick<Preparer, 'keyOf' | 'makeAgain' | 'isUnderWay' | 'settled' | 'failureOf'>;
  readonly slates: Slates;
  readonly asRun: Pick<AsRunRecorder, 'observe'>;
  readonly channel: () => Channel;
  /** The whole slice that a place lies in. */
  readonly sliceOf: (place: SegmentPlace) => readonly SegmentPlace[];
  /** Until then a channel that was just tuned in keeps its viewers waiting. */
  readonly graceUntilAt: () => EpochMs;
  readonly prepareRunway: () => Promise<void>;
  readonly onTrouble: (what: string, error: unknown) => void;
}

/**
 * Makes the bytes of a channel's places: material where there is some in time, else a slate, which it then stays. What viewers have
 * had as material, or may have had, never becomes a slate: when the cache has lost it, it is made again.
 */
export interface SegmentMaker {
  /** Numbers that a slate stands in for, with the reason. */
  readonly substitutions: ReadonlyMap<number, string>;
  /** Throws `unavailable` when what is lost cannot be made again for now. */
  make(place: SegmentPlace): Promise<Uint8Array>;
  /** An earlier run has published numbers from this one on, as far as a playlist reached at the instant. */
  restorePublished(fromMediaSequence: number, untilAt: EpochMs): void;
  /** Whether viewers have, or may have, the place's material: it is made again and not otherwise. */
  isPublished(place: SegmentPlace): boolean;
  /** A slate stands in for this number for ever; the place is `null` where the log does not reach. */
  restoreSubstitution(mediaSequence: number, place: SegmentPlace | null, reason: string): void;
  /** What lies before is not asked for any more. */
  forgetBefore(mediaSequence: number): void;
  /** What a viewer who asks for the place now would see. */
  sightOf(place: SegmentPlace): Promise<AirSight>;
}

export function createSegmentMaker(parts: SegmentMakerParts): SegmentMaker {
  const { clock, cache, preparer, slates, asRun } = parts;
  const substitutions = new Map<number, string>();
  /** Numbers that were handed out as material since the program was started. */
  const handedOut = new Set<number>();
  let earlier: { readonly fromMediaSequence: number; readonly untilAt: EpochMs } | null = null;

  function isPublished({ mediaSequence, endAt, look }: SegmentPlace): boolean {
    if (substitutions.has(mediaSequence)) return false;
    return (
      handedOut.has(mediaSequence) ||
      (earlier !== null &&
        mediaSequence >= earlier.fromMediaSequence &&
        endAt <= earlier.untilAt + publishAheadMs(look.format))
    );
  }

  /** Whether no slate may stand in any more. */
  function isSettled(place: SegmentPlace): boolean {
    const isOver = clock.nowAt() >= Math.max(place.endAt + FOLLOWING_MS, parts.graceUntilAt());
    return isOver || isPublished(place);
  }

  function write(place: SegmentPlace, segment: HouseSegment): Uint8Array {
    return writeTransportStream(segment, {
      firstFrame: place.firstFrame,
      actFirstFrame: place.event.firstFrame,
    });
  }

  async function writeSlate(place: SegmentPlace): Promise<Uint8Array> {
    const { look, frameCount, firstFrameInEvent } = place;
    await slates.load(look);
    return write(place, slates.slate(look, frameCount, firstFrameInEvent));
  }

  /** The number is about to be served as a slate: recorded first, so that it stays one after any restart. */
  async function substitute(place: SegmentPlace, reason: string): Promise<Uint8Array> {
    const { mediaSequence } = place;
    noteSubstitution(place, reason);
    const bytes = await writeSlate(place);
    try {
      await parts.evidence.addSubstitution({
        channelId: parts.channel().id,
        mediaSequence,
        reason,
        at: clock.nowAt(),
      });
    } catch (error) {
      parts.onTrouble('recording a slate', error);
    }
    return bytes;
  }

  function noteSubstitution(place: SegmentPlace, reason: string): void {
    substitutions.set(place.mediaSequence, reason);
    asRun.observe(place.event.id, (observation) => {
      observation.slateFrames.set(place.mediaSequence, place.frameCount);
      observation.reason = reason;
    });
  }

  async function readPrepared(place: SegmentPlace, key: string): Promise<Uint8Array | null> {
    const segment = await cache.read(key);
    if (segment?.frameCount !== place.frameCount) return null;
    handedOut.add(place.mediaSequence);
    return write(place, segment);
  }

  /** Nothing is recorded where it fails: whoever asks later may have it. */
  async function makeAgain(place: SegmentPlace, key: string | null): Promise<Uint8Array> {
    const deadlineMs = clock.monotonicMs() + AGAIN_WITHIN_MS;
    while (key !== null) {
      const bytes = await readPrepared(place, key);
      if (bytes) return bytes;
      if (preparer.failureOf(key) !== null || clock.monotonicMs() >= deadlineMs) break;
      if (!preparer.isUnderWay(key)) {
        await preparer.makeAgain(parts.channel().id, parts.sliceOf(place));
      }
      await preparedOrDue(key, deadlineMs);
    }
    throw new AppError(
      'unavailable',
      `Number ${String(place.mediaSequence)} is lost and cannot be prepared again for now.`,
      { remedy: 'Ask again in a while; look whether the file of the programme is there.' },
    );
  }

  /** Resolves when the key is prepared, when it may be worth another look, or at the deadline in monotonic time. */
  function preparedOrDue(key: string, deadlineMs: number): Promise<void> {
    return new Promise((resolve) => {
      // What has been given up may be taken up again while encoders turn out quicker than they were.
      const isUnderWay = preparer.isUnderWay(key);
      const leftMs = deadlineMs - clock.monotonicMs();
      const cancel = clock.callAt(
        clock.nowAt() + Math.ceil(isUnderWay ? leftMs : Math.min(leftMs, TRY_AGAIN_MS)),
        resolve,
      );
      if (!isUnderWay) return;
      void preparer.settled(key).then(() => {
        cancel();
        resolve();
      });
    });
  }

  return {
    substitutions,

    async make(place) {
      if (place.event.assetId === null || substitutions.has(place.mediaSequence)) {
        return writeSlate(place);
      }
      const key = await preparer.keyOf(place);
      if (isSettled(place)) return makeAgain(place, key);
      if (key === null) return substitute(place, NOT_PLAYABLE);
      // A clock that is set meanwhile keeps nobody waiting for longer.
      const waitMs = Math.max(place.startAt, parts.graceUntilAt()) - clock.nowAt();
      const deadlineMs = clock.monotonicMs() + waitMs;
      for (let attempt = 0; ; attempt += 1) {
        const bytes = await readPrepared(place, key);
        if (bytes) return bytes;
        const failure = preparer.failureOf(key);
        if (failure !== null) return substitute(place, failure);
        if (clock.monotonicMs() >= deadlineMs) return substitute(place, NOT_IN_TIME);
        // The runway is seen to by every tick; here is one who asked before the first.
        if (attempt === 0 && !preparer.isUnderWay(key)) await parts.prepareRunway();
        await preparedOrDue(key, deadlineMs);
      }
    },

    isPublished,

    restorePublished(fromMediaSequence, untilAt) {
      earlier = { fromMediaSequence, untilAt };
    },

    restoreSubstitution(mediaSequence, place, reason) {
      if (place) noteSubstitution(place, reason);
      else substitutions.set(mediaSequence, reason);
    },

    forgetBefore(mediaSequence) {
      for (const number of substitutions.keys()) {
        if (number < mediaSequence) substitutions.delete(number);
      }
      for (const number of handedOut) if (number < mediaSequence) handedOut.delete(number);
    },

    async sightOf(place) {
      const reason = substitutions.get(place.mediaSequence);
      if (reason !== undefined) return { type: 'slate', reason };
      if (place.event.assetId === null || isPublished(place)) return { type: 'as-planned' };
      const key = await preparer.keyOf(place);
      if (key === null) return { type: 'slate', reason: NOT_PLAYABLE };
      const isLate = !cache.has(key) && clock.nowAt() >= parts.graceUntilAt();
      return isLate
        ? { type: 'slate', reason: preparer.failureOf(key) ?? NOT_IN_TIME }
        : { type: 'as-planned' };
    },
  };
}
