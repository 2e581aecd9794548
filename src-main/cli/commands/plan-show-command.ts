import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { describeAlternation } from '#shared/planning/plan/alternation.ts';
import { isPlanInForce } from '#shared/planning/plan/plan-matching.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { addDays } from '#shared/time/zone.ts';
import { act, addQuery, type CommandRuntime } from '../command-tree.ts';
import { formatFields, tableOr } from '../table.ts';
import { rowsTable } from './assignment-commands.ts';
import type { Selectors } from './plan-options.ts';

/** A plan that is in force on none of so many days will not be in force on a later one of its pattern either. */
const DAYS_LOOKED_AT = 366 * 8;

interface ShowOptions extends Selectors {
  readonly withContents?: boolean;
  readonly computed?: boolean;
  readonly quiet?: boolean;
}

/** `schedule-plan show`: one plan, with what hangs on it and what follows from its dates where asked. */
export function addPlanShowCommand(
  group: Command,
  runtime: CommandRuntime,
  withSelectors: (command: Command) => Command,
  chosen: (client: Client, options: Selectors, args: readonly string[]) => Promise<Plan>,
): void {
  const show = withSelectors(addQuery(group, 'show [plan]', 'one plan with its rows'))
    .option('--with-contents', 'its zones too')
    .option('--computed', 'whether it is in force today, and when it will be next')
    .option('--quiet', 'its id and nothing else')
    .option('--no-color', 'for scripts: what is printed here has no colour anyway');
  act<ShowOptions>(runtime, show, async ({ client }, options, args) => {
    const { id } = await chosen(client, options, args);
    const { plan, names } = await client.call('plan.show', { selector: id });
    const channel = await client.call('channel.show', { selector: plan.channelId });
    const computed = options.computed === true ? await computedOf(client, channel, plan) : null;
    const json = { plan, names, ...(computed ?? {}) };
    if (options.quiet === true) return { json, text: plan.id };
    const parts = [describe(plan), rowsTable(plan.assignments, names)];
    if (options.withContents === true) parts.push(zonesTable(plan));
    if (computed) {
      parts.push(
        formatFields([
          ['In force today', computed.effectiveToday ? 'yes' : 'no'],
          ['Next', computed.nextApplicableDate ?? 'never again'],
        ]),
      );
    }
    return { json, text: parts.join('\n\n') };
  });
}

async function computedOf(client: Client, channel: Channel, plan: Plan) {
  const { nowAt } = await client.call('station.status', {});
  const today = broadcastDateAt(channel, nowAt);
  let nextApplicableDate: string | null = null;
  for (let ahead = 0; ahead <= DAYS_LOOKED_AT && nextApplicableDate === null; ahead += 1) {
    const date = addDays(today, ahead);
    if (isPlanInForce(plan, date)) nextApplicableDate = date;
  }
  return { effectiveToday: nextApplicableDate === today, nextApplicableDate };
}

function zonesTable({ zones = [] }: Plan): string {
  return tableOr(
    'The plan has no zones.',
    ['ZONE', 'START', 'END', 'DAYS', 'ENTRIES', 'ENABLED'],
    zones.map((zone) => [
      zone.name,
      scheduleTimeOf(zone.startOffsetMinutes),
      scheduleTimeOf(zone.endOffsetMinutes),
      zone.dayFilters?.join(',') ?? 'all',
      String(zone.items.length),
      zone.isEnabled ? 'yes' : 'no',
    ]),
  );
}

/** The dates of a plan in a few words. */
export function datesOf(plan: Plan): string {
  const yearly = plan.yearlyRange && `every year ${plan.yearlyRange.from}–${plan.yearlyRange.to}`;
  if (plan.startDate === null && plan.endDate === null) return yearly ?? 'always';
  const span = `${plan.startDate ?? '…'} – ${plan.endDate ?? '…'}`;
  return yearly === null ? span : `${span}, ${yearly}`;
}

/** The fields of a plan for people. */
export function describe(plan: Plan): string {
  return formatFields([
    ['Plan', plan.name],
    ['Id', plan.id],
    ['Description', plan.description ?? ''],
    ['Days', plan.cron ?? 'every day'],
    ['Dates', datesOf(plan)],
    ['Turns', plan.alternation ? describeAlternation(plan.alternation) : 'always'],
    ['Priority', String(plan.priority)],
    ['Layering', plan.layering],
    ['Active', plan.isActive ? 'yes' : 'no'],
    ['Draft', plan.draft === null ? 'none' : `${String(plan.draft.length)} rows`],
  ]);
}
