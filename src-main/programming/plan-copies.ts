import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { type ChannelId, PlacedBlockId, PlanId } from '#shared/model/ids.ts';
import { type PlacedBlock, type Plan, PlanFields } from '#shared/model/plan.ts';
import type { Zone } from '#shared/model/zone.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { type NewRow, withNewIds } from '#shared/planning/plan/new-plan-ids.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';
import { checkZones, orderZones } from '#shared/planning/plan/zones.ts';
import type { Edit } from './edit.ts';
import { checkPlanFields } from './plans.ts';
import { requireChannel, requirePlan } from './require-stored.ts';

/** Copies a plan, on its channel or another. Throws `not-found`, `already-exists`. */
export async function copyPlan(
  edit: Edit,
  { id, name, channelId }: ParsedInput<'plan.copy'>,
): Promise<Plan> {
  const plan = await requirePlan(edit.store, id);
  const channel = await requireChannel(edit.store, channelId ?? plan.channelId);
  return insertWholePlan(edit, channel.id, {
    fields: { ...PlanFields.parse(plan), name },
    rows: plan.assignments,
    zones: plan.zones ?? [],
    blocks: plan.blocks ?? [],
  });
}

/** A plan that is to be stored under new ids. */
interface WholePlan {
  readonly fields: PlanFields;
  readonly rows: readonly NewRow[];
  readonly zones: readonly Zone[];
  readonly blocks: readonly Omit<PlacedBlock, 'id'>[];
}

/** Stores a plan as a new one, with its rows, zones and placed blocks. Throws `already-exists` and what plans may not be. */
export async function insertWholePlan(
  { store, clock, announce }: Edit,
  channelId: ChannelId,
  source: WholePlan,
): Promise<Plan> {
  const { rows, zones } = withNewIds(source.rows, source.zones, randomUUID);
  const id = PlanId.parse(randomUUID());
  const now = clock.nowAt();
  const assignments = applyPlanEdits(
    [],
    rows.map((row) => ({
      type: 'insert',
      assignment: { ...row, planId: id },
    })),
  );
  const ownZones = orderZones(zones);
  checkZones(ownZones);
  const plan: Plan = {
    ...source.fields,
    id,
    channelId,
    version: 1,
    createdAt: now,
    updatedAt: now,
    assignments,
    draft: null,
    ...(ownZones.length === 0 ? {} : { zones: ownZones }),
  };
  await checkPlanFields(store, plan);
  const others = await store.plans.list(channelId);
  requireEncoreSources(plan.assignments, encoreSourcesIn([...others, plan]));
  const blocks = source.blocks.map((placed) => ({
    ...placed,
    id: PlacedBlockId.parse(randomUUID()),
  }));
  const whole = blocks.length === 0 ? plan : { ...plan, blocks };
  await store.plans.insert(whole);
  announce('plans.changed', { channelId, planId: id });
  return whole;
}
