import type { AssetProbe } from '#shared/model/asset.ts';
import {
  AAC_FRAME_SAMPLES,
  AUDIO_SAMPLE_RATE_HZ,
  frameRateOf,
  gopFrames,
  widthOf,
  type HouseFormat,
} from '#shared/model/house-format.ts';

import { encoderLeadAudioFrames, ENCODER_LEAD_FRAMES, rateText } from './house-encoding.ts';
import { audioFramesKept } from './package-slice.ts';
import type { SliceCut, SliceRecipe } from './slice-recipe.ts';

/** Warm-up before the first AAC frame that is kept: an encoder's frame depends on the ones before it. */
const WARM_UP_FRAMES = 2;
/** An AAC frame reaches into the one after it, so what is kept last must not be what is encoded last. */
const RUN_OUT_FRAMES = 2;
const FADE_IN_SAMPLES = 960;
const FADE_OUT_SAMPLES = 1_440;
/** How far past the source's last picture it may be repeated. */
const LONGEST_HOLD_SECONDS = 10;
/** Sound read before the first sample needed; a multiple of 10 ms keeps resampling on one grid for all slices. */
const SOUND_LEAD_SECONDS = 0.25;
/** Heights above this are taken as BT.709, whatever an untagged file leaves open. */
const TALLEST_STANDARD_DEFINITION = 576;

/** Pictures in the slice. */
function sliceFrames({ segmentFrames }: SliceCut): number {
  return segmentFrames.reduce((sum, frames) => sum + frames, 0);
}

/** Sample of the asset's timeline (48 kHz, zero at its first picture) at which house picture `frame` starts. */
export function sampleOfFrame(format: HouseFormat, frame: number): number {
  const { n, d } = frameRateOf(format);
  return Math.round((frame * AUDIO_SAMPLE_RATE_HZ * d) / n);
}

function even(value: number): number {
  return Math.max(2, 2 * Math.round(value / 2));
}

/** Size of the picture inside the house's raster: as large as fits, its own shape kept, both even. */
export function fitPicture(
  probe: Pick<AssetProbe, 'width' | 'height' | 'sampleAspect'>,
  format: HouseFormat,
): { width: number; height: number } {
  const rasterWidth = widthOf(format);
  const [numerator = 1, denominator = 1] = probe.sampleAspect.split(':').map(Number);
  const aspect = numerator > 0 && denominator > 0 ? numerator / denominator : 1;
  const shownWidth = probe.width * aspect;
  const scale = Math.min(rasterWidth / shownWidth, format.height / probe.height);
  const width = Math.min(rasterWidth, even(shownWidth * scale));
  const height = Math.min(format.height, even(probe.height * scale));
  return {
    width: rasterWidth - width <= 2 ? rasterWidth : width,
    height: format.height - height <= 2 ? format.height : height,
  };
}

/** Deinterlaces, but not what lies between the key picture sought and the slice: that costs more than decoding it. */
function deinterlacing({ act, cut }: SliceRecipe, seekLeadSeconds: number): string[] {
  const { n, d } = frameRateOf(act.look.format);
  const from = ((act.actInFrame + cut.firstFrame) * d) / n - seekLeadSeconds;
  return [
    ...(from > 0 ? [`trim=start=${from.toFixed(3)}`] : []),
    'bwdif=mode=send_frame:deint=interlaced',
  ];
}

/**
 * The picture's filter chain. Source times are counted from the first picture of the file; `fps` then shows on house
 * picture k the last source picture whose rounded time is not after k, and nothing in it depends on where a slice starts.
 * Only where the head is held is a first picture that comes late repeated before itself.
 */
export function videoChain(
  recipe: SliceRecipe,
  probe: AssetProbe,
  {
    seekLeadSeconds,
    isHeadHeld,
  }: { readonly seekLeadSeconds: number; readonly isHeadHeld: boolean },
): string {
  const { act, cut } = recipe;
  const { format } = act.look;
  const frames = sliceFrames(cut);
  const from = act.actInFrame + cut.firstFrame;
  const rate = rateText(format);
  const fit = fitPicture(probe, format);
  const hold = frames + LONGEST_HOLD_SECONDS * gopFrames(format);
  const matrix = probe.height > TALLEST_STANDARD_DEFINITION ? 'in_color_matrix=bt709:' : '';
  const fadeIn = Math.min(cut.fadeInFrames, frames);
  const fadeOut = Math.min(cut.fadeOutFrames ?? 0, frames);
  return [
    `[0:${String(probe.videoStreamIndex)}]setpts=PTS-(${String(probe.videoStartSeconds)})/TB`,
    ...(probe.isInterlaced ? deinterlacing(recipe, seekLeadSeconds) : []),
    `fps=${rate}:round=near${isHeadHeld ? ':start_time=0' : ''}`,
    `tpad=stop_mode=clone:stop=${String(hold)}`,
    `trim=start_pts=${String(from)}:end_pts=${String(from + frames)}`,
    `setpts=PTS-${String(from)}+${String(ENCODER_LEAD_FRAMES + cut.firstFrame)}`,
    `scale=${String(fit.width)}:${String(fit.height)}:flags=bicubic:${matrix}out_color_matrix=bt709:out_range=tv`,
    `pad=${String(widthOf(format))}:${String(format.height)}:(ow-iw)/2:(oh-ih)/2:black`,
    'format=yuv420p',
    'setsar=1',
    'setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
    ...(fadeIn > 0 ? [`fade=t=in:start_frame=0:nb_frames=${String(fadeIn)}`] : []),
    ...(fadeOut > 0
      ? [`fade=t=out:start_frame=${String(frames - fadeOut)}:nb_frames=${String(fadeOut)}`]
      : []),
    // States the rate again for the encoder; at the end it may round up to the picture that ended the cut.
    `fps=${rate}`,
    `trim=end_frame=${String(frames)}[v]`,
  ].join(',');
}

/** What of the act's own grid of samples the encoder gets: `[from, to)`, of which the act's content is `[contentFrom, contentTo)`. */
interface SoundSpan {
  readonly from: number;
  readonly to: number;
  readonly contentFrom: number;
  readonly contentTo: number;
}

function soundSpan({ act, cut }: SliceRecipe): SoundSpan {
  const { format } = act.look;
  const { actInFrame } = act;
  const { firstFrame } = cut;
  const frames = sliceFrames(cut);
  const kept = audioFramesKept(format, firstFrame, frames);
  const from = (kept.from - WARM_UP_FRAMES) * AAC_FRAME_SAMPLES;
  const to = (kept.to + RUN_OUT_FRAMES) * AAC_FRAME_SAMPLES;
  const actEnd =
    sampleOfFrame(format, actInFrame + firstFrame + frames) - sampleOfFrame(format, actInFrame);
  return {
    from,
    to,
    // Outside its act an asset is not heard, on neither side.
    contentFrom: Math.max(from, 0),
    contentTo: cut.fadeOutFrames === null ? to : Math.min(to, actEnd),
  };
}

/**
 * Times of sound in containers that keep milliseconds, put back on the exact grid of coded frames where they are
 * within rounding of it. Two slices then agree on every sample.
 */
const EXACT_TIMES =
  'asetpts=if(gte(NB_SAMPLES\\,512)*lt(abs(round(T*SR/NB_SAMPLES)*NB_SAMPLES/SR-T)\\,0.0011)\\,' +
  'round(T*SR/NB_SAMPLES)*NB_SAMPLES/SR/TB\\,PTS)';

/**
 * The file's time at which its sound belongs to its first picture. AVI counts coded pictures and has no times of showing:
 * there the first picture's time includes the decoder's delay, which the sound does not share.
 */
function soundZeroSeconds(probe: AssetProbe): number {
  return probe.container === 'avi' ? probe.containerStartSeconds : probe.videoStartSeconds;
}

/**
 * The sound's filter chain: the asset's timeline on 48 kHz, holes filled, cut to the act, gain, fades at the act's own
 * edges, silence outside, placed on the act's AAC grid.
 */
export function audioChain(recipe: SliceRecipe, probe: AssetProbe): string {
  const { act, cut } = recipe;
  const { actInFrame, gainDb } = act;
  const { format } = act.look;
  const span = soundSpan(recipe);
  const actAt = sampleOfFrame(format, actInFrame);
  const from = actAt + span.contentFrom;
  const to = actAt + span.contentTo;
  const headSilence = span.contentFrom - span.from;
  const place = span.from + encoderLeadAudioFrames(format) * AAC_FRAME_SAMPLES;
  const restart = `asetpts=N+${String(place)}[a]`;
  const wholeLength = `apad=whole_len=${String(span.to - span.from)}`;
  const trim = `atrim=end_sample=${String(span.to - span.from)}`;
  if (probe.audioStreamIndex === null || to <= from) {
    return `anullsrc=channel_layout=stereo:sample_rate=48000,${trim},${restart}`;
  }
  const readFrom = Math.max(
    0,
    Math.floor((from / AUDIO_SAMPLE_RATE_HZ - SOUND_LEAD_SECONDS) * 100) / 100,
  );
  const fadeOutAt = span.contentTo - span.contentFrom - FADE_OUT_SAMPLES;
  return [
    `[0:${String(probe.audioStreamIndex)}]${EXACT_TIMES}`,
    `asetpts=PTS-(${String(soundZeroSeconds(probe))})/TB`,
    `atrim=start=${String(readFrom)}`,
    // Two steps, because `first_pts` counts samples of the input: to 48 kHz, then holes filled at that rate.
    'aresample=48000',
    'aformat=sample_fmts=fltp:sample_rates=48000:channel_layouts=stereo',
    `aresample=async=1:min_comp=0.00001:min_hard_comp=0.04:first_pts=${String(from)}`,
    `atrim=start_pts=${String(from)}:end_pts=${String(to)}`,
    'asetpts=N',
    ...(gainDb === 0 ? [] : [`volume=${gainDb.toFixed(2)}dB:precision=float`]),
    `apad=whole_len=${String(span.contentTo - span.contentFrom)}`,
    ...(cut.firstFrame === 0 && span.contentFrom === 0
      ? [`afade=t=in:ss=0:ns=${String(FADE_IN_SAMPLES)}`]
      : []),
    ...(cut.fadeOutFrames !== null
      ? [`afade=t=out:ss=${String(Math.max(0, fadeOutAt))}:ns=${String(FADE_OUT_SAMPLES)}`]
      : []),
    ...(headSilence > 0 ? [`adelay=delays=${String(headSilence)}S:all=1`] : []),
    wholeLength,
    trim,
    restart,
  ].join(',');
}
