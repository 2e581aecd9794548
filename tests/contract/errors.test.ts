import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { type Input, type MethodName, methods } from '#shared/contract/index.ts';
import { AppError, type ErrorCode } from '#shared/errors/app-error.ts';
import { AssignmentId } from '#shared/model/ids.ts';
import type { LogEvent } from '#shared/model/log.ts';
import type { BreakItemChange } from '#shared/model/override.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import {
  emptyFolder,
  planWorld,
  seedWorld,
  WORLD,
  worldAssignment,
  worldPlan,
} from '#tests/helpers/sample-world.ts';
import { createTestStation, type TestStation } from '#tests/helpers/test-station.ts';

type Declared = `${MethodName} ${ErrorCode}`;
type Provoke = (world: TestStation) => Promise<unknown>;

const GONE = 'nobody-has-this-id';
const ROW = {
  startOffsetMinutes: 600,
  durationMinutes: 60,
  content: { type: 'asset', assetId: WORLD.otherMovieId },
} as const;
const ZONE = { name: 'Night', startOffsetMinutes: 60, endOffsetMinutes: 120 };
const HELD_BACK = { type: 'asset', assetId: WORLD.heldBackId } as const;
const WINDOW = { startAt: WORLD.nowAt, endAt: WORLD.nowAt + 1_000 };
/** Beyond anything that the horizon plans. */
const FAR = { startAt: WORLD.nowAt + 1e11, endAt: WORLD.nowAt + 1e11 + 1 };
const FAR_DATE = '2036-01-01';

/** Frozen by `planWorld`, but not locked. */
const FREE_DAY = { channelId: WORLD.channelId, date: '2026-01-03' };

type ChangeMethod = 'day.overridePreview' | 'day.override';

/** Long content before the airing of that index. */
function insertBefore(index: number, assetId: string = WORLD.otherMovieId) {
  return (day: ScheduleDayRecord) => ({
    type: 'insert',
    airingId: day.airings[index]?.id,
    assetId,
  });
}

function changing(
  method: ChangeMethod,
  change: (day: ScheduleDayRecord) => unknown,
  more: object = {},
): Provoke {
  return async ({ client }) => {
    await planWorld(client);
    const day = await client.call('day.show', FREE_DAY);
    const request = { ...FREE_DAY, change: change(day), reason: 'a test', ...more };
    return client.call(method, request as never);
  };
}

/** Locks the log over the whole free day. */
async function lockFreeDay({ client }: TestStation): Promise<void> {
  await planWorld(client);
  const day = await client.call('day.show', FREE_DAY);
  const { channelId } = FREE_DAY;
  const beyond = { channelId, startAt: day.endAt, endAt: day.endAt + 1 };
  while ((await client.call('log.list', beyond)).length === 0) {
    const { added } = await client.call('log.extend', { channelId: WORLD.channelId, blocks: 10 });
    if (added.length === 0) throw new Error('Nothing could be locked.');
  }
}

function changeErrors(method: ChangeMethod): Partial<Record<Declared, Provoke>> {
  const row = (day: ScheduleDayRecord) =>
    day.airings.findIndex(({ lineage }) => lineage.rule === 'assignment');
  return {
    [`${method} not-found`]: changing(method, () => ({ type: 'remove', airingId: GONE })),
    [`${method} horizon-no-schedule-data`]: changing(method, insertBefore(0), { date: FAR_DATE }),
    [`${method} conflict`]: changing(method, (day) => insertBefore(row(day))(day)),
    [`${method} not-eligible`]: changing(method, insertBefore(0, WORLD.heldBackId)),
    [`${method} day-frozen`]: async ({ client }: TestStation) => {
      await planWorld(client);
      const day = await client.call('day.show', { ...FREE_DAY, date: WORLD.date });
      const change = insertBefore(0)(day);
      const request = { ...FREE_DAY, date: WORLD.date, change, reason: 'a test' };
      return client.call(method, request as never);
    },
  };
}

function revert(more: object): Provoke {
  return async ({ client }) => {
    await planWorld(client);
    const request = { ...FREE_DAY, generation: 1, reason: 'a test', ...more };
    return client.call('day.revert', request);
  };
}

/** Changes the last row of that kind in the locked log. */
function changingItem(kind: LogEvent['kind'], change: object, unlock = true): Provoke {
  return async ({ client }) => {
    await planWorld(client);
    const { channelId } = FREE_DAY;
    const on = { channelId, startAt: WORLD.nowAt, endAt: WORLD.nowAt + 86_400_000 };
    const events = (await client.call('log.list', on)).flatMap((block) => block.events);
    const event = events.findLast((it) => it.kind === kind);
    const wanted = { type: 'drop', eventId: event?.id, ...change };
    return client.call('log.changeItem', {
      channelId,
      change: wanted as BreakItemChange,
      reason: 'a test',
      unlock,
    });
  };
}

/** A decision while the channel asks for approval, after what `prepare` does while it does not. */
function deciding(
  method: 'day.approve' | 'day.unapprove',
  more: object,
  prepare: (world: TestStation) => Promise<void> = ({ client }) => planWorld(client),
): Provoke {
  const asks = ({ client }: TestStation, requiresApproval: boolean) =>
    client.call('channel.update', { id: WORLD.channelId, changes: { requiresApproval } });
  return async (station) => {
    await prepare(station);
    await asks(station, true);
    try {
      return await station.client.call(method, { ...FREE_DAY, ...more });
    } finally {
      await asks(station, false);
    }
  };
}

function decisionErrors(
  method: 'day.approve' | 'day.unapprove',
): Partial<Record<Declared, Provoke>> {
  return {
    [`${method} not-found`]: ask(method, { ...FREE_DAY, channelId: GONE }),
    [`${method} conflict`]: ask(method, FREE_DAY),
    [`${method} horizon-no-schedule-data`]: deciding(method, { date: FAR_DATE }),
    [`${method} stale-version`]: deciding(method, { dayId: GONE }),
    [`${method} day-frozen`]: deciding(method, {}, lockFreeDay),
  };
}

/** A plan whose stored draft could not have been made through the contract. */
const SPOILT_PLANS = {
  overlapping: worldPlan({
    id: 'plan-overlapping' as typeof WORLD.planId,
    name: 'Overlapping',
    isActive: false,
    assignments: [],
    draft: ['a', 'b'].map((id) =>
      worldAssignment({
        id: AssignmentId.parse(`overlapping-${id}`),
        planId: 'plan-overlapping' as typeof WORLD.planId,
      }),
    ),
  }),
  ineligible: worldPlan({
    id: 'plan-ineligible' as typeof WORLD.planId,
    name: 'Ineligible',
    isActive: false,
    assignments: [],
    draft: [
      worldAssignment({
        id: AssignmentId.parse('ineligible-row'),
        planId: 'plan-ineligible' as typeof WORLD.planId,
        content: HELD_BACK,
      }),
    ],
  }),
};

function ask(method: MethodName, input: unknown): Provoke {
  // The table below gives each method inputs of its own; invalid ones would fail the test.
  return async ({ client }) => client.call(method, input as never);
}

/** Imports a plan with so many rows of the asset, all at the same time. */
function importPlan(title: string, { name = 'New', rows = 1 } = {}): Provoke {
  return async ({ client }) => {
    const file = await client.call('plan.export', { id: WORLD.planId });
    const [row] = file.rows;
    if (row?.content.type !== 'asset') throw new Error('The world’s plan plays no asset.');
    const content = { ...row.content, asset: { ...row.content.asset, title } };
    const copies = Array.from({ length: rows }, () => ({ ...row, content }));
    return client.call('plan.import', {
      channelId: WORLD.channelId,
      file: { ...file, rows: copies },
      name,
    });
  };
}

const BLOCK_ROW = { startOffsetMinutes: 0, durationMinutes: 60, content: ROW.content };
const BAD_BLOCK_ROW = { ...BLOCK_ROW, content: HELD_BACK };

function updateBlock(name: string, changes: object): Provoke {
  return async ({ client }) => {
    await client.call('block.create', { name: 'Four' }).catch(() => undefined);
    const { id } = await client.call('block.create', { name });
    return client.call('block.update', { id, changes });
  };
}

async function placeBlock(client: TestStation['client'], name: string, where: object = {}) {
  const block = await client.call('block.create', { name, rows: [BLOCK_ROW] });
  const request = { planId: WORLD.planId, blockId: block.id, startOffsetMinutes: 900, ...where };
  return (await client.call('plan.placeBlock', request)).placed;
}

const PIN = {
  days: { type: 'dates', dates: ['2027-12-24'] },
  startOffsetMinutes: 0,
  durationMinutes: 60,
  content: { type: 'asset', assetId: WORLD.movieId },
};

function pinOf(content: object) {
  return { channelId: WORLD.channelId, pin: { ...PIN, content } };
}

/** The same minutes of the same date a second time. */
function pinTwice(name: 'pin.check' | 'pin.add'): Provoke {
  return async ({ client }) => {
    const request = { channelId: WORLD.channelId, pin: PIN } as Input<'pin.add'>;
    await client.call('pin.add', request).catch(() => undefined);
    return client.call(name, request);
  };
}

function row(id: string) {
  const plain = { episodePolicy: 'sequential', operatorIntent: null, labelId: null } as const;
  return { ...ROW, ...plain, id };
}

function manuscript(parts: object) {
  const fields = { name: 'Written' };
  return { channelId: WORLD.channelId, replaces: null, fields, rows: [], zones: [], ...parts };
}

const FILMS = { type: 'rule', rule: { kind: ['movie'] } };

const PROVOKE: Partial<Record<Declared, Provoke>> = {
  'channel.show not-found': ask('channel.show', { selector: GONE }),
  'channel.validate not-found': ask('channel.validate', { id: GONE }),
  'channel.impact not-found': ask('channel.impact', { id: GONE, changes: {} }),
  'channel.create already-exists': ask('channel.create', { name: 'retro ONE' }),
  'channel.update not-found': ask('channel.update', { id: GONE, changes: {} }),
  'channel.update already-exists': ask('channel.update', {
    id: WORLD.bareChannelId,
    changes: { number: 1 },
  }),
  'channel.update stale-version': ask('channel.update', {
    id: WORLD.bareChannelId,
    version: 7,
    changes: {},
  }),
  'channel.update conflict': async ({ client }) => {
    await planWorld(client);
    const houseFormat = { height: 480, rate: '25' } as const;
    return client.call('channel.update', { id: WORLD.channelId, changes: { houseFormat } });
  },
  'channel.delete not-found': ask('channel.delete', { id: GONE }),
  'channel.delete has-dependents': ask('channel.delete', { id: WORLD.channelId }),
  'plan.show not-found': ask('plan.show', { selector: GONE }),
  'plan.create not-found': ask('plan.create', { channelId: GONE, name: 'X' }),
  'plan.create already-exists': ask('plan.create', {
    channelId: WORLD.channelId,
    name: ' weekdays ',
  }),
  'plan.update not-found': ask('plan.update', { id: GONE, changes: {} }),
  'plan.update already-exists': ask('plan.update', {
    id: WORLD.planId,
    changes: { name: 'Ineligible' },
  }),
  'plan.delete not-found': ask('plan.delete', { id: GONE }),
  'plan.delete has-dependents': ask('plan.delete', { id: WORLD.planId }),
  'plan.validate not-found': ask('plan.validate', { id: GONE }),
  'plan.preview not-found': ask('plan.preview', { channelId: GONE, date: WORLD.date }),
  'plan.whatif not-found': ask('plan.whatif', {
    channelId: WORLD.channelId,
    from: WORLD.date,
    to: WORLD.date,
    plan: { id: GONE },
  }),
  'plan.addAssignment not-found': ask('plan.addAssignment', { planId: GONE, row: ROW }),
  'plan.addAssignment plan-overlap': ask('plan.addAssignment', {
    planId: WORLD.planId,
    row: { ...ROW, startOffsetMinutes: 150 },
  }),
  'plan.addAssignment not-eligible': ask('plan.addAssignment', {
    planId: WORLD.planId,
    row: { ...ROW, content: HELD_BACK },
  }),
  'plan.updateAssignment not-found': ask('plan.updateAssignment', { id: GONE, changes: {} }),
  'plan.updateAssignment plan-overlap': async ({ client }) => {
    const row = await client.call('plan.addAssignment', { planId: WORLD.planId, row: ROW });
    return client.call('plan.updateAssignment', {
      id: row.id,
      changes: { startOffsetMinutes: 120 },
    });
  },
  'plan.updateAssignment not-eligible': ask('plan.updateAssignment', {
    id: WORLD.assignmentId,
    changes: { content: HELD_BACK },
  }),
  'plan.removeAssignment not-found': ask('plan.removeAssignment', { id: GONE }),
  'plan.editDraft not-found': ask('plan.editDraft', {
    id: GONE,
    version: 1,
    edits: [{ type: 'remove', assignmentId: GONE }],
  }),
  'plan.editDraft stale-version': ask('plan.editDraft', {
    id: WORLD.planId,
    version: 999,
    edits: [{ type: 'remove', assignmentId: WORLD.assignmentId }],
  }),
  'plan.editDraft plan-overlap': editDraft({ startOffsetMinutes: 130 }),
  'plan.editDraft not-eligible': editDraft({ startOffsetMinutes: 900, content: HELD_BACK }),
  'rule.test not-found': ask('rule.test', {
    rule: {},
    occasion: { channelId: GONE, date: WORLD.date },
  }),
  'plan.suggest not-found': ask('plan.suggest', {
    planId: GONE,
    startOffsetMinutes: 0,
    durationMinutes: 60,
  }),
  'plan.autofillPreview not-found': ask('plan.autofillPreview', { id: GONE }),
  'plan.autofill not-found': ask('plan.autofill', { id: GONE, version: 1 }),
  'plan.autofill stale-version': ask('plan.autofill', { id: WORLD.planId, version: 999 }),
  'plan.autofill plan-overlap': ask('plan.autofill', {
    id: SPOILT_PLANS.overlapping.id,
    version: 1,
    content: FILMS,
  }),
  'plan.autofill not-eligible': async ({ client }) => {
    const { plan } = await client.call('plan.show', { selector: WORLD.planId });
    const { id, version } = plan;
    const rule = { genre: ['opera'] };
    return client.call('plan.autofill', { id, version, content: { type: 'rule', rule } });
  },
  'plan.discardDraft not-found': ask('plan.discardDraft', { id: GONE }),
  'plan.publishImpact not-found': ask('plan.publishImpact', { id: GONE }),
  'plan.publishImpact plan-overlap': ask('plan.publishImpact', {
    id: SPOILT_PLANS.overlapping.id,
  }),
  'day.reconcile not-found': ask('day.reconcile', { ...FREE_DAY, channelId: GONE }),
  'rebuild.accept not-found': ask('rebuild.accept', { channelId: GONE, dates: [FREE_DAY.date] }),
  'rebuild.leave not-found': ask('rebuild.leave', { channelId: GONE, dates: [FREE_DAY.date] }),
  'plan.publish not-found': ask('plan.publish', { id: GONE }),
  'plan.publish plan-overlap': ask('plan.publish', { id: SPOILT_PLANS.overlapping.id }),
  'plan.publish not-eligible': ask('plan.publish', { id: SPOILT_PLANS.ineligible.id }),
  'zone.list not-found': ask('zone.list', { planId: GONE }),
  'zone.add not-found': ask('zone.add', { planId: GONE, zone: ZONE }),
  'zone.add not-eligible': ask('zone.add', {
    planId: WORLD.planId,
    zone: { ...ZONE, items: [HELD_BACK] },
  }),
  'zone.update not-found': ask('zone.update', { id: GONE, changes: {} }),
  'zone.update not-eligible': async ({ client }) => {
    const { id } = await client.call('zone.add', { planId: WORLD.planId, zone: ZONE });
    return client.call('zone.update', { id, changes: { items: [HELD_BACK] } });
  },
  'zone.delete not-found': ask('zone.delete', { id: GONE }),
  'block.create already-exists': async ({ client }) => {
    await client.call('block.create', { name: 'Twice' });
    return client.call('block.create', { name: 'TWICE' });
  },
  'block.create plan-overlap': ask('block.create', { name: 'Two', rows: [BLOCK_ROW, BLOCK_ROW] }),
  'block.create not-eligible': ask('block.create', { name: 'Bad', rows: [BAD_BLOCK_ROW] }),
  'block.update not-found': ask('block.update', { id: GONE, changes: {} }),
  'block.update already-exists': updateBlock('Three', { name: 'FOUR' }),
  'block.update plan-overlap': updateBlock('Five', { rows: [BLOCK_ROW, BLOCK_ROW] }),
  'block.update not-eligible': updateBlock('Six', { rows: [BAD_BLOCK_ROW] }),
  'block.delete not-found': ask('block.delete', { id: GONE }),
  'block.delete has-dependents': async ({ client }) => {
    const { block } = await placeBlock(client, 'Seven');
    return client.call('block.delete', { id: block.id });
  },
  'plan.placeBlock not-found': ask('plan.placeBlock', {
    planId: WORLD.planId,
    blockId: GONE,
    startOffsetMinutes: 0,
  }),
  'plan.removeBlock not-found': ask('plan.removeBlock', { id: GONE }),
  'plan.dissolveBlock not-found': ask('plan.dissolveBlock', { id: GONE }),
  'plan.dissolveBlock conflict': async ({ client }) => {
    const { id } = await placeBlock(client, 'Eight', { dayFilters: ['SAT'] });
    return client.call('plan.dissolveBlock', { id });
  },
  'plan.dissolveBlock plan-overlap': async ({ client }) => {
    const { id } = await placeBlock(client, 'Nine', { startOffsetMinutes: 120 });
    return client.call('plan.dissolveBlock', { id });
  },
  'pin.check not-found': ask('pin.check', { channelId: GONE, pin: PIN }),
  'pin.check plan-overlap': pinTwice('pin.check'),
  'pin.check not-eligible': ask('pin.check', pinOf(HELD_BACK)),
  'pin.add not-found': ask('pin.add', { channelId: GONE, pin: PIN }),
  'pin.add plan-overlap': pinTwice('pin.add'),
  'pin.add not-eligible': ask('pin.add', pinOf(HELD_BACK)),
  'pin.remove not-found': ask('pin.remove', { id: GONE }),
  'virtualAsset.show not-found': ask('virtualAsset.show', { selector: GONE }),
  'virtualAsset.add already-exists': async ({ client }) => {
    await client.call('virtualAsset.add', { fields: sequence('Twice', WORLD.movieId) });
    return client.call('virtualAsset.add', { fields: sequence('TWICE', WORLD.movieId) });
  },
  'virtualAsset.add not-eligible': ask('virtualAsset.add', {
    fields: sequence('Held back', WORLD.heldBackId),
  }),
  'virtualAsset.update not-found': ask('virtualAsset.update', {
    id: GONE,
    version: 1,
    fields: sequence('Gone', WORLD.movieId),
  }),
  'virtualAsset.update already-exists': updatePackage('First', 'Second', { name: 'SECOND' }),
  'virtualAsset.update stale-version': updatePackage('Third', 'Fourth', { version: 9 }),
  'virtualAsset.update not-eligible': updatePackage('Fifth', 'Sixth', {
    assetIds: [WORLD.heldBackId],
  }),
  'virtualAsset.delete not-found': ask('virtualAsset.delete', { id: GONE }),
  'virtualAsset.delete has-dependents': async ({ client }) => {
    const fields = sequence('Played', WORLD.movieId);
    const { id } = await client.call('virtualAsset.add', { fields });
    const content = { type: 'virtual_package', virtualAssetId: id } as const;
    const startOffsetMinutes = 1_200;
    await client.call('plan.addAssignment', {
      planId: WORLD.planId,
      row: { ...ROW, startOffsetMinutes, content },
    });
    return client.call('virtualAsset.delete', { id });
  },
  'virtualAsset.evaluate not-found': ask('virtualAsset.evaluate', { virtualAsset: { id: GONE } }),
  'plan.copy not-found': ask('plan.copy', { id: GONE, name: 'X' }),
  'plan.copy already-exists': ask('plan.copy', { id: WORLD.planId, name: 'WEEKDAYS' }),
  'plan.export not-found': ask('plan.export', { id: GONE }),
  'plan.import not-found': importPlan('Nobody has this'),
  'plan.import already-exists': importPlan(`Title ${WORLD.movieId}`, { name: 'Weekdays' }),
  'plan.import not-eligible': importPlan(`Title ${WORLD.heldBackId}`),
  'plan.import plan-overlap': importPlan(`Title ${WORLD.movieId}`, { rows: 2 }),
  'plan.save not-found': ask('plan.save', manuscript({ channelId: GONE })),
  'plan.save already-exists': ask('plan.save', manuscript({ fields: { name: 'WEEKDAYS' } })),
  'plan.save stale-version': ask(
    'plan.save',
    manuscript({ replaces: { id: WORLD.planId, version: 99 } }),
  ),
  'plan.save plan-overlap': ask('plan.save', manuscript({ rows: [row('a'), row('b')] })),
  'plan.save not-eligible': ask(
    'plan.save',
    manuscript({ rows: [{ ...row('a'), content: HELD_BACK }] }),
  ),
  'plan.rehearse not-found': ask('plan.rehearse', { plan: manuscript({ channelId: GONE }) }),
  'plan.rehearse already-exists': ask('plan.rehearse', {
    plan: manuscript({ fields: { name: 'WEEKDAYS' } }),
  }),
  'plan.rehearse stale-version': ask('plan.rehearse', {
    plan: manuscript({ replaces: { id: WORLD.planId, version: 99 } }),
  }),
  'plan.rehearse plan-overlap': ask('plan.rehearse', {
    plan: manuscript({ rows: [row('a'), row('b')] }),
  }),
  'label.update not-found': ask('label.update', { id: GONE, changes: {} }),
  'label.update already-exists': async ({ client }) => {
    const names = ['Morning', 'Noon'] as const;
    const [, { id }] = await Promise.all([
      client.call('label.create', { name: names[0] }),
      client.call('label.create', { name: names[1] }),
    ]);
    return client.call('label.update', { id, changes: { name: 'MORNING' } });
  },
  'label.delete not-found': ask('label.delete', { id: GONE }),
  'label.create already-exists': async ({ client }) => {
    await client.call('label.create', { name: 'Prime time' });
    return client.call('label.create', { name: 'Prime time' });
  },
  'day.show horizon-no-schedule-data': ask('day.show', {
    channelId: WORLD.channelId,
    date: FAR_DATE,
  }),
  'day.generate not-found': ask('day.generate', { channelId: GONE, date: WORLD.date }),
  'day.generate day-frozen': async ({ client }) => {
    await planWorld(client);
    return client.call('day.generate', { channelId: WORLD.channelId, date: WORLD.date });
  },
  ...changeErrors('day.overridePreview'),
  ...changeErrors('day.override'),
  'day.override stale-version': changing('day.override', insertBefore(0), { baseDayId: 'older' }),
  ...decisionErrors('day.approve'),
  ...decisionErrors('day.unapprove'),
  'log.replanPreview not-found': ask('log.replanPreview', { channelId: GONE }),
  'log.replan not-found': ask('log.replan', { channelId: GONE }),
  'log.changeItem not-found': changingItem('interstitial', { eventId: GONE }),
  'log.changeItem not-eligible': changingItem('interstitial', {
    type: 'swap',
    assetId: WORLD.movieId,
  }),
  'log.changeItem conflict': changingItem('act', {}),
  'log.changeItem day-frozen': changingItem('interstitial', {}, false),
  'day.revert not-found': revert({ generation: 99 }),
  'day.revert horizon-no-schedule-data': revert({ date: FAR_DATE }),
  'day.revert day-frozen': async (own) => {
    await lockFreeDay(own);
    return revert({})(own);
  },
  'day.revert stale-version': revert({ baseDayId: 'older' }),
  'day.history not-found': ask('day.history', { channelId: GONE, date: WORLD.date }),
  'day.history horizon-no-schedule-data': ask('day.history', {
    channelId: WORLD.channelId,
    date: FAR_DATE,
  }),
  'day.validate horizon-no-schedule-data': ask('day.validate', {
    channelId: WORLD.channelId,
    date: FAR_DATE,
  }),
  'day.why not-found': ask('day.why', { airingId: GONE }),
  'guide.icalendar not-found': ask('guide.icalendar', { channelId: GONE }),
  'guide.icalendar horizon-no-schedule-data': ask('guide.icalendar', {
    channelId: WORLD.bareChannelId,
  }),
  'log.why not-found': ask('log.why', { channelId: GONE, at: WORLD.nowAt }),
  'log.why horizon-no-schedule-data': ask('log.why', {
    channelId: WORLD.channelId,
    at: FAR.startAt,
  }),
  'guide.list horizon-no-schedule-data': ask('guide.list', FAR),
  'log.list not-found': ask('log.list', { channelId: GONE, ...WINDOW }),
  'log.validate not-found': ask('log.validate', { channelId: GONE, ...WINDOW }),
  'log.extend not-found': ask('log.extend', { channelId: GONE, blocks: 1 }),
  'log.extend horizon-no-schedule-data': ask('log.extend', {
    channelId: WORLD.bareChannelId,
    blocks: 1,
  }),
  'asrun.list not-found': ask('asrun.list', { channelId: GONE, ...WINDOW }),
  'source.add already-exists': async (world) => {
    const path = await emptyFolder(world, 'twice');
    await world.client.call('source.add', { path });
    return world.client.call('source.add', { path });
  },
  'source.add source-unreachable': ask('source.add', { path: '/nowhere/retrovue-at-all' }),
  'source.update not-found': ask('source.update', { id: GONE, changes: {} }),
  'source.move not-found': ask('source.move', { id: GONE, path: '/nowhere' }),
  'source.move already-exists': async (world) => {
    const [here, there] = [await emptyFolder(world, 'mine'), await emptyFolder(world, 'other')];
    const { id } = await world.client.call('source.add', { path: here });
    await world.client.call('source.add', { path: there });
    return world.client.call('source.move', { id, path: there });
  },
  'source.move source-unreachable': async (world) => {
    const { id } = await world.client.call('source.add', { path: await emptyFolder(world, 'at') });
    return world.client.call('source.move', { id, path: '/nowhere/retrovue-at-all' });
  },
  'source.remove not-found': ask('source.remove', { id: GONE }),
  'source.scan not-found': ask('source.scan', { id: GONE }),
  'source.scan source-unreachable': ask('source.scan', { id: WORLD.sourceId }),
  'asset.picture not-found': ask('asset.picture', { id: GONE }),
  'asset.picture media-unreadable': ask('asset.picture', { id: WORLD.newId }),
  'asset.show not-found': ask('asset.show', { id: GONE }),
  'asset.setApproval not-found': ask('asset.setApproval', { ids: [GONE], isApproved: true }),
  'asset.setApproval illegal-transition': ask('asset.setApproval', {
    ids: [WORLD.newId],
    isApproved: true,
  }),
  'asset.retire not-found': ask('asset.retire', { ids: [GONE] }),
  'job.cancel not-found': ask('job.cancel', { id: GONE }),
  'job.dismiss not-found': ask('job.dismiss', { id: GONE }),
  'settings.update ffmpeg-unavailable': ask('settings.update', {
    changes: { ffmpegPath: '/nowhere/ffmpeg' },
  }),
  'demo.create already-exists': ask('demo.create', {}),
};

/** Errors of a station that has neither ffmpeg nor anything else. */
const PROVOKE_WITHOUT_FFMPEG: Partial<Record<Declared, Provoke>> = {
  'source.scan ffmpeg-unavailable': ask('source.scan', {}),
  'demo.create ffmpeg-unavailable': ask('demo.create', {}),
};

/** Declared, but not to be had through the contract alone, and where else each is shown. */
const SHOWN_ELSEWHERE: readonly Declared[] = [
  // Blocks that do not fit are an inner fault: the planner's own tests.
  'log.extend seam-invalid',
  // Every state may be left for good; declared for stations that know more states.
  'asset.retire illegal-transition',
  // A job that cannot be stopped, or is still running: the tests of jobs.
  'job.cancel conflict',
  'job.dismiss conflict',
  // Nothing was scanned without ffmpeg, so it has to vanish later: tests/integration/media-process.test.ts.
  'asset.picture ffmpeg-unavailable',
  // A day that another clock of its channel froze: tests/integration/days-of-another-clock.test.ts.
  'day.generate conflict',
  // A disk that is full or failing: tests/unit/src-main/store/backups.test.ts.
  'backup.make unavailable',
  // Off the air nothing listens: tests/integration/station-settings.test.ts.
  'settings.update unavailable',
];

function sequence(name: string, ...assetIds: (typeof WORLD.movieId)[]) {
  return { kind: 'fixed_sequence', name, assetIds } as const;
}

/** Makes two packages and changes the first. */
function updatePackage(
  first: string,
  second: string,
  { version = 1, ...changes }: { version?: number; name?: string; assetIds?: string[] },
): Provoke {
  return async ({ client }) => {
    const [{ id }] = await Promise.all([
      client.call('virtualAsset.add', { fields: sequence(first, WORLD.movieId) }),
      client.call('virtualAsset.add', { fields: sequence(second, WORLD.movieId) }),
    ]);
    const fields = { ...sequence(first, WORLD.movieId), ...changes } as never;
    return client.call('virtualAsset.update', { id, version, fields });
  };
}

function editDraft(row: Partial<ReturnType<typeof worldAssignment>>): Provoke {
  return async ({ client }) => {
    const { plan } = await client.call('plan.show', { selector: WORLD.planId });
    const assignment = worldAssignment({ id: AssignmentId.parse('drafted'), ...row });
    return client.call('plan.editDraft', {
      id: plan.id,
      version: plan.version,
      edits: [{ type: 'insert', assignment }],
    });
  };
}

async function codeOf(provoke: Provoke | undefined, world: TestStation): Promise<AppError> {
  try {
    await provoke?.(world);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

let world: TestStation;
let bareWorld: TestStation;

beforeAll(async () => {
  world = await createTestStation({
    seed: async (store) => {
      await seedWorld(store);
      for (const plan of Object.values(SPOILT_PLANS)) await store.plans.insert(plan);
    },
  });
  bareWorld = await createTestStation({ env: { FFMPEG_BIN: '/nowhere/ffmpeg' } });
});

afterAll(async () => {
  await world.dispose();
  await bareWorld.dispose();
});

describe('declared errors', () => {
  test('are all provoked here or named as shown elsewhere', () => {
    const declared = Object.entries(methods).flatMap(([name, { errors }]) =>
      errors.map((code) => `${name} ${code}`),
    );
    const shown = [
      ...Object.keys(PROVOKE),
      ...Object.keys(PROVOKE_WITHOUT_FFMPEG),
      ...SHOWN_ELSEWHERE,
    ];
    expect(shown.toSorted()).toEqual(declared.toSorted());
  });

  test.each(Object.keys(PROVOKE) as Declared[])('%s says what to do', async (declared) => {
    const error = await codeOf(PROVOKE[declared], world);
    expect(error.code).toBe(declared.split(' ')[1]);
    expect(error.message).not.toBe('');
    expect(error.details.remedy).toBeTypeOf('string');
  });

  test.each(Object.keys(PROVOKE_WITHOUT_FFMPEG) as Declared[])(
    '%s says what to do where there is no ffmpeg',
    async (declared) => {
      const error = await codeOf(PROVOKE_WITHOUT_FFMPEG[declared], bareWorld);
      expect(error.code).toBe(declared.split(' ')[1]);
      expect(error.details.remedy).toContain('ffmpeg');
    },
  );
});
