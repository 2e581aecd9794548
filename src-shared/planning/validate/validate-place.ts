import { finding, type Finding, type FindingRule } from '../../model/finding.ts';
import type { Plan } from '../../model/plan.ts';
import type { IsoDate } from '../../time/units.ts';
import { addDays, datesBetween } from '../../time/zone.ts';
import { isPlanInForce, plansForDate } from '../plan/plan-matching.ts';

const DAYS_AHEAD = 366;

/**
 * What is doubtful about a plan's place among the plans of its channel in the year from `from` on: it is never in force, a plan
 * above it replaces it on every date, another has its priority, or its cron names a time of day. An archived
 * plan is only asked for its cron. `plans` holds the plan itself. Throws `invalid-input` for a bad cron.
 */
export function validatePlace(plan: Plan, plans: readonly Plan[], from: IsoDate): Finding[] {
  const findings = cronFindings(plan);
  if (!plan.isActive) return findings;
  const dates = datesBetween(from, addDays(from, DAYS_AHEAD - 1)).filter((date) =>
    isPlanInForce(plan, date),
  );
  const [firstDate] = dates;
  if (firstDate === undefined) {
    findings.push(
      found(
        plan,
        'plan-never-in-force',
        `“${plan.name}” is not in force on any date of the year from ${from} on.`,
        'Change its dates or its cron, or archive it.',
      ),
    );
    return findings;
  }
  const covering = new Set<Plan>();
  const tied = new Map<Plan, IsoDate>();
  let isReached = false;
  for (const date of dates) {
    const inForce = plansForDate(plans, date);
    const above = inForce.slice(
      0,
      inForce.findIndex(({ id }) => id === plan.id),
    );
    const replacing = above.find(({ layering }) => layering === 'replace');
    if (replacing) covering.add(replacing);
    else isReached = true;
    for (const other of inForce) {
      if (other.id === plan.id || other.priority !== plan.priority || tied.has(other)) continue;
      tied.set(other, date);
    }
  }
  if (!isReached) {
    const names = [...covering].map(({ name }) => `“${name}”`).join(', ');
    findings.push(
      found(
        plan,
        'plan-unreachable',
        `“${plan.name}” never airs in the year from ${from} on: ${names} replaces it on every date on which it is in force.`,
        `Give it a priority above ${String(plan.priority)}, let the plan above it merge, or archive it.`,
      ),
    );
  }
  for (const [other, date] of tied) {
    const [winner] = plansForDate([plan, other], date);
    findings.push(
      found(
        plan,
        'plan-priority-tie',
        `“${plan.name}” and “${other.name}” have the same priority ${String(plan.priority)}, first on ${date}; “${winner?.name ?? plan.name}” wins.`,
        'Give one of them a larger priority.',
      ),
    );
  }
  return findings;
}

/** Seconds, minutes and hours stand before the last three fields. */
function cronFindings(plan: Plan): Finding[] {
  const times = plan.cron?.trim().split(/\s+/).slice(0, -3) ?? [];
  if (times.every((field) => field === '*')) return [];
  return [
    found(
      plan,
      'plan-cron-time',
      `The time of day in “${plan.cron ?? ''}” is ignored: a plan is in force for whole broadcast days.`,
      'Write * for minute and hour, and give times to the rows.',
    ),
  ];
}

function found(plan: Plan, rule: FindingRule, message: string, remedy: string): Finding {
  return finding(rule, { message, remedy, subjectId: plan.id });
}
