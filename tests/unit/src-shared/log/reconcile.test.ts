import { describe, expect, test } from 'vitest';

import { reconcileBlocks, sumFrames } from '#shared/log/reconcile.ts';
import type { LogBlock, LogEvent } from '#shared/model/log.ts';
import type { AsRunRecord } from '#shared/model/as-run.ts';

const event = (id: string, frameCount: number) =>
  ({ id, frameCount, kind: 'act', title: `Title ${id}` }) as unknown as LogEvent;

const BLOCK = {
  id: 'block',
  startAt: 0,
  endAt: 1_000,
  events: [event('a', 60), event('b', 40)],
} as unknown as LogBlock;

const row = (
  eventId: string,
  frameCount: number,
  slateFrames = 0,
  reason: string | null = null,
): Pick<AsRunRecord, 'eventId' | 'frameCount' | 'slateFrames' | 'reason'> => ({
  eventId: eventId as AsRunRecord['eventId'],
  frameCount,
  slateFrames,
  reason,
});

describe('reconcileBlocks', () => {
  test.for([
    {
      name: 'all aired',
      rows: [row('a', 60), row('b', 40)],
      outcome: 'aired',
      frames: [100, 0, 0, 0],
    },
    {
      name: 'a slate stood in',
      rows: [row('a', 60, 10, 'late'), row('b', 40)],
      outcome: 'partly',
      frames: [90, 10, 0, 0],
    },
    {
      name: 'an end was missed',
      rows: [row('a', 60), row('b', 15, 0, 'off')],
      outcome: 'partly',
      frames: [75, 0, 25, 0],
    },
    {
      name: 'the station was off',
      rows: [row('a', 0), row('b', 0)],
      outcome: 'missed',
      frames: [0, 0, 100, 0],
    },
    { name: 'as-run says nothing', rows: [], outcome: 'unrecorded', frames: [0, 0, 0, 100] },
    { name: 'a row is lacking', rows: [row('a', 60)], outcome: 'partly', frames: [60, 0, 0, 40] },
    {
      name: 'its time came twice',
      rows: [row('a', 0), row('b', 40), row('a', 60), row('b', 0)],
      outcome: 'aired',
      frames: [100, 0, 0, 0],
    },
  ] as const)('counts every picture once: $name', ({ rows, outcome, frames }) => {
    const [block] = reconcileBlocks([BLOCK], rows, 1_000);
    const [aired, slate, missed, unrecorded] = frames;
    expect(block).toMatchObject({
      outcome,
      frames: { planned: 100, aired, slate, missed, unrecorded },
    });
    expect(aired + slate + missed + unrecorded).toBe(100);
  });

  test('says why, each reason once, and leaves open what is not over', () => {
    const rows = [row('a', 0, 0, 'off'), row('b', 0, 0, 'off')];
    expect(reconcileBlocks([BLOCK], rows, 1_000)[0]?.reasons).toEqual(['off']);
    const [open] = reconcileBlocks([BLOCK], rows, 999);
    expect(open).toMatchObject({ outcome: 'open', reasons: [], frames: { planned: 0 } });
    expect(sumFrames([])).toMatchObject({ planned: 0 });
  });
});
