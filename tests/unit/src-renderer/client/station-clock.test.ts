import { describe, expect, test } from 'vitest';

import type { BrowserClock } from '#renderer/client/browser-clock.ts';
import { createStationClock } from '#renderer/client/station-clock.ts';

function begin() {
  let now = 1_000;
  const ticks = new Set<() => void>();
  const clock: BrowserClock = {
    monotonicMs: () => now,
    wallAt: () => 5,
    after: () => () => undefined,
    every: (_ms, run) => {
      ticks.add(run);
      return () => ticks.delete(run);
    },
  };
  return {
    station: createStationClock(clock),
    ticks,
    advance(ms: number) {
      now += ms;
      for (const tick of ticks) tick();
    },
  };
}

describe('createStationClock', () => {
  test('follows the station’s time with half of the round trip taken off', () => {
    const { station, advance } = begin();
    expect(station.isSynced()).toBe(false);
    station.learn(1_000_000, 1_000, 1_040);
    expect(station.isSynced()).toBe(true);
    advance(1_020);
    expect(station.nowAt()).toBe(1_001_000);
  });

  test('keeps the measurement with the shortest round trip until the station’s clock jumps', () => {
    const { station } = begin();
    station.learn(1_000_000, 1_000, 1_010);
    station.learn(1_000_100, 1_000, 1_200);
    expect(station.nowAt()).toBe(999_995);
    station.learn(2_000_000, 1_000, 1_200);
    expect(station.nowAt()).toBe(1_999_900);
  });

  test('serves every listener by one timer and stops it with the last', () => {
    const { station, ticks, advance } = begin();
    const heard: number[] = [];
    const stopOne = station.onTick((at) => heard.push(at));
    const stopTwo = station.onTick(() => undefined);
    expect(ticks.size).toBe(1);
    advance(200);
    expect(heard).toHaveLength(2);
    stopOne();
    stopTwo();
    expect(ticks.size).toBe(0);
  });
});
