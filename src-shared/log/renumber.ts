import type { LogBlock } from '../model/log.ts';

/** The same blocks with their media segments numbered from `firstMediaSequence` on, without a hole. Pure. */
export function renumberBlocks(
  blocks: readonly LogBlock[],
  firstMediaSequence: number,
): LogBlock[] {
  let next = firstMediaSequence;
  return blocks.map((block) => {
    const by = next - block.firstMediaSequence;
    next += block.mediaSegmentCount;
    return {
      ...block,
      firstMediaSequence: block.firstMediaSequence + by,
      events: block.events.map((event) => ({
        ...event,
        firstMediaSequence: event.firstMediaSequence + by,
      })),
    };
  });
}
