import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ScheduleDayReader } from '#main/store/repositories/schedule-day-port.ts';
import { invalidInput } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Finding } from '#shared/model/finding.ts';
import type { ChannelId, PlanId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { PublishFrom } from '#shared/model/rebuild.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { broadcastDateAt } from '#shared/time/broadcast-day.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';
import type { Edit } from './edit.ts';
import { findInPlan } from './plan-findings.ts';
import { refuseIneligibleRows } from './plan-rows.ts';
import { requireChannel, requirePlan } from './require-stored.ts';

/** A published plan. */
export interface PublishedPlan {
  readonly plan: Plan;
  readonly channel: Channel;
  readonly findings: Finding[];
  /** Whether there was a draft. */
  readonly isChanged: boolean;
}

/**
 * Makes the draft what the plan is. Announces nothing: whoever asks makes the days follow first, in the way that was asked for,
 * since who hears of the change makes them follow in the usual one. Throws `not-found`, `not-eligible`, `invalid-input`.
 */
export async function publishPlan(
  edit: Edit,
  request: { readonly id: PlanId; readonly from: PublishFrom },
): Promise<PublishedPlan> {
  const { store, clock } = edit;
  const plan = await requirePlan(store, request.id);
  const channel = await requireChannel(store, plan.channelId);
  await checkPublishFrom(store.days, clock, channel, request.from);
  await refuseIneligibleRows(edit, plan, plan.draft ?? [], plan.assignments);
  const findings = await findInPlan(store, clock, plan);
  if (plan.draft === null) return { plan, channel, findings, isChanged: false };
  const next = { ...asPublished(plan), version: plan.version + 1, updatedAt: clock.nowAt() };
  await store.plans.update(next);
  return { plan: next, channel, findings, isChanged: true };
}

/** The plan as it would be if its draft were published. */
export function asPublished(plan: Plan): Plan {
  if (plan.draft === null) return plan;
  return { ...plan, assignments: applyPlanEdits(plan.draft, []), draft: null };
}

/** Refuses a date that frozen days cannot be told apart by. */
export async function checkPublishFrom(
  days: ScheduleDayReader,
  clock: MasterClock,
  channel: Channel,
  from: PublishFrom,
): Promise<void> {
  if (from === 'unpromised' || from === 'now' || from === 'after-frozen') return;
  const today = broadcastDateAt(channel, clock.nowAt());
  const latest = await days.latest(channel.id);
  const last = latest ? addDays(latest.broadcastDate, 1) : today;
  if (from >= today && from <= last) return;
  throw invalidInput(
    'from',
    `${from} is not from ${today} to ${last}, the frozen days and the one after them.`,
    'Choose one of these, or give the plan a start date.',
  );
}

/** Leaves days as they are frozen that could have been made again. Throws `not-found`. */
export async function leaveRebuildOffers(
  { store, announce }: Edit,
  channelId: ChannelId,
  dates: readonly IsoDate[],
): Promise<void> {
  await requireChannel(store, channelId);
  await store.rebuildOffers.remove(channelId, dates);
  announce('days.changed', { channelId });
}
