import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createStationLog, type StationLog } from '#main/logging/station-log.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

let folder: string;
let target: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'retrovue-log-'));
  target = join(folder, 'station.log');
});

afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

function logInto(lines: string[]): StationLog {
  return createStationLog({ write: (line: string) => lines.push(line) }, createManualClock());
}

describe('createStationLog', () => {
  test('writes one JSON object per line with the time of the master clock', () => {
    const lines: string[] = [];
    logInto(lines).warn({ slots: 3 }, 'The horizon is short.');
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      level: 'warn',
      time: '2026-01-01T06:00:00.000Z',
      pid: process.pid,
      slots: 3,
      msg: 'The horizon is short.',
    });
  });

  test('keeps the stack of a fault', () => {
    const lines: string[] = [];
    logInto(lines).error({ err: new Error('a bug') }, 'Failed.');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      err: { message: 'a bug', stack: expect.stringContaining('station-log.test') },
    });
  });

  test('writes no secret by name of its field, nor anywhere once it is announced', () => {
    const lines: string[] = [];
    const log = logInto(lines);
    log.hide('canary/token 0123');
    log.info({ token: 'unannounced', request: { authorization: 'Bearer unannounced' } }, 'One.');
    log.info({ url: 'http://host/?t=canary%2Ftoken%200123' }, 'Two canary/token 0123.');
    log.warn({ reason: { deep: { down: 'canary/token 0123' } } }, 'Three.');
    expect(lines).toHaveLength(3);
    expect(lines.join('')).not.toMatch(/canary|unannounced/);
  });

  test('does not blank out the log for a secret of a few letters', () => {
    const lines: string[] = [];
    const log = logInto(lines);
    log.hide('e');
    log.info({}, 'The end.');
    expect(lines[0]).toContain('The end.');
  });

  describe('is bounded', () => {
    test('and counts what is said more than three times a minute', async () => {
      const lines: string[] = [];
      const clock = createManualClock();
      const log = createStationLog({ write: (line: string) => lines.push(line) }, clock);
      for (let time = 0; time < 146; time += 1) log.warn({ time }, 'Nothing was prepared.');
      log.warn({ channelId: 'other' }, 'Nothing was prepared.');
      log.error({ reference: 'a' }, 'A fault.');
      for (let time = 0; time < 5; time += 1) log.error({ reference: 'b' }, 'A fault.');
      expect(lines).toHaveLength(3 + 1 + 6);
      await clock.advance(60_000);
      expect(lines).toHaveLength(11);
      expect(JSON.parse(lines[10] ?? '')).toMatchObject({
        level: 'warn',
        msg: '… 143 times more in the last minute: Nothing was prepared.',
      });
      log.warn({}, 'Nothing was prepared.');
      expect(lines).toHaveLength(12);
      log.close();
      expect(lines).toHaveLength(12);
      expect(clock.alarmCount()).toBe(0);
    });

    test('and tells at its end what it held back', () => {
      const lines: string[] = [];
      const log = createStationLog(
        { write: (line: string) => lines.push(line) },
        createManualClock(),
      );
      for (let time = 0; time < 5; time += 1) log.info({}, 'Again.');
      log.close();
      expect(lines.at(-1)).toContain('… 2 times more in the last minute: Again.');
    });

    test('and turns its file over while it runs, keeping four former ones', () => {
      const text = 'x'.repeat(1024 * 1024);
      const log = createStationLog(target, createManualClock());
      for (let line = 0; line < 75; line += 1) log.info({ text }, `Line ${String(line)}.`);
      log.close();
      expect(readdirSync(folder).toSorted()).toEqual([
        'station.log',
        'station.log.1',
        'station.log.2',
        'station.log.3',
        'station.log.4',
      ]);
      for (const name of readdirSync(folder)) {
        expect(statSync(join(folder, name)).size).toBeLessThanOrEqual(10 * 1024 * 1024);
      }
      expect(readFileSync(target, 'utf8')).toContain('Line 74.');
      expect(readFileSync(`${target}.1`, 'utf8')).not.toContain('Line 74.');
    });
  });

  describe('never throws', () => {
    test.each([
      {
        what: 'a folder stands in its place',
        lay: () => {
          mkdirSync(target);
        },
      },
      {
        what: 'its folder is not there',
        lay: () => {
          rmSync(folder, { recursive: true });
        },
      },
      {
        what: 'a link stands in its place',
        lay: () => {
          symlinkSync(join(folder, 'elsewhere'), target);
        },
      },
    ])('though $what, and says later how much was lost', ({ lay }) => {
      lay();
      const log = createStationLog(target, createManualClock());
      log.info({}, 'One.');
      log.info({}, 'Two.');
      rmSync(target, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      log.info({}, 'Three.');
      log.close();
      const lines = readFileSync(target, 'utf8').trim().split('\n');
      expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
        { level: 'warn', lostLines: 2, msg: 'lines of the log could not be written' },
        { msg: 'Three.' },
      ]);
      expect(readdirSync(folder)).toEqual(['station.log']);
    });

    test('though the disk is full', (context) => {
      if (!existsSync('/dev/full')) context.skip('no /dev/full here');
      const log = createStationLog('/dev/full', createManualClock());
      expect(() => {
        log.info({}, 'One.');
      }).not.toThrow();
      log.close();
    });
  });

  test('is readable by its owner alone', (context) => {
    if (process.platform === 'win32') context.skip('Windows keeps no modes');
    const log = createStationLog(target, createManualClock());
    log.info({}, 'One.');
    log.close();
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });
});
