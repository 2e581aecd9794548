import { conformSlice } from '#main/media/conform.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { MasterClock } from '#main/clock/master-clock.ts';
import { AppError } from '#shared/errors/app-error.ts';

import { actOf, cutOf } from './act-recipe.ts';
import type { SegmentPlace } from './channel-timeline.ts';
import type { PlayableAsset } from './ports.ts';

/** A conformer of slices; the real one is `conformSlice`. */
export type ConformSlice = typeof conformSlice;

/** What making a run of segments needs besides its places. */
export interface ConformSurroundings {
  readonly conform: ConformSlice;
  readonly tools: FfmpegTools | null;
  readonly playable: PlayableAsset | null;
  /** Real time for the watchdog over child processes. */
  readonly processClock: MasterClock;
  readonly isHurried: boolean;
  readonly isBackground: boolean;
  readonly signal: AbortSignal;
}

/**
 * Makes the segments of one event from the first of the places to the last, which follow each other. Throws
 * `ffmpeg-unavailable`, `media-unreadable`, and what the encoder's second failure was.
 */
export async function conformRun(
  places: readonly SegmentPlace[],
  surroundings: ConformSurroundings,
): Promise<readonly HouseSegment[]> {
  const [first, ...others] = places;
  if (!first) return [];
  const { event } = first;
  const { playable, tools } = surroundings;
  if (!tools) throw new AppError('ffmpeg-unavailable', 'No ffmpeg: nothing can be prepared.');
  if (!playable?.asset.probe) {
    throw new AppError('media-unreadable', `“${event.title}” cannot be played any more.`);
  }
  const recipe = { act: actOf(event, playable.asset, first.look), cut: cutOf(first, ...others) };
  const source = { absolutePath: playable.absolutePath, probe: playable.asset.probe };
  const { conform, signal, isBackground, isHurried } = surroundings;
  const how = { signal, clock: surroundings.processClock, isBackground };
  try {
    const preset = isHurried ? 'fast' : 'normal';
    return await conform(tools, recipe, source, { ...how, preset });
  } catch (error) {
    if (signal.aborted) throw error;
    // A failure may have been the load of the moment; the second and last try takes the shorter way.
    return conform(tools, recipe, source, { ...how, preset: 'fast' });
  }
}
