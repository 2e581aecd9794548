import type { ActRecipe, SliceCut } from '#main/media/slice-recipe.ts';
import type { ChannelLook } from '#shared/look/channel-look.ts';
import type { Asset } from '#shared/model/asset.ts';
import { frameRateOf } from '#shared/model/house-format.ts';
import type { LogEvent, Transition } from '#shared/model/log.ts';
import { framesIn } from '#shared/time/frames.ts';

import type { SegmentPlace } from './channel-timeline.ts';

/** The recipe of a log event that plays an asset. */
export function actOf(
  event: Pick<LogEvent, 'assetInFrame' | 'gainDb'>,
  asset: Pick<Asset, 'contentIdentity' | 'id'>,
  look: ChannelLook,
): ActRecipe {
  return {
    look,
    contentIdentity: asset.contentIdentity ?? `unidentified-${asset.id}`,
    actInFrame: event.assetInFrame,
    gainDb: Math.round(event.gainDb * 100) / 100,
  };
}

/** The cut of an event from the first of its places to the last, which is the same when there is but one; they follow each other. */
export function cutOf(first: SegmentPlace, ...others: readonly SegmentPlace[]): SliceCut {
  const places = [first, ...others];
  const rate = frameRateOf(first.look.format);
  const fadeFrames = (transition: Transition): number =>
    transition.kind === 'fade' ? framesIn(transition.durationMs, rate) : 0;
  const { transitionIn, transitionOut } = first.event;
  return {
    firstFrame: first.firstFrameInEvent,
    segmentFrames: places.map(({ frameCount }) => frameCount),
    fadeInFrames: first.firstFrameInEvent === 0 ? fadeFrames(transitionIn) : 0,
    fadeOutFrames: (others.at(-1) ?? first).isLastOfEvent ? fadeFrames(transitionOut) : null,
  };
}
