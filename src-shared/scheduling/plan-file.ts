import type { LabelId } from '../model/ids.ts';
import { PlanFields, type Assignment, type ContentReference, type Plan } from '../model/plan.ts';
import type { PlanFile, PortableContent, PortableItem } from '../model/plan-file.ts';
import { minutesOfScheduleTime, scheduleTimeOf } from '../model/scalars.ts';
import type { ContentItem, ZoneFields } from '../model/zone.ts';
import { orderAssignments } from './plan-edits.ts';
import { orderZones } from './zones.ts';

/** How a station's own ids become names. */
export interface PlanNaming {
  nameItem(item: ContentItem): PortableItem;
  nameLabel(id: LabelId): string | null;
}

/** How names become a station's own ids. */
export interface PlanLookup {
  findItem(item: PortableItem): ContentItem;
  findLabel(name: string): LabelId;
}

/** A row or zone of a file that has no id yet. */
export type NewRow = Omit<Assignment, 'id' | 'planId'>;

/** The published plan as a file: rows and zones in order, everything by name. */
export function writePlanFile(plan: Plan, naming: PlanNaming): PlanFile {
  return {
    format: 'retrovue-plan',
    version: 1,
    plan: PlanFields.parse(plan),
    rows: orderAssignments(plan.assignments).map((row) => ({
      start: scheduleTimeOf(row.startOffsetMinutes),
      minutes: row.durationMinutes,
      content: portable(row.content, naming),
      episodePolicy: row.episodePolicy,
      operatorIntent: row.operatorIntent,
      label: row.labelId === null ? null : naming.nameLabel(row.labelId),
    })),
    zones: orderZones(plan.zones ?? []).map((zone) => ({
      name: zone.name,
      start: scheduleTimeOf(zone.startOffsetMinutes),
      end: scheduleTimeOf(zone.endOffsetMinutes),
      items: zone.items.map((item) => naming.nameItem(item)),
      dayFilters: zone.dayFilters,
      isEnabled: zone.isEnabled,
      effectiveStart: zone.effectiveStart,
      effectiveEnd: zone.effectiveEnd,
      dstPolicy: zone.dstPolicy,
    })),
  };
}

function portable(content: ContentReference, naming: PlanNaming): PortableContent {
  switch (content.type) {
    case 'series':
    case 'asset':
      return naming.nameItem(content);
    case 'list':
      return { type: 'list', items: content.items.map((item) => naming.nameItem(item)) };
    case 'rule':
    case 'random':
      return content;
  }
}

/** The rows and zones of a file with this station's ids. The lookup throws for what the station does not have. */
export function readPlanFile(
  file: PlanFile,
  lookup: PlanLookup,
): { readonly rows: NewRow[]; readonly zones: ZoneFields[] } {
  return {
    rows: file.rows.map((row) => ({
      startOffsetMinutes: minutesOfScheduleTime(row.start),
      durationMinutes: row.minutes,
      content: own(row.content, lookup),
      episodePolicy: row.episodePolicy,
      operatorIntent: row.operatorIntent,
      labelId: row.label === null ? null : lookup.findLabel(row.label),
    })),
    zones: file.zones.map(({ start, end, items, ...zone }) => ({
      ...zone,
      startOffsetMinutes: minutesOfScheduleTime(start),
      endOffsetMinutes: minutesOfScheduleTime(end),
      items: items.map((item) => lookup.findItem(item)),
    })),
  };
}

function own(content: PortableContent, lookup: PlanLookup): ContentReference {
  switch (content.type) {
    case 'series':
    case 'asset':
      return lookup.findItem(content);
    case 'list':
      return { type: 'list', items: content.items.map((item) => lookup.findItem(item)) };
    case 'rule':
    case 'random':
      return content;
  }
}

/** Every series and asset that the file names, each once. */
export function itemsInFile(file: PlanFile): PortableItem[] {
  const contents = file.rows.map(({ content }) => content);
  const items = [
    ...contents.flatMap((content): PortableItem[] => {
      if (content.type === 'list') return content.items;
      return content.type === 'series' || content.type === 'asset' ? [content] : [];
    }),
    ...file.zones.flatMap((zone) => zone.items),
  ];
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Every series and asset that the plan's published rows and its zones name, each once. */
export function itemsInPlan(plan: Plan): ContentItem[] {
  const items = [
    ...plan.assignments.flatMap(({ content }): ContentItem[] => {
      if (content.type === 'list') return content.items;
      return content.type === 'series' || content.type === 'asset' ? [content] : [];
    }),
    ...(plan.zones ?? []).flatMap((zone) => zone.items),
  ];
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
