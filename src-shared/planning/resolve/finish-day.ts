import { recordOfAiring } from '../../model/airing-record.ts';
import type { PlanId, ScheduleDayId } from '../../model/ids.ts';
import type { Carry, ContinuingWindow, ScheduleDay } from '../../model/schedule-day.ts';
import { canonicalJson, hashText } from '../../model/seed.ts';
import type { IsoDate } from '../../time/units.ts';
import { digestCarry } from './carry-digest.ts';
import type { DayBuilder, DraftAiring } from './day-builder.ts';
import { firstRunsToCarry } from './encore.ts';
import { carryOfRotation } from '../choose/rotation.ts';

export type ResolvedDay = Omit<ScheduleDay, 'frozenAt'>;

/** What a filled day says of itself besides its airings. */
export interface DayIdentity {
  readonly planId: PlanId | null;
  readonly isManualOverride: boolean;
  /** A window that goes on into the next day. */
  readonly continuing: ContinuingWindow | null;
}

/** Makes a day of what has been placed: its carry, its hash, its id. The hash depends on content alone. */
export function finishDay(builder: DayBuilder, identity: DayIdentity): ResolvedDay {
  const { channel, date, day, rotation } = builder;
  const { planId, isManualOverride, continuing } = identity;
  const firstRuns = firstRunsToCarry(builder.firstRuns, builder.encoreNeeds, date);
  const carryOut: Carry = {
    occupiedUntil: builder.cursorAt > day.endAt ? builder.cursorAt : null,
    ...carryOfRotation(rotation),
    continuing,
    lastAssetId: builder.lastAssetId,
    ...(firstRuns === null ? {} : { firstRuns }),
  };
  return sealDay({
    channelId: channel.id,
    broadcastDate: date,
    planId,
    isManualOverride,
    startAt: day.startAt,
    endAt: day.endAt,
    airings: builder.airings,
    carryOut,
  });
}

/** The same airings under another plan's name, or none. */
export function identifyDay(
  day: ResolvedDay,
  planId: PlanId | null,
  isManualOverride: boolean,
): ResolvedDay {
  const { id: _id, contentHash: _hash, ...content } = day;
  return sealDay({ ...content, planId, isManualOverride });
}

interface UnsealedDay extends Omit<ResolvedDay, 'id' | 'contentHash' | 'airings'> {
  readonly airings: readonly DraftAiring[];
}

function sealDay(content: UnsealedDay): ResolvedDay {
  const { channelId, broadcastDate, planId, carryOut } = content;
  const airings = content.airings.map((airing) => ({
    ...recordOfAiring(airing),
    id: undefined,
    scheduleDayId: undefined,
  }));
  const contentHash = hashText(
    canonicalJson({
      channelId,
      date: broadcastDate,
      planId,
      airings,
      carryOut: digestCarry(carryOut),
    }),
  );
  const id = scheduleDayIdOf(channelId, broadcastDate, contentHash);
  return {
    ...content,
    id,
    airings: content.airings.map((airing) => ({ ...airing, scheduleDayId: id })),
    contentHash,
  };
}

/** The id of a day: equal content for the same channel and date, equal id. */
export function scheduleDayIdOf(
  channelId: string,
  date: IsoDate,
  contentHash: string,
): ScheduleDayId {
  return hashText(canonicalJson([channelId, date, contentHash])).slice(0, 32) as ScheduleDayId;
}
