import { once } from 'node:events';
import { getPriority } from 'node:os';
import { Worker } from 'node:worker_threads';

import { expect, test } from 'vitest';

test('a thread goes a step behind the others, and not without end', async (context) => {
  if (process.platform !== 'linux') context.skip('niceness counts by thread on Linux only');
  const here = getPriority(0);
  const thread = new Worker(new URL(import.meta.resolve('#tests/helpers/stepping-thread.ts')));
  try {
    const [before] = (await once(thread, 'message')) as [number];
    expect(before).toBe(here);
    const steps: number[] = [];
    for (let step = 0; step < 5; step += 1) {
      thread.postMessage('step');
      const [at] = (await once(thread, 'message')) as [number];
      steps.push(at);
    }
    const last = Math.max(here, 15);
    expect(steps).toEqual(
      steps.map((_, index) => Math.max(here, Math.min(here + 5 * (index + 1), last))),
    );
    expect(getPriority(0)).toBe(here);
  } finally {
    await thread.terminate();
  }
});
