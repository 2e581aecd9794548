import type { DurationMs, EpochMs } from '#shared/time/units.ts';

/** How long a channel goes on after the last sign of life of its last viewer. */
export const LINGER_MS: DurationMs = 20_000;
/** A viewer without a request for this long is not counted any more. */
export const VIEWER_TIMEOUT_MS: DurationMs = 10_000;

/** Whether a channel is on the air for somebody, as data. */
export interface SessionState {
  readonly phase: 'stopped' | 'running' | 'lingering';
  /** Last sign of life by viewer. */
  readonly lastSeen: Readonly<Record<string, EpochMs>>;
  /** When the last viewer was last seen; meaningless while stopped. */
  readonly lastTouchAt: EpochMs;
  /** Runs whether or not anybody watches. */
  readonly isAlwaysOn: boolean;
}

export type SessionEvent =
  | { readonly type: 'viewer-seen'; readonly viewerKey: string }
  | { readonly type: 'tick' }
  | { readonly type: 'always-on'; readonly isAlwaysOn: boolean }
  | { readonly type: 'resume' };

export type SessionEffect = { readonly type: 'start' } | { readonly type: 'stop' };

export const STOPPED_SESSION: SessionState = {
  phase: 'stopped',
  lastSeen: {},
  lastTouchAt: 0,
  isAlwaysOn: false,
};

/** Number of viewers counted at present. */
export function viewerCount(state: SessionState): number {
  return Object.keys(state.lastSeen).length;
}

/**
 * One step of a channel's viewer session. The first viewer starts it; 20 seconds after the last sign of life it
 * stops, unless it is always on. Pure: the shell carries the effects out.
 */
export function stepSession(
  state: SessionState,
  event: SessionEvent,
  now: EpochMs,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  switch (event.type) {
    case 'viewer-seen':
      return enter(
        {
          ...state,
          phase: 'running',
          lastTouchAt: now,
          lastSeen: { ...state.lastSeen, [event.viewerKey]: now },
        },
        state,
      );
    case 'resume':
      return { state: { ...state, phase: 'lingering', lastTouchAt: now }, effects: [] };
    case 'always-on':
      return event.isAlwaysOn && state.phase === 'stopped'
        ? enter({ ...state, isAlwaysOn: true, phase: 'lingering', lastTouchAt: now }, state)
        : { state: { ...state, isAlwaysOn: event.isAlwaysOn }, effects: [] };
    case 'tick':
      return tick(state, now);
  }
}

function enter(
  next: SessionState,
  before: SessionState,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  return { state: next, effects: before.phase === 'stopped' ? [{ type: 'start' }] : [] };
}

function tick(
  state: SessionState,
  now: EpochMs,
): { readonly state: SessionState; readonly effects: readonly SessionEffect[] } {
  if (state.phase === 'stopped') return { state, effects: [] };
  const lastSeen = Object.fromEntries(
    Object.entries(state.lastSeen).filter(([, at]) => now - at < VIEWER_TIMEOUT_MS),
  );
  const isWatched = Object.keys(lastSeen).length > 0;
  const isOver = !isWatched && !state.isAlwaysOn && now - state.lastTouchAt >= LINGER_MS;
  if (isOver) {
    return { state: { ...state, phase: 'stopped', lastSeen: {} }, effects: [{ type: 'stop' }] };
  }
  return { state: { ...state, lastSeen, phase: isWatched ? 'running' : 'lingering' }, effects: [] };
}
