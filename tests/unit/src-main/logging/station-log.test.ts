import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { createStationLog, type StationLog } from '#main/logging/station-log.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';

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

  test('keeps one former file when the log has grown large', () => {
    const folder = mkdtempSync(join(tmpdir(), 'retrovue-log-'));
    try {
      const target = join(folder, 'station.log');
      writeFileSync(target, 'old\n');
      truncateSync(target, 11 * 1024 * 1024);
      createStationLog(target, createManualClock()).info({}, 'A new day.');
      expect(readFileSync(target, 'utf8')).toContain('A new day.');
      expect(readFileSync(target).byteLength).toBeLessThan(1_000);
      expect(readFileSync(`${target}.1`, 'utf8').startsWith('old')).toBe(true);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
