import { z } from 'zod';

import { BreakChanges } from '#shared/model/break-rules.ts';
import {
  Alternation,
  type Assignment,
  ContentReference,
  type PlacedBlock,
  type Plan,
  type PlanLabel,
  RowFill,
  YearlyRange,
} from '#shared/model/plan.ts';
import { ContentItem, Weekday, type Zone } from '#shared/model/zone.ts';

import { fromFlag, nameKey, readJson, toFlag } from '../column-values.ts';
import type { AssignmentRow, LabelRow, PlanRow, ZoneRow } from '../tables/plan-tables.ts';

export function toPlanRow(plan: Plan): PlanRow {
  return {
    id: plan.id,
    channel_id: plan.channelId,
    name: plan.name,
    name_key: nameKey(plan.name),
    description: plan.description,
    cron: plan.cron,
    start_date: plan.startDate,
    end_date: plan.endDate,
    yearly_range: plan.yearlyRange === null ? null : JSON.stringify(plan.yearlyRange),
    alternation: plan.alternation ? JSON.stringify(plan.alternation) : null,
    break_rules: plan.breakRules ? JSON.stringify(plan.breakRules) : null,
    priority: plan.priority,
    layering: plan.layering,
    is_active: toFlag(plan.isActive),
    has_draft: toFlag(plan.draft !== null),
    version: plan.version,
    created_at: plan.createdAt,
    updated_at: plan.updatedAt,
  };
}

export function toPlan(
  row: PlanRow,
  published: Assignment[],
  draft: Assignment[],
  zones: Zone[],
  blocks: PlacedBlock[] = [],
): Plan {
  return {
    id: row.id,
    channelId: row.channel_id,
    name: row.name,
    description: row.description,
    cron: row.cron,
    startDate: row.start_date,
    endDate: row.end_date,
    yearlyRange:
      row.yearly_range === null
        ? null
        : readJson(YearlyRange, row.yearly_range, 'plans.yearly_range'),
    ...(row.alternation === null
      ? {}
      : { alternation: readJson(Alternation, row.alternation, 'plans.alternation') }),
    ...(row.break_rules === null
      ? {}
      : { breakRules: readJson(BreakChanges, row.break_rules, 'plans.break_rules') }),
    priority: row.priority,
    layering: row.layering,
    isActive: fromFlag(row.is_active),
    version: row.version,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    assignments: published,
    draft: fromFlag(row.has_draft) ? draft : null,
    ...(zones.length === 0 ? {} : { zones }),
    ...(blocks.length === 0 ? {} : { blocks }),
  };
}

function toAssignmentRow(
  plan: Plan,
  assignment: Assignment,
  edition: AssignmentRow['edition'],
): AssignmentRow {
  const { content } = assignment;
  return {
    plan_id: plan.id,
    edition,
    id: assignment.id,
    start_offset_minutes: assignment.startOffsetMinutes,
    duration_minutes: assignment.durationMinutes,
    content_type: content.type,
    series_id: content.type === 'series' ? content.seriesId : null,
    asset_id: content.type === 'asset' ? content.assetId : null,
    content: content.type === 'series' || content.type === 'asset' ? null : JSON.stringify(content),
    episode_policy: assignment.episodePolicy,
    operator_intent: assignment.operatorIntent,
    label_id: assignment.labelId,
    is_hard_start: toFlag(assignment.isHardStart === true),
    break_rules: assignment.breakRules ? JSON.stringify(assignment.breakRules) : null,
    packing: assignment.packing ?? 'auto',
    fill: assignment.fill ? JSON.stringify(assignment.fill) : null,
  };
}

/** The rows of both editions. */
export function toAssignmentRows(plan: Plan): AssignmentRow[] {
  return [
    ...plan.assignments.map((assignment) => toAssignmentRow(plan, assignment, 'published')),
    ...(plan.draft ?? []).map((assignment) => toAssignmentRow(plan, assignment, 'draft')),
  ];
}

function toContent(row: AssignmentRow): Assignment['content'] {
  if (row.series_id !== null) return { type: 'series', seriesId: row.series_id };
  if (row.asset_id !== null) return { type: 'asset', assetId: row.asset_id };
  if (row.content !== null) return readJson(ContentReference, row.content, 'assignments.content');
  throw new Error(`The station's file holds an assignment without content: ${row.id}.`);
}

export function toAssignment(row: AssignmentRow): Assignment {
  return {
    id: row.id,
    planId: row.plan_id,
    startOffsetMinutes: row.start_offset_minutes,
    durationMinutes: row.duration_minutes,
    content: toContent(row),
    episodePolicy: row.episode_policy,
    operatorIntent: row.operator_intent,
    labelId: row.label_id,
    ...(fromFlag(row.is_hard_start) ? { isHardStart: true } : {}),
    ...(row.break_rules === null
      ? {}
      : { breakRules: readJson(BreakChanges, row.break_rules, 'assignments.break_rules') }),
    ...(row.packing === 'auto' ? {} : { packing: row.packing }),
    ...(row.fill === null ? {} : { fill: readJson(RowFill, row.fill, 'assignments.fill') }),
  };
}

export function toLabelRow(label: PlanLabel): LabelRow {
  return {
    id: label.id,
    name: label.name,
    name_key: nameKey(label.name),
    description: label.description,
  };
}

export function toZoneRow(zone: Zone, planId: PlanRow['id']): ZoneRow {
  return {
    id: zone.id,
    plan_id: planId,
    name: zone.name,
    name_key: nameKey(zone.name),
    start_offset_minutes: zone.startOffsetMinutes,
    end_offset_minutes: zone.endOffsetMinutes,
    items: JSON.stringify(zone.items),
    day_filters: zone.dayFilters === null ? null : JSON.stringify(zone.dayFilters),
    is_enabled: toFlag(zone.isEnabled),
    effective_start: zone.effectiveStart,
    effective_end: zone.effectiveEnd,
    dst_policy: zone.dstPolicy,
    parent_id: zone.parentId ?? null,
  };
}

export function toZone(row: ZoneRow): Zone {
  return {
    id: row.id,
    name: row.name,
    startOffsetMinutes: row.start_offset_minutes,
    endOffsetMinutes: row.end_offset_minutes,
    items: readJson(z.array(ContentItem), row.items, 'zones.items'),
    dayFilters:
      row.day_filters === null
        ? null
        : readJson(z.array(Weekday), row.day_filters, 'zones.day_filters'),
    isEnabled: fromFlag(row.is_enabled),
    effectiveStart: row.effective_start,
    effectiveEnd: row.effective_end,
    dstPolicy: row.dst_policy,
    ...(row.parent_id === null ? {} : { parentId: row.parent_id }),
  };
}
