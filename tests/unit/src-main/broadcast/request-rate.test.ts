import { describe, expect, test } from 'vitest';

import { createRequestRate } from '#main/broadcast/request-rate.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

describe('createRequestRate', () => {
  test('lets a burst through, then as many as the rate, and says how long to wait', async () => {
    const clock = createManualClock();
    const rate = createRequestRate(clock, { burst: 5, perSecond: 2 });
    const burst = Array.from({ length: 7 }, () => rate.take('a'));
    await clock.advance(500);
    const after = [rate.take('a'), rate.take('a')];
    await clock.advance(60_000);
    const rested = Array.from({ length: 6 }, () => rate.take('a'));

    expect(burst).toEqual([0, 0, 0, 0, 0, 500, 500]);
    expect(after).toEqual([0, 500]);
    expect(rested).toEqual([0, 0, 0, 0, 0, 500]);
  });

  test('refuses nobody because the clock was set back', async () => {
    const clock = createManualClock();
    const rate = createRequestRate(clock, { burst: 2, perSecond: 1 });
    rate.take('a');
    await clock.jumpTo(clock.nowAt() - 3_600_000);

    expect(rate.take('a')).toBe(0);
  });

  test('meters each address by itself', () => {
    const rate = createRequestRate(createManualClock(), { burst: 1, perSecond: 1 });
    rate.take('a');

    expect(rate.take('a')).toBeGreaterThan(0);
    expect(rate.take('b')).toBe(0);
  });

  test('goes on metering an address while any number of others come by', async () => {
    const clock = createManualClock();
    const rate = createRequestRate(clock, { burst: 2, perSecond: 1 });
    for (let index = 0; index < 4_000; index += 1) rate.take(`past-${String(index)}`);
    await clock.advance(5_000);
    rate.take('busy');
    rate.take('busy');
    for (let index = 0; index < 1_000; index += 1) rate.take(`other-${String(index)}`);

    expect(rate.take('busy')).toBeGreaterThan(0);
  });
});
