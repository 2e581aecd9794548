import { firstIssue } from '#shared/errors/issue-text.ts';
import { ContentRule } from '#shared/model/content-rule.ts';

/** What a text means: a rule, or what is wrong with it and how to mend it. */
export type ReadRule =
  | { readonly rule: ContentRule; readonly fault: null }
  | { readonly rule: null; readonly fault: string };

/** The rule with a field set, or left out when it says nothing. */
export function withField<Field extends keyof ContentRule>(
  rule: ContentRule,
  field: Field,
  value: ContentRule[Field],
): ContentRule {
  const next = { ...rule, [field]: value };
  if (!isNothing(value)) return next;
  return Object.fromEntries(Object.entries(next).filter(([name]) => name !== field));
}

function isNothing(value: ContentRule[keyof ContentRule]): boolean {
  if (value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.values(value).every((part) => part === undefined);
}

/** Both ends of a span as a field of a rule. */
export function spanOf<Low extends string, High extends string>(
  names: readonly [Low, High],
  low: number | null,
  high: number | null,
): Partial<Record<Low | High, number>> {
  const span: Partial<Record<Low | High, number>> = {};
  if (low !== null) span[names[0]] = low;
  if (high !== null) span[names[1]] = high;
  return span;
}

/** A rule as the operator may read and change it. */
export function writeRule(rule: ContentRule): string {
  return JSON.stringify(rule, null, 2);
}

/** Reads what the operator wrote; JSON, or nothing for a rule that asks nothing. */
export function readRule(text: string): ReadRule {
  let value: unknown;
  try {
    value = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    return { rule: null, fault: `This is not JSON: ${(error as Error).message}.` };
  }
  const parsed = ContentRule.safeParse(value);
  if (parsed.success) return { rule: parsed.data, fault: null };
  const { field, message } = firstIssue(parsed.error);
  return { rule: null, fault: field === '' ? message : `${field}: ${message}` };
}
