import { setImmediate } from 'node:timers/promises';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { PlanningWarning } from '#shared/model/incident.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import type { Catalog } from '#shared/planning/choose/catalog.ts';
import { foreseeByDay, type ForeseeInput } from '#shared/planning/resolve/foresee.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import { MS_PER_MINUTE, type EpochMs, type IsoDate } from '#shared/time/units.ts';
import { addDays, datesBetween } from '#shared/time/zone.ts';
import { supplyOfDays } from '#shared/planning/validate/spot-supply.ts';
import { startOfDay } from './day-succession.ts';
import type { PlanningSource } from './planning-source.ts';

/** So many days beyond the frozen ones are looked at. */
const DAYS_AHEAD = 14;

/** Changes of plans and library are noticed within so long. */
const CHECK_PERIOD_MS = MS_PER_MINUTE;

/** What was seen, and what of. */
interface Look {
  readonly checkedAt: EpochMs;
  readonly basis: string;
  readonly catalog: Catalog;
  readonly warnings: readonly PlanningWarning[];
}

/** Looks at the days beyond the frozen ones and tells what will run out; again only when something it depends on has changed. Writes nothing. */
export function createAheadWatch(
  store: { readonly days: ScheduleDayReader },
  clock: MasterClock,
  source: PlanningSource,
): (channel: Channel) => Promise<readonly PlanningWarning[]> {
  const looks = new Map<ChannelId, Look>();

  /** What the answer depends on, besides the library: the channel, its plans and where its frozen days end. */
  async function basisOf(
    channel: Channel,
    latest: ScheduleDay | null,
    unplanned: readonly IsoDate[],
    outgrown: readonly IsoDate[],
  ): Promise<string> {
    const plans = await source.plans(channel.id);
    const parts = plans.flatMap((plan) => [plan, ...(plan.blocks ?? []).map(({ block }) => block)]);
    const versions = parts.map(({ id, version }) => `${id}:${String(version)}`);
    const pins = (await source.pins(channel.id)).map(({ id }) => id);
    const dates = [...unplanned, '', ...outgrown];
    return [channel.version, latest?.id ?? '', ...dates, ...versions, ...pins].join(' ');
  }

  async function look(
    channel: Channel,
    latest: ScheduleDay | null,
    unplanned: readonly IsoDate[],
    outgrown: readonly IsoDate[],
  ): Promise<PlanningWarning[]> {
    const today = broadcastDateAt(channel, clock.nowAt());
    const from = latest && latest.broadcastDate >= today ? addDays(latest.broadcastDate, 1) : today;
    const planned = await source.planned(channel.id);
    const ahead = await foreseeInTurns({
      channel,
      planned,
      catalog: await source.catalog(),
      dates: datesBetween(from, addDays(from, DAYS_AHEAD - 1)),
      start: await startOfDay(store, channel.id, from, planned),
    });
    return [
      ...frozenWithoutPlan(unplanned),
      ...outgrown.map(contentHasGrown),
      ...tooFewSpots(channel, await source.catalog(), latest),
      ...ahead,
    ];
  }

  return async (channel) => {
    const now = clock.nowAt();
    const known = looks.get(channel.id);
    if (known && now - known.checkedAt < CHECK_PERIOD_MS && now >= known.checkedAt) {
      return known.warnings;
    }
    const latest = await store.days.latest(channel.id);
    const today = broadcastDateAt(channel, now);
    const unplanned = await store.days.unplannedDates(channel.id, today);
    const outgrown = await store.days.outgrownDates(channel.id, now);
    const basis = await basisOf(channel, latest, unplanned, outgrown);
    const catalog = await source.catalog();
    const isSame = known?.basis === basis && known.catalog === catalog;
    const warnings = isSame ? known.warnings : await look(channel, latest, unplanned, outgrown);
    looks.set(channel.id, { checkedAt: now, basis, catalog, warnings });
    return warnings;
  };
}

/** Resolving two weeks takes a while; a day at a time, what waits has its turn. */
async function foreseeInTurns(input: ForeseeInput): Promise<PlanningWarning[]> {
  const days = foreseeByDay(input);
  for (;;) {
    const step = days.next();
    if (step.done === true) return step.value;
    await setImmediate();
  }
}

/** Content proved longer after its day was frozen. It is cut at its fence until somebody gives it the slots that it needs. */
function contentHasGrown(date: IsoDate): PlanningWarning {
  return {
    severity: 'warning',
    rule: 'content-has-grown',
    subject: date,
    fromDate: date,
    message: `On ${date} something is planned that has become longer since the day was frozen; its end will not be shown.`,
    remedy: `Bring the day back to its grid: schedule-day rebalance --date ${date}.`,
  };
}

/** The breaks of the latest frozen day are longer than all the spots there are. */
function tooFewSpots(
  channel: Channel,
  catalog: Catalog,
  latest: ScheduleDay | null,
): PlanningWarning[] {
  const shortage = latest && supplyOfDays(channel, catalog, [latest]);
  if (!shortage) return [];
  const { rule, message, remedy, airing } = shortage;
  const fromDate = airing.broadcastDate;
  return [{ severity: 'warning', rule, subject: 'spots', fromDate, message, remedy }];
}

/** Days that are frozen already and were made without a plan: the fault is on the air, not only ahead. */
function frozenWithoutPlan(dates: readonly IsoDate[]): PlanningWarning[] {
  const [first, ...more] = dates;
  if (first === undefined) return [];
  const which = more.length === 0 ? first : `${first} and ${String(more.length)} more frozen days`;
  return [
    {
      severity: 'warning',
      rule: 'no-active-plan',
      subject: 'frozen-days',
      fromDate: first,
      message: `No plan was in force for ${which}; default programming fills them.`,
      remedy: 'Make or activate a plan for these dates, then generate the days again with force.',
    },
  ];
}
