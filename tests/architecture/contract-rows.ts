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

/** The titles of a file's tests. */
export interface TestTitles {
  has(title: string): boolean;
}

const PLACEHOLDER = /%[sdifjo]|\$[a-zA-Z]+/;

/**
 * The titles of the tests that a file declares with `test` or `it`, in any of their forms. A title with placeholders
 * stands for those that the values written in its table give it.
 */
export function testTitlesIn(text: string, name = 'some.test.ts'): TestTitles {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const titles = new Set<string>();
  const patterns: RegExp[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && /^(test|it)\b/.test(node.expression.getText())) {
      const [title] = node.arguments;
      if (title && ts.isStringLiteralLike(title)) {
        titles.add(title.text);
        if (PLACEHOLDER.test(title.text)) {
          patterns.push(patternOf(title.text, valuesIn(node.expression)));
        }
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { has: (title) => titles.has(title) || patterns.some((pattern) => pattern.test(title)) };
}

/** The texts and numbers written below a node. */
function valuesIn(node: ts.Node): string[] {
  const values: string[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isStringLiteralLike(child) || ts.isNumericLiteral(child)) values.push(child.text);
    ts.forEachChild(child, visit);
  };
  visit(node);
  return values;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

function patternOf(title: string, values: readonly string[]): RegExp {
  const alternatives = values.map((value) => escaped(value)).join('|');
  const parts = title.split(PLACEHOLDER).map((part) => escaped(part));
  return new RegExp(`^${parts.join(`(?:${alternatives})`)}$`);
}

/** What is wrong with a row, given the titles in the file it names (`null` when there is no such file), or `null`. */
export function problemOf(row: ContractRow, titles: TestTitles | null): string | null {
  if (row.ids.length === 0 || row.outcome === '') return 'says neither what nor which id';
  if (titles === null) return `names ${row.testFile}, which does not exist`;
  if (!titles.has(row.testTitle)) return `names "${row.testTitle}", which ${row.testFile} lacks`;
  return null;
}
