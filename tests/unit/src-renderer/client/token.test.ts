import { describe, expect, test } from 'vitest';

import { takePageKeys } from '#renderer/client/token.ts';

describe('takePageKeys', () => {
  test('takes the code from the address, and keeps the session for a reload', () => {
    const kept = new Map<string, string>();
    const shelf = {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
    };
    const first = takePageKeys('#code=a%2Fb', shelf);
    expect([first.code, first.session()]).toEqual(['a/b', null]);
    first.keep('a session');
    const reloaded = takePageKeys('#/plan', shelf);
    expect([reloaded.code, reloaded.session()]).toEqual([null, 'a session']);
  });
});
