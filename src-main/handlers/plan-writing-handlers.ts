import { randomUUID } from 'node:crypto';

import { requireVersion } from '#main/programming/require-version.ts';
import { newlyIneligible } from '#main/programming/newly-ineligible.ts';
import type { Handlers } from '#shared/contract/index.ts';
import type { PlanManuscript } from '#shared/contract/plan-writing.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import { PlanId } from '#shared/model/ids.ts';
import { type ContentReference, DEFAULT_PLAN_FIELDS, type Plan } from '#shared/model/plan.ts';
import { encoreSourcesIn, requireEncoreSources } from '#shared/planning/plan/encore-sources.ts';
import { applyPlanEdits, storedRows } from '#shared/planning/plan/plan-edits.ts';
import { checkZones, orderZones } from '#shared/planning/plan/zones.ts';
import { mentioned } from './changes.ts';
import { findInPlan } from './plan-findings.ts';
import { checkPlanFields } from './plan-handlers.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requireChannel, requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanWritingHandlers = Pick<Handlers, 'plan.save' | 'plan.rehearse'>;

/** Plans written as wholes: rehearsed without a trace, saved all or nothing. */
export function planWritingHandlers(services: Services): PlanWritingHandlers {
  const { store, clock, events, horizon } = services;

  async function currentOf({ channelId, replaces }: PlanManuscript): Promise<Plan | null> {
    await requireChannel(store, channelId);
    if (replaces === null) return null;
    const plan = await requirePlan(store, replaces.id);
    if (plan.channelId !== channelId) throw notFound('plan', replaces.id);
    requireVersion('plan', plan, replaces.version);
    return plan;
  }

  /** Refuses ids of rows and zones that another plan has. */
  async function refuseOthersIds(plan: Plan): Promise<void> {
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

  async function assemble(manuscript: PlanManuscript, current: Plan | null): Promise<Plan> {
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
    await refuseOthersIds(plan);
    const others = (await store.plans.list(plan.channelId)).filter(({ id }) => id !== plan.id);
    requireEncoreSources(plan.assignments, encoreSourcesIn([...others, plan]));
    return plan;
  }

  /** Content that the plan newly plays must be eligible; what it played before may stay. */
  async function refuseIneligible(plan: Plan, current: Plan | null): Promise<void> {
    const catalog = await readCatalog(store);
    const before = current ? contentsOf(current) : [];
    const bad = newlyIneligible(catalog, (content) => content, contentsOf(plan), before);
    if (bad.length === 0) return;
    throw new AppError(
      'not-eligible',
      `${String(bad.length)} of what the plan plays has nothing that is ready and approved.`,
      { field: 'rows', remedy: 'Approve it in the library, or choose other content.' },
    );
  }

  return {
    'plan.save': async (manuscript) => {
      const current = await currentOf(manuscript);
      const plan = await assemble(manuscript, current);
      await refuseIneligible(plan, current);
      await (current ? store.plans.update(plan) : store.plans.insert(plan));
      events.emit('plans.changed', { channelId: plan.channelId, planId: plan.id });
      return plan;
    },

    'plan.rehearse': async ({ plan: manuscript, date }) => {
      const plan = await assemble(manuscript, await currentOf(manuscript));
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
  };
}

function contentsOf(plan: Plan): ContentReference[] {
  return [
    ...storedRows(plan).map(({ content }) => content),
    ...(plan.zones ?? []).flatMap(({ items }) => items),
  ];
}
