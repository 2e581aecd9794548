import type { LogBlock } from '../../model/log.ts';

type Pictures = Pick<LogBlock, 'firstFrame' | 'frameCount'>;
type Numbers = Pick<LogBlock, 'firstMediaSequence' | 'mediaSegmentCount'>;

/** Whether the pictures of a block go on where those of the block before it end. */
export function isInLine(before: Pictures, block: Pictures): boolean {
  return before.firstFrame + before.frameCount === block.firstFrame;
}

/** Whether the numbers of a block go on where those of the block before it end. */
export function isNumberedOn(before: Numbers, block: Numbers): boolean {
  return before.firstMediaSequence + before.mediaSegmentCount === block.firstMediaSequence;
}

/** How often pictures or numbers do not go on from one block to the next; blocks are in order of air. */
export function countDiscontinuities(blocks: readonly (Pictures & Numbers)[]): number {
  return blocks.filter((block, index) => {
    const before = blocks[index - 1];
    return before !== undefined && !(isInLine(before, block) && isNumberedOn(before, block));
  }).length;
}
