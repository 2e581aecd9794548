import { assetIdsOf, type ScheduleDay } from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import { finishRemaking, keepInPlace, startRemaking, type RemakingInput } from './day-remaking.ts';
import { identifyDay, type ResolvedDay } from '../resolve/finish-day.ts';
import { requireUnlocked } from './override-day.ts';

export interface RevertDayInput extends RemakingInput {
  /** The day as it once was. */
  readonly target: ScheduleDay;
  /** What starts before has aired or is locked for playout and stays as it is now. */
  readonly lockedUntil: EpochMs;
}

/**
 * Takes what is free of a day back to how it once was. Pure. What is locked stays; where the two do not meet, and where an
 * asset may no longer air, default programming fills. A day that ends up as it was is no longer one changed by hand.
 * Throws `day-frozen` when nothing of the day is free.
 */
export function revertDay(input: RevertDayInput): ResolvedDay {
  const { day, target, lockedUntil, catalog } = input;
  const lastStartAt = day.airings.at(-1)?.startAt ?? day.startAt;
  requireUnlocked(input, lastStartAt);
  const remaking = startRemaking(input);
  const locked = day.airings.filter(({ startAt }) => startAt < lockedUntil);
  const wanted = target.airings.filter(
    (airing) =>
      airing.startAt >= lockedUntil && assetIdsOf(airing).every((id) => catalog.byId.has(id)),
  );
  for (const assetId of [...locked, ...wanted].flatMap(assetIdsOf)) {
    remaking.builder.airedToday.add(assetId);
  }
  for (const airing of locked) keepInPlace(remaking, airing);
  for (const airing of wanted) {
    const isFree = airing.startAt >= remaking.builder.cursorAt;
    const fits = remaking.limitAt === null || airing.endAt <= remaking.limitAt;
    if (isFree && fits) keepInPlace(remaking, airing);
  }
  const remade = finishRemaking(remaking);
  const isAsItWas =
    remade.airings.length === target.airings.length &&
    remade.airings.every((airing, index) => airing.id === target.airings[index]?.id);
  return isAsItWas ? identifyDay(remade, target.planId, target.isManualOverride) : remade;
}
