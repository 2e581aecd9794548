import { beforeEach, describe, expect, test } from 'vitest';

import { createLockTrouble, type LockTrouble } from '#main/station/lock-trouble.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { createManualClock, type ManualClock } from '#tests/helpers/manual-clock.ts';

const LOCKED = new AppError('unavailable', 'The station’s file is locked.');
const BUSY = new AppError(
  'unavailable',
  'The station’s file is locked.',
  {},
  { cause: Object.assign(new Error('database is locked'), { code: 'SQLITE_BUSY' }) },
);
/** What parts of a station say, in turn, while the file is locked. */
const WRITERS = [
  ['error', 'planning failed'],
  ['error', 'planning after a scan failed'],
  ['error', 'what happened on the air cannot be kept'],
  ['warn', 'recording incidents of the air'],
  ['warn', 'reading until when as-run is recorded'],
  ['warn', 'the daily backup cannot be made'],
] as const;

let clock: ManualClock;
let lines: string[];
let lockedSinceAt: number | null;
let trouble: LockTrouble;

beforeEach(() => {
  clock = createManualClock();
  lines = [];
  lockedSinceAt = null;
  const write =
    (level: string) =>
    (fields: object, message: string): void => {
      const count = 'refusals' in fields ? ` (${String(fields.refusals)})` : '';
      lines.push(`${level}${'err' in fields ? ' with its stack' : ''}: ${message}${count}`);
    };
  trouble = createLockTrouble({ lockedSinceAt: () => lockedSinceAt }, clock, {
    info: write('info'),
    warn: write('warn'),
    error: write('error'),
    hide: () => undefined,
  });
});

async function sayAll(error: unknown): Promise<void> {
  for (const [level, what] of WRITERS) trouble.log[level]({ err: error }, what);
  await clock.advance(10_000);
}

describe('a file that another program has locked', () => {
  test('is told of once for each lock, whoever cannot write, with how often that was', async () => {
    for (const since of [1, 2]) {
      lockedSinceAt = since;
      for (let round = 0; round < 3; round += 1) await sayAll(LOCKED);
      lockedSinceAt = null;
      await clock.advance(10_000);
    }
    const once = [
      'warn: another program has locked the file; what must be written waits',
      'info: the file is no longer locked; the station goes on (18)',
    ];
    expect(lines).toEqual([...once, ...once]);
    expect(clock.alarmCount()).toBe(0);
  });

  test.each([
    ['of another kind while the file is locked', new Error('a fault'), 1],
    ['of another code while the file is locked', new AppError('not-found', 'Gone.'), 1],
    ['of a file that cannot be had, but is not locked', LOCKED, null],
  ])('hides no trouble %s', async (_what, error, since) => {
    lockedSinceAt = since;
    await sayAll(error);
    expect(lines).toEqual(WRITERS.map(([level, what]) => `${level} with its stack: ${what}`));
  });

  test('is told of without a stack when the lock is over already', async () => {
    await sayAll(BUSY);
    expect(lines).toEqual(
      WRITERS.map(([, what]) => `warn: ${what}: another program had locked the file`),
    );
    expect(clock.alarmCount()).toBe(0);
  });

  test('is not looked at any more after the end', async () => {
    lockedSinceAt = 1;
    await sayAll(LOCKED);
    trouble.stop();
    expect(clock.alarmCount()).toBe(0);
  });
});
