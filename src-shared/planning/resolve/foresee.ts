import type { Channel } from '../../model/channel.ts';
import type { PlanningWarning } from '../../model/incident.ts';
import type { Plan } from '../../model/plan.ts';
import { membersOf, type Airing, type Carry } from '../../model/schedule-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { compareProgrammes, type Catalog } from '../choose/catalog.ts';
import { shortsOf, type RotatingAiring } from '../choose/rotation.ts';
import { plansForDate } from '../plan/plan-matching.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { resolveDay } from './resolve-day.ts';

export interface ForeseeInput {
  readonly channel: Channel;
  readonly planned: PlanningRows;
  readonly catalog: Catalog;
  /** In order, from the first date that is not frozen. */
  readonly dates: readonly IsoDate[];
  /** What the last frozen day left behind. */
  readonly start: { readonly carryIn: Carry; readonly opensAt: EpochMs | null };
}

/**
 * What will run out in the days ahead: plans that end, days without a plan, rows without eligible content, rotations that have
 * aired all they have, breaks without anything to fill them. Each is told once, with the first date. Pure; days are resolved
 * as the horizon would and thrown away. A day at a time, so that other work can have its turn between two days.
 */
export function* foreseeByDay(input: ForeseeInput): Generator<undefined, PlanningWarning[]> {
  const { channel, planned, catalog, dates } = input;
  const { plans } = planned;
  const warnings = new Map<string, PlanningWarning>();
  const note = (warning: PlanningWarning): void => {
    const key = `${warning.rule} ${warning.subject}`;
    if (!warnings.has(key)) warnings.set(key, warning);
  };
  const hasPlans = plans.some(({ isActive }) => isActive);
  let { carryIn, opensAt } = input.start;
  for (const date of dates) {
    if (hasPlans && plansForDate(plans, date).length === 0) note(noPlan(date));
    for (const plan of plans)
      if (plan.isActive && plan.endDate === date) note(planEnds(plan, date));
    const { day, findings } = resolveDay({
      channel,
      date,
      planned,
      catalog,
      carryIn,
      opensAt,
    });
    for (const { rule, subjectId, message, remedy } of findings) {
      if (!LASTING_RULES.has(rule)) continue;
      note({
        severity: 'warning',
        rule,
        subject: subjectId ?? '',
        fromDate: date,
        remedy,
        message: `${date}: ${message}`,
      });
    }
    for (const airing of day.airings) {
      if (goesRound(airing, catalog)) note(runsOut(airing, date));
      if (airing.lineage.rule === 'slate') note(nothingToAir(airing, date));
    }
    carryIn = day.carryOut;
    opensAt = day.carryOut.occupiedUntil ?? day.endAt;
    yield;
  }
  if (channel.traffic.allowedKinds.every((kind) => !catalog.interstitials.get(kind)?.length)) {
    note(emptyPool());
  }
  return [...warnings.values()];
}

/** Findings of a day that come back every day until somebody does something. */
const LASTING_RULES: ReadonlySet<string> = new Set([
  'INV-PLAN-ELIGIBLE-ASSETS-ONLY-001',
  'window-overrun',
]);

/** Whether a rotation in order begins again with this airing. */
function goesRound(airing: Airing, catalog: Catalog): boolean {
  const shorts = shortsOf(airing);
  return (shorts.length > 0 ? shorts : [airing]).some((each) => isBehindCursor(each, catalog));
}

function isBehindCursor({ content, lineage }: RotatingAiring, catalog: Catalog): boolean {
  const { cursorBefore } = lineage;
  const chosenBy = content.kind === 'package' ? content.package.method : null;
  const policy = chosenBy ?? lineage.policy;
  const first =
    content.kind === 'asset'
      ? content.assetId
      : membersOf({ content }).find(({ role }) => role === 'chosen')?.assetId;
  if (policy !== 'sequential' || !first || cursorBefore === null) return false;
  const before = catalog.byId.get(cursorBefore);
  const asset = catalog.byId.get(first);
  return before !== undefined && asset !== undefined && compareProgrammes(asset, before) <= 0;
}

function noPlan(date: IsoDate): PlanningWarning {
  return {
    severity: 'warning',
    rule: 'no-active-plan',
    subject: '',
    fromDate: date,
    message: `From ${date} on there is a day without a plan; default programming will fill it.`,
    remedy: 'Extend a plan’s dates, or make one for that day.',
  };
}

function planEnds(plan: Pick<Plan, 'id' | 'name'>, date: IsoDate): PlanningWarning {
  return {
    severity: 'warning',
    rule: 'plan-ends',
    subject: plan.id,
    fromDate: date,
    message: `The plan “${plan.name}” is in force for the last time on ${date}.`,
    remedy: 'Extend its dates, or have another plan ready.',
  };
}

function runsOut(airing: Airing, date: IsoDate): PlanningWarning {
  const subject = airing.lineage.rotation?.cursor ?? airing.seriesId ?? '';
  return {
    severity: 'warning',
    rule: 'rotation-goes-round',
    subject,
    fromDate: date,
    message: `“${airing.title}” has no episode left that has not aired since its rotation began; from ${date} on it begins again.`,
    remedy: 'Add episodes, or plan another series from that day on.',
  };
}

function nothingToAir(airing: Airing, date: IsoDate): PlanningWarning {
  return {
    severity: 'warning',
    rule: 'slate-planned',
    subject: '',
    fromDate: date,
    message: `On ${date} the slate will air, because no eligible programme fits${airing.lineage.eligibleCount === 0 ? ' and the library has none' : ''}.`,
    remedy: 'Approve programmes in the library, or choose other default programming.',
  };
}

function emptyPool(): PlanningWarning {
  return {
    severity: 'warning',
    rule: 'break-pool-empty',
    subject: '',
    fromDate: null,
    message: 'No interstitial may air on the channel; its breaks are black.',
    remedy: 'Add commercials, promos, bumpers or fillers to the library.',
  };
}
