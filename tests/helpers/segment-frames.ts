import {
  mediaSegmentCount,
  mediaSegmentSpan,
  type HouseFormat,
} from '#shared/model/house-format.ts';

/** Pictures of each media segment that an event of `frameCount` pictures is cut into. */
export function segmentFramesOf(frameCount: number, format: HouseFormat): number[] {
  const event = { frameCount, mediaSegmentCount: mediaSegmentCount(frameCount, format) };
  return Array.from(
    { length: event.mediaSegmentCount },
    (_, index) => mediaSegmentSpan(event, index, format).frameCount,
  );
}
