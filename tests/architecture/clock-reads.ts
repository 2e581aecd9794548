import ts from 'typescript';

/** One place where a file reads a clock, sets a timer or draws a random number. */
export interface ClockRead {
  readonly line: number;
  readonly what: string;
}

const FORBIDDEN_CALLS = new Set([
  'setTimeout',
  'setInterval',
  'Date',
  'globalThis.setTimeout',
  'globalThis.setInterval',
  'Date.now',
  'Math.random',
  'AbortSignal.timeout',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'process.uptime',
]);
const FORBIDDEN_MODULES = new Set([
  'node:timers',
  'node:timers/promises',
  'node:perf_hooks',
  'timers',
  'timers/promises',
  'perf_hooks',
]);

/**
 * Finds every read of time in a source text: calls of clocks and timers, `new Date()` without an instant, imports of
 * timer modules, and mentions of the same functions as values (`const now = Date.now`). Comments and strings are not
 * code and are not looked at.
 */
export function clockReadsIn(text: string, name = 'source.ts'): ClockRead[] {
  const source = ts.createSourceFile(name, text, ts.ScriptTarget.ESNext, true);
  const found: ClockRead[] = [];
  const report = (node: ts.Node, what: string): void => {
    found.push({ line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, what });
  };
  const visit = (node: ts.Node): void => {
    const what = readBy(node);
    if (what !== null) report(node, what);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Whether an import takes only what lets others run and measures nothing. */
function importsHarmless(node: ts.ImportDeclaration): boolean {
  const names = node.importClause?.namedBindings;
  if (!names || !ts.isNamedImports(names) || node.importClause.name) return false;
  return names.elements.every(({ name, propertyName }) =>
    ['setImmediate', 'clearImmediate'].includes((propertyName ?? name).text),
  );
}

function readBy(node: ts.Node): string | null {
  if (ts.isImportDeclaration(node) && ts.isStringLiteral(node.moduleSpecifier)) {
    const isForbidden = FORBIDDEN_MODULES.has(node.moduleSpecifier.text) && !importsHarmless(node);
    return isForbidden ? node.moduleSpecifier.text : null;
  }
  if (ts.isNewExpression(node)) {
    const isPresent = node.expression.getText() === 'Date' && (node.arguments?.length ?? 0) === 0;
    return isPresent ? 'new Date()' : null;
  }
  if (ts.isPropertyAccessExpression(node)) {
    return FORBIDDEN_CALLS.has(node.getText()) ? node.getText() : null;
  }
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
    return FORBIDDEN_CALLS.has(node.expression.text) ? node.expression.text : null;
  }
  return null;
}
