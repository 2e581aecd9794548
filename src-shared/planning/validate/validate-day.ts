import type { AssetId, PlanId } from '../../model/ids.ts';
import { finding, type Finding, type FindingRule } from '../../model/finding.ts';
import {
  assetIdsOf,
  membersOf,
  type Airing,
  type AiringMember,
  type ScheduleDay,
} from '../../model/schedule-day.ts';
import { gridCeil, type ChannelTime } from '../../time/broadcast-day.ts';
import type { DurationMs, EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';

/** What a day is checked against. */
export interface DayValidationInput {
  readonly time: ChannelTime;
  readonly day: Pick<ScheduleDay, 'startAt' | 'endAt' | 'airings' | 'carryOut' | 'broadcastDate'>;
  /** Where content of the day before stops occupying this one; `null` for none. */
  readonly occupiedUntil: EpochMs | null;
  /** Whether an asset may air at present. */
  readonly isEligible: (id: AssetId) => boolean;
  /** Whether a plan is one of the channel's; not asked about when left out. */
  readonly isOwnPlan?: (id: PlanId) => boolean;
}

/**
 * Checks a resolved or frozen day: airings tile it from the carried-in end to its own end or beyond, start on grid lines,
 * last as long as their content, play only eligible assets, and come from a plan of the channel, its default programming, the
 * slate or a change by hand. None found: the day is sound.
 */
export function validateDay(input: DayValidationInput): Finding[] {
  const { time, day } = input;
  const findings: Finding[] = [];
  const report = (
    rule: FindingRule,
    airing: Airing | null,
    startAt: EpochMs,
    message: string,
  ): void => {
    findings.push(
      finding(rule, {
        message: `${localTimeAt(time.timezone, startAt)}: ${message}`,
        remedy: 'Regenerate the day.',
        subjectId: airing?.id ?? null,
        startAt,
      }),
    );
  };
  let cursorAt = Math.max(day.startAt, input.occupiedUntil ?? day.startAt);
  for (const airing of day.airings) {
    if (airing.startAt > cursorAt) {
      report(
        'INV-SCHEDULEDAY-NO-GAPS-001',
        airing,
        cursorAt,
        'nothing airs before the next airing.',
      );
    }
    if (airing.startAt < cursorAt) {
      report('INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001', airing, airing.startAt, 'two airings overlap.');
    }
    const shownMs = airing.contentDurationMs - (airing.lineage.overrunMs ?? 0);
    if (airing.endAt - airing.startAt < Math.max(shownMs, 1)) {
      report('INV-P3-009', airing, airing.startAt, 'the airing is shorter than its content.');
    }
    if (airing.startAt < day.startAt || airing.startAt >= day.endAt) {
      report(
        'INV-EPG-BROADCAST-DAY-BOUNDED-001',
        airing,
        airing.startAt,
        'the airing starts outside its day.',
      );
    }
    if (
      gridCeil(time, airing.startAt) !== airing.startAt ||
      gridCeil(time, airing.endAt) !== airing.endAt
    ) {
      report('INV-GRID-01', airing, airing.startAt, 'the airing does not lie on grid lines.');
    }
    const members = membersOf(airing);
    if (!assetIdsOf(airing).every((id) => input.isEligible(id))) {
      const what = members.length > 0 ? `a member of “${airing.title}”` : `“${airing.title}”`;
      report('LAW-ELIGIBILITY', airing, airing.startAt, `${what} is not ready and approved.`);
    }
    if (members.length > 0 && !doMembersTile(members, airing.contentDurationMs)) {
      report(
        'package-members',
        airing,
        airing.startAt,
        'the members of the package do not sum to its content.',
      );
    }
    const origin = foreignOrigin(airing, input.isOwnPlan ?? (() => true));
    if (origin) report(origin.rule, airing, airing.startAt, origin.message);
    cursorAt = Math.max(cursorAt, airing.endAt);
  }
  if (cursorAt < day.endAt) {
    report('INV-SCHEDULEDAY-NO-GAPS-001', null, cursorAt, 'nothing airs until the day’s end.');
  }
  const crossesUntil = cursorAt > day.endAt ? cursorAt : null;
  if (day.carryOut.occupiedUntil !== crossesUntil) {
    report(
      'INV-SCHEDULEDAY-SEAM-NO-OVERLAP-001',
      null,
      day.endAt,
      'the carry does not name where the last airing ends.',
    );
  }
  return findings;
}

/** What is wrong with where an airing says it comes from (INV-NO-FOREIGN-CONTENT-001), or `null`. */
function foreignOrigin(
  airing: Airing,
  isOwnPlan: (id: PlanId) => boolean,
): { readonly rule: FindingRule; readonly message: string } | null {
  const { rule, planId, override } = airing.lineage;
  const isPlanned = rule === 'assignment' || rule === 'zone';
  if (isPlanned && planId === null) {
    return {
      rule: 'INV-SCHEDULEDAY-DERIVATION-TRACEABLE-001',
      message: `“${airing.title}” names no plan that put it there.`,
    };
  }
  if (rule === 'override' && override === undefined) {
    return {
      rule: 'INV-SCHEDULEDAY-DERIVATION-TRACEABLE-001',
      message: `“${airing.title}” names no change by hand that put it there.`,
    };
  }
  if (planId === null || isOwnPlan(planId)) return null;
  return {
    rule: 'INV-NO-FOREIGN-CONTENT-001',
    message: `“${airing.title}” comes from a plan that is not the channel’s.`,
  };
}

/** Whether the members follow each other from the start to the end of the content. */
function doMembersTile(members: readonly AiringMember[], contentMs: DurationMs): boolean {
  let atMs = 0;
  for (const { startMs, durationMs } of members) {
    if (startMs !== atMs || durationMs < 1) return false;
    atMs += durationMs;
  }
  return atMs === contentMs;
}
