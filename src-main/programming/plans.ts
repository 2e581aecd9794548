import { randomUUID } from 'node:crypto';

import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { PlanId } from '#shared/model/ids.ts';
import { DEFAULT_PLAN_FIELDS, type Plan } from '#shared/model/plan.ts';
import { checkPlanDates } from '#shared/planning/plan/plan-matching.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { requireChannel, requirePlan } from './require-stored.ts';
import { storeChangedPlan } from './store-plan.ts';

/** Makes a plan without rows. Throws `not-found`, `already-exists`, `invalid-input`. */
export async function createPlan(
  { store, clock, announce }: Edit,
  { channelId, ...fields }: ParsedInput<'plan.create'>,
): Promise<Plan> {
  await requireChannel(store, channelId);
  const now = clock.nowAt();
  const plan: Plan = {
    ...DEFAULT_PLAN_FIELDS,
    ...mentioned(fields),
    name: fields.name,
    id: PlanId.parse(randomUUID()),
    channelId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    assignments: [],
    draft: null,
  };
  await checkPlanFields(store, plan);
  await store.plans.insert(plan);
  announce('plans.changed', { channelId, planId: plan.id });
  return plan;
}

/** Changes what is said of a plan, not its rows. Throws `not-found`, `already-exists`, `invalid-input`. */
export async function updatePlan(
  edit: Edit,
  { id, changes }: ParsedInput<'plan.update'>,
): Promise<Plan> {
  const plan: Plan = { ...(await requirePlan(edit.store, id)), ...mentioned(changes) };
  await checkPlanFields(edit.store, plan);
  return storeChangedPlan(edit, plan);
}

/** Deletes a plan that nothing refers to. Throws `not-found`, `has-dependents`. */
export async function deletePlan({ store, announce }: Edit, id: PlanId): Promise<void> {
  const plan = await requirePlan(store, id);
  const dependents = await store.plans.countDependents(id);
  const counted = Object.entries(dependents).filter(([, count]) => count > 0);
  if (counted.length > 0) {
    const list = counted.map(([kind, count]) => `${String(count)} ${COUNTED[kind] ?? kind}`);
    throw new AppError(
      'has-dependents',
      `The plan "${plan.name}" is still referred to: ${list.join(', ')}.`,
      {
        ...Object.fromEntries(counted),
        remedy: 'Archive it by making it inactive; it is then never selected again.',
      },
    );
  }
  await store.plans.delete(id);
  announce('plans.changed', { channelId: plan.channelId, planId: plan.id });
}

const COUNTED: Record<string, string> = {
  assignments: 'assignments',
  zones: 'zones',
  placedBlocks: 'placed blocks',
  scheduleDays: 'schedule days',
  airings: 'guide entries',
  logBlocks: 'log blocks',
};

/** Refuses dates that cannot be matched and a name that the channel has. */
export async function checkPlanFields(
  store: { readonly plans: PlanReader },
  plan: Plan,
): Promise<void> {
  checkPlanDates(plan);
  const others = await store.plans.list(plan.channelId);
  const taken = others.some(
    (other) => other.id !== plan.id && other.name.toLowerCase() === plan.name.toLowerCase(),
  );
  if (taken) {
    throw new AppError('already-exists', `The channel already has a plan "${plan.name}".`, {
      field: 'name',
      remedy: 'Choose another name.',
    });
  }
}
