import type { Handlers } from '#shared/contract/index.ts';
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
export function planRowHandlers({ programming }: Services): PlanRowHandlers {
  return {
    'plan.addAssignment': (request) => programming.addRow(request),
    'plan.updateAssignment': (change) => programming.updateRow(change),
    'plan.removeAssignment': async ({ id }) => {
      await programming.removeRow(id);
      return {};
    },
    'plan.editDraft': (request) => programming.editDraft(request),
    'plan.discardDraft': ({ id }) => programming.discardDraft(id),
  };
}
