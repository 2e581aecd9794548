import type { BreakRules } from '../../model/break-rules.ts';
import type { AiringMember } from '../../model/schedule-day.ts';
import { MS_PER_HOUR, type DurationMs } from '../../time/units.ts';

/** A break shorter than this would only be a hiccup; fewer get its time. */
const SHORTEST_BREAK_MS = 10_000;

/**
 * The packed shorts of a slot with the breaks between them, of which the guide tells: as long as one another, within what the rules
 * allow for an hour and for one break. What they leave of the slot is after the last; where content is not cut, all of it is.
 */
export function withBreaksBetween(
  members: readonly AiringMember[],
  slotMs: DurationMs,
  rules: BreakRules,
): AiringMember[] {
  const contentMs = members.reduce((sum, { durationMs }) => sum + durationMs, 0);
  const perHour = (limit: number | null): number =>
    limit === null ? Infinity : Math.floor((limit * slotMs) / MS_PER_HOUR);
  const surplusMs = Math.max(0, slotMs - contentMs);
  const insideMs = Math.min(surplusMs, perHour(rules.maximumBreakMsPerHour));
  const joints = members.length - 1;
  const count = rules.cutsContent
    ? Math.min(
        joints,
        perHour(rules.maximumBreaksPerHour),
        Math.floor(insideMs / SHORTEST_BREAK_MS),
      )
    : 0;
  const evenMs = count === 0 ? 0 : Math.floor(insideMs / (count + 1));
  const breakMs = Math.min(evenMs, rules.maximumBreakMs ?? Infinity);
  const isBroken = (joint: number): boolean =>
    breakMs >= SHORTEST_BREAK_MS &&
    Math.floor(((joint + 1) * count) / joints) > Math.floor((joint * count) / joints);
  return members.map((member, index) =>
    index === joints ? member : { ...member, breakAfterMs: isBroken(index) ? breakMs : 0 },
  );
}
