import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { integerOf } from './values.ts';

/** Options that show a part of a list. */
export interface PageOptions {
  readonly limit?: string;
  readonly offset?: string;
}

/** Lets a listing be shown in parts. */
export function withPaging(command: Command): Command {
  return command
    .option('--limit <n>', 'at most so many')
    .option('--offset <n>', 'leave out so many at the head');
}

/** The part of a list that was asked for, and how many there are in all. Throws `invalid-input` for negative numbers. */
export function pageOf<Item>(
  items: readonly Item[],
  { limit, offset }: PageOptions,
): { readonly page: readonly Item[]; readonly total: number } {
  const from = countOf('offset', offset ?? '0');
  const to = limit === undefined ? items.length : from + countOf('limit', limit);
  return { page: items.slice(from, to), total: items.length };
}

function countOf(option: string, text: string): number {
  const count = integerOf(option, text);
  if (count >= 0) return count;
  throw invalidInput(option, `--${option}: ${text} is less than nothing.`, 'Write 0 or more.');
}

/** Options that show only what is in use, or only what is archived. */
export interface ActivityOptions {
  readonly activeOnly?: boolean;
  readonly inactiveOnly?: boolean;
}

/** Lets a listing leave out what is, or is not, active. */
export function withActivity(command: Command): Command {
  return command
    .option('--active-only', 'leave out what is archived')
    .option('--inactive-only', 'only what is archived');
}

export function byActivity<Item extends { readonly isActive: boolean }>(
  items: readonly Item[],
  { activeOnly, inactiveOnly }: ActivityOptions,
): Item[] {
  if (activeOnly === true && inactiveOnly === true) {
    throw invalidInput('active-only', 'Nothing is active and archived at once.', 'Say only one.');
  }
  return items.filter(
    ({ isActive }) => (activeOnly !== true || isActive) && (inactiveOnly !== true || !isActive),
  );
}
