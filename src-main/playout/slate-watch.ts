import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** Slates for a shorter time are a hitch, such as a tune-in on a slow machine has. */
const HITCH_MS: DurationMs = 3_000;
/** Without a slate for so long, a channel has caught up. */
const RECOVERED_MS: DurationMs = 10_000;

/** That a channel airs slates in place of what was planned. */
export interface OnSlates {
  readonly sinceAt: EpochMs;
  readonly reason: string;
}

/** What was on the air at a moment: a slate with its reason, anything that was meant to be, or nothing because nobody watches. */
export type AirSight =
  | { readonly type: 'slate'; readonly reason: string }
  | { readonly type: 'as-planned' }
  | { readonly type: 'off' };

/** A moment, by the clock and in monotonic time: how long slates last does not depend on a clock that is set. */
export interface Moment {
  readonly at: EpochMs;
  readonly monotonicMs: number;
}

/** What is known of a channel's slates. */
export interface SlateState {
  /** Told to the operator; `null` while all is well. */
  readonly onSlates: OnSlates | null;
  /** The first of the slates that are on the air or were until lately. */
  readonly firstSeen: Moment | null;
  /** Monotonic. */
  readonly lastSeenMs: number;
}

export const NO_SLATES: SlateState = { onSlates: null, firstSeen: null, lastSeenMs: -Infinity };

/**
 * One look at the air. Slates are told once they have lasted, with the reason of the first, and are over when there has been none
 * for ten seconds, so that each trouble has one beginning and one end however many segments it takes.
 */
export function stepSlates(state: SlateState, sight: AirSight, now: Moment): SlateState {
  if (sight.type === 'off') return NO_SLATES;
  if (sight.type === 'as-planned') {
    const isOver = now.monotonicMs - state.lastSeenMs >= RECOVERED_MS;
    return isOver ? NO_SLATES : state;
  }
  const firstSeen = state.firstSeen ?? now;
  const isTold = now.monotonicMs - firstSeen.monotonicMs >= HITCH_MS;
  return {
    onSlates: state.onSlates ?? (isTold ? { sinceAt: firstSeen.at, reason: sight.reason } : null),
    firstSeen,
    lastSeenMs: now.monotonicMs,
  };
}
