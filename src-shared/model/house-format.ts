import { z } from 'zod';

import type { FrameRate } from '../time/frames.ts';

/** The sizes of picture there are, 16:9. What a new one needs besides a line here is what the encoder may spend on it (house-encoding.ts). */
const RASTERS = [
  { height: 480, width: 854 },
  { height: 720, width: 1_280 },
  { height: 1_080, width: 1_920 },
] as const;

/** The rates there are: pictures per second as a fraction, and pictures in a closed GOP of about two seconds. */
const RATES = [
  { rate: '25', n: 25, d: 1, gopFrames: 50 },
  { rate: '29.97', n: 30_000, d: 1_001, gopFrames: 60 },
  { rate: '30', n: 30, d: 1, gopFrames: 60 },
] as const;

export const HOUSE_HEIGHTS = RASTERS.map(({ height }) => height);
export const HOUSE_RATES = RATES.map(({ rate }) => rate);

/** The one format that everything on a channel is conformed to. */
export const HouseFormat = z.object({
  height: z.literal(HOUSE_HEIGHTS),
  rate: z.literal(HOUSE_RATES),
});
export type HouseFormat = z.infer<typeof HouseFormat>;

export const DEFAULT_HOUSE_FORMAT: HouseFormat = { height: 720, rate: '29.97' };

export const AUDIO_SAMPLE_RATE_HZ = 48_000;
/** Samples in one AAC-LC frame. */
export const AAC_FRAME_SAMPLES = 1_024;
/** One AAC frame at 48 kHz in ticks of the 90 kHz MPEG clock, exact. */
export const AAC_FRAME_TICKS = 1_920;
/** The MPEG-TS time base. */
export const TICKS_PER_SECOND = 90_000;

function rateRow(format: HouseFormat): (typeof RATES)[number] {
  const row = RATES.find(({ rate }) => rate === format.rate);
  if (!row) throw new RangeError(`no house rate ${format.rate}`);
  return row;
}

/** Pictures per second of a house format, as a fraction. */
export function frameRateOf(format: HouseFormat): FrameRate {
  const { n, d } = rateRow(format);
  return { n, d };
}

/** One picture in 90 kHz ticks: 3600, 3003 or 3000; exact for every house rate. */
export function ticksPerFrame(format: HouseFormat): number {
  const { n, d } = frameRateOf(format);
  return (TICKS_PER_SECOND * d) / n;
}

/** Picture width for a 16:9 raster of the format's height. */
export function widthOf(format: HouseFormat): number {
  const row = RASTERS.find(({ height }) => height === format.height);
  if (!row) throw new RangeError(`no house height ${String(format.height)}`);
  return row.width;
}

/** Pictures in one closed GOP, which is also a full media segment of about two seconds. */
export function gopFrames(format: HouseFormat): number {
  return rateRow(format).gopFrames;
}

/** `720p29.97`: the short name used in cache folders and on screen. */
export function houseFormatName(format: HouseFormat): string {
  return `${String(format.height)}p${format.rate}`;
}

/**
 * How many media segments an event of `frameCount` pictures is cut into: full GOPs, with a remainder shorter than half a GOP
 * joined to its neighbour, so that every segment of a longer event has between half and one and a half GOPs.
 */
export function mediaSegmentCount(frameCount: number, format: HouseFormat): number {
  const gop = gopFrames(format);
  const full = Math.floor(frameCount / gop);
  const rest = frameCount - full * gop;
  return full + (rest > 0 && (full === 0 || rest >= gop / 2) ? 1 : 0);
}

/** An event as it is cut: its pictures, and {@link mediaSegmentCount} of them. */
export interface CutEvent {
  readonly frameCount: number;
  readonly mediaSegmentCount: number;
}

/** The pictures of one media segment of an event, counted from the event's first; the segments sum exactly to the event. */
export function mediaSegmentSpan(
  event: CutEvent,
  index: number,
  format: HouseFormat,
): { firstFrame: number; frameCount: number } {
  const gop = gopFrames(format);
  const firstFrame = index * gop;
  const isLast = index === event.mediaSegmentCount - 1;
  return { firstFrame, frameCount: isLast ? event.frameCount - firstFrame : gop };
}

/** The media segment of an event that holds its picture `frame`, counted from the event's first. */
export function mediaSegmentIndexAt(event: CutEvent, frame: number, format: HouseFormat): number {
  return Math.min(Math.floor(frame / gopFrames(format)), event.mediaSegmentCount - 1);
}

/** Pictures of the longest media segment there can be: one less than one and a half GOPs. */
export function longestSegmentFrames(format: HouseFormat): number {
  return Math.ceil(gopFrames(format) * 1.5) - 1;
}

/** EXT-X-TARGETDURATION in whole seconds: an upper bound of every segment, constant for the life of a channel. */
export function targetDurationSeconds(format: HouseFormat): number {
  const { n, d } = frameRateOf(format);
  return Math.ceil((longestSegmentFrames(format) * d) / n);
}
