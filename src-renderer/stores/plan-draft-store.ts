import { createStore, type StoreApi } from 'zustand/vanilla';

import type { Client } from '#shared/contract/client.ts';
import type { Output } from '#shared/contract/index.ts';
import type { PlanContentName } from '#shared/contract/plan.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { PlanId } from '#shared/model/ids.ts';
import type { PublishFrom } from '#shared/model/rebuild.ts';
import type { Assignment, Plan, PlanEdit } from '#shared/model/plan.ts';
import { applyPlanEdits, invertPlanEdits, workingRows } from '#shared/planning/plan/plan-edits.ts';

import { asAppError } from './as-app-error.ts';
import type { NoticeStore } from './notice-store.ts';
import {
  EMPTY_HISTORY,
  recordCommand,
  stepBack,
  stepForward,
  type UndoHistory,
} from './undo-history.ts';

/** One plan as it is being edited on this page. */
export interface PlanDocument {
  /** The last that the station said. */
  readonly plan: Plan;
  /** The working copy with every edit of this page, also those still on their way. */
  readonly rows: readonly Assignment[];
  readonly names: Readonly<Record<string, PlanContentName>>;
  readonly history: UndoHistory<PlanEdit>;
  /** Edits not yet answered by the station, oldest first. */
  readonly pending: readonly (readonly PlanEdit[])[];
  /** Set when the station holds a newer version than the one these edits were made on. */
  readonly isStale: boolean;
}

export interface PlanDraftState {
  readonly documents: Readonly<Record<string, PlanDocument>>;
  /** Why a plan could not be opened. */
  readonly faults: Readonly<Record<string, AppError>>;
}

/** What a gesture asks for: a label and edits; the store adds the way back. */
export interface PlanChange {
  readonly label: string;
  readonly edits: readonly PlanEdit[];
}

export interface PlanDraftStore {
  readonly store: StoreApi<PlanDraftState>;
  /** Fetches the plan; one with edits on their way is left alone. */
  open(id: PlanId): Promise<void>;
  /** Does a change at once on the page and sends it. Throws `plan-overlap` when it cannot be. */
  perform(id: PlanId, change: PlanChange, names?: readonly PlanContentName[]): void;
  undo(id: PlanId): void;
  redo(id: PlanId): void;
  publish(id: PlanId, from?: PublishFrom): Promise<Output<'plan.publish'>>;
  discard(id: PlanId): Promise<void>;
  /** Ends a conflict: takes the station's rows, or puts this page's waiting edits on top of them. */
  settle(id: PlanId, keep: 'theirs' | 'mine'): Promise<void>;
}

/** The plans being edited, with their history. Every edit goes to the station's draft in the order it was made. */
export function createPlanDraftStore(client: Client, notices: NoticeStore): PlanDraftStore {
  const store = createStore<PlanDraftState>(() => ({ documents: {}, faults: {} }));
  const sending = new Set<PlanId>();

  function documentOf(id: PlanId): PlanDocument | undefined {
    return store.getState().documents[id];
  }

  function update(id: PlanId, change: (document: PlanDocument) => Partial<PlanDocument>): void {
    const document = documentOf(id);
    if (!document) return;
    store.setState(({ documents }) => ({
      documents: { ...documents, [id]: { ...document, ...change(document) } },
    }));
  }

  async function fetchPlan(id: PlanId): Promise<Output<'plan.show'>> {
    return client.call('plan.show', { selector: id });
  }

  function takeIn({ plan, names }: Output<'plan.show'>, history: UndoHistory<PlanEdit>): void {
    const known = documentOf(plan.id)?.names ?? {};
    const document: PlanDocument = {
      plan,
      rows: workingRows(plan),
      names: { ...known, ...Object.fromEntries(names.map((name) => [name.key, name])) },
      history,
      pending: [],
      isStale: false,
    };
    store.setState(({ documents, faults }) => {
      const { [plan.id]: _mended, ...otherFaults } = faults;
      return { documents: { ...documents, [plan.id]: document }, faults: otherFaults };
    });
  }

  async function send(id: PlanId): Promise<void> {
    if (sending.has(id)) return;
    sending.add(id);
    try {
      for (;;) {
        const document = documentOf(id);
        const edits = document?.pending[0];
        if (!document || !edits || document.isStale) return;
        const plan = await client.call('plan.editDraft', {
          id,
          version: document.plan.version,
          edits: [...edits],
        });
        update(id, ({ pending, rows }) => ({
          plan,
          pending: pending.slice(1),
          rows: pending.length === 1 ? workingRows(plan) : rows,
        }));
      }
    } catch (error) {
      const refusal = asAppError(error);
      if (refusal.code === 'stale-version') {
        update(id, () => ({ isStale: true }));
        return;
      }
      notices.report('Change the plan', refusal);
      update(id, ({ plan }) => ({
        rows: workingRows(plan),
        pending: [],
        history: EMPTY_HISTORY,
      }));
    } finally {
      sending.delete(id);
    }
  }

  function apply(id: PlanId, edits: readonly PlanEdit[], history: UndoHistory<PlanEdit>): void {
    update(id, ({ rows, pending }) => ({
      rows: applyPlanEdits([...rows], [...edits]),
      pending: [...pending, edits],
      history,
    }));
    void send(id);
  }

  const drafts: PlanDraftStore = {
    store,
    async open(id) {
      try {
        const shown = await fetchPlan(id);
        const document = documentOf(id);
        if (document && (document.pending.length > 0 || document.isStale)) return;
        const isKnown = document?.plan.version === shown.plan.version;
        // The way back from rows that somebody else has changed meanwhile leads elsewhere.
        takeIn(shown, isKnown ? document.history : EMPTY_HISTORY);
      } catch (error) {
        store.setState(({ faults }) => ({ faults: { ...faults, [id]: asAppError(error) } }));
      }
    },
    perform(id, change, names = []) {
      const document = documentOf(id);
      if (!document || change.edits.length === 0) return;
      const inverse = invertPlanEdits([...document.rows], [...change.edits]);
      apply(
        id,
        change.edits,
        recordCommand(document.history, { label: change.label, edits: change.edits, inverse }),
      );
      update(id, (current) => ({
        names: { ...current.names, ...Object.fromEntries(names.map((name) => [name.key, name])) },
      }));
      notices.did(change.label, () => {
        drafts.undo(id);
      });
    },
    undo(id) {
      const document = documentOf(id);
      const step = document && stepBack(document.history);
      if (!step) return;
      apply(id, step.command.inverse, step.history);
      notices.did(`Undid: ${step.command.label}`, () => {
        drafts.redo(id);
      });
    },
    redo(id) {
      const document = documentOf(id);
      const step = document && stepForward(document.history);
      if (!step) return;
      apply(id, step.command.edits, step.history);
      notices.did(step.command.label, () => {
        drafts.undo(id);
      });
    },
    async publish(id, from = 'unpromised') {
      const answer = await client.call('plan.publish', { id, from });
      update(id, () => ({
        plan: answer.plan,
        rows: workingRows(answer.plan),
        history: EMPTY_HISTORY,
      }));
      return answer;
    },
    async discard(id) {
      const plan = await client.call('plan.discardDraft', { id });
      update(id, () => ({ plan, rows: workingRows(plan), history: EMPTY_HISTORY, pending: [] }));
    },
    async settle(id, keep) {
      const mine = documentOf(id)?.pending.flat() ?? [];
      takeIn(await fetchPlan(id), EMPTY_HISTORY);
      if (keep === 'theirs') return;
      try {
        drafts.perform(id, { label: 'Put my changes on top', edits: mine });
      } catch (error) {
        throw new AppError(
          'conflict',
          'Your changes no longer fit the plan as it stands now.',
          { remedy: 'The other version was kept. Make the changes again where they fit.' },
          { cause: error },
        );
      }
    },
  };
  return drafts;
}
