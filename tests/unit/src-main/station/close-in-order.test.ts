import { describe, expect, test } from 'vitest';

import { closeInOrder } from '#main/station/close-in-order.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

function bench() {
  const lines: string[] = [];
  const write = (_fields: object, message: string): void => {
    lines.push(message);
  };
  const log = { info: write, warn: write, error: write, hide: () => undefined };
  return { clock: createManualClock(), lines, log };
}

describe('closeInOrder', () => {
  test('ends each part before the next, whatever fails', async () => {
    const { clock, lines, log } = bench();
    const closed: string[] = [];
    await closeInOrder(clock, log, [
      [
        'first',
        async () => {
          await Promise.resolve();
          closed.push('first');
        },
      ],
      ['second', () => Promise.reject(new Error('stuck'))],
      [
        'third',
        () => {
          closed.push('third');
          return Promise.resolve();
        },
      ],
    ]);
    expect(closed).toEqual(['first', 'third']);
    expect(lines).toEqual(['closing failed']);
  });

  test('leaves behind what has not ended after five seconds', async () => {
    const { clock, lines, log } = bench();
    let isNextClosed = false;
    const closing = closeInOrder(clock, log, [
      ['hanging', () => new Promise<void>(() => undefined)],
      [
        'next',
        () => {
          isNextClosed = true;
          return Promise.resolve();
        },
      ],
    ]);
    await clock.advance(4_999);
    expect(isNextClosed).toBe(false);
    await clock.advance(1);
    await closing;
    expect(isNextClosed).toBe(true);
    expect(lines).toEqual(['not closed in time']);
  });
});
