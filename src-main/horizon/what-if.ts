import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { ChannelId, PlanId } from '#shared/model/ids.ts';
import type { Assignment, Plan, PlanFields } from '#shared/model/plan.ts';
import { checkPlanDates } from '#shared/planning/plan/plan-matching.ts';
import { workingRows } from '#shared/planning/plan/plan-edits.ts';
import { planningRows } from '#shared/planning/plan/rows-of.ts';
import { whatIf, type DayDifference } from '#shared/planning/revise/what-if.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { datesBetween } from '#shared/time/zone.ts';
import { startOfDay } from './day-succession.ts';
import type { PlanningSource } from './planning-source.ts';

const MOST_DAYS = 31;

/** A range of days and the plans as they might be. */
export interface WhatIfRequest {
  readonly channelId: ChannelId;
  /** First and last date, both included; at most {@link MOST_DAYS}. */
  readonly from: IsoDate;
  readonly to: IsoDate;
  /** Every draft stands for its plan's rows. */
  readonly withDrafts: boolean;
  /** One plan with other fields or rows; rows given win over its draft. */
  readonly plan: {
    readonly id: PlanId;
    readonly fields: Partial<PlanFields>;
    readonly rows: readonly Assignment[] | null;
  } | null;
}

/** Shows what changed plans would make of a range of days. Writes nothing. */
export function createWhatIf(
  store: { readonly days: ScheduleDayReader },
  source: PlanningSource,
): (request: WhatIfRequest) => Promise<DayDifference[]> {
  return async (request) => {
    const { channelId, from, to } = request;
    const dates = datesBetween(from, to);
    if (dates.length === 0 || dates.length > MOST_DAYS) {
      throw invalidInput(
        'to',
        `From ${from} to ${to} are ${String(dates.length)} days.`,
        `Ask for 1 to ${String(MOST_DAYS)} days.`,
      );
    }
    const channel = await source.requireChannel(channelId);
    const plans = await source.plans(channelId);
    const changedPlans = changed(plans, request);
    const pins = await source.pins(channelId);
    // What either may ask about has to be remembered.
    const either = planningRows([...plans, ...changedPlans], pins, 'published');
    return whatIf({
      channel,
      catalog: await source.catalog(),
      dates,
      planned: planningRows(plans, pins, 'published'),
      changed: planningRows(changedPlans, pins, 'published'),
      start: await startOfDay(store, channelId, from, either),
      frozen: await store.days.list({ channelId, from, to }),
    });
  };
}

/** Rows with the ids of those that stand where they do, so that decks go on and encores find what they repeat. */
function kept(rows: readonly Assignment[], before: readonly Assignment[]): Assignment[] {
  return rows.map((row) => {
    const same = before.find(({ startOffsetMinutes: at }) => at === row.startOffsetMinutes);
    return same ? { ...row, id: same.id } : row;
  });
}

function changed(plans: readonly Plan[], { withDrafts, plan }: WhatIfRequest): Plan[] {
  if (plan !== null && !plans.some(({ id }) => id === plan.id)) throw notFound('plan', plan.id);
  return plans.map((each) => {
    const drafted = withDrafts ? { ...each, assignments: [...workingRows(each)] } : each;
    if (plan?.id !== each.id) return drafted;
    const next = {
      ...drafted,
      ...plan.fields,
      assignments: plan.rows === null ? drafted.assignments : kept(plan.rows, drafted.assignments),
    };
    checkPlanDates(next);
    return next;
  });
}
