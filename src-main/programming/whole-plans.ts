import { randomUUID } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { PlanManuscript } from '#shared/contract/plan-writing.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { PlanId } from '#shared/model/ids.ts';
import { type ContentReference, DEFAULT_PLAN_FIELDS, type Plan } from '#shared/model/plan.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { applyPlanEdits, storedRows } from '#shared/planning/plan/plan-edits.ts';
import { checkZones, orderZones } from '#shared/planning/plan/zones.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import type { FindingsReader } from './plan-findings.ts';
import { checkPlanFields } from './plans.ts';
import { readCatalog } from './read-catalog.ts';
import { requireChannel, requirePlan } from './require-stored.ts';
import { requireVersion } from './require-version.ts';

/** Stores a plan that was written as a whole. Throws `stale-version`, `not-eligible` and as {@link assemblePlan}. */
export async function savePlan(edit: Edit, manuscript: PlanManuscript): Promise<Plan> {
  const { store, clock, announce } = edit;
  const { plan, current } = await assemblePlan(store, clock, manuscript);
  await refuseIneligible(edit, plan, current);
  await (current ? store.plans.update(plan) : store.plans.insert(plan));
  announce('plans.changed', { channelId: plan.channelId, planId: plan.id });
  return plan;
}

/**
 * The plan that a manuscript would make, and the one whose place it takes. Writes nothing. Throws `not-found`, `stale-version`,
 * `already-exists`, `plan-overlap`, `invalid-input`.
 */
export async function assemblePlan(
  store: FindingsReader,
  clock: MasterClock,
  manuscript: PlanManuscript,
): Promise<{ plan: Plan; current: Plan | null }> {
  const current = await currentOf(store, manuscript);
  const now = clock.nowAt();
  const start: Plan = current ?? {
    ...DEFAULT_PLAN_FIELDS,
    id: PlanId.parse(randomUUID()),
    version: 0,
    createdAt: now,
    channelId: manuscript.channelId,
    name: manuscript.fields.name,
    assignments: [],
    updatedAt: now,
    draft: null,
  };
  const { zones: _before, ...base } = start;
  const zones = orderZones(manuscript.zones);
  checkZones(zones);
  const plan: Plan = {
    ...base,
    ...mentioned(manuscript.fields),
    version: base.version + 1,
    updatedAt: now,
    draft: null,
    assignments: applyPlanEdits(
      [],
      manuscript.rows.map((row) => ({
        type: 'insert',
        assignment: { ...row, planId: base.id },
      })),
    ),
    ...(zones.length === 0 ? {} : { zones }),
  };
  await checkPlanFields(store, plan);
  await refuseOthersIds(store, plan);
  const others = (await store.plans.list(plan.channelId)).filter(({ id }) => id !== plan.id);
  requireEncoreSources(plan.assignments, encoreSourcesIn([...others, plan]));
  return { plan, current };
}

async function currentOf(
  store: FindingsReader,
  { channelId, replaces }: PlanManuscript,
): Promise<Plan | null> {
  await requireChannel(store, channelId);
  if (replaces === null) return null;
  const plan = await requirePlan(store, replaces.id);
  if (plan.channelId !== channelId) throw notFound('plan', replaces.id);
  requireVersion('plan', plan, replaces.version);
  return plan;
}

/** Refuses ids of rows and zones that another plan has. */
async function refuseOthersIds(store: FindingsReader, plan: Plan): Promise<void> {
  const own = new Set<string>([...plan.assignments, ...(plan.zones ?? [])].map(({ id }) => id));
  for (const other of await store.plans.list()) {
    if (other.id === plan.id) continue;
    const parts = [...storedRows(other), ...(other.zones ?? [])];
    if (!parts.some(({ id }) => own.has(id))) continue;
    throw invalidInput(
      'rows.id',
      `A row or zone has the id of one of the plan "${other.name}".`,
      'Give new rows and zones ids of their own.',
    );
  }
}

async function refuseIneligible(edit: Edit, plan: Plan, current: Plan | null): Promise<void> {
  const bad = newlyIneligible(
    await readCatalog(edit.store),
    (content) => ({ content, place: null }),
    contentsOf(plan),
    current ? contentsOf(current) : [],
  );
  if (bad.length === 0) return;
  throw new AppError(
    'not-eligible',
    `${String(bad.length)} of what the plan plays has nothing that is ready and approved.`,
    { field: 'rows', remedy: 'Approve it in the library, or choose other content.' },
  );
}

function contentsOf(plan: Plan): ContentReference[] {
  return [
    ...storedRows(plan).map(({ content }) => content),
    ...(plan.zones ?? []).flatMap(({ items }) => items),
  ];
}
