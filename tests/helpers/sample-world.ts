import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { Store } from '#main/store/store.ts';
import type { Client } from '#shared/contract/client.ts';
import type { Channel } from '#shared/model/channel.ts';
import {
  AssetId,
  AssignmentId,
  ChannelId,
  CollectionId,
  JobId,
  PlanId,
  SourceId,
} from '#shared/model/ids.ts';
import { type Assignment, DEFAULT_PLAN_FIELDS, type Plan } from '#shared/model/plan.ts';
import { TEST_EPOCH_AT } from './manual-clock.ts';

import { buildAsset, buildSource } from './build-asset.ts';
import { buildChannel } from './build-channel.ts';
import { createTestStation, type TestStation } from './test-station.ts';

/** What every sample world contains before the first request; ids are the same in each. */
export const WORLD = {
  channelId: ChannelId.parse('channel-one'),
  /** A channel that nothing refers to. */
  bareChannelId: ChannelId.parse('channel-bare'),
  planId: PlanId.parse('plan-one'),
  assignmentId: AssignmentId.parse('assignment-one'),
  sourceId: SourceId.parse('source-one'),
  movieId: AssetId.parse('movie-one'),
  otherMovieId: AssetId.parse('movie-two'),
  spotId: AssetId.parse('spot-one'),
  /** Ready but not approved. */
  heldBackId: AssetId.parse('movie-held-back'),
  /** Not ready. */
  newId: AssetId.parse('movie-new'),
  endedJobId: JobId.parse('job-ended'),
  nowAt: TEST_EPOCH_AT,
  date: '2026-01-01',
} as const;

/** A station with a channel, a plan, a small library and an ended job. */
export function createSampleWorld(): Promise<TestStation> {
  return createTestStation({ seed: seedWorld });
}

export function worldChannel(fields: Partial<Channel> = {}): Channel {
  return buildChannel({ id: WORLD.channelId, name: 'Retro One', timezone: 'UTC', ...fields });
}

export function worldAssignment(fields: Partial<Assignment> = {}): Assignment {
  return {
    id: WORLD.assignmentId,
    planId: WORLD.planId,
    startOffsetMinutes: 120,
    durationMinutes: 60,
    content: { type: 'asset', assetId: WORLD.movieId },
    episodePolicy: 'sequential',
    operatorIntent: null,
    labelId: null,
    ...fields,
  };
}

export async function seedWorld(store: Store): Promise<void> {
  const source = buildSource({
    id: WORLD.sourceId,
    path: '/nowhere/retrovue-test',
    collectionId: CollectionId.parse('collection-one'),
  });
  await store.sources.insert(source);
  const shared = { collectionId: source.collectionId };
  await store.assets.saveMany([
    buildAsset({ ...shared, id: WORLD.movieId }),
    buildAsset({ ...shared, id: WORLD.otherMovieId, durationMs: 5_400_000 }),
    buildAsset({ ...shared, id: WORLD.spotId, kind: 'commercial', durationMs: 30_000 }),
    buildAsset({ ...shared, id: WORLD.heldBackId, isApproved: false }),
    buildAsset({
      ...shared,
      id: WORLD.newId,
      state: 'new',
      isApproved: false,
      durationMs: null,
      loudness: null,
      contentIdentity: null,
    }),
  ]);
  await store.channels.insert(worldChannel());
  await store.channels.insert(
    worldChannel({
      id: WORLD.bareChannelId,
      slug: 'bare',
      number: 2,
      name: 'Bare',
      isActive: false,
    }),
  );
  await store.plans.insert(worldPlan());
  await store.jobs.save({
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
    startedAt: TEST_EPOCH_AT - 2_000,
    endedAt: TEST_EPOCH_AT - 1_000,
  });
}

export function worldPlan(fields: Partial<Plan> = {}): Plan {
  return {
    ...DEFAULT_PLAN_FIELDS,
    id: WORLD.planId,
    channelId: WORLD.channelId,
    name: 'Weekdays',
    version: 1,
    createdAt: TEST_EPOCH_AT,
    updatedAt: TEST_EPOCH_AT,
    assignments: [worldAssignment()],
    draft: null,
    ...fields,
  };
}

/** Makes an empty folder inside the world's own and answers its path. */
export async function emptyFolder(world: TestStation, name: string): Promise<string> {
  const path = join(world.folder, name);
  await mkdir(path, { recursive: true });
  return path;
}

/** Freezes the world's first day and locks a little of its log, however often it is called. */
export async function planWorld(client: Client): Promise<void> {
  await client.call('station.extend', {});
}
