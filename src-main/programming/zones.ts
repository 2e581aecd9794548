import { randomUUID } from 'node:crypto';

import type { ParsedInput } from '#shared/contract/index.ts';
import { contentKey } from '#shared/contract/plan.ts';
import { AppError, notFound } from '#shared/errors/app-error.ts';
import { ZoneId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { Zone } from '#shared/model/zone.ts';
import { withParentKept } from '#shared/planning/plan/zone-inheritance.ts';
import { checkZones, describeZone, orderZones } from '#shared/planning/plan/zones.ts';
import { mentioned } from './changes.ts';
import type { Edit } from './edit.ts';
import { newlyIneligible } from './eligible-content.ts';
import { readCatalog } from './read-catalog.ts';
import { requirePlan } from './require-stored.ts';
import { storeChangedPlan } from './store-plan.ts';

/** Adds a zone to a plan, published at once. Throws `not-found`, `not-eligible` and what zones may not be. */
export async function addZone(
  edit: Edit,
  { planId, zone: fields }: ParsedInput<'zone.add'>,
): Promise<Zone> {
  const plan = await requirePlan(edit.store, planId);
  const zone = withParentKept({ ...fields, id: ZoneId.parse(randomUUID()) });
  await refuseIneligible(edit, zone, []);
  await storeZones(edit, plan, [...(plan.zones ?? []), zone]);
  return zone;
}

/** Changes a zone, published at once. Throws as {@link addZone}. */
export async function updateZone(
  edit: Edit,
  { id, changes }: ParsedInput<'zone.update'>,
): Promise<Zone> {
  const { zone, plan } = await requireZone(edit, id);
  const changed = withParentKept({ ...zone, ...mentioned(changes) });
  await refuseIneligible(edit, changed, zone.items);
  await storeZones(edit, plan, [...zonesBeside(plan, id), changed]);
  return changed;
}

/** Takes a zone out of its plan. Throws `not-found`. */
export async function deleteZone(edit: Edit, id: ZoneId): Promise<void> {
  const { plan } = await requireZone(edit, id);
  await storeZones(edit, plan, zonesBeside(plan, id));
}

function zonesBeside(plan: Plan, id: ZoneId): Zone[] {
  return (plan.zones ?? []).filter((zone) => zone.id !== id);
}

async function storeZones(edit: Edit, plan: Plan, zones: readonly Zone[]): Promise<void> {
  checkZones(zones);
  await storeChangedPlan(edit, { ...plan, zones: orderZones(zones) });
}

async function requireZone({ store }: Edit, id: ZoneId): Promise<{ zone: Zone; plan: Plan }> {
  for (const plan of await store.plans.list()) {
    const zone = plan.zones?.find((each) => each.id === id);
    if (zone) return { zone, plan };
  }
  throw notFound('zone', id);
}

async function refuseIneligible(edit: Edit, zone: Zone, before: Zone['items']): Promise<void> {
  const bad = newlyIneligible(
    await readCatalog(edit.store),
    (content) => ({ content, place: null }),
    zone.items,
    before,
  );
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
