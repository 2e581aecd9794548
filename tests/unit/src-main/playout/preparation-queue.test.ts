import { describe, expect, test } from 'vitest';

import { createPreparationQueue } from '#main/playout/preparation-queue.ts';

function gate(): { open: () => void; opened: Promise<void> } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { open: () => open(), opened };
}

describe('createPreparationQueue', () => {
  test('takes the earliest deadline first, whatever the order of asking', async () => {
    const order: string[] = [];
    const first = gate();
    const queue = createPreparationQueue({ concurrency: 1, onFailure: () => undefined });
    const note = (id: string) => () => {
      order.push(id);
      return Promise.resolve();
    };
    queue.add({ id: 'running', deadlineAt: 9, run: () => first.opened });
    queue.add({ id: 'late', deadlineAt: 30, run: note('late') });
    queue.add({ id: 'early', deadlineAt: 10, run: note('early') });
    queue.add({ id: 'hastened', deadlineAt: 40, run: note('hastened') });
    queue.hasten('hastened', 5);
    const done = queue.settled('late');
    first.open();
    await done;
    expect(order).toEqual(['hastened', 'early', 'late']);
  });

  test('runs no more at once than it may', async () => {
    let running = 0;
    let most = 0;
    const queue = createPreparationQueue({ concurrency: 2, onFailure: () => undefined });
    for (let index = 0; index < 8; index += 1) {
      queue.add({
        id: String(index),
        deadlineAt: index,
        run: async () => {
          running += 1;
          most = Math.max(most, running);
          await new Promise((resolve) => setImmediate(resolve));
          running -= 1;
        },
      });
    }
    await queue.settled('7');
    expect(most).toBe(2);
  });

  test('reports a failure, settles it and goes on', async () => {
    const failures: string[] = [];
    const queue = createPreparationQueue({
      concurrency: 1,
      onFailure: (id, error) => failures.push(`${id}: ${String(error)}`),
    });
    queue.add({ id: 'bad', deadlineAt: 1, run: () => Promise.reject(new Error('broken')) });
    let ranNext = false;
    queue.add({
      id: 'good',
      deadlineAt: 2,
      run: () => {
        ranNext = true;
        return Promise.resolve();
      },
    });
    await queue.settled('bad');
    await queue.settled('good');
    expect(failures).toEqual(['bad: Error: broken']);
    expect(ranNext).toBe(true);
  });

  test('drops waiting work that nobody wants and aborts the rest when stopped', async () => {
    const aborted: boolean[] = [];
    const queue = createPreparationQueue({ concurrency: 1, onFailure: () => undefined });
    queue.add({
      id: 'running',
      deadlineAt: 1,
      run: (signal) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            aborted.push(signal.aborted);
            resolve();
          });
        }),
    });
    let ran = false;
    queue.add({
      id: 'unwanted',
      deadlineAt: 2,
      run: () => {
        ran = true;
        return Promise.resolve();
      },
    });
    queue.prune(() => false);
    await queue.stop();
    expect(aborted).toEqual([true]);
    expect(ran).toBe(false);
    expect(queue.waitingCount).toBe(0);
  });
});
