import { describe, expect, test } from 'vitest';

import { viewerId } from '#renderer/public/viewer-id.ts';

function shelf(items = new Map<string, string>()) {
  return {
    getItem: (name: string) => items.get(name) ?? null,
    setItem: (name: string, value: string) => {
      items.set(name, value);
    },
  };
}

describe('viewerId', () => {
  test('stays the same for the pages of one browser and differs between two', () => {
    const one = shelf();
    const two = shelf();

    expect(viewerId(() => one)).toBe(viewerId(() => one));
    expect(viewerId(() => one)).not.toBe(viewerId(() => two));
  });

  test('takes nothing for an id that the station would not', () => {
    const planted = shelf(new Map([['retrovue.viewer', '../../etc']]));

    expect(viewerId(() => planted)).toMatch(/^[0-9a-f]{24}$/);
  });

  test('does without a browser that keeps nothing', () => {
    const refuse = (): never => {
      throw new Error('denied');
    };

    expect(viewerId(refuse)).toMatch(/^[0-9a-f]{24}$/);
  });
});
