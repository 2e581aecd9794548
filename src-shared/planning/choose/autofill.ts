import { ruleOf, withRule } from '../../model/content-kinds.ts';
import type { AssignmentId, PlanId } from '../../model/ids.ts';
import type { EpisodePolicy } from '../../model/episode-policy.ts';
import type { Assignment, ContentReference } from '../../model/plan.ts';
import type { HeldPlan } from '../plan/rows-of.ts';
import { DAY_MINUTES } from '../../time/units.ts';

/** Minutes from the start of the broadcast day, half-open. */
export interface OffsetSpan {
  readonly from: number;
  readonly to: number;
}

/**
 * The stretches of the day that neither a row nor any enabled zone with content claims, in order. A block or zone of certain days
 * counts on every day here: a row would cover it on its own days too.
 */
export function unclaimedSpans({ rows }: Pick<HeldPlan, 'rows'>): OffsetSpan[] {
  const claimed = rows
    .filter(
      ({ holder }) =>
        holder.kind !== 'zone' || (holder.zone.isEnabled && holder.zone.items.length > 0),
    )
    .map(({ row: { startOffsetMinutes: from, durationMinutes } }) => ({
      from,
      to: from + durationMinutes,
    }))
    .sort((a, b) => a.from - b.from);
  const spans: OffsetSpan[] = [];
  let reached = 0;
  for (const { from, to } of [...claimed, { from: DAY_MINUTES, to: DAY_MINUTES }]) {
    const until = Math.min(from, DAY_MINUTES);
    if (reached < until) spans.push({ from: reached, to: until });
    reached = Math.max(reached, to);
  }
  return spans;
}

/** What fills the gaps of a plan. */
export interface Filling {
  readonly planId: PlanId;
  readonly content: ContentReference;
  readonly episodePolicy: EpisodePolicy;
}

/**
 * One row for each stretch that nothing claims. A rule is asked for what is no longer than its stretch, so that a single
 * programme does not run over what follows.
 */
export function rowsToFill(
  spans: readonly OffsetSpan[],
  { planId, content, episodePolicy }: Filling,
  makeId: () => AssignmentId,
): Assignment[] {
  return spans.map(({ from, to }) => ({
    id: makeId(),
    planId,
    startOffsetMinutes: from,
    durationMinutes: to - from,
    content: noLongerThan(content, to - from),
    episodePolicy,
    operatorIntent: null,
    labelId: null,
  }));
}

function noLongerThan(content: ContentReference, minutes: number): ContentReference {
  const rule = ruleOf(content);
  if (rule === null) return content;
  const { min, max } = rule.durationMinutes ?? {};
  const durationMinutes = {
    ...(min === undefined ? {} : { min }),
    max: Math.min(max ?? minutes, minutes),
  };
  return withRule(content, { ...rule, durationMinutes });
}
