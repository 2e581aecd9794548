import ts from 'typescript';

/** One line of a contract's table: what holds, and the test that proves it. */
export interface ContractRow {
  readonly line: number;
  readonly ids: readonly string[];
  readonly outcome: string;
  readonly testFile: string;
  readonly testTitle: string;
}

const HEADINGS = ['id', 'outcome', 'test file', 'test title'];
const PIPE = /(?<!\\)\|/;

/** The cells of a table line, or `null` when the line is none. */
function cellsOf(line: string): string[] | null {
  const text = line.trim();
  if (!text.startsWith('|') || !text.endsWith('|')) return null;
  return text
    .slice(1, -1)
    .split(PIPE)
    .map((cell) => cell.trim().replaceAll('\\|', '|'));
}

/** Reads the rows of every table with the columns id, outcome, test file, test title. */
export function contractRowsIn(markdown: string): ContractRow[] {
  const rows: ContractRow[] = [];
  let isInTable = false;
  for (const [index, line] of markdown.split('\n').entries()) {
    const cells = cellsOf(line);
    if (cells === null) {
      isInTable = false;
    } else if (cells.map((cell) => cell.toLowerCase()).join() === HEADINGS.join()) {
      isInTable = true;
    } else if (isInTable && !cells.every((cell) => /^:?-+:?$/.test(cell))) {
      const [ids = '', outcome = '', testFile = '', testTitle = ''] = cells;
      rows.push({
        line: index + 1,
        ids: ids.split(/[,\s]+/).filter((id) => id !== ''),
        outcome,
        testFile,
        testTitle,
      });
    }
  }
  return rows;
}

/** The titles of the tests that a file declares with `test` or `it`, in any of their forms. */
export function testTitlesIn(text: string, name = 'some.test.ts'): Set<string> {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const titles = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it)\b/.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) titles.add(title.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return titles;
}

/** What is wrong with a row, given the titles in the file it names (`null` when there is no such file), or `null`. */
export function problemOf(row: ContractRow, titles: ReadonlySet<string> | null): string | null {
  if (row.ids.length === 0 || row.outcome === '') return 'says neither what nor which id';
  if (titles === null) return `names ${row.testFile}, which does not exist`;
  if (!titles.has(row.testTitle)) return `names "${row.testTitle}", which ${row.testFile} lacks`;
  return null;
}
