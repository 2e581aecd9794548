import { randomUUID } from 'node:crypto';

import { newlyIneligible } from '#main/programming/newly-ineligible.ts';
import type { Handlers } from '#shared/contract/index.ts';
import { contentKey } from '#shared/contract/plan.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { type LabelId, ZoneId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { Zone } from '#shared/model/zone.ts';
import { storedRows } from '#shared/planning/plan/plan-edits.ts';
import { withParentKept } from '#shared/planning/plan/zone-inheritance.ts';
import { checkZones, describeZone, orderZones } from '#shared/planning/plan/zones.ts';
import { mentioned } from './changes.ts';
import { readCatalog } from '#main/programming/read-catalog.ts';
import { requirePlan } from './selectors.ts';
import type { Services } from './services.ts';

type PlanContentHandlers = Pick<
  Handlers,
  'zone.list' | 'zone.add' | 'zone.update' | 'zone.delete' | 'label.update' | 'label.delete'
>;

/** Labels and zones of plans, which are published at once. */
export function planContentHandlers({ store, clock, events }: Services): PlanContentHandlers {
  function tell({ channelId, id }: Plan): void {
    events.emit('plans.changed', { channelId, planId: id });
  }

  async function plansWithLabel(id: LabelId): Promise<Plan[]> {
    const plans = await store.plans.list();
    return plans.filter((plan) => storedRows(plan).some(({ labelId }) => labelId === id));
  }

  async function save(plan: Plan, zones: readonly Zone[]): Promise<void> {
    checkZones(zones);
    const version = plan.version + 1;
    await store.plans.update({
      ...plan,
      zones: orderZones(zones),
      version,
      updatedAt: clock.nowAt(),
    });
    tell(plan);
  }

  async function requireZone(id: ZoneId): Promise<{ zone: Zone; plan: Plan }> {
    for (const plan of await store.plans.list()) {
      const zone = plan.zones?.find((each) => each.id === id);
      if (zone) return { zone, plan };
    }
    throw notFound('zone', id);
  }

  /** What a zone newly lists must be eligible; what stood there before may stay. */
  async function refuseIneligible(zone: Zone, before: Zone['items']): Promise<void> {
    const catalog = await readCatalog(store);
    const bad = newlyIneligible(catalog, (item) => item, zone.items, before);
    if (bad.length === 0) return;
    throw new AppError(
      'not-eligible',
      `${String(bad.length)} of the content of the zone ${describeZone(zone)} is not ready and approved.`,
      {
        field: 'items',
        items: bad.map(contentKey),
        remedy: 'Approve it in the library, or choose other content.',
      },
    );
  }

  return {
    'zone.list': async ({ planId }) => (await requirePlan(store, planId)).zones ?? [],

    'zone.add': async ({ planId, zone: fields }) => {
      const plan = await requirePlan(store, planId);
      const zone = withParentKept({ ...fields, id: ZoneId.parse(randomUUID()) });
      await refuseIneligible(zone, []);
      await save(plan, [...(plan.zones ?? []), zone]);
      return zone;
    },

    'zone.update': async ({ id, changes }) => {
      const { zone, plan } = await requireZone(id);
      const changed = withParentKept({ ...zone, ...mentioned(changes) });
      await refuseIneligible(changed, zone.items);
      await save(plan, [...(plan.zones ?? []).filter((each) => each.id !== id), changed]);
      return changed;
    },

    'zone.delete': async ({ id }) => {
      const { plan } = await requireZone(id);
      await save(
        plan,
        (plan.zones ?? []).filter((zone) => zone.id !== id),
      );
      return {};
    },

    'label.update': async ({ id, changes }) => {
      const label = (await store.plans.listLabels()).find((each) => each.id === id);
      if (!label) throw notFound('label', id);
      const changed = { ...label, ...mentioned(changes) };
      await store.plans.updateLabel(changed);
      for (const plan of await plansWithLabel(id)) tell(plan);
      return changed;
    },

    'label.delete': async ({ id }) => {
      const plans = await plansWithLabel(id);
      await store.plans.deleteLabel(id);
      for (const plan of plans) tell(plan);
      return {};
    },
  };
}
