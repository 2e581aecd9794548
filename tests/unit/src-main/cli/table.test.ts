import { describe, expect, test } from 'vitest';

import { formatFields, formatTable, tableOr } from '#main/cli/table.ts';

describe('formatTable', () => {
  test('aligns columns to their widest cell without trailing blanks', () => {
    expect(
      formatTable(
        ['A', 'LONG'],
        [
          ['xxx', '1'],
          ['', '22222'],
        ],
      ),
    ).toBe(['A    LONG', '---  -----', 'xxx  1', '     22222'].join('\n'));
  });
});

describe('tableOr', () => {
  test('says one sentence where there is nothing', () => {
    expect(tableOr('Nothing.', ['A'], [])).toBe('Nothing.');
  });
});

describe('formatFields', () => {
  test('aligns values', () => {
    expect(
      formatFields([
        ['A', '1'],
        ['Long', '2'],
      ]),
    ).toBe('A:     1\nLong:  2');
  });
});
