import { DEFAULT_BREAK_RULES } from '#shared/model/break-rules.ts';
import { randomUUID } from 'node:crypto';

import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { ChannelRepository } from '#main/store/repositories/channel-port.ts';
import type { PlanRepository } from '#main/store/repositories/plan-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { DEFAULT_CHANNEL_FIELDS, type Channel, type ChannelFields } from '#shared/model/channel.ts';
import { AssignmentId, ChannelId, PlanId } from '#shared/model/ids.ts';
import type { EpisodePolicy } from '#shared/model/episode-policy.ts';
import {
  DEFAULT_PLAN_FIELDS,
  type Assignment,
  type ContentReference,
  type Plan,
} from '#shared/model/plan.ts';
import type { CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { broadcastDateAt, broadcastDayStart } from '#shared/time/broadcast-day.ts';
import { type EpochMs, DAY_MINUTES } from '#shared/time/units.ts';

import { DEMO_MOVIES, DEMO_SHOWS } from './demo-programme.ts';

const HOUR = 60;
const FILM_MINUTES = 60;

/** A stretch of a demo day: `[from, to)` in minutes from the day's start. */
interface DemoRow {
  readonly from: number;
  readonly to: number;
  readonly content: ContentReference;
  readonly policy: EpisodePolicy;
}

interface DemoChannel {
  readonly fields: Pick<ChannelFields, 'number' | 'name'> & Partial<ChannelFields>;
  readonly slug: string;
  readonly planName: string;
  readonly rows: readonly DemoRow[];
}

/** What the demo's channels are made with. */
export interface DemoStore {
  readonly assets: AssetReader;
  readonly channels: ChannelRepository;
  readonly plans: PlanRepository;
}

/**
 * Three channels, each with a published plan that covers its whole day: 2 a network with breaks cut into its shows,
 * 5 films with one break after each, 9 shows by day and films by night. Written through the store it is given, so that
 * they come all at once. `not-found` when the demo's shows or films are not in the library.
 */
export async function insertDemoChannels(
  store: DemoStore,
  timezone: string,
  now: EpochMs,
): Promise<Channel[]> {
  const catalog = await store.assets.catalog();
  const channels: Channel[] = [];
  for (const demo of demoChannels(catalog)) {
    const fields: ChannelFields = { ...DEFAULT_CHANNEL_FIELDS, timezone, ...demo.fields };
    const channel: Channel = {
      ...fields,
      id: ChannelId.parse(randomUUID()),
      slug: demo.slug,
      epochAt: broadcastDayStart(fields, broadcastDateAt(fields, now)),
      version: 1,
      createdAt: now,
      updatedAt: now,
    };
    await store.channels.insert(channel);
    await store.plans.insert(planOf(channel, demo, now));
    channels.push(channel);
  }
  return channels;
}

function demoChannels(catalog: readonly CatalogAsset[]): DemoChannel[] {
  const harbour = seriesRef(catalog, DEMO_SHOWS.harbour);
  const orbit = seriesRef(catalog, DEMO_SHOWS.orbit);
  const kitchen = seriesRef(catalog, DEMO_SHOWS.kitchen);
  const films = DEMO_MOVIES.map((title) => movieRef(catalog, title));
  return [
    {
      fields: { number: 2, name: 'RetroVue Two', defaultProgramming: harbour.fallback },
      slug: 'retrovue-two',
      planName: 'Every day',
      rows: [
        span(0, 3 * HOUR, kitchen.content),
        span(3 * HOUR, 8 * HOUR, harbour.content),
        span(8 * HOUR, 12 * HOUR, orbit.content, 'random'),
        span(12 * HOUR, 15 * HOUR, harbour.content),
        span(15 * HOUR, 17 * HOUR, kitchen.content, 'random'),
        span(17 * HOUR, 20 * HOUR, orbit.content),
        span(20 * HOUR, DAY_MINUTES, harbour.content, 'random'),
      ],
    },
    {
      fields: { number: 5, name: 'Picture House', kind: 'movie' },
      slug: 'picture-house',
      planName: 'Films around the clock',
      rows: filmRows(0, DAY_MINUTES, films),
    },
    {
      fields: {
        number: 9,
        name: 'Nine After Dark',
        breakRules: { ...DEFAULT_BREAK_RULES, breaksPerHalfHour: 2 },
        defaultProgramming: orbit.fallback,
      },
      slug: 'nine-after-dark',
      planName: 'Shows by day, films by night',
      rows: [
        span(0, 6 * HOUR, orbit.content),
        span(6 * HOUR, 9 * HOUR, kitchen.content),
        span(9 * HOUR, 12 * HOUR, harbour.content, 'random'),
        ...filmRows(12 * HOUR, 21 * HOUR, films),
        span(21 * HOUR, DAY_MINUTES, kitchen.content),
      ],
    },
  ];
}

function span(
  from: number,
  to: number,
  content: ContentReference,
  policy: EpisodePolicy = 'sequential',
): DemoRow {
  return { from, to, content, policy };
}

/** The films in turn, one every hour. */
function filmRows(from: number, to: number, films: readonly ContentReference[]): DemoRow[] {
  const rows: DemoRow[] = [];
  for (let at = from; at < to; at += FILM_MINUTES) {
    const film = films[rows.length % films.length];
    if (film) rows.push(span(at, Math.min(at + FILM_MINUTES, to), film));
  }
  return rows;
}

function planOf(channel: Channel, demo: DemoChannel, now: EpochMs): Plan {
  const id = PlanId.parse(randomUUID());
  return {
    ...DEFAULT_PLAN_FIELDS,
    id,
    channelId: channel.id,
    name: demo.planName,
    version: 1,
    createdAt: now,
    updatedAt: now,
    draft: null,
    assignments: demo.rows.map(({ from, to, content, policy }): Assignment => ({
      id: AssignmentId.parse(randomUUID()),
      planId: id,
      startOffsetMinutes: from,
      durationMinutes: to - from,
      content,
      episodePolicy: policy,
      operatorIntent: null,
      labelId: null,
    })),
  };
}

function seriesRef(
  catalog: readonly CatalogAsset[],
  title: string,
): { content: ContentReference; fallback: ChannelFields['defaultProgramming'] } {
  const seriesId = catalog.find((asset) => asset.seriesTitle === title)?.seriesId;
  if (!seriesId) throw notInLibrary(title);
  return { content: { type: 'series', seriesId }, fallback: { kind: 'series', seriesId } };
}

function movieRef(catalog: readonly CatalogAsset[], title: string): ContentReference {
  const asset = catalog.find((entry) => entry.kind === 'movie' && entry.title === title);
  if (!asset) throw notInLibrary(title);
  return { type: 'asset', assetId: asset.id };
}

function notInLibrary(title: string): AppError {
  return new AppError('not-found', `The demo's "${title}" is not in the library.`, {
    field: 'demo',
    remedy: 'Look at the demo folder in the library, remove it, and make the demo station again.',
  });
}
