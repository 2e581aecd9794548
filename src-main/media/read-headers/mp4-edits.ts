import { fullBox, readLong } from './mp4-boxes.ts';
import { demand } from './not-understood.ts';
import { rescale } from './rational.ts';
import type { SampleTables } from './mp4-samples.ts';

/** A track's place on the film's time, in ticks of the track. */
export interface TrackTimes {
  readonly start: number;
  readonly duration: number;
}

interface Edit {
  /** In ticks of the film. */
  readonly duration: number;
  /** In ticks of the track; -1 for an empty edit. */
  readonly mediaTime: number;
}

/** Sound may skip what its encoder needed to begin, and no more, in seconds. */
const LONGEST_SOUND_SKIP_SECONDS = 0.2;

function readEdits(edts: Buffer): Edit[] {
  demand(edts.length > 8 && edts.toString('latin1', 4, 8) === 'elst', 'unusual edits');
  demand(edts.readUInt32BE(0) === edts.length, 'unusual edits');
  const { version, rest } = fullBox(edts.subarray(8), 1);
  demand(rest.length >= 4, 'edits are cut off');
  const count = rest.readUInt32BE(0);
  const entryBytes = version === 1 ? 20 : 12;
  demand(count >= 1 && count <= 2 && rest.length === 4 + count * entryBytes, 'unusual edits');
  return Array.from({ length: count }, (_, index) => {
    const at = 4 + index * entryBytes;
    const wide = version === 1;
    demand(rest.readUInt32BE(at + entryBytes - 4) === 0x10000, 'another speed');
    const mediaTime = wide ? Number(rest.readBigInt64BE(at + 8)) : rest.readInt32BE(at + 4);
    return { duration: wide ? readLong(rest, at) : rest.readUInt32BE(at), mediaTime };
  });
}

/**
 * Start and length of a track. Understood are: no edits, one that shows the whole track from its first sample on (sound
 * may skip its encoder's delay), and an empty one before it that delays the track.
 */
export function placeTrack(
  edts: Buffer | undefined,
  track: { readonly isSound: boolean; readonly perSecond: number; readonly ticks: number },
  samples: SampleTables,
  filmPerSecond: number,
): TrackTimes {
  const { perSecond, ticks } = track;
  if (!edts) return { start: samples.firstOffset, duration: ticks };
  const edits = readEdits(edts);
  const shown = edits.at(-1);
  const empty = edits.length === 2 ? edits[0] : null;
  demand(shown !== undefined && (!empty || empty.mediaTime === -1), 'unusual edits');
  const mostSkipped = track.isSound ? LONGEST_SOUND_SKIP_SECONDS * perSecond : samples.firstOffset;
  const leastSkipped = track.isSound ? 0 : samples.firstOffset;
  demand(shown.mediaTime >= leastSkipped && shown.mediaTime <= mostSkipped, 'unusual edits');
  const delay = empty ? rescale(empty.duration, perSecond, filmPerSecond) : 0;
  const length = rescale(shown.duration, perSecond, filmPerSecond);
  const whole = ticks - (track.isSound ? shown.mediaTime : 0);
  // Both are rounded to ticks of the film; the last sample may be cut.
  const slack = perSecond / 10 + perSecond / filmPerSecond;
  demand(Math.abs(length - whole) <= slack + samples.firstOffset, 'an edit cuts the track');
  return { start: delay, duration: Math.min(ticks, delay + length) };
}
