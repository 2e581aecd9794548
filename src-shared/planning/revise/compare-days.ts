import type { AiringChange } from '../../model/override.ts';
import { assetIdsOf, type Airing, type ScheduleDay } from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import { impactOf } from './override-impact.ts';
import { isDefault, isPlaceholder } from './placeholder.ts';
import { overlaps } from '../../time/interval.ts';

type Side = Pick<ScheduleDay, 'airings' | 'carryOut'>;

export interface DayComparison {
  /** What differs from the instant on, in order of time. */
  readonly changes: AiringChange[];
  /** Something of a plan stands where only default programming was, or anything where only the slate was. */
  readonly isPlannedNew: boolean;
  /** Everything else than default programming stands as it did. */
  readonly isPromiseKept: boolean;
  /** When the first change is; `null` for none. */
  readonly firstAt: EpochMs | null;
}

/** Compares what starts at or after the instant of a day as it is with what it would be. Pure. */
export function compareDays(before: Side, after: Side, fromAt: EpochMs): DayComparison {
  const free = (side: Side): Airing[] => side.airings.filter(({ startAt }) => startAt >= fromAt);
  const [old, made] = [free(before), free(after)];
  const { changes } = impactOf({ ...before, airings: old }, { ...after, airings: made }, []);
  const standing = new Map(made.map((airing) => [airing.startAt, airing]));
  const isSame = (airing: Airing): boolean => {
    const there = standing.get(airing.startAt);
    return there?.endAt === airing.endAt && playedBy(there) === playedBy(airing);
  };
  const promised = old.filter((airing) => !isPlaceholder(airing));
  const slates = old.filter(isSlate);
  const known = new Set(promised.map(({ startAt }) => startAt));
  return {
    changes,
    isPlannedNew: made.some(
      (airing) =>
        (!isDefault(airing) && !known.has(airing.startAt)) ||
        (!isSlate(airing) && slates.some((slate) => overlaps(slate, airing))),
    ),
    isPromiseKept: promised.every(isSame),
    firstAt: changes[0] ? ((changes[0].before ?? changes[0].after)?.startAt ?? null) : null,
  };
}

function isSlate({ lineage }: Airing): boolean {
  return lineage.rule === 'slate';
}

function playedBy(airing: Airing): string {
  return assetIdsOf(airing).join(' ');
}
