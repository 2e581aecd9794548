import type { Loudness } from '../model/asset.ts';

/** Peaks stay below this after the gain, in dBTP (docs/evidence.md §10). */
export const HIGHEST_TRUE_PEAK_DBTP = -1.5;
/** No material is moved by more than this, in dB, either way. */
export const GREATEST_GAIN_DB = 20;

/**
 * The static gain in dB (hundredths) that brings material to `targetLufs`: limited so that its true
 * peak stays at or below −1.5 dBTP, and to ±20 dB. 0 when the loudness is unknown or the material is silent.
 */
export function gainFor(loudness: Loudness, targetLufs: number): number {
  const { integratedLufs, truePeakDbtp } = loudness;
  if (integratedLufs === null) return 0;
  const wanted = targetLufs - integratedLufs;
  const allowed = truePeakDbtp === null ? wanted : HIGHEST_TRUE_PEAK_DBTP - truePeakDbtp;
  const gain = Math.max(-GREATEST_GAIN_DB, Math.min(GREATEST_GAIN_DB, wanted, allowed));
  // Rounded down to hundredths, as the filter is told, so that the limit holds after rounding too.
  return Math.floor(gain * 100 + 1e-9) / 100 + 0;
}
