import { randomUUID } from 'node:crypto';

import type { Output, ParsedInput } from '#shared/contract/index.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, PlacedBlockId } from '#shared/model/ids.ts';
import type { PlacedBlock, Plan } from '#shared/model/plan.ts';
import {
  describePlaced,
  orderPlacedBlocks,
  rowsOfPlaced,
} from '#shared/planning/plan/placed-blocks.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { requireBlock } from './blocks.ts';
import type { Edit } from './edit.ts';
import { findInPlan } from './plan-findings.ts';
import { requirePlan } from './require-stored.ts';
import { storeChangedPlan } from './store-plan.ts';

/** Places a block in a plan, and says what is doubtful about it there. Throws `not-found`. */
export async function placeBlock(
  edit: Edit,
  { planId, blockId, startOffsetMinutes, dayFilters }: ParsedInput<'plan.placeBlock'>,
): Promise<Output<'plan.placeBlock'>> {
  const current = await requirePlan(edit.store, planId);
  const block = await requireBlock(edit, blockId);
  const id = PlacedBlockId.parse(randomUUID());
  const placed: PlacedBlock = { id, startOffsetMinutes, dayFilters, block };
  const blocks = orderPlacedBlocks([...(current.blocks ?? []), placed]);
  const plan = await storeChangedPlan(edit, { ...current, blocks });
  const findings = await findInPlan(edit.store, edit.clock, plan);
  return { plan, placed, findings: findings.filter(({ subjectId }) => subjectId === id) };
}

/** Takes a block out of a plan. Throws `not-found`. */
export async function removePlacedBlock(edit: Edit, id: PlacedBlockId): Promise<Plan> {
  const { plan } = await requirePlaced(edit, id);
  return storeChangedPlan(edit, withoutBlock(plan, id));
}

/** Puts the rows of a block in its place. Throws `not-found`, `conflict` when it does not apply every day, `plan-overlap`. */
export async function dissolvePlacedBlock(edit: Edit, id: PlacedBlockId): Promise<Plan> {
  const { plan, placed } = await requirePlaced(edit, id);
  if (placed.dayFilters !== null) {
    throw new AppError(
      'conflict',
      `Rows apply every day, but ${describePlaced(placed)} only on ${placed.dayFilters.join(', ')}.`,
      { field: 'id', remedy: 'Move it into a plan for these days, and dissolve it there.' },
    );
  }
  const rows = rowsOfPlaced(placed, plan.id);
  const edits = rows.map((row) => ({
    type: 'insert' as const,
    assignment: { ...row, id: AssignmentId.parse(randomUUID()) },
  }));
  const assignments = applyPlanEdits(plan.assignments, edits);
  const draft = plan.draft === null ? null : applyPlanEdits(plan.draft, edits);
  return storeChangedPlan(edit, { ...withoutBlock(plan, id), assignments, draft });
}

function withoutBlock(plan: Plan, id: PlacedBlockId): Plan {
  return { ...plan, blocks: (plan.blocks ?? []).filter((placed) => placed.id !== id) };
}

async function requirePlaced(
  { store }: Edit,
  id: PlacedBlockId,
): Promise<{ plan: Plan; placed: PlacedBlock }> {
  for (const plan of await store.plans.list()) {
    const placed = plan.blocks?.find((each) => each.id === id);
    if (placed) return { plan, placed };
  }
  throw notFound('placed block', id);
}
