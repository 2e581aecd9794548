import { AppError } from '#shared/errors/app-error.ts';
import type { ChannelLook } from '#shared/look/channel-look.ts';
import {
  AAC_FRAME_SAMPLES,
  longestSegmentFrames,
  widthOf,
  type HouseFormat,
} from '#shared/model/house-format.ts';

import {
  audioEncoderArgs,
  ENCODER_LEAD_FRAMES,
  encoderLeadAudioFrames,
  outputArgs,
  rateText,
  REORDER_DELAY_FRAMES,
  videoEncoderArgs,
} from './house-encoding.ts';
import type { AccessUnit, HouseSegment } from './house-segment.ts';
import { audioFramesKept, packageSlice } from './package-slice.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import { runProcess, type ProcessSurroundings } from './run-process.ts';

const STALL_MS = 20_000;
/** Two key pictures, told apart by the number that H.264 asks to differ between neighbours. */
const ENCODED_FRAMES = 2;
const WARM_UP_FRAMES = 2;
const SOUND_FRAMES = 12;

function slateArgs(format: HouseFormat): string[] {
  const size = `${String(widthOf(format))}x${String(format.height)}`;
  const soundAt = (encoderLeadAudioFrames(format) - WARM_UP_FRAMES) * AAC_FRAME_SAMPLES;
  const picture = [
    `color=c=black:size=${size}:rate=${rateText(format)}`,
    `trim=end_frame=${String(ENCODED_FRAMES)}`,
    `setpts=N+${String(ENCODER_LEAD_FRAMES)}`,
    'format=yuv420p',
    'setsar=1',
    'setparams=field_mode=prog:range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709',
    `fps=${rateText(format)}[v]`,
  ].join(',');
  const sound = [
    'anullsrc=channel_layout=stereo:sample_rate=48000',
    `atrim=end_sample=${String(SOUND_FRAMES * AAC_FRAME_SAMPLES)}`,
    `asetpts=N+${String(soundAt)}[a]`,
  ].join(',');
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'error', '-copyts'],
    ...['-filter_complex', `${picture};${sound}`, '-map', '[v]', '-map', '[a]'],
    ...videoEncoderArgs(format, 'normal'),
    ...['-force_key_frames', 'expr:1'],
    ...audioEncoderArgs(),
    ...outputArgs(),
  ];
}

/**
 * Makes black and silence of every length from one picture to the longest media segment, index = number of pictures
 * (index 0 is empty). Every picture is a key picture, so two coded pictures and one coded silence, held once in
 * memory, make all of them. Same fingerprint as conformed material. Rejects with `process-failed` or `media-unreadable`.
 */
export async function makeSlates(
  tools: FfmpegTools,
  { format }: ChannelLook,
  surroundings: ProcessSurroundings,
): Promise<readonly (HouseSegment | undefined)[]> {
  const { stdout } = await runProcess(
    { command: tools.ffmpegPath, args: slateArgs(format), stallMs: STALL_MS },
    surroundings,
  );
  const letters = packageSlice(stdout, format, { firstFrame: 0, segmentFrames: [1, 1] });
  const pictures = letters.flatMap(({ video }) => video);
  const [even, odd] = pictures;
  const silence = letters[1]?.audio[0];
  const fingerprint = letters[0]?.fingerprint;
  if (!even || !odd || !silence || fingerprint === undefined) {
    throw new AppError('media-unreadable', 'The slates could not be made.');
  }
  return Array.from({ length: longestSegmentFrames(format) + 1 }, (_, frameCount) =>
    frameCount === 0 ? undefined : slateOf(format, frameCount, { even, odd, silence, fingerprint }),
  );
}

function slateOf(
  format: HouseFormat,
  frameCount: number,
  letters: { even: AccessUnit; odd: AccessUnit; silence: Uint8Array; fingerprint: string },
): HouseSegment {
  const sound = audioFramesKept(format, 0, frameCount);
  return {
    format,
    frameCount,
    video: Array.from({ length: frameCount }, (_, displayIndex) => ({
      bytes: (displayIndex % 2 === 0 ? letters.even : letters.odd).bytes,
      displayIndex,
      isKey: true,
    })),
    reorderDelayFrames: REORDER_DELAY_FRAMES,
    firstAudioFrame: sound.from,
    audio: Array.from({ length: sound.to - sound.from }, () => letters.silence),
    firstFrameInAct: 0,
    fingerprint: letters.fingerprint,
  };
}
