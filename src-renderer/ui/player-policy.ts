/** What to do about a player's error. */
export type Recovery = 'ignore' | 'restart-load' | 'recover-media' | 'rebuild';

/** What the policy reads of an hls.js error. */
export interface PlayerError {
  readonly isFatal: boolean;
  readonly kind: 'network' | 'media' | 'other';
}

const RECOVERIES_PER_MINUTE = 2;

/**
 * Decides for ever-running players: network trouble restarts loading, media trouble recovers the decoder at most twice
 * a minute, everything else builds the player anew (docs/evidence.md §9). One per player.
 */
export function createRecoveryPolicy(): (error: PlayerError, atMs: number) => Recovery {
  let recoveredMs: number[] = [];
  return (error, atMs) => {
    if (!error.isFatal) return 'ignore';
    if (error.kind === 'network') return 'restart-load';
    recoveredMs = recoveredMs.filter((ms) => atMs - ms < 60_000);
    if (error.kind === 'media' && recoveredMs.length < RECOVERIES_PER_MINUTE) {
      recoveredMs.push(atMs);
      return 'recover-media';
    }
    return 'rebuild';
  };
}

const FOR_EVER = Number.POSITIVE_INFINITY;

function patientLoad(timeoutMs: number) {
  const retry = { maxNumRetry: FOR_EVER, retryDelayMs: 500, maxRetryDelayMs: 4_000 };
  return {
    default: {
      maxTimeToFirstByteMs: timeoutMs,
      maxLoadTimeMs: timeoutMs * 2,
      timeoutRetry: retry,
      errorRetry: retry,
    },
  };
}

/** hls.js settings for a channel that runs for days and a station that may restart. */
export const PLAYER_CONFIG = {
  liveSyncDurationCount: 3,
  liveMaxLatencyDurationCount: 8,
  maxLiveSyncPlaybackRate: 1.05,
  backBufferLength: 30,
  // The station sends no captions or timed metadata, and the tracks for them would need data: addresses.
  enableWebVTT: false,
  enableIMSC1: false,
  enableCEA708Captions: false,
  enableID3MetadataCues: false,
  enableEmsgMetadataCues: false,
  enableDateRangeMetadataCues: false,
  manifestLoadPolicy: patientLoad(10_000),
  playlistLoadPolicy: patientLoad(10_000),
  fragLoadPolicy: patientLoad(20_000),
};
