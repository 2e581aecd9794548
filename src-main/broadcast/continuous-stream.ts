import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { OnAirSource, SegmentTiming } from './on-air-source.ts';

const TS_PACKET_BYTES = 188;
/** Largest piece handed to a socket at once; a multiple of a packet. */
const LARGEST_WRITE_BYTES = 348 * TS_PACKET_BYTES;
/** How long to wait before asking again for a segment that is not there yet. */
const RETRY_MS = 100;

/** How a continuous stream runs against the clock. */
export interface StreamPace {
  /** How far writing runs ahead of the air; also the length of the burst beyond the moment of tuning in. */
  readonly leadMs: DurationMs;
  /** Time between two writes. */
  readonly tickMs: DurationMs;
  /** A client whose next byte is older than this is cut and may tune in again. */
  readonly behindLimitMs: DurationMs;
}

export const DEFAULT_STREAM_PACE: StreamPace = {
  leadMs: 1_500,
  tickMs: 100,
  behindLimitMs: 10_000,
};

/** Where the bytes go: a socket, or a test. */
export interface StreamSink {
  /** Takes the bytes; `false` asks to wait for {@link StreamSink.onceDrained} before the next ones. */
  write(bytes: Uint8Array): boolean;
  onceDrained(run: () => void): void;
}

/** Why a stream ended: the viewer left, could not keep up, or the channel has no timeline any more. */
export type StreamEnd = 'left' | 'too-slow' | 'off-air';

/** The clock was set: what is on the air now is elsewhere in the log. */
const JUMPED = 'jumped';

export interface ContinuousStream {
  readonly source: OnAirSource;
  readonly clock: MasterClock;
  readonly slug: string;
  readonly viewerKey: string;
  readonly sink: StreamSink;
  readonly signal: AbortSignal;
  readonly pace?: StreamPace;
}

/**
 * Writes a channel as one endless transport stream: from the first picture of the media segment on the air, ahead of
 * the clock by `leadMs`, then at the pace of the log (docs/evidence.md §6). The bytes are the source's own
 * buffers, shared by all viewers; nothing is queued here, so a client that stops reading costs no memory and delays
 * nobody. Where the clock is set, the stream goes on with what is on the air then. Resolves when it is over; never rejects.
 */
export async function streamChannel(stream: ContinuousStream): Promise<StreamEnd> {
  const { clock, pace = DEFAULT_STREAM_PACE } = stream;
  let hasJumped = false;
  // What a jump ahead leaves out is caught up with as after any delay, if it is no more than that.
  const stopListening = clock.onJump(({ fromAt, toAt }) => {
    if (toAt < fromAt || toAt - fromAt > pace.behindLimitMs) hasJumped = true;
  });
  try {
    for (;;) {
      hasJumped = false;
      const end = await streamFromNow({ ...stream, hasJumped: () => hasJumped });
      if (end !== JUMPED) return end;
      // The log of another hour may have to be laid first.
      const deadlineMs = clock.monotonicMs() + pace.behindLimitMs;
      while (!stream.signal.aborted && clock.monotonicMs() < deadlineMs) {
        if (stream.source.onAirSequence(stream.slug)) break;
        await pause(stream, clock.nowAt() + RETRY_MS);
      }
      if (stream.signal.aborted) return 'left';
    }
  } finally {
    stopListening();
  }
}

interface RunningStream extends ContinuousStream {
  readonly hasJumped: () => boolean;
}

/** Streams from the media segment on the air until the stream ends or the clock is set. */
async function streamFromNow(stream: RunningStream): Promise<StreamEnd | typeof JUMPED> {
  const { source, slug, viewerKey, signal } = stream;
  source.touch(slug, viewerKey);
  const start = source.onAirSequence(slug);
  if (!start) return 'off-air';
  let { mediaSequence } = start;
  let timing: SegmentTiming | null = start;
  let upcoming = load(stream, mediaSequence);
  for (;;) {
    let bytes = await upcoming;
    while (!bytes && isWaiting(stream) && timing && !isTooLate(stream, timing.startAt)) {
      await pause(stream, stream.clock.nowAt() + RETRY_MS);
      bytes = await load(stream, mediaSequence);
    }
    if (signal.aborted) return 'left';
    if (await isElsewhere(stream)) return JUMPED;
    if (!bytes || !timing) return 'off-air';
    const next = timing.nextMediaSequence;
    upcoming = next === null ? Promise.resolve(null) : load(stream, next);
    const end = await writePaced(stream, bytes, timing);
    if (end) return end;
    // The log may have grown while the segment was written.
    mediaSequence = next ?? mediaSequence + 1;
    timing = source.segmentTiming(slug, mediaSequence);
    source.touch(slug, viewerKey);
  }
}

function isWaiting({ signal, hasJumped }: RunningStream): boolean {
  return !signal.aborted && !hasJumped();
}

/** Whether the clock was set; that is told a moment after it was noticed. */
async function isElsewhere({ hasJumped }: RunningStream): Promise<boolean> {
  await Promise.resolve();
  return hasJumped();
}

async function load(
  { source, slug, signal }: ContinuousStream,
  mediaSequence: number,
): Promise<Uint8Array | null> {
  try {
    return await source.segment(slug, mediaSequence, signal);
  } catch {
    // The source reports its own failures; here a missing segment is asked for again until it is too late.
    return null;
  }
}

/** Writes one media segment in step with the clock. Resolves with the reason when the stream must end. */
async function writePaced(
  stream: RunningStream,
  bytes: Uint8Array,
  { startAt, durationMs }: SegmentTiming,
): Promise<StreamEnd | typeof JUMPED | null> {
  const { clock, sink, signal, pace = DEFAULT_STREAM_PACE } = stream;
  const airtimeOf = (offset: number): EpochMs => startAt + (durationMs * offset) / bytes.length;
  let sent = 0;
  while (sent < bytes.length) {
    if (signal.aborted) return 'left';
    if (stream.hasJumped()) return JUMPED;
    if (isTooLate(stream, airtimeOf(sent))) {
      return (await isElsewhere(stream)) ? JUMPED : 'too-slow';
    }
    const due = dueBytes(bytes.length, (clock.nowAt() + pace.leadMs - startAt) / durationMs);
    if (due <= sent) {
      await pause(stream, clock.nowAt() + pace.tickMs);
      continue;
    }
    const next = Math.min(due, sent + LARGEST_WRITE_BYTES);
    const mayGoOn = sink.write(bytes.subarray(sent, next));
    sent = next;
    if (!mayGoOn) await drained(stream, Math.floor(airtimeOf(sent)) + pace.behindLimitMs + 2);
  }
  return null;
}

/** The whole packets that belong to the given share of a segment. */
function dueBytes(length: number, share: number): number {
  if (share >= 1) return length;
  return Math.max(0, Math.floor((length * share) / TS_PACKET_BYTES) * TS_PACKET_BYTES);
}

function isTooLate({ clock, pace = DEFAULT_STREAM_PACE }: ContinuousStream, at: EpochMs): boolean {
  return clock.nowAt() > at + pace.behindLimitMs;
}

/** Resolves when the sink takes more, when the viewer leaves, or at the deadline. */
function drained({ clock, sink, signal }: ContinuousStream, deadlineAt: EpochMs): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.callAt(deadlineAt, finish);
    signal.addEventListener('abort', finish, { once: true });
    sink.onceDrained(finish);
  });
}

/** Resolves at the instant, or when the viewer leaves. */
function pause({ clock, signal }: ContinuousStream, at: EpochMs): Promise<void> {
  return new Promise((resolve) => {
    const finish = (): void => {
      cancel();
      signal.removeEventListener('abort', finish);
      resolve();
    };
    const cancel = clock.callAt(at, finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
