import type { MasterClock } from '#main/clock/master-clock.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import type { Channel } from '#shared/model/channel.ts';
import { targetDurationSeconds } from '#shared/model/house-format.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { AsRunRecorder } from './as-run-recorder.ts';
import { sameUntil, type ChannelTimeline, type SegmentPlace } from './channel-timeline.ts';
import { isPublished, publishedRange, type PublishingOptions } from './playlist-window.ts';
import type { EvidenceWriter } from './ports.ts';
import { wholeSlices } from './preparation-policy.ts';
import type { Preparer, Urgency } from './preparer.ts';
import type { RecentlyAiredBytes } from './recently-aired-bytes.ts';
import type { SegmentCache } from './segment-cache.ts';
import { NO_SLATES, stepSlates, type AirSight, type OnSlates } from './slate-watch.ts';
import type { Slates } from './slates.ts';
import {
  createViewerTable,
  STOPPED_SESSION,
  stepSession,
  viewerCount,
  type SessionEvent,
  type SessionState,
} from './viewer-session.ts';

/** How far ahead a channel on the air is prepared, whatever else is to be done. */
const RUNWAY_MS: DurationMs = 60_000;
/** A channel that has just been tuned in may keep its first viewers waiting so long before a slate stands in. */
const COLD_START_MS: DurationMs = 6_000;

/** Idle time is filled by so many media segments at a time. */
const SEGMENTS_AHEAD_AT_ONCE = 16;
/** How often it is looked whether material that was given up can be had after all. */
const TRY_AGAIN_MS: DurationMs = 500;

const NOT_PLAYABLE = 'The asset is not playable any more.';
const NOT_IN_TIME = 'It was not prepared in time.';

/** What a channel on the air needs of the station. */
export interface ChannelPlayoutParts {
  readonly evidence: EvidenceWriter;
  readonly clock: MasterClock;
  readonly cache: SegmentCache;
  readonly preparer: Preparer;
  readonly slates: Slates;
  readonly asRun: AsRunRecorder;
  readonly recentBytes: RecentlyAiredBytes;
  readonly dvrWindowMinutes: () => number;
  readonly onChange: () => void;
  /** The channel began to air slates, or has caught up (`null`). */
  readonly onSlates: (onSlates: OnSlates | null) => void;
  /** Hears of failures that playout rode over; nothing here throws them at a viewer. */
  readonly onTrouble: (what: string, error: unknown) => void;
}

/** A published segment as a playlist lists it. */
interface ListedSegment {
  readonly mediaSequence: number;
  readonly durationSeconds: number;
  readonly startAt: EpochMs;
  readonly isDiscontinuity: boolean;
}

/** One channel on the air: its session, its playlist and the bytes of its published segments. */
export interface ChannelPlayout {
  readonly channel: Channel;
  readonly timeline: ChannelTimeline;
  readonly session: SessionState;
  /** Whether viewers see slates in place of what was planned. */
  readonly onSlates: OnSlates | null;
  /** Takes over a changed channel or a log that has grown. Published segments stay what they are. */
  update(channel: Channel, timeline: ChannelTimeline): void;
  /** Files have changed: what was prepared ahead is looked at again. */
  assetsChanged(): void;
  touch(viewerKey: string): void;
  playlist(): {
    readonly targetDurationSeconds: number;
    readonly mediaSequence: number;
    readonly discontinuitySequence: number;
    readonly segments: readonly ListedSegment[];
    readonly dateRanges: readonly { id: string; startAt: EpochMs; endAt: EpochMs; title: string }[];
  } | null;
  /** The bytes of a published segment, the same for ever; `null` when the number is not published. */
  segment(mediaSequence: number): Promise<Uint8Array | null>;
  /** Advances the session and prepares the runway. */
  tick(): Promise<void>;
  /** Prepares beyond the runway, up to `untilAt`, a piece at a time. */
  prepareAhead(untilAt: EpochMs): Promise<void>;
  /** Continues a session that a crash or restart interrupted. */
  resume(fromMediaSequence: number): void;
  /** A slate stands in for this number for ever. */
  restoreSubstitution(mediaSequence: number, reason: string): void;
  /** Unbroken prepared material beyond now, at most the runway. */
  preparedMs(): Promise<DurationMs>;
}

/** Puts one channel on the air. */
export function createChannelPlayout(
  initialChannel: Channel,
  initialTimeline: ChannelTimeline,
  parts: ChannelPlayoutParts,
): ChannelPlayout {
  const { clock, cache, preparer, slates, asRun, recentBytes, evidence } = parts;
  let channel = initialChannel;
  let timeline = initialTimeline;
  let session: SessionState = STOPPED_SESSION;
  const viewers = createViewerTable();
  let sessionFrom = Number.MAX_SAFE_INTEGER;
  let sessionStartedAt: EpochMs = 0;
  let preparedAheadTo = 0;
  let slateState = NO_SLATES;
  const substitutions = new Map<number, string>();
  const producing = new Map<number, Promise<Uint8Array>>();

  function apply(event: SessionEvent): void {
    const before = session;
    const { state, effects } = stepSession(session, event, clock.nowAt());
    session = state;
    for (const effect of effects) {
      if (effect.type === 'start') begin();
      else end();
    }
    const countChanged = viewerCount(before) !== viewerCount(state);
    if (before.phase !== state.phase || countChanged) parts.onChange();
  }

  function begin(): void {
    const onAir = timeline.placeAt(clock.nowAt());
    sessionStartedAt = clock.nowAt();
    sessionFrom = onAir?.mediaSequence ?? timeline.endMediaSequence;
    // What waited for the last session was dropped with it.
    preparedAheadTo = 0;
    saveSession(null);
    prepareRunway().catch((error: unknown) => {
      parts.onTrouble('preparing a channel that was tuned in', error);
    });
  }

  function end(): void {
    preparer.release(channel.id);
    saveSession(clock.nowAt());
  }

  function saveSession(endedAt: EpochMs | null): void {
    evidence
      .saveSession({
        channelId: channel.id,
        fromMediaSequence: sessionFrom,
        startedAt: sessionStartedAt,
        endedAt,
      })
      .catch((error: unknown) => {
        parts.onTrouble('noting a session', error);
      });
  }

  function publishing(): PublishingOptions {
    return {
      now: clock.nowAt(),
      format: channel.houseFormat,
      sessionFromMediaSequence: sessionFrom,
      dvrWindowMinutes: parts.dvrWindowMinutes(),
    };
  }

  function prepareRunway(): Promise<void> {
    const now = clock.nowAt();
    const first = timeline.firstFrom(now);
    if (!first || first.startAt > now + RUNWAY_MS) return Promise.resolve();
    const end = timeline.firstFrom(now + RUNWAY_MS)?.mediaSequence ?? timeline.endMediaSequence;
    return want(first.mediaSequence, end, 'runway');
  }

  /** Has numbers `[from, to)` prepared, except those that viewers have had, or were about to have, as a slate. */
  function want(from: number, to: number, urgency: Urgency): Promise<void> {
    const places = wholeSlices(timeline, from, to, channel.houseFormat);
    return preparer.want(
      channel.id,
      channel.houseFormat,
      places.filter(({ mediaSequence }) => !substitutions.has(mediaSequence)),
      { urgency, graceUntilAt: sessionStartedAt + COLD_START_MS },
    );
  }

  function write(place: SegmentPlace, segment: HouseSegment): Uint8Array {
    return writeTransportStream(segment, {
      firstFrame: place.firstFrame,
      actFirstFrame: place.event.firstFrame,
    });
  }

  async function writeSlate(place: SegmentPlace): Promise<Uint8Array> {
    await slates.load(channel.houseFormat);
    return write(
      place,
      slates.slate(channel.houseFormat, place.frameCount, place.firstFrameInEvent),
    );
  }

  /** The number is about to be served as a slate: recorded first, so that it stays one after any restart. */
  async function substitute(place: SegmentPlace, reason: string): Promise<Uint8Array> {
    const { mediaSequence } = place;
    noteSubstitution(place, reason);
    const bytes = await writeSlate(place);
    try {
      await evidence.addSubstitution({
        channelId: channel.id,
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
    return segment?.frameCount === place.frameCount ? write(place, segment) : null;
  }

  async function produce(place: SegmentPlace): Promise<Uint8Array> {
    if (place.event.assetId === null || substitutions.has(place.mediaSequence)) {
      return writeSlate(place);
    }
    const key = await preparer.keyOf(place, channel.houseFormat);
    if (key === null) return substitute(place, NOT_PLAYABLE);
    const deadlineAt = Math.max(place.startAt, sessionStartedAt + COLD_START_MS);
    for (let attempt = 0; ; attempt += 1) {
      const bytes = await readPrepared(place, key);
      if (bytes) return bytes;
      const failure = preparer.failureOf(key);
      if (failure !== null) return substitute(place, failure);
      if (clock.nowAt() >= deadlineAt) return substitute(place, NOT_IN_TIME);
      // The runway is seen to by every tick; here is one who asked before the first.
      if (attempt === 0 && !preparer.isUnderWay(key)) await prepareRunway();
      await preparedOrDue(key, deadlineAt);
    }
  }

  async function watchSlates(): Promise<void> {
    const before = slateState.onSlates;
    slateState = stepSlates(slateState, await sightOfAir(), clock.nowAt());
    if (slateState.onSlates === before) return;
    parts.onSlates(slateState.onSlates);
    parts.onChange();
  }

  async function sightOfAir(): Promise<AirSight> {
    const now = clock.nowAt();
    const place = timeline.placeAt(now);
    if (session.phase === 'stopped' || !place) return { type: 'off' };
    const reason = substitutions.get(place.mediaSequence);
    if (reason !== undefined) return { type: 'slate', reason };
    if (place.event.assetId === null) return { type: 'as-planned' };
    const key = await preparer.keyOf(place, channel.houseFormat);
    if (key === null) return { type: 'slate', reason: NOT_PLAYABLE };
    // Whoever asks for it now gets a slate, unless the channel was just tuned in and waits.
    const isLate = !cache.has(key) && now >= sessionStartedAt + COLD_START_MS;
    return isLate
      ? { type: 'slate', reason: preparer.failureOf(key) ?? NOT_IN_TIME }
      : { type: 'as-planned' };
  }

  function preparedOrDue(key: string, deadlineAt: EpochMs): Promise<void> {
    return new Promise((resolve) => {
      // What has been given up may be taken up again while encoders turn out quicker than they were.
      const isUnderWay = preparer.isUnderWay(key);
      const nextTryAt = clock.nowAt() + TRY_AGAIN_MS;
      const cancel = clock.callAt(
        isUnderWay ? deadlineAt : Math.min(deadlineAt, nextTryAt),
        resolve,
      );
      if (!isUnderWay) return;
      void preparer.settled(key).then(() => {
        cancel();
        resolve();
      });
    });
  }

  async function segment(mediaSequence: number): Promise<Uint8Array | null> {
    const place = timeline.place(mediaSequence);
    if (!place || !isPublished(timeline, publishing(), mediaSequence)) return null;
    asRun.observe(place.event.id, (observation) => {
      observation.wasServed = true;
      observation.peakViewers = Math.max(observation.peakViewers, viewerCount(session));
    });
    const bytesKey = `${channel.id}/${String(mediaSequence)}`;
    const recent = recentBytes.get(bytesKey);
    if (recent) return recent;
    let production = producing.get(mediaSequence);
    if (!production) {
      production = produce(place).finally(() => producing.delete(mediaSequence));
      producing.set(mediaSequence, production);
    }
    const bytes = await production;
    recentBytes.set(bytesKey, bytes);
    return bytes;
  }

  return {
    get channel() {
      return channel;
    },
    get timeline() {
      return timeline;
    },
    get session() {
      return session;
    },
    get onSlates() {
      return slateState.onSlates;
    },
    update(changed, grown) {
      // What was replaced is prepared again.
      preparedAheadTo =
        changed.version === channel.version
          ? Math.min(preparedAheadTo, sameUntil(timeline, grown))
          : 0;
      channel = changed;
      timeline = grown;
      const oldest = grown.blocks[0]?.firstMediaSequence ?? 0;
      for (const number of substitutions.keys()) {
        if (number < oldest) substitutions.delete(number);
      }
    },
    assetsChanged() {
      preparedAheadTo = 0;
    },
    touch(viewerKey) {
      apply({ type: 'viewer-seen', viewers: viewers.see(viewerKey, clock.nowAt()) });
    },
    playlist() {
      const range = publishedRange(timeline, publishing());
      const places = range ? timeline.range(range.from, range.to) : [];
      const first = places[0];
      if (!first) return null;
      return {
        targetDurationSeconds: targetDurationSeconds(channel.houseFormat),
        mediaSequence: first.mediaSequence,
        discontinuitySequence: first.discontinuitySequence,
        segments: places.map((place, index) => {
          const before = places[index - 1];
          return {
            mediaSequence: place.mediaSequence,
            durationSeconds: place.durationSeconds,
            startAt: place.startAt,
            isDiscontinuity:
              before !== undefined && before.discontinuitySequence !== place.discontinuitySequence,
          };
        }),
        dateRanges: dateRangesOf(places),
      };
    },
    segment,
    async tick() {
      const isAlwaysOn = channel.preparation === 'always';
      if (session.isAlwaysOn !== isAlwaysOn) apply({ type: 'always-on', isAlwaysOn });
      apply({ type: 'tick', viewers: viewers.countAt(clock.nowAt()) });
      if (session.phase !== 'stopped') await prepareRunway();
      await watchSlates();
    },
    async prepareAhead(untilAt) {
      if (session.phase === 'stopped') return;
      const from = timeline.firstFrom(clock.nowAt() + RUNWAY_MS);
      const to = timeline.firstFrom(untilAt)?.mediaSequence ?? timeline.endMediaSequence;
      if (!from) return;
      const first = Math.max(from.mediaSequence, preparedAheadTo);
      const end = Math.min(first + SEGMENTS_AHEAD_AT_ONCE, to);
      if (end <= first) return;
      preparedAheadTo = end;
      await want(first, end, 'idle-time');
    },
    resume(fromMediaSequence) {
      sessionFrom = fromMediaSequence;
      sessionStartedAt = clock.nowAt();
      apply({ type: 'resume' });
    },
    restoreSubstitution(mediaSequence, reason) {
      const place = timeline.place(mediaSequence);
      if (place) noteSubstitution(place, reason);
      else substitutions.set(mediaSequence, reason);
    },
    async preparedMs() {
      const now = clock.nowAt();
      const first = timeline.placeAt(now);
      if (!first) return 0;
      let preparedTo = now;
      for (let sequence = first.mediaSequence; ; sequence += 1) {
        const place = timeline.place(sequence);
        if (!place || place.startAt > now + RUNWAY_MS) break;
        const key = await preparer.keyOf(place, channel.houseFormat);
        if (place.event.assetId !== null && (key === null || !cache.has(key))) break;
        preparedTo = place.endAt;
      }
      return preparedTo - now;
    },
  };
}

function dateRangesOf(
  places: readonly SegmentPlace[],
): { id: string; startAt: EpochMs; endAt: EpochMs; title: string }[] {
  const ranges = new Map<string, { id: string; startAt: EpochMs; endAt: EpochMs; title: string }>();
  for (const { block } of places) {
    if (ranges.has(block.airingId)) continue;
    const act = block.events.find((event) => event.kind === 'act') ?? block.events[0];
    ranges.set(block.airingId, {
      id: block.airingId,
      startAt: block.startAt,
      endAt: block.endAt,
      title: act?.title ?? '',
    });
  }
  return [...ranges.values()];
}
