import type { EpochMs } from './units.ts';

/** A rational frame rate: `n / d` pictures per second (30000/1001 is NTSC). */
export interface FrameRate {
  readonly n: number;
  readonly d: number;
}

/** Integer division rounded to nearest, halves away from zero; exact for any size. */
function divideRounded(numerator: bigint, denominator: bigint): bigint {
  const negative = numerator < 0n;
  const magnitude = negative ? -numerator : numerator;
  const quotient = (2n * magnitude + denominator) / (2n * denominator);
  return negative ? -quotient : quotient;
}

/**
 * The frame on which the instant `at` falls, counted from the channel's epoch (frame 0):
 * `round((at − epochAt) · n / (1000 · d))`, always from the epoch so that block lengths never add up to drift
 * (INV-FRAME-001). Negative before the epoch.
 */
export function frameAt(at: EpochMs, epochAt: EpochMs, rate: FrameRate): number {
  return Number(divideRounded(BigInt(at - epochAt) * BigInt(rate.n), 1000n * BigInt(rate.d)));
}

/** The instant, rounded to the millisecond, at which frame `frame` starts. */
export function instantOfFrame(frame: number, epochAt: EpochMs, rate: FrameRate): EpochMs {
  return epochAt + Number(divideRounded(BigInt(frame) * 1000n * BigInt(rate.d), BigInt(rate.n)));
}

/** The number of whole frames nearest to a duration. Use only for lengths inside one asset, never to place a fence. */
export function framesIn(durationMs: number, rate: FrameRate): number {
  return frameAt(durationMs, 0, rate);
}

/** The length of `frames` frames in seconds, as a double; for EXTINF and the like. */
export function secondsOfFrames(frames: number, rate: FrameRate): number {
  return (frames * rate.d) / rate.n;
}
