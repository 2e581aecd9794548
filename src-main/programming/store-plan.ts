import type { Plan } from '#shared/model/plan.ts';
import type { Edit } from './edit.ts';

/** Stores a plan that was changed, as its next version, and announces it. */
export async function storeChangedPlan(
  { store, clock, announce }: Edit,
  plan: Plan,
): Promise<Plan> {
  const next = { ...plan, version: plan.version + 1, updatedAt: clock.nowAt() };
  await store.plans.update(next);
  announce('plans.changed', { channelId: plan.channelId, planId: plan.id });
  return next;
}
