import { describe, expect, test } from 'vitest';

import { until, type ClockJump } from '#main/clock/master-clock.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

describe('createManualClock', () => {
  test('stands still until it is moved', async () => {
    const clock = createManualClock(1_000);
    expect([clock.nowAt(), clock.nowAt()]).toEqual([1_000, 1_000]);
    await clock.advance(500);
    expect(clock.nowAt()).toBe(1_500);
    expect(clock.monotonicMs()).toBe(500);
  });

  test('never goes back', async () => {
    const clock = createManualClock(1_000);
    await clock.advanceTo(500);
    expect(clock.nowAt()).toBe(1_000);
  });

  test('runs alarms in the order of their time, at their time', async () => {
    const clock = createManualClock(0);
    const ran: string[] = [];
    const note = (name: string) => () => ran.push(`${name}@${String(clock.nowAt())}`);
    clock.callAt(30, note('late'));
    clock.callAt(10, note('early'));
    clock.callAt(30, note('later'));
    const stop = clock.every(12, note('beat'));
    await clock.advance(30);
    stop();
    await clock.advance(100);
    expect(ran).toEqual(['early@10', 'beat@12', 'beat@24', 'late@30', 'later@30']);
  });

  test('runs alarms that alarms set on the way', async () => {
    const clock = createManualClock(0);
    const ran: number[] = [];
    clock.callAt(10, () => clock.callAt(20, () => ran.push(clock.nowAt())));
    await clock.advance(50);
    expect(ran).toEqual([20]);
  });

  test('forgets a cancelled alarm and runs a late one at once', async () => {
    const clock = createManualClock(100);
    const ran: string[] = [];
    const cancel = clock.callAt(150, () => ran.push('cancelled'));
    cancel();
    await until(clock, 50);
    await clock.advance(100);
    expect(ran).toEqual([]);
  });

  test('jumps when told to, tells of it and keeps its alarms', async () => {
    const clock = createManualClock(1_000);
    const ran: string[] = [];
    const jumps: ClockJump[] = [];
    clock.onJump((jump) => jumps.push(jump));
    clock.callAt(1_050, () => ran.push('soon'));
    clock.callAt(9_000, () => ran.push('later'));
    await clock.jumpTo(0);
    expect([clock.nowAt(), clock.monotonicMs()]).toEqual([0, 0]);
    await clock.advance(50);
    expect(ran).toEqual(['soon']);
    await clock.jumpTo(20_000);
    expect(ran).toEqual(['soon', 'later']);
    expect(jumps.map(({ fromAt, toAt }) => [fromAt, toAt])).toEqual([
      [1_000, 0],
      [50, 20_000],
    ]);
  });
});
