import { setImmediate } from 'node:timers/promises';

import { describe, expect, test } from 'vitest';

import { singleFlight } from '#main/playout/single-flight.ts';

function lab(whenBusy: 'join' | 'again', fails = false) {
  const ends: (() => void)[] = [];
  let [running, most] = [0, 0];
  const fly = singleFlight(async () => {
    running += 1;
    most = Math.max(most, running);
    await new Promise<void>((resolve) => ends.push(resolve));
    running -= 1;
    if (fails) throw new Error('broken');
  }, whenBusy);
  return {
    fly,
    most: () => most,
    started: () => ends.length,
    async endLast() {
      ends.at(-1)?.();
      await setImmediate();
    },
  };
}

describe('singleFlight', () => {
  test('lets those who join end with the one that runs', async () => {
    const { fly, most, started, endLast } = lab('join');
    const all = Promise.all([fly(), fly(), fly()]);
    await endLast();
    await all;
    expect([started(), most()]).toEqual([1, 1]);
    void fly();
    expect(started()).toBe(2);
  });

  test('lets nobody in between a run and the one that follows it', async () => {
    const { fly, most, endLast } = lab('again');
    const first = fly();
    // Asks again at the first moment that the run is over, before the one that was asked for has begun.
    const eager = first.then(() => fly());
    const second = fly();
    await endLast();
    expect(most()).toBe(1);
    for (let runs = 0; runs < 3; runs += 1) await endLast();
    await Promise.all([eager, second]);
  });

  test('runs once more for all who asked meanwhile, and never twice at once', async () => {
    const { fly, most, started, endLast } = lab('again');
    const first = fly();
    const later = Promise.all([fly(), fly()]);
    await endLast();
    await first;
    expect(started()).toBe(2);
    const last = fly();
    await endLast();
    await later;
    await endLast();
    await last;
    expect([started(), most()]).toEqual([3, 1]);
  });

  test('goes on after a failure, which each caller hears of', async () => {
    const { fly, started, endLast } = lab('again', true);
    const [first, second] = [fly(), fly()];
    const failures = Promise.allSettled([first, second]);
    await endLast();
    await endLast();
    expect((await failures).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    expect(started()).toBe(2);
  });
});
