import type { DurationMs } from '#shared/time/units.ts';

/*
 * All times here are monotonic, in milliseconds: a clock that is set neither ends a session nor keeps one for ever.
 */

/** How long a channel goes on after the last sign of life of its last viewer. */
export const LINGER_MS: DurationMs = 20_000;
/** A tick that comes later than this after the one before was held up: the program stood still, and nobody could give a sign of life. */
const STANDSTILL_MS: DurationMs = 5_000;
/** A viewer without a request for this long is not counted any more. */
export const VIEWER_TIMEOUT_MS: DurationMs = 10_000;

/** Whether a channel is on the air for somebody, as data. */
export interface SessionState {
  readonly phase: 'stopped' | 'running' | 'lingering';
  /** Viewers counted at present; see {@link ViewerTable}. */
  readonly viewers: number;
  /** When the last viewer was last seen, moved on by standstills since; meaningless while stopped. */
  readonly lastTouchMs: number;
  /** Of the last tick or the beginning, whichever is later; meaningless while stopped. */
  readonly lastTickMs: number;
  /** Runs whether or not anybody watches. */
  readonly isAlwaysOn: boolean;
}

export type SessionEvent =
  | { readonly type: 'viewer-seen'; readonly viewers: number }
  | { readonly type: 'tick'; readonly viewers: number }
  | { readonly type: 'always-on'; readonly isAlwaysOn: boolean }
  | { readonly type: 'resume' };

export type SessionEffect = { readonly type: 'start' } | { readonly type: 'stop' };

export const STOPPED_SESSION: SessionState = {
  phase: 'stopped',
  viewers: 0,
  lastTouchMs: 0,
  lastTickMs: 0,
  isAlwaysOn: false,
};

/** Number of viewers counted at present. */
export function viewerCount(state: SessionState): number {
  return state.viewers;
}

/** Who gave a sign of life when, on one channel. Its owner's own and changed in place: viewers touch it all the time. */
export interface ViewerTable {
  /** Notes a sign of life. Returns how many viewers are counted with this one. */
  see(viewerKey: string, nowMs: number): number;
  /** Forgets those that have gone quiet. Returns how many are left. */
  countAt(nowMs: number): number;
}

export function createViewerTable(): ViewerTable {
  const lastSeen = new Map<string, number>();
  return {
    see(viewerKey, nowMs) {
      lastSeen.set(viewerKey, nowMs);
      return lastSeen.size;
    },
    countAt(nowMs) {
      for (const [key, seenMs] of lastSeen) {
        if (nowMs - seenMs >= VIEWER_TIMEOUT_MS) lastSeen.delete(key);
      }
      return lastSeen.size;
    },
  };
}

/**
 * One step of a channel's viewer session. The first viewer starts it; 20 seconds after the last sign of life it
 * stops, unless it is always on; only time in which the program ran counts. Pure: the shell carries the effects out.
 */
export function stepSession(
  state: SessionState,
  event: SessionEvent,
  nowMs: number,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  switch (event.type) {
    case 'viewer-seen':
      return enter(
        {
          ...state,
          phase: 'running',
          lastTouchMs: nowMs,
          viewers: event.viewers,
        },
        state,
        nowMs,
      );
    case 'resume':
      return {
        state: { ...state, phase: 'lingering', lastTouchMs: nowMs, lastTickMs: nowMs },
        effects: [],
      };
    case 'always-on':
      return event.isAlwaysOn && state.phase === 'stopped'
        ? enter(
            { ...state, isAlwaysOn: true, phase: 'lingering', lastTouchMs: nowMs },
            state,
            nowMs,
          )
        : { state: { ...state, isAlwaysOn: event.isAlwaysOn }, effects: [] };
    case 'tick':
      return tick(state, event.viewers, nowMs);
  }
}

function enter(
  next: SessionState,
  before: SessionState,
  nowMs: number,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  if (before.phase !== 'stopped') return { state: next, effects: [] };
  return { state: { ...next, lastTickMs: nowMs }, effects: [{ type: 'start' }] };
}

function tick(
  state: SessionState,
  viewers: number,
  nowMs: number,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  if (state.phase === 'stopped') return { state, effects: [] };
  const isWatched = viewers > 0;
  const sinceTickMs = nowMs - state.lastTickMs;
  const lastTouchMs =
    sinceTickMs > STANDSTILL_MS
      ? Math.min(state.lastTouchMs + sinceTickMs, nowMs)
      : state.lastTouchMs;
  const next: SessionState = { ...state, viewers, lastTouchMs, lastTickMs: nowMs };
  const isOver = !isWatched && !state.isAlwaysOn && nowMs - lastTouchMs >= LINGER_MS;
  if (isOver) return { state: { ...next, phase: 'stopped' }, effects: [{ type: 'stop' }] };
  return { state: { ...next, phase: isWatched ? 'running' : 'lingering' }, effects: [] };
}
