import { describe, expect, test } from 'vitest';

import { runWhenWoken } from '#main/air/run-when-woken.ts';

describe('runWhenWoken', () => {
  test('never runs twice at once, and once more when it was woken meanwhile', async () => {
    let running = 0;
    let runs = 0;
    const work = runWhenWoken(async () => {
      running += 1;
      expect(running).toBe(1);
      await new Promise((resolve) => setImmediate(resolve));
      running -= 1;
      runs += 1;
    });
    for (let times = 0; times < 5; times += 1) work.wake();
    await work.idle();
    expect(runs).toBe(2);
  });

  test('hears whoever wakes it in the very moment in which it ends', async () => {
    let runs = 0;
    const work = runWhenWoken(async () => {
      runs += 1;
    });
    // Each turn of the queue of promises is such a moment for one of them.
    for (let turns = 0; turns < 10; turns += 1) {
      work.wake();
      for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
      const before = runs;
      work.wake();
      await work.idle();
      expect(runs).toBeGreaterThan(before);
    }
  });
});
