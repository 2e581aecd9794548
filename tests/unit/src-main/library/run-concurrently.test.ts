import { describe, expect, test } from 'vitest';

import { runConcurrently } from '#main/library/run-concurrently.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('runConcurrently', () => {
  test('keeps as many at work as allowed and never more', async () => {
    let active = 0;
    let most = 0;
    const done: number[] = [];
    await runConcurrently([...Array(20).keys()], 4, async (item) => {
      active += 1;
      most = Math.max(most, active);
      await turn();
      active -= 1;
      done.push(item);
    });
    expect(most).toBe(4);
    expect(done.sort((a, b) => a - b)).toEqual([...Array(20).keys()]);
  });

  test('begins nothing more after a failure and throws it when the rest has ended', async () => {
    const begun: number[] = [];
    const ended: number[] = [];
    const run = runConcurrently([0, 1, 2, 3, 4, 5], 2, async (item) => {
      begun.push(item);
      if (item === 0) throw new Error('no');
      await turn();
      ended.push(item);
    });
    await expect(run).rejects.toThrow('no');
    expect(begun).toEqual([0, 1]);
    expect(ended).toEqual([1]);
  });

  test('stops at an abort with its reason', async () => {
    const controller = new AbortController();
    const begun: number[] = [];
    const run = runConcurrently(
      [0, 1, 2, 3],
      1,
      async (item) => {
        begun.push(item);
        await turn();
        if (item === 1) controller.abort(new Error('enough'));
      },
      controller.signal,
    );
    await expect(run).rejects.toThrow('enough');
    expect(begun).toEqual([0, 1]);
  });
});
