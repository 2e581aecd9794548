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

describe('the cells of tables and fields', () => {
  test('show what would break out of them, and count it in their width', () => {
    const cell = 'a\r\n\u001b[2J';
    expect(formatTable(['NAME', 'B'], [[cell, 'x']])).toBe(
      [
        'NAME                    B',
        '----------------------  -',
        'a\\u000d\\u000a\\u001b[2J  x',
      ].join('\n'),
    );
    expect(formatFields([['Name', cell]])).toBe('Name:  a\\u000d\\u000a\\u001b[2J');
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
