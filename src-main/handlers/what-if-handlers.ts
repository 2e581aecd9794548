import type { Handlers } from '#shared/contract/index.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import { mentioned } from '#main/programming/changes.ts';
import type { Services } from './services.ts';

/** `plan.whatif`. */
export function whatIfHandlers({ horizon }: Services): Pick<Handlers, 'plan.whatif'> {
  return {
    'plan.whatif': ({ plan, ...range }) =>
      horizon.whatIf({
        ...range,
        plan: plan && {
          id: plan.id,
          fields: mentioned(plan.fields),
          rows:
            plan.rows === null
              ? null
              : plan.rows.map((row, index) => ({
                  ...row,
                  id: AssignmentId.parse(`what-if-${String(index + 1)}`),
                  planId: plan.id,
                })),
        },
      }),
  };
}
