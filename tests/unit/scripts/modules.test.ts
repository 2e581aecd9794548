import { describe, expect, test } from 'vitest';

import { isInstalled } from '../../../scripts/parts/modules.mjs';

const WANTED = {
  packages: {
    '': { name: 'retrovue' },
    'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' },
    'node_modules/fsevents': { version: '2.3.3', integrity: 'sha512-b', optional: true },
  },
};

describe('isInstalled', () => {
  test('is content with the locked packages, whether optional ones came or not', () => {
    const packages = { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-a' } };
    expect(isInstalled(WANTED, { packages })).toBe(true);
  });

  test('notices a package that is missing, of another version or of other content', () => {
    const others = [
      {},
      { 'node_modules/zod': { version: '4.6.8', integrity: 'sha512-a' } },
      { 'node_modules/zod': { version: '4.6.7', integrity: 'sha512-z' } },
    ];
    for (const packages of others) expect(isInstalled(WANTED, { packages })).toBe(false);
    expect(isInstalled(WANTED, {})).toBe(false);
  });
});
