import { AppError, invalidInput } from '#shared/errors/app-error.ts';
import type { AssetProbe } from '#shared/model/asset.ts';
import { frameRateOf, gopFrames } from '#shared/model/house-format.ts';

import { audioChain, videoChain } from './conform-graph.ts';
import {
  audioEncoderArgs,
  outputArgs,
  videoEncoderArgs,
  type EncoderPreset,
} from './house-encoding.ts';
import type { HouseSegment } from './house-segment.ts';
import { fileAddress, safeInputOptions } from './input-safety.ts';
import { packageSlice } from './package-slice.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import { PROGRESS_PIPE, runProcess, type ProcessSurroundings } from './run-process.ts';
import type { SliceRecipe } from './slice-recipe.ts';

/** The file that a recipe's content is read from. */
export interface ConformSource {
  readonly absolutePath: string;
  readonly probe: AssetProbe;
}

/** How a slice is made, which does not show in the result. */
export interface ConformSurroundings extends ProcessSurroundings {
  readonly preset: EncoderPreset;
  /** Runs at lower priority, for work ahead of need. */
  readonly isBackground: boolean;
}

/** No progress for this long means ffmpeg hangs (docs/evidence.md §12). */
const STALL_MS = 20_000;
/**
 * How far before the first picture to seek, one after another: containers without an index may land after the picture
 * that is needed, which the packager notices. No further than two minutes: a file that is damaged there stays damaged.
 */
const SEEK_LEADS_SECONDS = [1, 15, 120];
const LONGEST_SEEK_LEAD_SECONDS = 120;

function checkRecipe({ act, cut }: SliceRecipe): void {
  const { firstFrame, segmentFrames } = cut;
  const gop = gopFrames(act.look.format);
  const isGrid = (frames: number): boolean => frames >= 0 && frames % gop === 0;
  if (!isGrid(firstFrame) || !segmentFrames.slice(0, -1).every(isGrid)) {
    throw invalidInput(
      'segmentFrames',
      'A slice must begin and be cut on whole GOPs.',
      `Use multiples of ${String(gop)} pictures.`,
    );
  }
  if (
    act.actInFrame < 0 ||
    segmentFrames.length === 0 ||
    !segmentFrames.every((frames) => Number.isInteger(frames) && frames > 0)
  ) {
    throw invalidInput('segmentFrames', 'A slice needs pictures.', 'Give positive whole numbers.');
  }
}

/** The whole argument list of the encoder for one slice. */
export function conformArgs(
  recipe: SliceRecipe,
  { absolutePath, probe }: ConformSource,
  { preset, seekLeadSeconds }: { readonly preset: EncoderPreset; readonly seekLeadSeconds: number },
): string[] {
  const { act, cut } = recipe;
  const { format } = act.look;
  const { n, d } = frameRateOf(format);
  const fromSeconds = ((act.actInFrame + cut.firstFrame) * d) / n;
  // ffmpeg seeks relative to the container's start; the asset's zero is its first picture.
  const seekSeconds =
    fromSeconds + probe.videoStartSeconds - probe.containerStartSeconds - seekLeadSeconds;
  // The last resort near the head of a file: its first picture may come late, and stands in for what is missing.
  const isHeadHeld = seekLeadSeconds >= LONGEST_SEEK_LEAD_SECONDS && seekSeconds <= 0;
  const picture = videoChain(recipe, probe, { seekLeadSeconds, isHeadHeld });
  return [
    ...['-hide_banner', '-nostdin', '-nostats', '-v', 'error'],
    ...['-progress', PROGRESS_PIPE, '-stats_period', '2', '-copyts'],
    ...safeInputOptions(),
    ...['-threads', '2', '-noaccurate_seek'],
    ...(seekSeconds > 0 ? ['-ss', seekSeconds.toFixed(3)] : []),
    ...['-i', fileAddress(absolutePath)],
    ...['-filter_complex', `${picture};${audioChain(recipe, probe)}`],
    ...['-map', '[v]', '-map', '[a]'],
    ...videoEncoderArgs(format, preset),
    ...audioEncoderArgs(),
    ...outputArgs(),
  ];
}

/**
 * Encodes a slice of an act into media segments of the house. House picture k shows the last source picture whose time
 * since the file's first picture, rounded to house pictures, is at most k; what is missing at the end is held. The
 * result does not depend on how the act is sliced. Nothing is returned that the packager has not verified.
 * Rejects with `process-failed`, `media-unreadable`, `invalid-input` or `cancelled`.
 */
export async function conformSlice(
  tools: FfmpegTools,
  recipe: SliceRecipe,
  source: ConformSource,
  { clock, signal, preset, isBackground }: ConformSurroundings,
): Promise<HouseSegment[]> {
  checkRecipe(recipe);
  const urgency = isBackground ? 'background' : preset === 'fast' ? 'urgent' : 'usual';
  let last: AppError | null = null;
  let tried: string | null = null;
  for (const lead of SEEK_LEADS_SECONDS) {
    const args = conformArgs(recipe, source, { preset, seekLeadSeconds: lead });
    const text = args.join(' ');
    if (text === tried) continue;
    tried = text;
    try {
      const { stdout } = await runProcess(
        { command: tools.ffmpegPath, args, stallMs: STALL_MS, urgency },
        { clock, signal },
      );
      return packageSlice(stdout, recipe.act.look.format, recipe.cut);
    } catch (cause) {
      if (!(cause instanceof AppError) || cause.code !== 'media-unreadable') throw cause;
      last = cause;
    }
  }
  throw last ?? new AppError('media-unreadable', 'The slice could not be prepared.');
}
