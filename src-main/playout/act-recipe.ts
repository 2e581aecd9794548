import { createHash } from 'node:crypto';

import { ENCODER_VERSION } from '#main/media/house-encoding.ts';
import type { Asset } from '#shared/model/asset.ts';
import { framesIn } from '#shared/time/frames.ts';
import { frameRateOf, houseFormatName, type HouseFormat } from '#shared/model/house-format.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import type { LogEvent } from '#shared/model/log.ts';

import type { SegmentPlace } from './channel-timeline.ts';

/** Everything that decides the bytes of a piece of conformed material, apart from where in the piece one looks. */
export interface ActRecipe {
  readonly format: HouseFormat;
  readonly contentIdentity: string;
  /** First picture within the asset at house rate; the act's sound grid hangs on it. */
  readonly actInFrame: number;
  readonly gainDb: number;
  readonly fadeInFrames: number;
  readonly fadeOutFrames: number;
}

/** The recipe of a log event that plays an asset. */
export function recipeOf(
  event: LogEvent,
  asset: Pick<Asset, 'contentIdentity' | 'id'>,
  format: HouseFormat,
): ActRecipe {
  const rate = frameRateOf(format);
  const fadeFrames = (transition: LogEvent['transitionIn']): number =>
    transition.kind === 'fade' ? framesIn(transition.durationMs, rate) : 0;
  return {
    format,
    contentIdentity: asset.contentIdentity ?? `unidentified-${asset.id}`,
    actInFrame: event.assetInFrame,
    gainDb: event.gainDb,
    fadeInFrames: fadeFrames(event.transitionIn),
    fadeOutFrames: fadeFrames(event.transitionOut),
  };
}

/**
 * The cache folder of an act: content-addressed, so that the same commercial on another day or channel is found again.
 * Fades are not part of it; they only touch the first and last segment and stand in those segments' names.
 */
export function actFolder(recipe: ActRecipe): string {
  const digest = createHash('sha256')
    .update(
      canonicalJson({
        encoder: ENCODER_VERSION,
        content: recipe.contentIdentity,
        in: recipe.actInFrame,
        gainDb: Math.round(recipe.gainDb * 100),
      }),
    )
    .digest('hex');
  return `${houseFormatName(recipe.format)}/${digest.slice(0, 2)}/${digest.slice(2, 34)}`;
}

/**
 * The cache key of one media segment: the act's folder and a name that says which pictures, and which edges it has.
 * `folder` is {@link actFolder} of the recipe, which is worth keeping: it is a digest.
 */
export function segmentKey(
  folder: string,
  recipe: Pick<ActRecipe, 'fadeInFrames' | 'fadeOutFrames'>,
  place: Pick<SegmentPlace, 'firstFrameInEvent' | 'frameCount' | 'isLastOfEvent'>,
): string {
  const head = place.firstFrameInEvent === 0 ? `-in${String(recipe.fadeInFrames)}` : '';
  const tail = place.isLastOfEvent ? `-out${String(recipe.fadeOutFrames)}` : '';
  return `${folder}/${String(place.firstFrameInEvent)}+${String(place.frameCount)}${head}${tail}`;
}
