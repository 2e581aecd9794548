import { CronDate, CronExpression, CronExpressionParser, CronFieldCollection } from 'cron-parser';

import { invalidInput, shortened } from '../../errors/app-error.ts';
import { finding, type Finding } from '../../model/finding.ts';
import type { Plan, PlanFields, YearlyRange } from '../../model/plan.ts';
import type { IsoDate } from '../../time/units.ts';
import { daysBetween, instantOfCivil, isIsoDate } from '../../time/zone.ts';
import { isTurnOf } from './alternation.ts';
import { compareText } from '../../model/natural-order.ts';
import { recalled } from '../../model/recent.ts';

/** Of a plan, what says when it is in force and above which others. */
export type DatedPlan = PlanFields & Pick<Plan, 'id' | 'createdAt'>;

/** The plans in force on a date, the winner first, and what is doubtful about that order. */
export interface PlanMatch<P extends DatedPlan = DatedPlan> {
  readonly plans: readonly P[];
  readonly findings: readonly Finding[];
}

const DAYS_WITHOUT_LIMIT = 1_000_000;

/** One expression per text; parsing is far dearer than matching. */
const parsed = new Map<string, CronExpression>();
/** More are read anew: whoever tries one text after the other in a form fills no memory. */
const MOST_PARSED = 256;

function dayPattern(cron: string): CronExpression {
  return recalled(parsed, cron, MOST_PARSED, () => readDayPattern(cron));
}

function readDayPattern(cron: string): CronExpression {
  try {
    const { fields } = CronExpressionParser.parse(cron);
    return new CronExpression(
      CronFieldCollection.from(fields, { second: [0], minute: [0], hour: [0] }),
      { tz: 'UTC' },
    );
  } catch (cause) {
    const why = shortened(cause instanceof Error ? cause.message : 'unreadable');
    throw invalidInput(
      'cron',
      `"${cron}" is not a cron expression: ${why}.`,
      'Write five fields, such as "* * * * MON-FRI" for weekdays.',
    );
  }
}

/**
 * Whether the day fields of a cron expression (day of month, month, day of week) name the date. Hour and minute are
 * parsed and ignored. Throws `invalid-input` naming `cron` for bad syntax.
 */
export function cronMatchesDate(cron: string, date: IsoDate): boolean {
  const midnightAt = instantOfCivil('UTC', { date, minutes: 0 });
  return dayPattern(cron).includesDate(new CronDate(midnightAt, 'UTC'));
}

/** Whether the date lies in a yearly range, both ends included; a range that starts later than it ends wraps New Year. */
export function isInYearlyRange(range: YearlyRange, date: IsoDate): boolean {
  const day = date.slice(5);
  return range.from <= range.to
    ? range.from <= day && day <= range.to
    : range.from <= day || day <= range.to;
}

/** Refuses days that no year has, such as 02-30. Throws `invalid-input` naming the field. */
export function checkYearlyRange(range: YearlyRange, field: string): void {
  for (const day of [range.from, range.to]) {
    // A leap year has every day that any year has.
    if (isIsoDate(`2028-${day}`)) continue;
    throw invalidInput(field, `No year has a ${day}.`, 'Write days that exist, as MM-DD.');
  }
}

/**
 * Refuses plan fields that cannot be matched: bad cron, days that no year has, or a first date after the last. Throws
 * `invalid-input` naming the field.
 */
export function checkPlanDates(
  fields: Pick<PlanFields, 'cron' | 'startDate' | 'endDate' | 'yearlyRange'>,
): void {
  if (fields.cron !== null) dayPattern(fields.cron);
  if (fields.yearlyRange !== null) checkYearlyRange(fields.yearlyRange, 'yearlyRange');
  if (fields.startDate !== null && fields.endDate !== null && fields.startDate > fields.endDate) {
    throw invalidInput(
      'endDate',
      `The plan would end on ${fields.endDate}, before it starts on ${fields.startDate}.`,
      'Choose an end date on or after the start date.',
    );
  }
}

function isTurn({ alternation }: DatedPlan, date: IsoDate): boolean {
  return alternation === undefined || alternation === null || isTurnOf(alternation, date);
}

/** Whether the plan is in force on the date: active, between its dates, in its yearly range, in its turn, on its cron days. */
export function isPlanInForce(plan: DatedPlan, date: IsoDate): boolean {
  return (
    plan.isActive &&
    (plan.startDate === null || plan.startDate <= date) &&
    (plan.endDate === null || date <= plan.endDate) &&
    (plan.yearlyRange === null || isInYearlyRange(plan.yearlyRange, date)) &&
    isTurn(plan, date) &&
    (plan.cron === null || cronMatchesDate(plan.cron, date))
  );
}

/** The plan as if it were in force on every date, alone. */
export function everyDay<P extends DatedPlan>(plan: P): P {
  return {
    ...plan,
    isActive: true,
    startDate: null,
    endDate: null,
    yearlyRange: null,
    cron: null,
    alternation: null,
  };
}

/** The days between two dates, or a very large number when one of them is open. */
function spanDays(plan: DatedPlan): number {
  if (plan.startDate !== null && plan.endDate !== null) {
    return daysBetween(plan.startDate, plan.endDate) + 1;
  }
  if (plan.yearlyRange !== null) return 366;
  return DAYS_WITHOUT_LIMIT - (plan.startDate === null ? 0 : 1) - (plan.endDate === null ? 0 : 1);
}

function compareWithinPriority(a: DatedPlan, b: DatedPlan): number {
  return spanDays(a) - spanDays(b) || b.createdAt - a.createdAt || compareText(a.id, b.id);
}

/**
 * The plans of a channel in force on the date, by priority descending. Equal priorities: narrower date range, then newest, then
 * id, with a warning. The order of `plans` does not matter. Throws `invalid-input` for a bad cron.
 */
export function matchPlans<P extends DatedPlan>(plans: readonly P[], date: IsoDate): PlanMatch<P> {
  const inForce = plans
    .filter((plan) => isPlanInForce(plan, date))
    .sort((a, b) => b.priority - a.priority || compareWithinPriority(a, b));
  const findings: Finding[] = [];
  inForce.forEach((plan, index) => {
    const next = inForce[index + 1];
    if (next?.priority !== plan.priority) return;
    findings.push(
      finding('plan-priority-tie', {
        message: `“${plan.name}” and “${next.name}” have the same priority ${String(plan.priority)} on ${date}; “${plan.name}” wins.`,
        remedy: 'Give one of them a larger priority.',
        subjectId: plan.id,
      }),
    );
  });
  return { plans: inForce, findings };
}

/** The plans in force on the date, the winner first; see {@link matchPlans}. */
export function plansForDate<P extends DatedPlan>(
  plans: readonly P[],
  date: IsoDate,
): readonly P[] {
  return matchPlans(plans, date).plans;
}
