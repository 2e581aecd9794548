import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, type PlanId } from '#shared/model/ids.ts';
import type { Assignment, Plan, PlanEdit } from '#shared/model/plan.ts';
import { traitsOf } from '#shared/model/content-kinds.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { applyPlanEdits, describeSpan, workingRows } from '#shared/planning/plan/plan-edits.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import { readCatalog } from './read-catalog.ts';
import { requirePlan } from './require-stored.ts';
import { requireVersion } from './require-version.ts';
import { storeChangedPlan } from './store-plan.ts';

/** Adds a row to a plan, published at once. Throws `not-found`, `not-eligible`, `plan-overlap`, `invalid-input`. */
export async function addRow(
  edit: Edit,
  { planId, row }: ParsedInput<'plan.addAssignment'>,
): Promise<Assignment> {
  const plan = await requirePlan(edit.store, planId);
  const assignment: Assignment = { ...row, id: AssignmentId.parse(randomUUID()), planId };
  await refuseIneligibleRows(edit, plan, [assignment], []);
  await editPublished(edit, plan, { type: 'insert', assignment });
  return assignment;
}

/** Changes a published row. Throws as {@link addRow}. */
export async function updateRow(
  edit: Edit,
  { id, changes }: ParsedInput<'plan.updateAssignment'>,
): Promise<Assignment> {
  const { row, plan } = await requireRow(edit, id);
  const assignment: Assignment = { ...row, ...mentioned(changes) };
  await refuseIneligibleRows(edit, plan, [assignment], [row]);
  await editPublished(edit, plan, { type: 'replace', assignment });
  return assignment;
}

/** Removes a published row. Throws `not-found`. */
export async function removeRow(edit: Edit, id: AssignmentId): Promise<void> {
  const { plan } = await requireRow(edit, id);
  await editPublished(edit, plan, { type: 'remove', assignmentId: id });
}

/** Edits the rows that wait to be published together. Throws `stale-version` and as {@link addRow}. */
export async function editDraft(
  edit: Edit,
  { id, version, edits }: ParsedInput<'plan.editDraft'>,
): Promise<Plan> {
  const plan = await requirePlan(edit.store, id);
  requireVersion('plan', plan, version);
  refuseOtherPlan(id, edits);
  const before = workingRows(plan);
  const after = applyPlanEdits(before, edits);
  await refuseIneligibleRows(edit, plan, after, before);
  return storeChangedPlan(edit, { ...plan, draft: draftOf(plan.assignments, after) });
}

/** Drops what waits to be published. Throws `not-found`. */
export async function discardDraft(edit: Edit, id: PlanId): Promise<Plan> {
  const plan = await requirePlan(edit.store, id);
  return plan.draft === null ? plan : storeChangedPlan(edit, { ...plan, draft: null });
}

/** Changes the published rows and, so that a later publish does not undo it, the draft as well. */
async function editPublished(edit: Edit, plan: Plan, change: PlanEdit): Promise<void> {
  const assignments = applyPlanEdits(plan.assignments, [change]);
  const draft = editedDraft(plan, change, assignments);
  await storeChangedPlan(edit, { ...plan, assignments, draft });
}

async function requireRow(
  { store }: Edit,
  id: AssignmentId,
): Promise<{ row: Assignment; plan: Plan }> {
  const known = await store.plans.getAssignment(id);
  if (!known) throw notFound('assignment', id);
  const plan = await requirePlan(store, known.planId);
  const row = plan.assignments.find((assignment) => assignment.id === id);
  if (!row) throw notFound('assignment', id);
  return { row, plan };
}

/** The draft with the same edit; a row that the draft has dropped already stays dropped. */
function editedDraft(
  plan: Plan,
  change: PlanEdit,
  published: readonly Assignment[],
): Assignment[] | null {
  if (plan.draft === null) return null;
  const id = change.type === 'remove' ? change.assignmentId : change.assignment.id;
  const isInDraft = plan.draft.some((row) => row.id === id);
  if (change.type !== 'insert' && !isInDraft) return draftOf(published, plan.draft);
  return draftOf(published, applyPlanEdits(plan.draft, [change]));
}

/** The rows as a draft: `null` when they are what is published. */
function draftOf(
  published: readonly Assignment[],
  rows: readonly Assignment[],
): Assignment[] | null {
  return canonicalJson(published) === canonicalJson(rows) ? null : [...rows];
}

function refuseOtherPlan(planId: PlanId, edits: readonly PlanEdit[]): void {
  for (const change of edits) {
    if (change.type !== 'remove' && change.assignment.planId !== planId) {
      throw invalidInput(
        'edits.assignment.planId',
        'A row names another plan than the one that is edited.',
        'Give every row the id of this plan.',
      );
    }
  }
}

/** Content that a row newly plays must be eligible, and an encore must have something to repeat; what stood there may stay. */
export async function refuseIneligibleRows(
  { store }: Edit,
  plan: Plan,
  rows: readonly Assignment[],
  before: readonly Assignment[],
): Promise<void> {
  const known = new Set(before.map(keyOf));
  const changed = rows.filter((row) => !known.has(keyOf(row)));
  if (changed.some(({ content }) => content.type === 'encore')) {
    const others = (await store.plans.list(plan.channelId)).filter(({ id }) => id !== plan.id);
    const own = { ...plan, draft: [...(plan.draft ?? []), ...rows] };
    requireEncoreSources(changed, encoreSourcesIn([...others, own]));
  }
  const placedOf = ({ id, content }: Assignment) => ({ content, place: id });
  const [bad] = newlyIneligible(await readCatalog(store), placedOf, rows, before);
  if (bad) throw notEligible(bad);
}

function keyOf({ id, content }: Assignment): string {
  return canonicalJson([id, content]);
}

function notEligible(row: Assignment): AppError {
  const what = traitsOf(row.content).refused;
  return new AppError('not-eligible', `${what}; the row ${describeSpan(row)} cannot play it.`, {
    field: 'content',
    assignmentId: row.id,
    remedy: 'Approve it in the library, or choose other content.',
  });
}
