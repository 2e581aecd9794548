import type { Command } from 'commander';

import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { DayFollowing, PublishFrom } from '#shared/model/rebuild.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { act, type CommandRuntime } from '../command-tree.ts';
import { findingsText } from '../findings.ts';
import { formatLocal } from '../format-time.ts';
import { tableOr } from '../table.ts';
import { dateOf } from '../values.ts';
import type { Selectors } from './plan-options.ts';

/** How each outcome is told; the interface says the same. */
const OUTCOMES: Readonly<Record<DayFollowing['outcome'], string>> = {
  remade: 'follows the plan',
  offered: 'was promised otherwise; schedule-day rebuild or leave it',
  kept: 'stays',
  unchanged: 'is as the plan says',
  settled: 'has aired or is locked',
};

interface PublishOptions extends Selectors {
  readonly from?: string;
  readonly dryRun?: boolean;
}

/** `schedule-plan publish`. */
export function addPublishCommand(
  command: Command,
  parts: {
    readonly runtime: CommandRuntime;
    readonly chosen: (client: Client, options: Selectors, args: readonly string[]) => Promise<Plan>;
  },
): void {
  command.option(
    '--from <when>',
    'now, after-frozen, or a date of the frozen days; unless given, as soon as only default programming gives way',
  );
  act<PublishOptions>(parts.runtime, command, async ({ client }, options, args) => {
    const { id, channelId } = await parts.chosen(client, options, args);
    const channel = await client.call('channel.show', { selector: channelId });
    const from = fromOf(options.from);
    if (options.dryRun === true) {
      const impact = await client.call('plan.publishImpact', { id, from });
      return {
        json: { dryRun: true, ...impact },
        text: `Dry run, nothing is written.\n${daysText(channel, impact.days)}`,
      };
    }
    const { plan, showsFrom, days, findings } = await client.call('plan.publish', { id, from });
    const head = `Published "${plan.name}"; ${showsText(showsFrom)}.`;
    return {
      json: { plan, showsFrom, days, findings },
      text: `${head}\n${daysText(channel, days)}\n${findingsText(findings, '')}`.trimEnd(),
    };
  });
}

function fromOf(text: string | undefined): PublishFrom {
  if (text === undefined) return 'unpromised';
  return text === 'now' || text === 'after-frozen' ? text : dateOf('from', text);
}

function showsText(date: IsoDate | null): string {
  return date === null ? 'it is in force on no day of the coming year' : `it shows from ${date} on`;
}

/** What viewers will notice, day by day. */
function daysText(channel: Channel, days: readonly DayFollowing[]): string {
  return tableOr(
    'No day is frozen.',
    ['DATE', 'FROM', 'CHANGES', 'THE DAY'],
    days.map(({ date, outcome, fromAt, changes }) => [
      date,
      fromAt === null ? '' : formatLocal(channel.timezone, fromAt),
      String(changes.length),
      OUTCOMES[outcome],
    ]),
  );
}
