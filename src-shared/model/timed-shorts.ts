import type { DurationMs, EpochMs } from '../time/units.ts';
import type { Airing, AiringMember } from './schedule-day.ts';

/** A packed short with its own time: it and the break after it, up to the next one or the end of the airing. */
export interface TimedShort {
  readonly member: AiringMember;
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  /** Of what follows it before the next; the last has whatever is left of the airing. */
  readonly breakAfterMs: DurationMs;
}

/**
 * The shorts of an airing with the times that its day promises; `null` where it promises none, as for everything but packed shorts of a
 * channel whose guide has an entry for each, or where a change by hand left too little time for them.
 */
export function timedShorts({
  startAt,
  endAt,
  content,
}: Pick<Airing, 'startAt' | 'endAt' | 'content'>): readonly TimedShort[] | null {
  if (content.kind !== 'shorts' || content.members.length < 2) return null;
  const { members } = content;
  const timed: TimedShort[] = [];
  let at = startAt;
  for (const [index, member] of members.entries()) {
    const isLast = index === members.length - 1;
    const shownUntilAt = at + member.durationMs;
    if (shownUntilAt > endAt || (!isLast && member.breakAfterMs === undefined)) return null;
    const breakAfterMs = isLast ? endAt - shownUntilAt : (member.breakAfterMs ?? 0);
    timed.push({ member, startAt: at, endAt: shownUntilAt + breakAfterMs, breakAfterMs });
    at = shownUntilAt + breakAfterMs;
  }
  return at === endAt ? timed : null;
}
