import { AssignmentId, ZoneId, type LabelId, type RowId } from '../../model/ids.ts';
import { traitsOf, type ContentLookup, type ContentNaming } from '../../model/content-kinds.ts';
import {
  PlanFields,
  type Assignment,
  type Block,
  type BlockRow,
  type ContentReference,
  type PlacedBlock,
  type Plan,
} from '../../model/plan.ts';
import type {
  PlanFile,
  PortableBlock,
  PortableContent,
  PortableItem,
  PortableRow,
  PortableSource,
} from '../../model/plan-file.ts';
import { minutesOfScheduleTime, printableName, scheduleTimeOf } from '../../model/scalars.ts';
import type { ContentItem, Zone } from '../../model/zone.ts';
import type { NewRow } from './new-plan-ids.ts';
import { orderPlacedBlocks, rowsOfBlocks } from './placed-blocks.ts';
import { orderAssignments } from './plan-edits.ts';
import { orderZones } from './zones.ts';

/** How a station's own ids become names. */
export interface PlanNaming extends ContentNaming {
  nameLabel(id: LabelId): string | null;
}

/** How names become a station's own ids. What an encore repeats is a row or zone of another plan of the channel. */
export interface PlanLookup extends ContentLookup {
  findLabel(name: string): LabelId;
}

/** The id that a row or zone of the file goes by until it has one of its own. */
function idInFile({ row, zone }: Pick<PortableSource, 'row' | 'zone'>): AssignmentId {
  return AssignmentId.parse(row === undefined ? `zone ${fold(zone ?? '')}` : `row ${row}`);
}

function fold(name: string): string {
  return name.trim().toLowerCase();
}

/** How a row or zone of one of the plans is named in a file of the plan; `null` when none has it. */
export function portableSource(
  of: RowId,
  plan: Plan,
  plans: readonly Plan[],
): PortableSource | null {
  for (const each of [plan, ...plans.filter(({ id }) => id !== plan.id)]) {
    const name = each.id === plan.id ? null : printableName(each.name);
    const row = each.assignments.find(({ id }) => id === of);
    if (row) return { plan: name, row: scheduleTimeOf(row.startOffsetMinutes) };
    const zone = each.zones?.find(({ id }) => id === of);
    if (zone) return { plan: name, zone: printableName(zone.name) };
  }
  return null;
}

/** The row or zone that a file of another plan names; `null` when there is none. */
export function sourceNamed(source: PortableSource, plans: readonly Plan[]): RowId | null {
  const isNamed = (
    wanted: string | null | undefined,
    { name }: { readonly name: string },
  ): boolean => fold(printableName(name)) === fold(wanted ?? '');
  const plan = plans.find((each) => isNamed(source.plan, each));
  const row = plan?.assignments.find(
    ({ startOffsetMinutes }) => scheduleTimeOf(startOffsetMinutes) === source.row,
  );
  if (row) return row.id;
  const zone = plan?.zones?.find((each) => isNamed(source.zone, each));
  return zone?.id ?? null;
}

/** The published plan as a file: rows and zones in order, everything by name. */
export function writePlanFile(plan: Plan, naming: PlanNaming): PlanFile {
  return {
    format: 'retrovue-plan',
    version: 1,
    plan: PlanFields.parse({ ...plan, name: printableName(plan.name) }),
    rows: orderAssignments(plan.assignments).map((row) => ({
      ...portableRow(row, naming),
      label: labelOf(row, naming),
    })),
    zones: orderZones(plan.zones ?? []).map((zone) => ({
      name: printableName(zone.name),
      start: scheduleTimeOf(zone.startOffsetMinutes),
      end: scheduleTimeOf(zone.endOffsetMinutes),
      items: zone.items.map((item) => naming.nameItem(item)),
      dayFilters: zone.dayFilters,
      isEnabled: zone.isEnabled,
      effectiveStart: zone.effectiveStart,
      effectiveEnd: zone.effectiveEnd,
      dstPolicy: zone.dstPolicy,
      ...parentNameOf(zone, plan),
    })),
    ...(plan.blocks === undefined || plan.blocks.length === 0
      ? {}
      : { blocks: orderPlacedBlocks(plan.blocks).map((placed) => portableBlock(placed, naming)) }),
  };
}

function labelOf({ labelId }: Assignment, naming: PlanNaming): string | null {
  const name = labelId === null ? null : naming.nameLabel(labelId);
  return name === null ? null : printableName(name);
}

function portableBlock(
  { startOffsetMinutes, dayFilters, block }: PlacedBlock,
  naming: PlanNaming,
): PortableBlock {
  return {
    start: scheduleTimeOf(startOffsetMinutes),
    dayFilters,
    name: printableName(block.name),
    description: block.description,
    rows: block.rows.map((row) => portableRow(row, naming)),
  };
}

function portableRow(row: Omit<BlockRow, 'id'>, naming: PlanNaming): PortableRow {
  return {
    start: scheduleTimeOf(row.startOffsetMinutes),
    minutes: row.durationMinutes,
    content: portable(row.content, naming),
    episodePolicy: row.episodePolicy,
    ...(row.isHardStart === true ? { isHardStart: true } : {}),
    ...(row.breakRules ? { breakRules: row.breakRules } : {}),
    ...(row.packing === undefined ? {} : { packing: row.packing }),
    ...(row.fill ? { fill: row.fill } : {}),
    operatorIntent: row.operatorIntent,
  };
}

/** A block of a file with this station's content; its rows have no ids yet. */
export interface NewBlock extends Pick<Block, 'name' | 'description'> {
  readonly startOffsetMinutes: number;
  readonly dayFilters: PlacedBlock['dayFilters'];
  readonly rows: readonly Omit<BlockRow, 'id'>[];
}

/** The blocks of a file. The lookup throws for what the station does not have. */
export function readBlocks(file: PlanFile, lookup: PlanLookup): NewBlock[] {
  return (file.blocks ?? []).map(({ start, rows, ...block }) => ({
    ...block,
    startOffsetMinutes: minutesOfScheduleTime(start),
    rows: rows.map((row) => ownRow(row, lookup)),
  }));
}

function ownRow(row: PortableRow, lookup: PlanLookup): Omit<BlockRow, 'id'> {
  return {
    startOffsetMinutes: minutesOfScheduleTime(row.start),
    durationMinutes: row.minutes,
    content: own(row.content, lookup),
    episodePolicy: row.episodePolicy,
    ...(row.isHardStart === true ? { isHardStart: true } : {}),
    ...(row.breakRules ? { breakRules: row.breakRules } : {}),
    ...(row.packing === undefined ? {} : { packing: row.packing }),
    ...(row.fill ? { fill: row.fill } : {}),
    operatorIntent: row.operatorIntent,
  };
}

function portable(content: ContentReference, naming: PlanNaming): PortableContent {
  return traitsOf(content).toPortable(content, naming);
}

/**
 * The rows and zones of a file, of this station's content; their own ids are still the file's ({@link withNewIds}). The lookup
 * throws for what the station does not have.
 */
export function readPlanFile(
  file: PlanFile,
  lookup: PlanLookup,
): { readonly rows: NewRow[]; readonly zones: Zone[] } {
  return {
    rows: file.rows.map((row) => ({
      ...ownRow(row, lookup),
      id: idInFile({ row: row.start }),
      labelId: row.label === null ? null : lookup.findLabel(row.label),
    })),
    zones: file.zones.map(({ start, end, items, parent, ...zone }) => ({
      ...zone,
      ...(parent === undefined ? {} : { parentId: zoneIdInFile(parent) }),
      id: zoneIdInFile(zone.name),
      startOffsetMinutes: minutesOfScheduleTime(start),
      endOffsetMinutes: minutesOfScheduleTime(end),
      items: items.map((item) => lookup.findItem(item)),
    })),
  };
}

function zoneIdInFile(name: string): ZoneId {
  return ZoneId.parse(idInFile({ zone: name }));
}

function parentNameOf({ parentId }: Zone, { zones }: Plan): { readonly parent?: string } {
  const parent = zones?.find(({ id }) => id === parentId);
  return parent ? { parent: printableName(parent.name) } : {};
}

function own(content: PortableContent, lookup: PlanLookup): ContentReference {
  return traitsOf(content).toOwn(content, {
    findItem: (item) => lookup.findItem(item),
    findSource: (of) => (of.plan === null ? idInFile(of) : lookup.findSource(of)),
  });
}

/** Every series, asset and package that the file names, each once. */
export function itemsInFile(file: PlanFile): PortableItem[] {
  const rows = [...file.rows, ...(file.blocks ?? []).flatMap((block) => block.rows)];
  const contents = rows.map(({ content }) => content);
  const items = [
    ...contents.flatMap((content) => traitsOf(content).portableItems(content)),
    ...file.zones.flatMap((zone) => zone.items),
  ];
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}

/** Every series, asset and package that the plan's published rows, its blocks and its zones name, each once. */
export function itemsInPlan(plan: Plan): ContentItem[] {
  const items = [
    ...[...plan.assignments, ...rowsOfBlocks(plan)].flatMap(({ content }) =>
      traitsOf(content).items(content),
    ),
    ...(plan.zones ?? []).flatMap((zone) => zone.items),
  ];
  return [...new Map(items.map((item) => [JSON.stringify(item), item])).values()];
}
