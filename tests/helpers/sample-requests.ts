import type { Client } from '#shared/contract/client.ts';
import type { EventName, EventPayload } from '#shared/contract/events.ts';
import type { Input, MethodName } from '#shared/contract/index.ts';
import { type AssetId, AssignmentId } from '#shared/model/ids.ts';

import { emptyFolder, planWorld, WORLD, worldAssignment } from './sample-world.ts';
import type { TestStation } from './test-station.ts';

/** What a sample is made from: the world, and the client whose transport is being tried. */
export interface SampleContext {
  readonly world: TestStation;
  readonly client: Client;
}

type Sample<Name extends MethodName> = (
  context: SampleContext,
) => Input<Name> | Promise<Input<Name>>;

const DAY = { channelId: WORLD.channelId, date: WORLD.date };
/** Frozen by `planWorld`, but not locked. */
const FREE_DAY = { channelId: WORLD.channelId, date: '2026-01-02' };
const WINDOW = { startAt: WORLD.nowAt, endAt: WORLD.nowAt + 3_600_000 };

async function airingId({ client }: SampleContext) {
  await planWorld(client);
  const day = await client.call('day.show', DAY);
  const [airing] = day.airings;
  if (!airing) throw new Error('The sample day is empty.');
  return airing.id;
}

/** The change of one airing of a day of which nothing is locked. */
async function replacement({ client }: SampleContext, assetId: AssetId) {
  await planWorld(client);
  const { airings } = await client.call('day.show', FREE_DAY);
  const airing = airings.at(-1);
  if (!airing) throw new Error('The sample day is empty.');
  return { type: 'replace', airingId: airing.id, assetId } as const;
}

async function newPlanId({ client }: SampleContext, name: string) {
  const plan = await client.call('plan.create', { channelId: WORLD.channelId, name });
  return plan.id;
}

async function newAssignmentId(context: SampleContext, startOffsetMinutes: number) {
  const row = await context.client.call('plan.addAssignment', {
    planId: WORLD.planId,
    row: {
      startOffsetMinutes,
      durationMinutes: 30,
      content: { type: 'asset', assetId: WORLD.otherMovieId },
    },
  });
  return row.id;
}

async function newZoneId({ client }: SampleContext, name: string) {
  const zone = await client.call('zone.add', {
    planId: WORLD.planId,
    zone: { name, startOffsetMinutes: 0, endOffsetMinutes: 60, effectiveEnd: '2020-01-01' },
  });
  await client.call('zone.update', { id: zone.id, changes: { isEnabled: false } });
  return zone.id;
}

async function newPackage({ client }: SampleContext, name: string) {
  const { id, version } = await client.call('virtualAsset.add', {
    fields: { kind: 'fixed_sequence', name, assetIds: [WORLD.movieId, WORLD.otherMovieId] },
  });
  return { id, version };
}

async function planVersion({ client }: SampleContext): Promise<number> {
  const { plan } = await client.call('plan.show', { selector: WORLD.planId });
  return plan.version;
}

/** Waits until no job runs, so that what is answered next does not depend on how fast they were. */
export async function jobsEnded(client: Client): Promise<void> {
  for (;;) {
    const jobs = await client.call('job.list', {});
    if (jobs.every(({ state }) => state !== 'running')) return;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const MOVIE = { type: 'asset' as const, assetId: WORLD.movieId };

async function newBlockId({ client }: SampleContext, name: string) {
  return (await client.call('block.create', { name })).id;
}

async function newPlacedId(context: SampleContext, name: string) {
  const blockId = await newBlockId(context, name);
  const request = { planId: WORLD.planId, blockId, startOffsetMinutes: 0 };
  return (await context.client.call('plan.placeBlock', request)).placed.id;
}

function pinOn(date: string) {
  return {
    days: { type: 'dates' as const, dates: [date] },
    startOffsetMinutes: 840,
    durationMinutes: 120,
    content: { type: 'asset' as const, assetId: WORLD.movieId },
  };
}

/** One valid request for every method, in an order in which each can be answered. A new method does not compile without one. */
export const SAMPLE_REQUESTS: { readonly [Name in MethodName]: Sample<Name> } = {
  'station.status': () => ({}),
  'station.horizon': () => ({}),
  'station.extend': () => ({}),
  'station.pageAddress': () => ({}),
  'station.renewKey': () => ({}),
  'station.incidents': () => ({ channelId: WORLD.channelId }),
  'onair.list': () => ({}),
  'channel.list': () => ({}),
  'channel.show': () => ({ selector: ' RETRO one ' }),
  'channel.resources': () => ({}),
  'channel.validate': () => ({ id: WORLD.channelId, isStrict: true }),
  'channel.impact': () => ({ id: WORLD.channelId, changes: { gridMinutes: 15 } }),
  'channel.create': () => ({ name: 'Kanal Größe', timezone: 'Europe/Berlin' }),
  'channel.update': () => ({ id: WORLD.channelId, changes: { name: 'Retro Uno' } }),
  'channel.delete': () => ({ id: WORLD.bareChannelId }),
  'plan.list': () => ({ channelId: WORLD.channelId }),
  'plan.show': () => ({ selector: 'weekdays' }),
  'plan.create': () => ({ channelId: WORLD.channelId, name: 'Christmas', priority: 10 }),
  'plan.update': () => ({ id: WORLD.planId, changes: { description: 'Monday to Friday' } }),
  'plan.delete': async (context) => ({ id: await newPlanId(context, 'Short-lived') }),
  'plan.validate': () => ({ id: WORLD.planId }),
  'plan.preview': () => ({ channelId: WORLD.channelId, date: '2026-02-01' }),
  'plan.whatif': () => ({
    channelId: WORLD.channelId,
    from: '2026-02-01',
    to: '2026-02-02',
    plan: { id: WORLD.planId, fields: { isActive: false } },
  }),
  'plan.addAssignment': () => ({
    planId: WORLD.planId,
    row: {
      startOffsetMinutes: 600,
      durationMinutes: 60,
      content: { type: 'asset', assetId: WORLD.otherMovieId },
    },
  }),
  'plan.updateAssignment': () => ({ id: WORLD.assignmentId, changes: { durationMinutes: 90 } }),
  'plan.removeAssignment': async (context) => ({ id: await newAssignmentId(context, 720) }),
  'plan.editDraft': async (context) => ({
    id: WORLD.planId,
    version: await planVersion(context),
    edits: [
      {
        type: 'insert',
        assignment: worldAssignment({
          id: AssignmentId.parse('assignment-drafted'),
          startOffsetMinutes: 900,
        }),
      },
    ],
  }),
  'plan.publishImpact': () => ({ id: WORLD.planId }),
  'plan.publish': () => ({ id: WORLD.planId }),
  'rebuild.list': () => ({}),
  'day.reconcile': () => FREE_DAY,
  'rebuild.accept': () => ({ channelId: WORLD.channelId, dates: [FREE_DAY.date] }),
  'rebuild.leave': () => ({ channelId: WORLD.channelId, dates: [FREE_DAY.date] }),
  'plan.discardDraft': () => ({ id: WORLD.planId }),
  'zone.add': () => ({
    planId: WORLD.planId,
    zone: {
      name: 'Evening',
      startOffsetMinutes: 780,
      endOffsetMinutes: 840,
      dayFilters: ['SAT'],
      items: [{ type: 'asset', assetId: WORLD.movieId }],
    },
  }),
  'zone.list': () => ({ planId: WORLD.planId }),
  'zone.update': async (context) => ({
    id: await newZoneId(context, 'Changing'),
    changes: { isEnabled: false },
  }),
  'zone.delete': async (context) => ({ id: await newZoneId(context, 'Short-lived') }),
  'rule.test': () => ({
    rule: { kind: ['movie'], durationMinutes: { max: 60 } },
    occasion: { channelId: WORLD.channelId, date: WORLD.date },
  }),
  'plan.suggest': () => ({ planId: WORLD.planId, startOffsetMinutes: 240, durationMinutes: 120 }),
  'plan.autofillPreview': () => ({
    id: WORLD.planId,
    content: { type: 'rule', rule: { kind: ['movie'] } },
  }),
  'plan.autofill': async (context) => ({
    id: await newPlanId(context, 'Full of films'),
    version: 1,
    content: { type: 'rule', rule: { kind: ['movie'] } },
  }),
  'virtualAsset.add': () => ({
    fields: { kind: 'fixed_sequence', name: 'Double feature', assetIds: [WORLD.movieId] },
  }),
  'virtualAsset.list': () => ({}),
  'virtualAsset.show': () => ({ selector: ' double FEATURE ' }),
  'virtualAsset.evaluate': () => ({
    virtualAsset: {
      fields: { kind: 'rule_based', name: 'Two films', rule: {}, size: { count: 2 } },
    },
    channelId: WORLD.channelId,
  }),
  'virtualAsset.update': async (context) => ({
    ...(await newPackage(context, 'Changing')),
    fields: { kind: 'fixed_sequence', name: 'Changed', assetIds: [WORLD.movieId] },
  }),
  'virtualAsset.delete': async (context) => ({
    id: (await newPackage(context, 'Short-lived')).id,
  }),
  'plan.copy': () => ({ id: WORLD.planId, name: 'Copied' }),
  'plan.save': () => ({
    channelId: WORLD.channelId,
    replaces: null,
    fields: { name: 'Written' },
    rows: [],
    zones: [],
  }),
  'plan.rehearse': () => ({
    plan: {
      channelId: WORLD.channelId,
      replaces: null,
      fields: { name: 'Rehearsed' },
      rows: [],
      zones: [],
    },
    date: '2026-02-01',
  }),
  'plan.export': () => ({ id: WORLD.planId }),
  'plan.import': async ({ client }) => {
    const file = await client.call('plan.export', { id: WORLD.planId });
    return { channelId: WORLD.channelId, file, name: 'Imported' };
  },
  'block.list': () => ({}),
  'block.create': () => ({
    name: 'Matinee',
    rows: [{ startOffsetMinutes: 0, durationMinutes: 60, content: MOVIE }],
  }),
  'block.update': async (context) => ({
    id: await newBlockId(context, 'Changing'),
    changes: { description: 'Changed' },
  }),
  'block.delete': async (context) => ({ id: await newBlockId(context, 'Short-lived') }),
  'plan.placeBlock': async (context) => ({
    planId: WORLD.planId,
    blockId: await newBlockId(context, 'Placed'),
    startOffsetMinutes: 0,
  }),
  'plan.removeBlock': async (context) => ({ id: await newPlacedId(context, 'Taken out') }),
  'plan.dissolveBlock': async (context) => ({ id: await newPlacedId(context, 'Dissolved') }),
  'pin.list': () => ({ channelId: WORLD.channelId }),
  'pin.check': () => ({ channelId: WORLD.channelId, pin: pinOn('2026-12-24') }),
  'pin.add': () => ({ channelId: WORLD.channelId, pin: pinOn('2026-12-25') }),
  'pin.remove': async ({ client }) => {
    const pin = pinOn('2026-12-26');
    return { id: (await client.call('pin.add', { channelId: WORLD.channelId, pin })).pin.id };
  },
  'label.list': () => ({}),
  'label.create': () => ({ name: 'Evening' }),
  'label.update': async ({ client }) => {
    const { id } = await client.call('label.create', { name: 'Afternoon' });
    return { id, changes: { description: 'From two to six' } };
  },
  'label.delete': async ({ client }) => {
    const { id } = await client.call('label.create', { name: 'Short-lived' });
    return { id };
  },
  'day.generate': () => ({ channelId: WORLD.channelId, date: '2026-01-08' }),
  'day.overridePreview': async (context) => ({
    ...FREE_DAY,
    change: await replacement(context, WORLD.movieId),
  }),
  'day.override': async (context) => ({
    ...FREE_DAY,
    change: await replacement(context, WORLD.movieId),
    reason: 'the sponsor asked',
  }),
  'day.revert': () => ({ ...FREE_DAY, generation: 1, reason: 'the sponsor left' }),
  'day.approve': async ({ client }) => {
    const channel = await client.call('channel.show', { selector: WORLD.channelId });
    await client.call('channel.update', { id: channel.id, changes: { requiresApproval: true } });
    return { ...FREE_DAY, note: 'seen and liked' };
  },
  'day.unapprove': () => ({ ...FREE_DAY, note: 'on second thoughts' }),
  'day.pending': () => ({ channelId: WORLD.channelId }),
  'day.approvals': async ({ client }) => {
    await client.call('day.approve', { ...FREE_DAY, note: 'after all' });
    await client.call('channel.update', {
      id: WORLD.channelId,
      changes: { requiresApproval: false },
    });
    return FREE_DAY;
  },
  'day.history': () => FREE_DAY,
  'day.list': () => ({ channelId: WORLD.channelId }),
  'day.show': () => DAY,
  'day.validate': () => DAY,
  'day.why': async (context) => ({ airingId: await airingId(context) }),
  'log.why': async ({ client }) => {
    await planWorld(client);
    return { channelId: WORLD.channelId, at: WORLD.nowAt + 1_800_000 };
  },
  'guide.list': () => ({ ...WINDOW, channelId: WORLD.channelId }),
  'guide.xmltv': () => ({}),
  'guide.icalendar': () => ({ channelId: WORLD.channelId }),
  'log.extend': () => ({ channelId: WORLD.channelId, blocks: 2 }),
  'log.replanPreview': () => ({ channelId: WORLD.channelId }),
  'log.replan': () => ({ channelId: WORLD.channelId, reason: 'new spots' }),
  'log.changeItem': async ({ client }) => {
    const from = WORLD.nowAt + 3_600_000;
    const on = { channelId: WORLD.channelId, startAt: from, endAt: from + 72_000_000 };
    const [block] = (await client.call('log.list', on)).filter(({ startAt }) => startAt >= from);
    const event = block?.events.find(({ kind }) => kind === 'interstitial');
    if (!event) throw new Error('The sample log has no interstitial.');
    const change = { type: 'drop', eventId: event.id } as const;
    return { channelId: WORLD.channelId, change, reason: 'the sponsor left', unlock: true };
  },
  'log.list': () => ({ ...WINDOW, channelId: WORLD.channelId }),
  'log.validate': () => ({ ...WINDOW, channelId: WORLD.channelId }),
  'asrun.list': () => ({ ...WINDOW, channelId: WORLD.channelId }),
  'source.list': () => ({}),
  'source.add': async ({ world }) => ({ path: await emptyFolder(world, 'added') }),
  'source.update': () => ({ id: WORLD.sourceId, changes: { name: 'Attic' } }),
  'source.scan': async ({ world, client }) => {
    const source = await client.call('source.add', { path: await emptyFolder(world, 'scanned') });
    return { id: source.id };
  },
  'source.move': async ({ world, client }) => {
    const source = await client.call('source.add', { path: await emptyFolder(world, 'here') });
    return { id: source.id, path: await emptyFolder(world, 'there') };
  },
  'source.remove': async ({ world, client }) => {
    const source = await client.call('source.add', { path: await emptyFolder(world, 'removed') });
    return { id: source.id };
  },
  'asset.list': () => ({ kinds: ['movie'], limit: 10 }),
  'asset.show': () => ({ id: WORLD.movieId }),
  'asset.picture': () => ({ id: WORLD.movieId }),
  'asset.find': () => ({ names: [WORLD.movieId, 'Movies/movie-two.mkv', 'nothing'] }),
  'asset.setApproval': () => ({ ids: [WORLD.heldBackId], isApproved: true }),
  'asset.retire': () => ({ ids: [WORLD.heldBackId] }),
  'series.list': () => ({}),
  'job.list': async ({ client }) => {
    await jobsEnded(client);
    return {};
  },
  'job.cancel': () => ({ id: WORLD.endedJobId }),
  'job.dismiss': () => ({ id: WORLD.endedJobId }),
  'backup.list': () => ({}),
  'backup.make': () => ({}),
  'settings.get': () => ({}),
  'settings.update': () => ({ changes: { stationName: 'Attic TV' } }),
  'demo.create': () => ({}),
};

/** Methods whose sample is refused, because doing it takes minutes or needs a rare moment, and with which code. */
export const REFUSED_SAMPLES: Partial<Record<MethodName, string>> = {
  'demo.create': 'already-exists',
  // The movie of the sample world has no file.
  'asset.picture': 'media-unreadable',
};

/** One payload for every event. A new event does not compile without one. */
export const SAMPLE_EVENTS: { readonly [Name in EventName]: EventPayload<Name> } = {
  'channels.changed': {},
  'plans.changed': { channelId: WORLD.channelId, planId: WORLD.planId },
  'blocks.changed': {},
  'pins.changed': { channelId: WORLD.channelId },
  'days.changed': { channelId: WORLD.channelId },
  'log.changed': { channelId: WORLD.channelId },
  'library.changed': {},
  'sources.changed': {},
  'settings.changed': {},
  'backups.changed': {},
  'onair.changed': { channelId: WORLD.channelId },
  'job.changed': {
    job: {
      id: WORLD.endedJobId,
      kind: 'scan',
      title: 'Scan',
      state: 'done',
      phase: 'Done',
      done: 1,
      total: 1,
      cancelNote: null,
      problems: [],
      error: null,
      startedAt: WORLD.nowAt,
      endedAt: WORLD.nowAt,
    },
  },
  'job.removed': { id: WORLD.endedJobId },
};
