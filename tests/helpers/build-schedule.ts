import type { AsRunRecord } from '#shared/model/as-run.ts';
import type { Channel } from '#shared/model/channel.ts';
import {
  AiringId,
  AssetId,
  AssignmentId,
  ChannelId,
  LogBlockId,
  LogEventId,
  PlanId,
  ScheduleDayId,
} from '#shared/model/ids.ts';
import { DEFAULT_PLAN_FIELDS, type Assignment, type Plan } from '#shared/model/plan.ts';
import {
  EMPTY_CARRY,
  type Airing,
  type OverrideRecord,
  type ScheduleDay,
} from '#shared/model/schedule-day.ts';
import { broadcastDayWindow, gridSlots } from '#shared/time/broadcast-day.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { TEST_EPOCH_AT } from './manual-clock.ts';
import {} from '#tests/helpers/airing-content.ts';

/** An hour of one asset at the start of the day, unless told otherwise. */
export function buildAssignment(fields: Partial<Assignment> = {}): Assignment {
  return {
    id: AssignmentId.parse('assignment'),
    planId: PlanId.parse('plan'),
    startOffsetMinutes: 0,
    durationMinutes: 60,
    content: { type: 'asset', assetId: AssetId.parse('asset') },
    episodePolicy: 'sequential',
    operatorIntent: null,
    labelId: null,
    ...fields,
  };
}

export function buildPlan(fields: Partial<Plan> = {}): Plan {
  const id = fields.id ?? PlanId.parse('plan');
  return {
    ...DEFAULT_PLAN_FIELDS,
    id,
    channelId: ChannelId.parse('retro'),
    name: `Plan ${id}`,
    version: 1,
    createdAt: TEST_EPOCH_AT,
    updatedAt: TEST_EPOCH_AT,
    assignments: [],
    draft: null,
    ...fields,
  };
}

/** A frozen day with one airing of the asset in every grid slot. */
export function buildDay(
  channel: Channel,
  date: IsoDate,
  fields: Partial<ScheduleDay> = {},
  assetId: AssetId | null = null,
): ScheduleDay {
  const id = fields.id ?? ScheduleDayId.parse(`day-${channel.id}-${date}`);
  const planId = fields.planId ?? null;
  const airings = gridSlots(channel, date).map((slot): Airing => ({
    id: AiringId.parse(`airing-${channel.id}-${String(slot.startAt)}`),
    scheduleDayId: id,
    channelId: channel.id,
    broadcastDate: date,
    ...slot,
    content: assetId === null ? { kind: 'slate' } : { kind: 'asset', assetId, assetKind: 'movie' },
    title: 'A film',
    episodeTitle: null,
    seriesId: null,
    seasonNumber: null,
    episodeNumber: null,
    year: 1984,
    contentDurationMs: 1_320_000,
    lineage: {
      planId,
      assignmentId: null,
      rule: planId === null ? 'default-programming' : 'assignment',
      policy: null,
      cursorBefore: null,
      seed: null,
      eligibleCount: 1,
      operatorIntent: null,
    },
  }));
  return {
    id,
    channelId: channel.id,
    broadcastDate: date,
    planId,
    isManualOverride: false,
    ...broadcastDayWindow(channel, date),
    airings,
    carryOut: EMPTY_CARRY,
    contentHash: `hash-of-${id}`,
    frozenAt: TEST_EPOCH_AT,
    ...fields,
  };
}

export function buildOverride(fields: Partial<OverrideRecord> = {}): OverrideRecord {
  return {
    id: 'override',
    layer: 'schedule-day',
    targetId: 'day',
    reason: 'operator',
    createdAt: TEST_EPOCH_AT + 1_000,
    change: null,
    ...fields,
  };
}

export function buildAsRun(fields: Partial<AsRunRecord> = {}): Omit<AsRunRecord, 'id'> {
  const { id: _id, ...rest } = fields;
  return {
    channelId: ChannelId.parse('retro'),
    broadcastDate: '2026-01-01',
    eventId: LogEventId.parse('event'),
    blockId: LogBlockId.parse('block'),
    kind: 'act',
    assetId: AssetId.parse('asset'),
    title: 'A film',
    plannedStartAt: TEST_EPOCH_AT,
    startedAt: TEST_EPOCH_AT,
    durationMs: 330_000,
    frameCount: 9_890,
    status: 'aired',
    wasServed: false,
    peakViewers: 0,
    slateFrames: 0,
    reason: null,
    ...rest,
  };
}
