import { describe, expect, test } from 'vitest';

import { methods } from '#shared/contract/index.ts';

describe('changesTo', () => {
  test('leaves out what is not mentioned instead of setting it back to its default', () => {
    const { input } = methods['settings.update'];
    expect(input.parse({ changes: { theme: 'light' } })).toEqual({ changes: { theme: 'light' } });
    const update = methods['plan.updateAssignment'].input;
    expect(update.parse({ id: 'row', changes: { durationMinutes: 30 } })).toEqual({
      id: 'row',
      changes: { durationMinutes: 30 },
    });
  });

  test('checks what is mentioned and refuses unknown fields', () => {
    const { input } = methods['settings.update'];
    expect(input.safeParse({ changes: { dvrWindowMinutes: 0 } }).success).toBe(false);
    expect(input.safeParse({ changes: { wallpaper: 'blue' } }).success).toBe(false);
  });
});
