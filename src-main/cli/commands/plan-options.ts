import type { Command } from 'commander';

import { invalidInput } from '#shared/errors/app-error.ts';
import { Alternation, type PlanFields, YearlyRange } from '#shared/model/plan.ts';
import {
  type BreakChangeOptions,
  breakChangesOf,
  withBreakChanges,
} from './break-change-options.ts';
import { dateOf, integerOf, oneOf } from '../values.ts';

/** Options that name a plan. */
export interface Selectors {
  readonly id?: string;
  readonly planId?: string;
  readonly name?: string;
  readonly channel?: string;
}

/** Options that speak of a plan's fields. */
export interface FieldOptions extends BreakChangeOptions {
  readonly name?: string;
  readonly description?: string;
  readonly cron?: string;
  readonly priority?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly everyYear?: string;
  readonly layering?: string;
  readonly alternate?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
}

/** Adds the options of a plan's fields, its name left out. */
export function withFields(command: Command): Command {
  return withBreakChanges(command)
    .option('--description <text>')
    .option('--cron <expression>', 'days on which it is in force; "" for every day')
    .option('--priority <n>', 'larger wins')
    .option('--start-date <YYYY-MM-DD>', 'first date; "" for none')
    .option('--end-date <YYYY-MM-DD>', 'last date; "" for none')
    .option('--every-year <MM-DD..MM-DD>', 'days of any year, over New Year too; "" for none')
    .option(
      '--alternate <turns>',
      'every so many days or weeks from a date, such as 2w@2026-01-05; "" for none',
    )
    .option('--layering <how>', 'replace or merge')
    .option('--active', 'may be selected')
    .option('--inactive', 'archived');
}

/** The fields that the options speak of. */
export function fieldsOf(options: FieldOptions): Partial<PlanFields> {
  const orNone = (text: string): string | null => (text === '' ? null : text);
  const dateOrNone = (option: string, text: string): string | null =>
    text === '' ? null : dateOf(option, text);
  return {
    ...(options.name === undefined ? {} : { name: options.name }),
    ...(options.description === undefined ? {} : { description: orNone(options.description) }),
    ...(options.cron === undefined ? {} : { cron: orNone(options.cron) }),
    ...(options.priority === undefined
      ? {}
      : { priority: integerOf('priority', options.priority) }),
    ...(options.startDate === undefined
      ? {}
      : { startDate: dateOrNone('start-date', options.startDate) }),
    ...(options.endDate === undefined ? {} : { endDate: dateOrNone('end-date', options.endDate) }),
    ...(options.everyYear === undefined ? {} : { yearlyRange: yearlyRangeOf(options.everyYear) }),
    ...(options.alternate === undefined ? {} : { alternation: alternationOf(options.alternate) }),
    ...breakChangesOf(options),
    ...(options.layering === undefined
      ? {}
      : { layering: oneOf('layering', ['replace', 'merge'], options.layering) }),
    ...(options.active === true ? { isActive: true } : {}),
    ...(options.inactive === true ? { isActive: false } : {}),
  };
}

function alternationOf(text: string): Alternation | null {
  if (text === '') return null;
  const [, every, unit, anchorDate] = /^(\d+)([dw])@(.+)$/.exec(text) ?? [];
  const parsed = Alternation.safeParse({
    every: Number(every),
    unit: unit === 'd' ? 'day' : 'week',
    anchorDate,
  });
  if (parsed.success) return parsed.data;
  throw invalidInput(
    'alternate',
    `--alternate: "${text}" does not say whose turn it is.`,
    'Write 2w@2026-01-05 for every second week from that date, or 3d@2026-01-05 for every third day.',
  );
}

function yearlyRangeOf(text: string): YearlyRange | null {
  if (text === '') return null;
  const [from, to, ...more] = text.split('..');
  const parsed = YearlyRange.safeParse({ from, to });
  if (parsed.success && more.length === 0) return parsed.data;
  throw invalidInput(
    'every-year',
    `--every-year: "${text}" is not a range of days.`,
    'Write MM-DD..MM-DD, such as 12-20..01-05.',
  );
}
