import type { Finding } from '#shared/model/finding.ts';
import { EXIT } from './exit-code.ts';
import type { Report } from './run-command.ts';
import { tableOr } from './table.ts';

/** What a validation found; errors end the command with 2. */
export function reportFindings(findings: readonly Finding[], subject: string): Report {
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return {
    json: { isValid: errors === 0, counts: countsOf(findings), findings },
    text: findingsText(findings, `${subject}: nothing to complain of.`),
    exitCode: errors > 0 ? EXIT.usage : EXIT.ok,
  };
}

/** Findings as a table, or `empty`. */
export function findingsText(findings: readonly Finding[], empty: string): string {
  return tableOr(
    empty,
    ['SEVERITY', 'RULE', 'WHAT', 'WHAT TO DO'],
    findings.map(({ severity, rule, message, remedy }) => [severity, rule, message, remedy]),
  );
}

/** How many findings there are of each rule. */
function countsOf(findings: readonly Finding[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { rule } of findings) counts[rule] = (counts[rule] ?? 0) + 1;
  return counts;
}
