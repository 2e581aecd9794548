import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { notFound } from '#shared/errors/app-error.ts';
import { LabelId } from '#shared/model/ids.ts';
import type { Plan, PlanLabel } from '#shared/model/plan.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';

/** Makes a label. Throws `already-exists`. */
export async function createLabel(
  { store }: Edit,
  { name, description }: ParsedInput<'label.create'>,
): Promise<PlanLabel> {
  const label: PlanLabel = { id: LabelId.parse(randomUUID()), name, description };
  await store.plans.insertLabel(label);
  return label;
}

/** Changes a label for all plans that have it. Throws `not-found`, `already-exists`. */
export async function updateLabel(
  edit: Edit,
  { id, changes }: ParsedInput<'label.update'>,
): Promise<PlanLabel> {
  const label = (await edit.store.plans.listLabels()).find((each) => each.id === id);
  if (!label) throw notFound('label', id);
  const changed = { ...label, ...mentioned(changes) };
  await edit.store.plans.updateLabel(changed);
  announceChanged(edit, await plansWithLabel(edit, id));
  return changed;
}

/** Deletes a label; rows that had it have none. Throws `not-found`. */
export async function deleteLabel(edit: Edit, id: LabelId): Promise<void> {
  const plans = await plansWithLabel(edit, id);
  await edit.store.plans.deleteLabel(id);
  announceChanged(edit, plans);
}

async function plansWithLabel({ store }: Edit, id: LabelId): Promise<Plan[]> {
  const plans = await store.plans.list();
  return plans.filter((plan) => storedRows(plan).some(({ labelId }) => labelId === id));
}

function announceChanged({ announce }: Edit, plans: readonly Plan[]): void {
  for (const { channelId, id } of plans) announce('plans.changed', { channelId, planId: id });
}
