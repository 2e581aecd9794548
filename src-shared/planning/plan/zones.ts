import { invalidInput } from '../../errors/app-error.ts';
import type { PlanId } from '../../model/ids.ts';
import { finding, type Finding, type FindingRule } from '../../model/finding.ts';
import type { PlannedRow } from '../../model/plan.ts';
import { scheduleTimeOf } from '../../model/scalars.ts';
import { Weekday, type DstPolicy, type Zone, type ZoneFields } from '../../model/zone.ts';
import { instantOfOffset, type ChannelTime } from '../../time/broadcast-day.ts';
import { DAY_MINUTES, type EpochMs, type IsoDate, MS_PER_MINUTE } from '../../time/units.ts';
import { weekdayOf } from '../../time/zone.ts';
import { checkZoneParents, inheritedZones } from './zone-inheritance.ts';
import { compareText } from '../../model/natural-order.ts';

/** Minutes that the zone lasts by the clock; an end at or before its start lies in the next day. */
export function zoneMinutes(
  zone: Pick<ZoneFields, 'startOffsetMinutes' | 'endOffsetMinutes'>,
): number {
  const minutes = zone.endOffsetMinutes - zone.startOffsetMinutes;
  return minutes > 0 ? minutes : minutes + DAY_MINUTES;
}

/** Zones by start, then name, then id. */
export function orderZones(zones: readonly Zone[]): Zone[] {
  return [...zones].sort(
    (a, b) =>
      a.startOffsetMinutes - b.startOffsetMinutes ||
      compareText(a.name, b.name) ||
      compareText(a.id, b.id),
  );
}

/** Whether the zone applies on a broadcast date: enabled, effective, on its weekdays, in this order. */
export function isZoneActive(zone: ZoneFields, date: IsoDate): boolean {
  if (!zone.isEnabled) return false;
  if (zone.effectiveStart !== null && date < zone.effectiveStart) return false;
  if (zone.effectiveEnd !== null && date > zone.effectiveEnd) return false;
  const weekday = Weekday.options[weekdayOf(date) - 1];
  return zone.dayFilters === null || zone.dayFilters.some((day) => day === weekday);
}

/** How particular a zone is about its days: 0 every day, 1 weekdays, 2 dates. The more particular covers the less. */
function particularity(zone: ZoneFields): number {
  if (zone.effectiveStart !== null || zone.effectiveEnd !== null) return 2;
  return zone.dayFilters === null ? 0 : 1;
}

/** Whether the zone applies on every date. */
export function isEveryDay(zone: ZoneFields): boolean {
  return zone.isEnabled && particularity(zone) === 0;
}

/** Zones in the order in which they cover each other, the most particular first. */
export function orderByParticularity(zones: readonly Zone[]): Zone[] {
  return orderZones(zones).sort((a, b) => particularity(b) - particularity(a));
}

/** A row that airs the zone's list in turn; the planner knows no other kind of window. */
export function rowOfZone(zone: Zone, planId: PlanId): PlannedRow {
  return {
    id: zone.id,
    planId,
    startOffsetMinutes: zone.startOffsetMinutes,
    durationMinutes: zoneMinutes(zone),
    content: { type: 'list', items: zone.items },
    episodePolicy: 'round-robin',
    operatorIntent: null,
    labelId: null,
  };
}

/** How much longer (or, negative, shorter) than by the clock a stretch of schedule-time is. */
function clockChangeMs(time: ChannelTime, date: IsoDate, from: number, to: number): number {
  const realMs = instantOfOffset(time, date, to) - instantOfOffset(time, date, from);
  return realMs - (to - from) * MS_PER_MINUTE;
}

/** Whether the clocks change inside a zone that asks to be left out then. */
export function isRejectedByClock(zone: Zone, time: ChannelTime, date: IsoDate): boolean {
  if (zone.dstPolicy !== 'reject') return false;
  const from = zone.startOffsetMinutes;
  return clockChangeMs(time, date, from, from + zoneMinutes(zone)) !== 0;
}

/**
 * Where a part `[from, to)` of a zone ends. Without a policy it follows the clock: an hour shorter in spring, longer in autumn.
 * `shrink_one_block` never airs longer than by the clock, `expand_one_block` never shorter; what follows starts softly.
 */
export function endOfZonePart(
  policy: DstPolicy | null,
  time: ChannelTime,
  date: IsoDate,
  from: number,
  to: number,
): EpochMs {
  const endAt = instantOfOffset(time, date, to);
  const changeMs = clockChangeMs(time, date, from, to);
  const isKept =
    (policy === 'shrink_one_block' && changeMs > 0) ||
    (policy === 'expand_one_block' && changeMs < 0);
  return isKept ? endAt - changeMs : endAt;
}

/** Two zones of one plan that claim the same minutes on the same days, equally particular (INV-PLAN-NO-ZONE-OVERLAP-001). */
export function zoneOverlaps(zones: readonly Zone[]): (readonly [Zone, Zone])[] {
  const enabled = orderZones(inheritedZones(zones)).filter(({ isEnabled }) => isEnabled);
  const pairs: (readonly [Zone, Zone])[] = [];
  enabled.forEach((a, index) => {
    for (const b of enabled.slice(index + 1)) {
      if (particularity(a) === particularity(b) && sharesDays(a, b) && sharesMinutes(a, b)) {
        pairs.push([a, b]);
      }
    }
  });
  return pairs;
}

function sharesMinutes(a: Zone, b: Zone): boolean {
  return (
    a.startOffsetMinutes < b.startOffsetMinutes + zoneMinutes(b) &&
    b.startOffsetMinutes < a.startOffsetMinutes + zoneMinutes(a)
  );
}

function sharesDays(a: Zone, b: Zone): boolean {
  const isApart = (from: IsoDate | null, to: IsoDate | null): boolean =>
    from !== null && to !== null && to < from;
  if (isApart(a.effectiveStart, b.effectiveEnd) || isApart(b.effectiveStart, a.effectiveEnd)) {
    return false;
  }
  return (
    a.dayFilters === null ||
    b.dayFilters === null ||
    a.dayFilters.some((day) => b.dayFilters?.includes(day) === true)
  );
}

/** Refuses zones that cannot stand in a plan together: names taken twice, ranges that end before they start, overlaps. */
export function checkZones(zones: readonly Zone[]): void {
  const names = new Set<string>();
  for (const zone of zones) {
    const name = zone.name.toLowerCase();
    if (names.has(name)) {
      throw invalidInput(
        'name',
        `The plan already has a zone “${zone.name}”.`,
        'Choose another name.',
      );
    }
    names.add(name);
    const { effectiveStart: start, effectiveEnd: end } = zone;
    if (start !== null && end !== null && start > end) {
      throw invalidInput(
        'effectiveEnd',
        `The zone “${zone.name}” would end on ${end}, before it starts on ${start}.`,
        'Choose a last date on or after the first.',
      );
    }
  }
  checkZoneParents(zones);
  const [overlap] = zoneOverlaps(zones);
  if (overlap) {
    const [a, b] = overlap;
    throw invalidInput(
      'startOffsetMinutes',
      `The zones ${describeZone(a)} and ${describeZone(b)} overlap on the same days.`,
      'Move or shorten one, or give them different days.',
    );
  }
}

/** `“Prime time” 13:00–16:00`, in schedule-time. */
export function describeZone(zone: Zone): string {
  return `“${zone.name}” ${scheduleTimeOf(zone.startOffsetMinutes)}–${scheduleTimeOf(zone.endOffsetMinutes)}`;
}

/** What is doubtful about a plan's zones: an edge off the grid, an empty list. */
export function validateZones(zones: readonly Zone[], gridMinutes: number): Finding[] {
  const findings: Finding[] = [];
  const warn = (rule: FindingRule, zone: Zone, message: string, remedy: string): void => {
    findings.push(finding(rule, { message, remedy, subjectId: zone.id }));
  };
  for (const zone of orderZones(inheritedZones(zones))) {
    const edges = [zone.startOffsetMinutes, zone.endOffsetMinutes];
    if (edges.some((edge) => edge % gridMinutes !== 0)) {
      warn(
        'INV-PLAN-GRID-ALIGNMENT-001',
        zone,
        `The zone ${describeZone(zone)} does not lie on the ${String(gridMinutes)}-minute grid.`,
        `Start and end it at multiples of ${String(gridMinutes)} minutes.`,
      );
    }
    if (zone.items.length === 0) {
      warn(
        'zone-empty',
        zone,
        `The zone ${describeZone(zone)} has nothing to air; default programming fills it.`,
        'Give it series or assets, or disable it.',
      );
    }
  }
  return findings;
}
