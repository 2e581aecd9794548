import type { Channel } from '../../model/channel.ts';
import type { AiringChange } from '../../model/override.ts';
import type { Finding } from '../../model/finding.ts';
import type { Carry, ScheduleDay } from '../../model/schedule-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import type { ResolvedDay } from '../resolve/finish-day.ts';
import { impactOf } from './override-impact.ts';
import { resolveDay } from '../resolve/resolve-day.ts';

/** Where a day is taken up after the one before it. */
export interface DayStart {
  readonly carryIn: Carry;
  /** `null` where nothing is known of the day before. */
  readonly opensAt: EpochMs | null;
}

export interface WhatIfInput {
  readonly channel: Channel;
  readonly catalog: Catalog;
  /** In order, without a hole. */
  readonly dates: readonly IsoDate[];
  readonly planned: PlanningRows;
  /** As it might be. */
  readonly changed: PlanningRows;
  readonly start: DayStart;
  /** Days of these dates that are frozen. */
  readonly frozen: readonly ScheduleDay[];
}

/** What a date would be with the changed plans, against what it is. */
export interface DayDifference {
  readonly date: IsoDate;
  /** What it is compared with: the day as frozen, or as it would be resolved. */
  readonly basis: 'frozen' | 'resolved';
  readonly changes: AiringChange[];
  readonly day: ResolvedDay;
  readonly findings: Finding[];
}

/**
 * Resolves the dates as if the changed plans had been in force from the first on, locked or not, and compares each with what
 * it is. Pure; both runs start from the same carry and go on from their own.
 */
export function whatIf(input: WhatIfInput): DayDifference[] {
  const { channel, catalog, planned, changed, frozen } = input;
  let asIs = input.start;
  let asChanged = input.start;
  return input.dates.map((date) => {
    const live = frozen.find(({ broadcastDate }) => broadcastDate === date);
    const before = live ?? resolveDay({ channel, catalog, date, planned, ...asIs }).day;
    const { day, findings } = resolveDay({
      channel,
      catalog,
      date,
      planned: changed,
      ...asChanged,
    });
    asIs = startAfter(before);
    asChanged = startAfter(day);
    return {
      date,
      basis: live ? 'frozen' : 'resolved',
      changes: impactOf(before, day, []).changes,
      day,
      findings: [...findings],
    };
  });
}

function startAfter({ carryOut, endAt }: Pick<ScheduleDay, 'carryOut' | 'endAt'>): DayStart {
  return { carryIn: carryOut, opensAt: carryOut.occupiedUntil ?? endAt };
}
