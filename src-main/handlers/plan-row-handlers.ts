import { randomUUID } from 'node:crypto';

import { refuseIneligibleRows } from '#main/programming/refuse-ineligible-rows.ts';
import { requireVersion } from '#main/programming/require-version.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import { AssignmentId, type PlanId } from '#shared/model/ids.ts';
import type { Assignment, Plan, PlanEdit } from '#shared/model/plan.ts';
import { canonicalJson } from '#shared/model/seed.ts';
import { applyPlanEdits, workingRows } from '#shared/planning/plan/plan-edits.ts';
import { mentioned } from './changes.ts';
import { requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanRowHandlers = Pick<
  Handlers,
  | 'plan.addAssignment'
  | 'plan.updateAssignment'
  | 'plan.removeAssignment'
  | 'plan.editDraft'
  | 'plan.discardDraft'
>;

/** Rows of plans: published at once, or edited in a draft and published together. What frozen days make of it is the horizon's. */
export function planRowHandlers(services: Services): PlanRowHandlers {
  const { store, clock, events } = services;

  async function save(plan: Plan): Promise<Plan> {
    const next = { ...plan, version: plan.version + 1, updatedAt: clock.nowAt() };
    await store.plans.update(next);
    events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
    return next;
  }

  /** Changes the published rows and, so that a later publish does not undo it, the draft as well. */
  async function editPublished(plan: Plan, edit: PlanEdit): Promise<void> {
    const assignments = applyPlanEdits(plan.assignments, [edit]);
    await save({ ...plan, assignments, draft: editedDraft(plan, edit, assignments) });
  }

  async function requireAssignment(id: AssignmentId): Promise<{ row: Assignment; plan: Plan }> {
    const known = await store.plans.getAssignment(id);
    if (!known) throw notFound('assignment', id);
    const plan = await requirePlan(store, known.planId);
    const row = plan.assignments.find((assignment) => assignment.id === id);
    if (!row) throw notFound('assignment', id);
    return { row, plan };
  }

  return {
    'plan.addAssignment': async ({ planId, row }) => {
      const plan = await requirePlan(store, planId);
      const assignment: Assignment = {
        ...row,
        id: AssignmentId.parse(randomUUID()),
        planId,
      };
      await refuseIneligibleRows(store, plan, [assignment], []);
      await editPublished(plan, { type: 'insert', assignment });
      return assignment;
    },

    'plan.updateAssignment': async ({ id, changes }) => {
      const { row, plan } = await requireAssignment(id);
      const assignment: Assignment = { ...row, ...mentioned(changes) };
      await refuseIneligibleRows(store, plan, [assignment], [row]);
      await editPublished(plan, { type: 'replace', assignment });
      return assignment;
    },

    'plan.removeAssignment': async ({ id }) => {
      const { plan } = await requireAssignment(id);
      await editPublished(plan, { type: 'remove', assignmentId: id });
      return {};
    },

    'plan.editDraft': async ({ id, version, edits }) => {
      const plan = await requirePlan(store, id);
      requireVersion('plan', plan, version);
      refuseOtherPlan(id, edits);
      const before = workingRows(plan);
      const after = applyPlanEdits(before, edits);
      await refuseIneligibleRows(store, plan, after, before);
      return save({ ...plan, draft: draftOf(plan.assignments, after) });
    },

    'plan.discardDraft': async ({ id }) => {
      const plan = await requirePlan(store, id);
      return plan.draft === null ? plan : save({ ...plan, draft: null });
    },
  };
}

/** The draft with the same edit; a row that the draft has dropped already stays dropped. */
function editedDraft(
  plan: Plan,
  edit: PlanEdit,
  published: readonly Assignment[],
): Assignment[] | null {
  if (plan.draft === null) return null;
  const id = edit.type === 'remove' ? edit.assignmentId : edit.assignment.id;
  const isInDraft = plan.draft.some((row) => row.id === id);
  if (edit.type !== 'insert' && !isInDraft) return draftOf(published, plan.draft);
  return draftOf(published, applyPlanEdits(plan.draft, [edit]));
}

/** The rows as a draft: `null` when they are what is published. */
function draftOf(
  published: readonly Assignment[],
  rows: readonly Assignment[],
): Assignment[] | null {
  return canonicalJson(published) === canonicalJson(rows) ? null : [...rows];
}

function refuseOtherPlan(planId: PlanId, edits: readonly PlanEdit[]): void {
  for (const edit of edits) {
    if (edit.type !== 'remove' && edit.assignment.planId !== planId) {
      throw invalidInput(
        'edits.assignment.planId',
        'A row names another plan than the one that is edited.',
        'Give every row the id of this plan.',
      );
    }
  }
}
