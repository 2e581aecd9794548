import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { validateChannel } from '#shared/planning/validate/validate-channel.ts';
import { validateDay } from '#shared/planning/validate/validate-day.ts';
import { validateLengths } from '#shared/planning/validate/validate-lengths.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { fittingGrid } from '#shared/time/fitting-grid.ts';
import { addDays } from '#shared/time/zone.ts';
import { supplyOfDays } from '#shared/planning/validate/spot-supply.ts';
import { mentioned } from '#main/programming/changes.ts';
import { type FindingsReader, findInPlan } from '#main/programming/plan-findings.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel } from '#main/programming/require-stored.ts';
import type { Services } from './services.ts';

type CheckHandlers = Pick<Handlers, 'channel.validate' | 'channel.impact' | 'channel.resources'>;

/** Handlers that look a channel over. None of them changes or plans anything. */
export function channelCheckHandlers({ store, clock, resources }: Services): CheckHandlers {
  return {
    'channel.resources': () => resources(),

    'channel.validate': async ({ id, isStrict }) => {
      const channel = await requireChannel(store, id);
      const findings = validateChannel(channel);
      for (const plan of await store.plans.list(id)) {
        if (plan.isActive) findings.push(...(await findInPlan(store, clock, plan)));
      }
      const from = broadcastDateAt(channel, clock.nowAt());
      const days = await store.days.list({ channelId: id, from });
      for (const day of days) findings.push(...(await findInDay(store, channel, day)));
      const shortage = supplyFinding(channel, await readCatalog(store), days);
      if (shortage) findings.push(shortage);
      return isStrict ? findings.map((each) => ({ ...each, severity: 'error' })) : findings;
    },

    'channel.impact': async ({ id, changes }) => {
      const channel = await requireChannel(store, id);
      const next: Channel = { ...channel, ...mentioned(changes) };
      const isTimed =
        next.timezone !== channel.timezone ||
        next.dayStart !== channel.dayStart ||
        next.gridMinutes !== channel.gridMinutes;
      const today = broadcastDateAt(channel, clock.nowAt());
      const frozen = await store.days.list({ channelId: id, from: today });
      const last = frozen.at(-1)?.broadcastDate;
      return {
        isTimed,
        plans: isTimed
          ? (await store.plans.list(id)).map(({ id: planId, name }) => ({ id: planId, name }))
          : [],
        frozenDates: isTimed ? frozen.map(({ broadcastDate }) => broadcastDate) : [],
        effectiveFrom: isTimed && last !== undefined ? addDays(last, 1) : today,
      };
    },
  };
}

/** Whether the breaks of what is frozen are longer than all the spots there are; about the airing with the longest. */
function supplyFinding(
  channel: Channel,
  catalog: Catalog,
  days: readonly ScheduleDay[],
): Finding | null {
  const shortage = supplyOfDays(channel, catalog, days);
  return (
    shortage && {
      severity: 'warning',
      rule: shortage.rule,
      message: shortage.message,
      remedy: shortage.remedy,
      subjectId: shortage.airing.id,
      startAt: shortage.airing.startAt,
    }
  );
}

/** What a frozen day is looked over with. */
export interface DayFindingsReader extends FindingsReader {
  readonly days: ScheduleDayReader;
}

/** What is wrong with a frozen day, as things are now. */
export async function findInDay(
  store: DayFindingsReader,
  channel: Channel,
  day: ScheduleDay,
): Promise<Finding[]> {
  const before = await store.days.get(channel.id, addDays(day.broadcastDate, -1));
  const catalog = await readCatalog(store);
  const plans = new Set((await store.plans.list(channel.id)).map(({ id }) => id));
  // A day that was frozen before the channel was last changed may lie on the lines of the clock that it had then.
  const edges = day.airings.flatMap(({ startAt, endAt }) => [startAt, endAt]);
  const time = day.frozenAt < channel.updatedAt ? fittingGrid(channel, edges) : channel;
  const findings = validateDay({
    time,
    day,
    occupiedUntil: before?.carryOut.occupiedUntil ?? null,
    isEligible: (id) => catalog.byId.has(id),
    isOwnPlan: (id) => plans.has(id),
  });
  return [...findings, ...validateLengths(channel.timezone, day, catalog)];
}
