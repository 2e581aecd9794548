import { describe, expect, test } from 'vitest';

import { dayStatusOf, type DayCase } from '#shared/model/day-status.ts';

const END_AT = 1_000;
const NOW = 500;

function dayCase(overrides: {
  readonly asks?: boolean;
  readonly needs?: boolean;
  readonly action?: 'approve' | 'unapprove';
  readonly isSuperseded?: boolean;
}): DayCase & { readonly isSuperseded: boolean } {
  const { asks = true, needs = true, action } = overrides;
  return {
    channel: { requiresApproval: asks },
    day: { endAt: END_AT, ...(needs ? { needsApproval: true } : {}) },
    approval: action === undefined ? null : { action },
    isSuperseded: overrides.isSuperseded ?? false,
  };
}

describe('dayStatusOf', () => {
  test.each([
    ['planned until somebody approves it', {}, 'planned'],
    ['approved by the last decision', { action: 'approve' }, 'approved'],
    ['planned again when the approval is taken back', { action: 'unapprove' }, 'planned'],
    ['approved where it was frozen before anybody asked', { needs: false }, 'approved'],
    ['planned when such a one is unapproved', { needs: false, action: 'unapprove' }, 'planned'],
    ['approved where the channel does not ask', { asks: false }, 'approved'],
    ['canceled when another version took its place', { isSuperseded: true }, 'canceled'],
  ] as const)('is %s', (_when, overrides, status) => {
    expect(dayStatusOf(dayCase(overrides), NOW)).toBe(status);
  });

  test('is played from its end on, if it aired', () => {
    const approved = dayCase({ action: 'approve' });
    expect(dayStatusOf(approved, END_AT - 1)).toBe('approved');
    expect(dayStatusOf(approved, END_AT)).toBe('played');
    expect(dayStatusOf(dayCase({}), END_AT)).toBe('planned');
    expect(dayStatusOf(dayCase({ isSuperseded: true }), END_AT)).toBe('canceled');
  });
});
