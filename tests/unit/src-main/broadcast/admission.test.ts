import { describe, expect, test } from 'vitest';

import { createAdmission } from '#main/broadcast/admission.ts';

describe('createAdmission', () => {
  test('refuses an address that holds its share while others still get in', () => {
    const admission = createAdmission(10, 2);
    admission.admit('a');
    admission.admit('a');

    expect(admission.admit('a')).toBeNull();
    expect(admission.admit('b')).not.toBeNull();
  });

  test('refuses everybody when all places are taken', () => {
    const admission = createAdmission(2, 2);
    admission.admit('a');
    admission.admit('b');

    expect(admission.admit('c')).toBeNull();
  });

  test('gives a place back once, however often it is released', () => {
    const admission = createAdmission(10, 1);
    const release = admission.admit('a');
    release?.();
    release?.();

    expect(admission.inUse()).toBe(0);
    expect(admission.admit('a')).not.toBeNull();
    expect(admission.admit('a')).toBeNull();
  });
});
