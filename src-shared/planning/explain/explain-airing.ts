import type { DaypartRule } from '../../model/content-rule.ts';
import type { Plan } from '../../model/plan.ts';
import type { Airing } from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import { describeDaypart } from '../choose/describe-rule.ts';
import { describeFill } from '../choose/row-fill.ts';
import { placedRow } from '../plan/placed-blocks.ts';
import { explainPackage, explainShorts } from './explain-package.ts';
import { POLICIES } from '../choose/policies.ts';
import { countOf, followingPart } from '../choose/tell-choice.ts';
import { describeSpan } from '../plan/plan-edits.ts';
import { describeZone } from '../plan/zones.ts';

/** What is known today of what an airing came from; parts that are gone are `null`. */
export interface AiringOrigin {
  readonly airing: Airing;
  readonly plan: Plan | null;
  readonly timezone: string;
  /** The title of the asset on which the rotation stood before, if it is still known. */
  readonly cursorTitle: string | null;
  /** The row or zone that it repeats, such as `the row 14:00–14:30 of “Weekdays”`; `null` when it is gone or there is none. */
  readonly firstRunOf?: string | null;
  /** The pin that it comes from, such as `20:00–21:00 on 2026-12-24`; `null` when it is gone or there is none. */
  readonly pin?: string | null;
  readonly frozenAt: EpochMs | null;
  /** What the channel asks today of what airs at these hours. */
  readonly dayparts?: readonly DaypartRule[];
}

/** Sentences on why an airing is there, from the general to the particular. */
export function explainAiring(origin: AiringOrigin): string[] {
  const { airing } = origin;
  const at = localTimeAt(origin.timezone, airing.startAt);
  switch (airing.lineage.rule) {
    case 'slate':
      return [
        `At ${at} the station’s slate airs: no eligible programme fits the time up to what follows.`,
        `${countOf(airing.lineage.eligibleCount, 'programme')} could be chosen from at all.`,
        ...daypartSentence(origin),
        ...frozenSentence(origin),
      ];
    case 'default-programming':
      return [
        `At ${at} no row of a plan says what airs, so the channel’s default programming does.`,
        ...contentSentences(origin),
        ...daypartSentence(origin),
        ...overrideSentence(origin),
        ...frozenSentence(origin),
      ];
    case 'override':
      return [
        `At ${at} the operator put it there by hand.`,
        ...daypartSentence(origin),
        ...overrideSentence(origin),
        ...frozenSentence(origin),
      ];
    case 'pin':
      return [
        origin.pin
          ? `At ${at} the operator pinned it, above every plan: ${origin.pin}.`
          : `At ${at} a pin that has been removed since put it there.`,
        ...contentSentences(origin),
        ...intentSentence(airing),
        ...overrideSentence(origin),
        ...frozenSentence(origin),
      ];
    case 'zone':
    case 'assignment':
      return [
        planSentence(origin, at),
        ...contentSentences(origin),
        ...daypartSentence(origin),
        ...(airing.lineage.isHardStart === true
          ? ['Its row has a hard start: what airs before it ends by then.']
          : []),
        ...slotSentences(airing, origin.timezone),
        ...intentSentence(airing),
        ...overrideSentence(origin),
        ...frozenSentence(origin),
      ];
  }
}

/** What is unusual about how it lies in its slots: breaks of its own, an end that is trimmed. */
function slotSentences(
  { endAt, lineage: { breakRules, overrunMs, fill } }: Airing,
  timezone: string,
): string[] {
  const own = Object.entries(breakRules ?? {}).map(([rule, value]) => `${rule} ${String(value)}`);
  return [
    ...(own.length > 0 ? [`Its row or plan says how it breaks: ${own.join(', ')}.`] : []),
    ...(overrunMs === undefined
      ? []
      : [
          `It is ${(overrunMs / 1_000).toFixed(1)} s longer than its slots, which the channel tolerates: it fades out at its end.`,
        ]),
    ...(fill
      ? [
          `From ${localTimeAt(timezone, endAt - fill.durationMs)}, or from the end of its content, its row is filled with ${describeFill(fill)} until ${localTimeAt(timezone, endAt)}; that time is part of this airing.`,
        ]
      : []),
  ];
}

/** Why it is this content: a package says it of each of its members. */
function contentSentences(origin: AiringOrigin): string[] {
  const ofPackage = explainPackage(origin.airing);
  return ofPackage.length > 0
    ? ofPackage
    : [choiceSentence(origin), ...explainShorts(origin.airing)];
}

function planSentence({ airing, plan }: AiringOrigin, at: string): string {
  if (plan === null) return `At ${at} a row of a plan that no longer exists put it there.`;
  const row = plan.assignments.find(({ id }) => id === airing.lineage.assignmentId);
  const zone = plan.zones?.find(({ id }) => id === airing.lineage.assignmentId);
  const inBlock = placedRow(plan, airing.lineage.assignmentId);
  const where = row
    ? `its row ${describeSpan(row)}`
    : inBlock
      ? `the row ${describeSpan(inBlock.row)} of its block “${inBlock.placed.block.name}”`
      : zone
        ? `its zone ${describeZone(zone)}`
        : `a ${airing.lineage.rule === 'zone' ? 'zone' : 'row'} that has been removed since`;
  return `At ${at} the plan “${plan.name}” (priority ${String(plan.priority)}) put it there by ${where}.`;
}

function choiceSentence({ airing, cursorTitle, firstRunOf, timezone }: AiringOrigin): string {
  const { encore } = airing.lineage;
  if (encore) {
    const what = firstRunOf ?? 'a row that has been removed since';
    return `It is an encore: it repeats what ${what} aired on ${encore.date} at ${localTimeAt(timezone, encore.startAt)}.`;
  }
  const { policy, cursorBefore, seed, eligibleCount, rotation } = airing.lineage;
  const before = cursorTitle === null ? 'the one that aired last' : `“${cursorTitle}”`;
  const relaxed =
    rotation?.relaxedToHours === undefined
      ? ''
      : ` Nothing had rested as long as the rule asks; the rest was relaxed to ${String(rotation.relaxedToHours)} hours.`;
  if (rotation?.round !== undefined && seed !== null) {
    return `It was dealt from deck ${String(rotation.round)} of ${countOf(eligibleCount, 'programme')}, shuffled by the seed “${seed}”; none comes twice in a deck.${relaxed}`;
  }
  if (seed !== null) {
    return `It was drawn from ${countOf(eligibleCount, 'candidate')} by the seed “${seed}”; the same seed always draws the same.${relaxed}`;
  }
  if (policy === null && rotation !== undefined) {
    return followingPart({ cursorBefore, before, eligibleCount, rotation, relaxed });
  }
  if (policy === null) return 'It was asked for by name.';
  return POLICIES[policy].tell({ cursorBefore, before, eligibleCount, rotation, relaxed });
}

function intentSentence(airing: Airing): string[] {
  const { operatorIntent } = airing.lineage;
  return operatorIntent === null ? [] : [`The operator’s note: ${operatorIntent}`];
}

function daypartSentence({ dayparts = [] }: AiringOrigin): string[] {
  if (dayparts.length === 0) return [];
  return [
    `What the channel chooses for these hours must hold to ${dayparts.map(describeDaypart).join('; ')}.`,
  ];
}

function overrideSentence({ airing, timezone }: AiringOrigin): string[] {
  const { override } = airing.lineage;
  if (!override) return [];
  const from =
    override.fromStartAt === null ? '' : ` from ${localTimeAt(timezone, override.fromStartAt)}`;
  const did = {
    placed: 'It was placed by hand',
    moved: `A change by hand moved it${from}`,
    trimmed: 'It was shortened by hand',
    filled: 'It fills what a change by hand left open',
  }[override.type];
  return [`${did}; the reason given: ${override.reason}`];
}

function frozenSentence({ airing, frozenAt, timezone }: AiringOrigin): string[] {
  if (frozenAt === null) return [];
  return [`The day ${airing.broadcastDate} was frozen at ${localTimeAt(timezone, frozenAt)}.`];
}
