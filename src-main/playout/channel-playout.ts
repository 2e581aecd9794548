import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { AsRunRecorder } from './as-run-recorder.ts';
import { sameUntil, type ChannelTimeline } from './channel-timeline.ts';
import { livePlaylist, type LivePlaylist } from './live-playlist.ts';
import {
  isPublished,
  publishedRange,
  type PublishedRange,
  type PublishingOptions,
} from './playlist-window.ts';
import type { EvidenceWriter } from './ports.ts';
import { sliceAround, wholeSlices } from './preparation-policy.ts';
import type { Preparer, Urgency } from './preparer.ts';
import type { RecentlyAiredBytes } from './recently-aired-bytes.ts';
import type { SegmentCache } from './segment-cache.ts';
import { createSegmentMaker } from './segment-maker.ts';
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

/** One channel on the air: its session, its playlist and the bytes of its published segments. */
export interface ChannelPlayout {
  readonly channel: Channel;
  readonly timeline: ChannelTimeline;
  readonly session: SessionState;
  /** Whether viewers see slates in place of what was planned. */
  readonly onSlates: OnSlates | null;
  /** What viewers see at this moment: a slate that is over in a moment, too. */
  sight(): Promise<AirSight>;
  /** Takes over a changed channel or a log that has grown. Published segments stay what they are. */
  update(channel: Channel, timeline: ChannelTimeline): void;
  /** Files have changed: what was prepared ahead is looked at again. */
  assetsChanged(): void;
  touch(viewerKey: string): void;
  playlist(): LivePlaylist | null;
  /** The bytes of a published segment, the same for ever; `null` when the number is not published. */
  segment(mediaSequence: number): Promise<Uint8Array | null>;
  /** Advances the session and prepares the runway. */
  tick(): Promise<void>;
  /** Prepares beyond the runway, up to `untilAt`, a piece at a time. */
  prepareAhead(untilAt: EpochMs): Promise<void>;
  /** Continues a session that a crash or restart interrupted. */
  resume(fromMediaSequence: number): void;
  /** An earlier run has published numbers from this one on, as far as a playlist reached at the instant. */
  restorePublished(fromMediaSequence: number, untilAt: EpochMs): void;
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
  const { clock, cache, preparer, asRun, recentBytes, evidence } = parts;
  let channel = initialChannel;
  let timeline = initialTimeline;
  let session: SessionState = STOPPED_SESSION;
  const viewers = createViewerTable();
  let sessionFrom = Number.MAX_SAFE_INTEGER;
  /** What the session before has published: who has its playlist may still ask for it. */
  let former: PublishedRange | null = null;
  let sessionStartedAt: EpochMs = 0;
  /** Monotonic: until then a channel that was just tuned in keeps its viewers waiting. */
  let graceUntilMs = -Infinity;
  let preparedAheadTo = 0;
  let slateState = NO_SLATES;
  const producing = new Map<number, Promise<Uint8Array>>();
  const maker = createSegmentMaker({
    ...parts,
    channel: () => channel,
    sliceOf: (place) => sliceAround(timeline, place),
    graceUntilAt,
    prepareRunway,
  });

  function apply(event: SessionEvent): void {
    const before = session;
    const { state, effects } = stepSession(session, event, clock.monotonicMs());
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
    noteStart();
    sessionFrom = onAir?.mediaSequence ?? timeline.endMediaSequence;
    // What waited for the last session was dropped with it.
    preparedAheadTo = 0;
    saveSession(null);
    prepareRunway().catch((error: unknown) => {
      parts.onTrouble('preparing a channel that was tuned in', error);
    });
  }

  function noteStart(): void {
    sessionStartedAt = clock.nowAt();
    graceUntilMs = clock.monotonicMs() + COLD_START_MS;
  }

  function end(): void {
    preparer.release(channel.id);
    former = publishedRange(timeline, publishing()) ?? former;
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

  /** As the clock says now; 0 when it is over. */
  function graceUntilAt(): EpochMs {
    const leftMs = graceUntilMs - clock.monotonicMs();
    return leftMs > 0 ? clock.nowAt() + leftMs : 0;
  }

  function publishing(): PublishingOptions {
    return {
      now: clock.nowAt(),
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
  async function want(from: number, to: number, urgency: Urgency): Promise<void> {
    const places = wholeSlices(timeline, from, to).filter(
      ({ mediaSequence }) => !maker.substitutions.has(mediaSequence),
    );
    // What viewers have had is made as it was, or not at all.
    for (const place of places.filter(maker.isPublished)) {
      await preparer.makeAgain(channel.id, sliceAround(timeline, place));
    }
    await preparer.want(
      channel.id,
      places.filter((place) => !maker.isPublished(place)),
      { urgency, graceUntilAt: graceUntilAt() },
    );
  }

  async function watchSlates(): Promise<void> {
    const before = slateState.onSlates;
    slateState = stepSlates(slateState, await sightOfAir(), {
      at: clock.nowAt(),
      monotonicMs: clock.monotonicMs(),
    });
    if (slateState.onSlates === before) return;
    parts.onSlates(slateState.onSlates);
    parts.onChange();
  }

  async function sightOfAir(): Promise<AirSight> {
    const place = session.phase === 'stopped' ? null : timeline.placeAt(clock.nowAt());
    return place ? maker.sightOf(place) : { type: 'off' };
  }

  /** What is published, and what a session that ended lately has published: the same number, the same bytes. */
  function isToBeHad(mediaSequence: number): boolean {
    const sessionFromMediaSequence =
      former && mediaSequence < former.to ? former.from : sessionFrom;
    return isPublished(timeline, { ...publishing(), sessionFromMediaSequence }, mediaSequence);
  }

  async function segment(mediaSequence: number): Promise<Uint8Array | null> {
    const place = timeline.place(mediaSequence);
    if (!place || !isToBeHad(mediaSequence)) return null;
    asRun.observe(place.event.id, (observation) => {
      observation.wasServed = true;
      observation.peakViewers = Math.max(observation.peakViewers, viewerCount(session));
    });
    const bytesKey = `${channel.id}/${String(mediaSequence)}`;
    const recent = recentBytes.get(bytesKey);
    if (recent) return recent;
    let production = producing.get(mediaSequence);
    if (!production) {
      production = maker.make(place).finally(() => producing.delete(mediaSequence));
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
    sight: sightOfAir,
    update(changed, grown) {
      // What was replaced is prepared again.
      preparedAheadTo =
        changed.version === channel.version
          ? Math.min(preparedAheadTo, sameUntil(timeline, grown))
          : 0;
      channel = changed;
      timeline = grown;
      maker.forgetBefore(grown.blocks[0]?.firstMediaSequence ?? 0);
    },
    assetsChanged() {
      preparedAheadTo = 0;
    },
    touch(viewerKey) {
      apply({ type: 'viewer-seen', viewers: viewers.see(viewerKey, clock.monotonicMs()) });
    },
    playlist: () => livePlaylist(timeline, publishing()),
    segment,
    async tick() {
      const isAlwaysOn = channel.preparation === 'always';
      if (session.isAlwaysOn !== isAlwaysOn) apply({ type: 'always-on', isAlwaysOn });
      apply({ type: 'tick', viewers: viewers.countAt(clock.monotonicMs()) });
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
      noteStart();
      apply({ type: 'resume' });
    },
    restorePublished: maker.restorePublished,
    restoreSubstitution(mediaSequence, reason) {
      maker.restoreSubstitution(mediaSequence, timeline.place(mediaSequence), reason);
    },
    async preparedMs() {
      const now = clock.nowAt();
      const first = timeline.placeAt(now);
      if (!first) return 0;
      let preparedTo = now;
      for (let sequence = first.mediaSequence; ; sequence += 1) {
        const place = timeline.place(sequence);
        if (!place || place.startAt > now + RUNWAY_MS) break;
        const key = await preparer.keyOf(place);
        if (place.event.assetId !== null && (key === null || !cache.has(key))) break;
        preparedTo = place.endAt;
      }
      return preparedTo - now;
    },
  };
}
