import { visibleText } from './visible-text.ts';

/** Rows under headings, columns aligned by spaces; nothing wider than its content. */
export function formatTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const shown = rows.map((row) => row.map(visibleText));
  const widths = headings.map((heading, column) =>
    shown.reduce((width, row) => Math.max(width, (row[column] ?? '').length), heading.length),
  );
  const line = (cells: readonly string[]): string =>
    widths
      .map((width, column) => (cells[column] ?? '').padEnd(width))
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...shown.map(line)].join(
    '\n',
  );
}

/** `name: value` lines with the values aligned. */
export function formatFields(fields: readonly (readonly [string, string])[]): string {
  const width = Math.max(...fields.map(([name]) => name.length));
  return fields
    .map(([name, value]) => `${`${name}:`.padEnd(width + 1)}  ${visibleText(value)}`)
    .join('\n');
}

/** A table, or one sentence when there is nothing to put in it. */
export function tableOr(
  empty: string,
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  return rows.length === 0 ? empty : formatTable(headings, rows);
}
