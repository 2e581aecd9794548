import {
  AAC_FRAME_TICKS,
  frameRateOf,
  gopFrames,
  ticksPerFrame,
  type HouseFormat,
} from '#shared/model/house-format.ts';

/** How hard the encoder works: `fast` when preparation is behind. Both splice with each other. */
export type EncoderPreset = 'normal' | 'fast';

/**
 * Pictures by which decoding runs ahead of display: one, from two B-pictures without pyramid. Fixed for the house, so
 * that decoding times continue across every seam.
 */
export const REORDER_DELAY_FRAMES = 1;

/** Bump when a change makes newly conformed material differ from what a cache holds. Part of the cache key. */
export const ENCODER_VERSION = 1;

/** What the encoder may spend on each size of picture: the greatest rate, and the H.264 level that decoders must manage. */
const LIMITS: Record<HouseFormat['height'], { maxRateKbps: number; level: string }> = {
  480: { maxRateKbps: 1_800, level: '3.1' },
  720: { maxRateKbps: 4_000, level: '3.1' },
  1080: { maxRateKbps: 8_000, level: '4.0' },
};
/** The decoder's buffer in seconds of the greatest rate; below the lead of the clock reference over decoding (0.7 s). */
const BUFFER_SECONDS = 0.6;

/**
 * An offset on the encoder's clock before the act's first picture, so that warm-up sound has times above zero. A
 * whole number of pictures and of AAC frames at every house rate.
 */
export const ENCODER_LEAD_FRAMES = 640;

/** {@link ENCODER_LEAD_FRAMES} in AAC frames: 1200, 1001 or 1000. */
export function encoderLeadAudioFrames(format: HouseFormat): number {
  return (ENCODER_LEAD_FRAMES * ticksPerFrame(format)) / AAC_FRAME_TICKS;
}

/** `30000/1001`: the rate as ffmpeg reads it. */
export function rateText(format: HouseFormat): string {
  const { n, d } = frameRateOf(format);
  return `${String(n)}/${String(d)}`;
}

/** Effort alone: nothing here may change SPS or PPS. */
const EFFORT: Record<EncoderPreset, string> = {
  normal: 'me=hex:subme=2:trellis=0:rc-lookahead=10:mbtree=1:aq-mode=1:analyse=i4x4,i8x8,p8x8,b8x8',
  fast: 'me=dia:subme=1:trellis=0:rc-lookahead=0:mbtree=0:aq-mode=1:analyse=i4x4,i8x8',
};

/** Arguments of the picture encoder: fixed closed GOP, fixed reorder delay, the same SPS and PPS for every preset. */
export function videoEncoderArgs(format: HouseFormat, preset: EncoderPreset): string[] {
  const { maxRateKbps, level } = LIMITS[format.height];
  const gop = String(gopFrames(format));
  const pinned = [
    `keyint=${gop}:min-keyint=${gop}:scenecut=0:open-gop=0`,
    'bframes=2:b-adapt=0:b-pyramid=none:ref=1:mixed-refs=0:weightp=1:weightb=1',
    'cabac=1:8x8dct=1:interlaced=0:aud=1:nal-hrd=none:force-cfr=1:stitchable=1',
    'sliced-threads=0:chromaloc=0:deblock=0,0:constrained-intra=0:cqm=flat',
    `vbv-maxrate=${String(maxRateKbps)}:vbv-bufsize=${String(Math.round(maxRateKbps * BUFFER_SECONDS))}`,
    EFFORT[preset],
  ].join(':');
  return [
    ...['-c:v', 'libx264', '-preset', 'veryfast', '-profile:v', 'high'],
    ...['-level:v', level, '-pix_fmt', 'yuv420p', '-threads:v', '2'],
    ...['-crf', '21', '-g', gop, '-bf', '2', '-a53cc', '0', '-x264-params', pinned],
    ...['-color_primaries', 'bt709', '-color_trc', 'bt709', '-colorspace', 'bt709'],
    ...['-color_range', 'tv', '-chroma_sample_location', 'left'],
  ];
}

/** Arguments of the sound encoder: AAC-LC, 48 kHz, stereo, 160 kb/s. */
export function audioEncoderArgs(): string[] {
  return ['-c:a', 'aac', '-profile:a', 'aac_low', '-b:a', '160k', '-ar', '48000', '-ac', '2'];
}

/** Arguments of the container on standard output: times kept as the filters made them. */
export function outputArgs(): string[] {
  return [
    ...['-fps_mode', 'passthrough', '-map_metadata', '-1', '-map_chapters', '-1'],
    ...['-muxdelay', '0', '-muxpreload', '0', '-avoid_negative_ts', 'disabled'],
    ...['-mpegts_copyts', '1', '-pes_payload_size', '0', '-f', 'mpegts', 'pipe:1'],
  ];
}
