import { findInPlan } from '#main/programming/plan-findings.ts';
import { requireChannel, requirePlan } from '#main/programming/require-stored.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { namesInPlan } from './plan-names.ts';
import { findPlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanHandlers = Pick<
  Handlers,
  | 'plan.list'
  | 'plan.show'
  | 'plan.create'
  | 'plan.update'
  | 'plan.delete'
  | 'plan.validate'
  | 'plan.preview'
>;

export function planHandlers({ store, clock, horizon, programming }: Services): PlanHandlers {
  return {
    'plan.list': ({ channelId }) => store.plans.list(channelId),
    'plan.show': async ({ selector, channelId }) => {
      const plan = await findPlan(store.plans, selector, channelId);
      return { plan, names: await namesInPlan(store, plan) };
    },
    'plan.create': (fields) => programming.createPlan(fields),
    'plan.update': (change) => programming.updatePlan(change),
    'plan.delete': async ({ id }) => {
      await programming.deletePlan(id);
      return {};
    },
    'plan.validate': async ({ id }) => findInPlan(store, clock, await requirePlan(store, id)),
    'plan.preview': async (request) => {
      await requireChannel(store, request.channelId);
      return horizon.preview(request);
    },
  };
}
