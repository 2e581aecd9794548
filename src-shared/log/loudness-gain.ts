/** No peak of conformed sound may pass this. */
const CEILING_DBTP = -1.5;
/** A larger correction would only raise noise or hide a fault. */
const LARGEST_GAIN_DB = 20;

/** Measured loudness of an asset; `null` where it is unknown or the asset is silent. */
export interface MeasuredLoudness {
  readonly integratedLufs: number | null;
  readonly truePeakDbtp: number | null;
}

/**
 * The static gain in decibels, to a hundredth, that brings an asset to the target loudness, held below a true peak of −1.5 dBTP and
 * within ±20 dB. 0 when the loudness is unknown.
 */
export function gainFor(measured: MeasuredLoudness, targetLufs: number): number {
  if (measured.integratedLufs === null) return 0;
  const wantedDb = targetLufs - measured.integratedLufs;
  const roomDb =
    measured.truePeakDbtp === null ? LARGEST_GAIN_DB : CEILING_DBTP - measured.truePeakDbtp;
  const gainDb = Math.max(-LARGEST_GAIN_DB, Math.min(wantedDb, roomDb, LARGEST_GAIN_DB));
  return Math.round(gainDb * 100) / 100;
}
