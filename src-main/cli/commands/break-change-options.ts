import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { firstIssue } from '#shared/errors/issue-text.ts';
import { BREAK_CHANGES, BREAK_CHOICES } from '#shared/model/break-presets.ts';
import { BreakChanges } from '#shared/model/break-rules.ts';
import { oneOf } from '../values.ts';

/** Options of how a plan or a row breaks otherwise than its channel. */
export interface BreakChangeOptions {
  readonly breaks?: string;
  readonly breakRule?: readonly string[];
}

const INHERIT = 'inherit';
export const BREAKS_HELP = [...BREAK_CHOICES, INHERIT].join(', ');

export const collect = (value: string, before: readonly string[] = []): string[] => [
  ...before,
  value,
];

/** Adds the options; what they say replaces what the plan or row said before. */
export function withBreakChanges(command: Command): Command {
  return command
    .option('--breaks <breaks>', `breaks otherwise than the channel: ${BREAKS_HELP}`)
    .option('--break-rule <field=value>', 'one break rule, such as fadeMs=0; repeatable', collect);
}

/** The break rules that the options speak of; `null`: none of its own any more. */
export function breakChangesOf({ breaks, breakRule }: BreakChangeOptions): {
  breakRules?: BreakChanges | null;
} {
  if (breaks === undefined && breakRule === undefined) return {};
  const from = breaks === undefined ? null : breaksOf('breaks', breaks);
  if (breakRule === undefined) return { breakRules: from };
  const rules = Object.fromEntries(breakRule.map((setting) => ruleOf(setting)));
  const parsed = BreakChanges.safeParse({ ...from, ...rules });
  if (parsed.success) return { breakRules: parsed.data };
  const { field, message } = firstIssue(parsed.error);
  throw invalidInput(
    'break-rule',
    `--break-rule: ${field === '' ? '' : `${field}: `}${message}`,
    `Choose ${Object.keys(BreakChanges.shape).join(', ')}; write a number, true, false or null.`,
  );
}

/** A way to break by its name; `null`: as the channel does. */
export function breaksOf(option: string, name: string): BreakChanges | null {
  const choice = oneOf(option, [...BREAK_CHOICES, INHERIT], name);
  return choice === INHERIT ? null : BREAK_CHANGES[choice];
}

/** Break rules on one line. */
export function breakChangesText(changes: BreakChanges): string {
  return Object.entries(changes)
    .map(([field, value]) => `${field}=${String(value)}`)
    .join(' ');
}

function ruleOf(setting: string): [string, unknown] {
  const [field, text] = pairOf('break-rule', setting);
  return [field, jsonOf(text)];
}

/** A number, `true`, `false` or `null`; anything else stays text and is refused by the rule. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

export function pairOf(option: string, text: string): [string, string] {
  const at = text.indexOf('=');
  if (at > 0) return [text.slice(0, at), text.slice(at + 1)];
  throw invalidInput(option, `--${option}: "${text}" has no "=".`, 'Write name=value.');
}
