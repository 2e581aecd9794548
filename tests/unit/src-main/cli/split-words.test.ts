import { describe, expect, test } from 'vitest';

import { splitWords } from '#main/cli/split-words.ts';

describe('splitWords', () => {
  test('keeps what stands in quotes together', () => {
    expect(splitWords(`  zone add --name "Late night"  --rule '{"kind": ["movie"]}' `)).toEqual([
      ...['zone', 'add', '--name', 'Late night', '--rule', '{"kind": ["movie"]}'],
    ]);
  });

  test('knows the empty word and the empty line', () => {
    expect(splitWords(`set --cron ""`)).toEqual(['set', '--cron', '']);
    expect(splitWords('  ')).toEqual([]);
  });

  test('refuses a quote that is not closed', () => {
    expect(() => splitWords('name "open')).toThrow('not closed');
  });
});
