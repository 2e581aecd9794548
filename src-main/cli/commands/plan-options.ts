import type { Command } from 'commander';

import type { PlanFields } from '#shared/model/plan.ts';
import { dateOf, integerOf, oneOf } from '../values.ts';

/** Options that speak of a plan's fields. */
export interface FieldOptions {
  readonly name?: string;
  readonly description?: string;
  readonly cron?: string;
  readonly priority?: string;
  readonly startDate?: string;
  readonly endDate?: string;
  readonly layering?: string;
  readonly active?: boolean;
  readonly inactive?: boolean;
}

/** Adds the options of a plan's fields, its name left out. */
export function withFields(command: Command): Command {
  return command
    .option('--description <text>')
    .option('--cron <expression>', 'days on which it is in force; "" for every day')
    .option('--priority <n>', 'larger wins')
    .option('--start-date <YYYY-MM-DD>', 'first date; "" for none')
    .option('--end-date <YYYY-MM-DD>', 'last date; "" for none')
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
    ...(options.layering === undefined
      ? {}
      : { layering: oneOf('layering', ['replace', 'merge'], options.layering) }),
    ...(options.active === true ? { isActive: true } : {}),
    ...(options.inactive === true ? { isActive: false } : {}),
  };
}
