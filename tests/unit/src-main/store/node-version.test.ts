import { describe, expect, test } from 'vitest';

import { refuseOldNode } from '#main/store/node-version.ts';

describe('refuseOldNode', () => {
  test.for(['18.20.4', '20.19.5', '21.7.3'])('refuses Node %s and says what to do', (version) => {
    expect(() => {
      refuseOldNode(version);
    }).toThrow(
      expect.objectContaining({
        code: 'unavailable',
        message: expect.stringContaining(version) as string,
      }),
    );
  });

  test.for(['22.0.0', '24.21.0', process.versions.node])('accepts Node %s', (version) => {
    expect(() => {
      refuseOldNode(version);
    }).not.toThrow();
  });
});
