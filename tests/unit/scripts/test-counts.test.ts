import { describe, expect, test } from 'vitest';

import {
  addCounts,
  countsLine,
  playwrightCounts,
  vitestCounts,
} from '../../../scripts/parts/test-counts.mjs';

describe('vitestCounts', () => {
  test('counts a file that failed to load as a failure', () => {
    const report = {
      numPassedTests: 5,
      numFailedTests: 1,
      numPendingTests: 2,
      numTodoTests: 0,
      testResults: [
        { status: 'failed', assertionResults: [] },
        { status: 'failed', assertionResults: [{ status: 'failed' }] },
        { status: 'passed', assertionResults: [{ status: 'passed' }] },
      ],
    };
    expect(vitestCounts(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });
});

describe('playwrightCounts', () => {
  test('reads what was expected and what was not', () => {
    const report = { stats: { expected: 7, unexpected: 1, flaky: 1, skipped: 3 } };
    expect(playwrightCounts(report)).toEqual({ passed: 8, failed: 1, skipped: 3 });
  });
});

describe('countsLine', () => {
  test('names skipped tests only where there are some', () => {
    const counts = { passed: 12, failed: 0, skipped: 0 };
    expect(countsLine(counts)).toBe('12 passed, 0 failed');
    const sum = addCounts(counts, { passed: 1, failed: 2, skipped: 3 });
    expect(countsLine(sum)).toBe('13 passed, 2 failed, 3 skipped');
  });
});
