import { assetIdsOf, type Airing } from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { grownContentMs } from '../choose/grown-content.ts';
import { endOfContent } from '../resolve/day-builder.ts';
import {
  endOfMoved,
  fillUpTo,
  finishRemaking,
  keepInPlace,
  moveHere,
  placeGrown,
  startRemaking,
  type Remaking,
  type RemakingInput,
} from './day-remaking.ts';
import type { ResolvedDay } from '../resolve/finish-day.ts';
import { fixedStartsOf, requireUnlocked } from './override-day.ts';

/**
 * Brings what is free of a day back to its grid after content has proved longer than it was planned. Pure. The
 * longer airing takes the slots that it needs and what follows goes on at the next grid line. Starts of plan windows never move:
 * what would run into one falls out, but a longer airing that starts when it was going to is cut off there. What is left open is
 * default programming. Throws `day-frozen` when nothing of the day is free.
 */
export function rebalanceDay(
  input: RemakingInput & { readonly lockedUntil: EpochMs },
): ResolvedDay {
  const { day, lockedUntil, catalog } = input;
  requireUnlocked(input, day.airings.at(-1)?.startAt ?? day.startAt);
  const remaking = startRemaking(input);
  const isFixed = fixedStartsOf(day.airings);
  const locked = day.airings.filter(({ startAt }) => startAt < lockedUntil);
  for (const assetId of day.airings.flatMap(assetIdsOf)) remaking.builder.airedToday.add(assetId);
  for (const airing of locked) keepInPlace(remaking, airing);
  const runs = runsBetween(day.airings.slice(locked.length), isFixed);
  for (const run of runs) placeRun(remaking, run, catalog);
  return finishRemaking(remaking);
}

/** Airings from one fixed start up to the next. */
interface Run {
  readonly airings: readonly Airing[];
  /** The next fixed start; `null` for the last run. */
  readonly untilAt: EpochMs | null;
}

function runsBetween(airings: readonly Airing[], isFixed: (airing: Airing) => boolean): Run[] {
  const runs: { airings: Airing[]; untilAt: EpochMs | null }[] = [];
  for (const airing of airings) {
    const last = runs.at(-1);
    if (last && !isFixed(airing)) {
      last.airings.push(airing);
      continue;
    }
    if (last) last.untilAt = airing.startAt;
    runs.push({ airings: [airing], untilAt: null });
  }
  return runs;
}

/** Once one falls out, so do the others up to the fixed start: no episode airs before one that it follows. */
function placeRun(remaking: Remaking, { airings, untilAt }: Run, catalog: Catalog): void {
  const { builder } = remaking;
  const limitAt = untilAt ?? remaking.limitAt ?? Infinity;
  for (const airing of airings) {
    if (builder.cursorAt >= limitAt || builder.cursorAt >= builder.day.endAt) return;
    const grownMs = grownContentMs(airing, catalog);
    const isPushed = airing.startAt < builder.cursorAt;
    if (grownMs === null) {
      if (isPushed && endOfMoved(remaking, airing) > limitAt) return;
      if (isPushed) moveHere(remaking, airing);
      else keepInPlace(remaking, airing);
    } else {
      if (isPushed && endOfContent(builder, grownMs) > limitAt) return;
      fillUpTo(remaking, airing.startAt);
      placeGrown(remaking, airing, grownMs, limitAt);
    }
  }
}
