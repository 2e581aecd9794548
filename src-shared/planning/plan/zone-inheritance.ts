import { invalidInput } from '../../errors/app-error.ts';
import type { Zone } from '../../model/zone.ts';

/**
 * The zones as they air: what a zone leaves unset (content, weekdays, dates, policy for clock changes) is its parent's
 * (F-062). Its window, its name and whether it is enabled are always its own; a disabled parent is a mere pattern.
 */
export function inheritedZones(zones: readonly Zone[]): Zone[] {
  return zones.map((zone) => {
    const parent = zones.find(({ id }) => id === zone.parentId);
    if (!parent) return zone;
    return {
      ...zone,
      items: zone.items.length > 0 ? zone.items : parent.items,
      dayFilters: zone.dayFilters ?? parent.dayFilters,
      ...(zone.effectiveStart === null && zone.effectiveEnd === null
        ? { effectiveStart: parent.effectiveStart, effectiveEnd: parent.effectiveEnd }
        : {}),
      dstPolicy: zone.dstPolicy ?? parent.dstPolicy,
    };
  });
}

/** The zone without a parent that is not one: `null` is what the operator says, left out is what is kept. */
export function withParentKept(zone: Zone): Zone {
  if (zone.parentId !== null) return zone;
  const orphan = { ...zone };
  delete orphan.parentId;
  return orphan;
}

/** Refuses a parent that is not a zone of the same plan, the zone itself, or one that inherits on its own part. */
export function checkZoneParents(zones: readonly Zone[]): void {
  for (const zone of zones) {
    const { parentId } = zone;
    if (parentId === undefined || parentId === null) continue;
    const parent = zones.find(({ id }) => id === parentId);
    if (!parent || parent.id === zone.id) {
      throw invalidInput(
        'parentId',
        `The zone “${zone.name}” would inherit from ${parent ? 'itself' : 'a zone that its plan does not have'}.`,
        'Name another zone of the same plan, or take the parent away first.',
      );
    }
    if (parent.parentId !== undefined && parent.parentId !== null) {
      throw invalidInput(
        'parentId',
        `The zone “${parent.name}”, from which “${zone.name}” would inherit, inherits itself.`,
        'Name the zone from which both can inherit.',
      );
    }
  }
}
