import { beforeEach, describe, expect, test } from 'vitest';

import { createPlanningTrouble, type PlanningTrouble } from '#main/station/planning-trouble.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

const CHANNELS = ['a', 'b', 'c'].map((id) => ChannelId.parse(id));
const LOCKED = new AppError('unavailable', 'The station’s file is locked.');

let clock: ManualClock;
let lines: string[];
let lockedSinceAt: number | null;
let trouble: PlanningTrouble;

beforeEach(() => {
  clock = createManualClock();
  lines = [];
  lockedSinceAt = null;
  const write = (fields: object, message: string): void => {
    lines.push('refusals' in fields ? `${message} (${String(fields.refusals)})` : message);
  };
  trouble = createPlanningTrouble({ lockedSinceAt: () => lockedSinceAt }, clock, {
    info: write,
    warn: write,
    error: write,
    hide: () => undefined,
  });
});

async function evaluate(error: unknown): Promise<void> {
  for (const id of CHANNELS) trouble.note(id, 'planning failed', error);
  await clock.advance(10_000);
}

describe('what planning cannot do', () => {
  test('for a locked file is written down once for each lock, with how often it was refused', async () => {
    for (const since of [1, 2]) {
      lockedSinceAt = since;
      for (let round = 0; round < 6; round += 1) await evaluate(LOCKED);
      lockedSinceAt = null;
      await clock.advance(10_000);
    }
    const once = [
      'planning waits: another program has locked the file',
      'planning goes on: the file is no longer locked (18)',
    ];
    expect(lines).toEqual([...once, ...once]);
    expect(clock.alarmCount()).toBe(0);
  });

  test.each([
    ['of another kind while the file is locked', new Error('a fault'), 1],
    ['of a file that is not locked', LOCKED, null],
  ])('%s is written down each time', async (_what, error, since) => {
    lockedSinceAt = since;
    await evaluate(error);
    expect(lines).toEqual(CHANNELS.map(() => 'planning failed'));
  });

  test('is not looked at any more after the end', async () => {
    lockedSinceAt = 1;
    await evaluate(LOCKED);
    trouble.stop();
    expect(clock.alarmCount()).toBe(0);
  });
});
