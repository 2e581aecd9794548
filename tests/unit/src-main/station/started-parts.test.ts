import { describe, expect, test } from 'vitest';

import { createStartedParts } from '#main/station/started-parts.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

const LOG = {
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
  hide: () => undefined,
};

describe('started parts', () => {
  test('end in the opposite order, the one that failed halfway among them', async () => {
    const parts = createStartedParts(createManualClock(), LOG, null);
    const ended: string[] = [];
    for (const part of ['the store', 'planning', 'playout']) {
      parts.owe(part, async () => {
        ended.push(part);
        await Promise.resolve();
      });
    }
    await expect(parts.step(() => Promise.reject(new Error('halfway')))).rejects.toThrow('halfway');
    expect(await parts.stop()).toBe(true);
    expect(ended).toEqual(['playout', 'planning', 'the store']);
  });

  test('take no further step once the start is not wanted', async () => {
    const wanted = new AbortController();
    const parts = createStartedParts(createManualClock(), LOG, wanted.signal);
    expect(await parts.step(() => 'done')).toBe('done');
    wanted.abort();
    await expect(parts.step(() => 'done')).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('say when one of them was left behind, which then keeps the data folder', async () => {
    const clock = createManualClock();
    const parts = createStartedParts(clock, LOG, null);
    parts.owe('one that hangs', () => new Promise(() => undefined));
    const stopped = parts.stop();
    await clock.advance(5_000);
    expect(await stopped).toBe(false);
  });
});
