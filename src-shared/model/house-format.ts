import { z } from 'zod';

import type { FrameRate } from '../time/frames.ts';

export const HOUSE_HEIGHTS = [480, 720, 1080] as const;
export const HOUSE_RATES = ['25', '29.97', '30'] as const;

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

const FRAME_RATES: Record<HouseFormat['rate'], FrameRate> = {
  '25': { n: 25, d: 1 },
  '29.97': { n: 30_000, d: 1_001 },
  '30': { n: 30, d: 1 },
};

/** Pictures per second of a house format, as a fraction. */
export function frameRateOf(format: HouseFormat): FrameRate {
  return FRAME_RATES[format.rate];
}

/** One picture in 90 kHz ticks: 3600, 3003 or 3000; exact for every house rate. */
export function ticksPerFrame(format: HouseFormat): number {
  const { n, d } = frameRateOf(format);
  return (TICKS_PER_SECOND * d) / n;
}

/** Picture width for a 16:9 raster of the format's height. */
export function widthOf(format: HouseFormat): number {
  return { 480: 854, 720: 1280, 1080: 1920 }[format.height];
}

/** Pictures in one closed GOP, which is also a full media segment of about two seconds. */
export function gopFrames(format: HouseFormat): number {
  return format.rate === '25' ? 50 : 60;
}

/** `720p29.97`: the short name used in cache folders and on screen. */
export function houseFormatName(format: HouseFormat): string {
  return `${String(format.height)}p${format.rate}`;
}

/**
 * Cuts an event of `frameCount` pictures into media segments: full GOPs, with a remainder shorter than half a GOP
 * joined to its neighbour, so that every segment of a longer event has between half and one and a half GOPs.
 * The sum is exactly `frameCount`; the first segment starts at the event's first picture.
 */
export function mediaSegmentFrames(frameCount: number, format: HouseFormat): number[] {
  const gop = gopFrames(format);
  const full = Math.floor(frameCount / gop);
  const rest = frameCount - full * gop;
  const segments = Array.from({ length: full }, () => gop);
  if (rest === 0) return segments;
  if (full === 0 || rest >= gop / 2) return [...segments, rest];
  return [...segments.slice(0, -1), gop + rest];
}

/** How many media segments {@link mediaSegmentFrames} yields, without building them. */
export function mediaSegmentCount(frameCount: number, format: HouseFormat): number {
  const gop = gopFrames(format);
  const full = Math.floor(frameCount / gop);
  const rest = frameCount - full * gop;
  return full + (rest > 0 && (full === 0 || rest >= gop / 2) ? 1 : 0);
}

/** EXT-X-TARGETDURATION in whole seconds: an upper bound of every segment, constant for the life of a channel. */
export function targetDurationSeconds(format: HouseFormat): number {
  const { n, d } = frameRateOf(format);
  return Math.ceil(((Math.ceil(gopFrames(format) * 1.5) - 1) * d) / n);
}
