import { exportPlan } from '#main/programming/export-plan.ts';
import { findInPlan } from '#main/programming/plan-findings.ts';
import { assemblePlan } from '#main/programming/whole-plans.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { Services } from './services.ts';

type PlanWritingHandlers = Pick<
  Handlers,
  'plan.save' | 'plan.rehearse' | 'plan.copy' | 'plan.export' | 'plan.import'
>;

/** Plans as wholes: rehearsed without a trace, saved, copied, written to a file, read from one. */
export function planWritingHandlers(services: Services): PlanWritingHandlers {
  const { store, clock, horizon, programming } = services;
  return {
    'plan.save': (manuscript) => programming.savePlan(manuscript),

    'plan.rehearse': async ({ plan: manuscript, date }) => {
      const { plan } = await assemblePlan(store, clock, manuscript);
      const preview =
        date === null
          ? null
          : await horizon.preview({
              channelId: plan.channelId,
              date,
              withDrafts: false,
              instead: plan,
            });
      const findings = await findInPlan(store, clock, plan);
      return {
        findings: [...findings, ...(preview?.findings ?? [])],
        day: preview?.day ?? null,
      };
    },

    'plan.copy': (request) => programming.copyPlan(request),
    'plan.export': ({ id }) => exportPlan(store, id),
    'plan.import': (request) => programming.importPlan(request),
  };
}
