import { describe, expect, test } from 'vitest';

import { coverageAt } from '#main/horizon/mend-log.ts';
import type { BlockOutline } from '#main/store/repositories/log-port.ts';
import { LogBlockId } from '#shared/model/ids.ts';

const block = (startAt: number, endAt: number): BlockOutline => ({
  id: LogBlockId.parse(`block-${String(startAt)}`),
  startAt,
  endAt,
  firstMediaSequence: startAt,
  mediaSegmentCount: endAt - startAt,
});

describe('coverageAt', () => {
  test.for([
    { name: 'nothing', blocks: [], run: 0 },
    { name: 'one block on the air', blocks: [block(0, 10)], run: 1 },
    { name: 'blocks that follow each other', blocks: [block(0, 10), block(10, 30)], run: 2 },
    { name: 'a block that starts now', blocks: [block(5, 10)], run: 1 },
    { name: 'a hole now', blocks: [block(6, 10), block(10, 12)], run: 0 },
    { name: 'a hole later', blocks: [block(0, 10), block(11, 12), block(12, 13)], run: 1 },
  ])('counts without holes: $name', ({ blocks, run }) => {
    const coverage = coverageAt(blocks, 5);
    expect(coverage.run).toEqual(blocks.slice(0, run));
    expect(coverage.beyond).toEqual(blocks.slice(run));
  });
});
