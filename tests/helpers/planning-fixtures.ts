import { ChannelFields, DEFAULT_CHANNEL_FIELDS, type Channel } from '#shared/model/channel.ts';
import {
  AssetId,
  AssignmentId,
  BlockRowId,
  ChannelId,
  PlanId,
  SeriesId,
} from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import {
  DEFAULT_PLAN_FIELDS,
  type Assignment,
  type BlockRow,
  type Plan,
} from '#shared/model/plan.ts';
import type { Catalog, CatalogAsset } from '#shared/planning/choose/catalog.ts';
import { buildCatalog } from '#shared/planning/choose/catalog.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';

const MS_PER_MINUTE = 60_000;

/** 2026-01-01T00:00:00Z: the epoch of channels made for tests. */
export const CHANNEL_EPOCH_AT = 1_767_225_600_000;

/** A channel with the defaults, in New York unless told otherwise. */
export function makeChannel(overrides: Partial<Channel> = {}): Channel {
  const slug = overrides.slug ?? 'retro-one';
  return {
    ...DEFAULT_CHANNEL_FIELDS,
    ...ChannelFields.pick({ number: true, name: true, timezone: true }).parse({
      number: 1,
      name: 'Retro One',
      timezone: 'America/New_York',
    }),
    id: ChannelId.parse(`channel-${slug}`),
    slug,
    epochAt: CHANNEL_EPOCH_AT,
    version: 1,
    createdAt: CHANNEL_EPOCH_AT,
    updatedAt: CHANNEL_EPOCH_AT,
    ...overrides,
  };
}

export function makeAsset(id: string, overrides: Partial<CatalogAsset> = {}): CatalogAsset {
  return {
    id: AssetId.parse(id),
    kind: 'movie',
    title: `Title of ${id}`,
    seriesId: null,
    seriesTitle: null,
    seasonNumber: null,
    episodeNumber: null,
    year: null,
    durationMs: 90 * MS_PER_MINUTE,
    breakpointsMs: [],
    integratedLufs: -20,
    truePeakDbtp: -6,
    ...overrides,
  };
}

/** `count` episodes of a series, ten to a season, with ids `<name>-e<n>` from 1. */
export function makeEpisodes(name: string, count: number, minutes = 22): CatalogAsset[] {
  return Array.from({ length: count }, (_, index) =>
    makeAsset(`${name}-e${String(index + 1)}`, {
      kind: 'episode',
      title: `Part ${String(index + 1)}`,
      seriesId: SeriesId.parse(name),
      seriesTitle: `The ${name} show`,
      seasonNumber: Math.floor(index / 10) + 1,
      episodeNumber: (index % 10) + 1,
      durationMs: minutes * MS_PER_MINUTE,
    }),
  );
}

export function makeInterstitials(
  kind: Exclude<CatalogAsset['kind'], 'episode' | 'movie'>,
  count: number,
  seconds: number,
): CatalogAsset[] {
  return Array.from({ length: count }, (_, index) =>
    makeAsset(`${kind}-${String(index + 1).padStart(3, '0')}`, {
      kind,
      durationMs: seconds * 1_000,
    }),
  );
}

/** Two series, three movies, and interstitials of every useful kind. */
export function makeCatalog(extra: readonly CatalogAsset[] = []): Catalog {
  return buildCatalog([
    ...makeEpisodes('alpha', 25),
    ...makeEpisodes('beta', 13, 44),
    makeAsset('movie-short', { durationMs: 80 * MS_PER_MINUTE }),
    makeAsset('movie-medium', { durationMs: 105 * MS_PER_MINUTE }),
    makeAsset('movie-long', { durationMs: 150 * MS_PER_MINUTE }),
    ...makeInterstitials('commercial', 30, 30),
    ...makeInterstitials('promo', 6, 20),
    ...makeInterstitials('bumper', 5, 5),
    ...makeInterstitials('station-id', 3, 10),
    ...extra,
  ]);
}

/** A row at an offset in minutes; content is `series:<id>` or `asset:<id>`. */
export function makeRow(
  startOffsetMinutes: number,
  durationMinutes: number,
  content: `series:${string}` | `asset:${string}`,
  overrides: Partial<Assignment> = {},
): Assignment {
  const name = content.slice(content.indexOf(':') + 1);
  return {
    id: AssignmentId.parse(`row-${String(startOffsetMinutes)}-${name}`),
    planId: PlanId.parse('plan'),
    startOffsetMinutes,
    durationMinutes,
    content: content.startsWith('series:')
      ? { type: 'series', seriesId: SeriesId.parse(name) }
      : { type: 'asset', assetId: AssetId.parse(name) },
    episodePolicy: 'sequential',
    operatorIntent: null,
    labelId: null,
    ...overrides,
  };
}

/** The row as one of a block. */
export function blockRowOf({ id, planId: _plan, labelId: _label, ...row }: Assignment): BlockRow {
  return { ...row, id: BlockRowId.parse(id) };
}

export function makePlan(
  id: string,
  assignments: readonly Assignment[],
  overrides: Partial<Plan> = {},
): Plan {
  return {
    ...DEFAULT_PLAN_FIELDS,
    name: `Plan ${id}`,
    id: PlanId.parse(id),
    channelId: ChannelId.parse('channel-retro-one'),
    version: 1,
    createdAt: CHANNEL_EPOCH_AT,
    updatedAt: CHANNEL_EPOCH_AT,
    draft: null,
    ...overrides,
    assignments: assignments.map((row) => ({ ...row, planId: PlanId.parse(id) })),
  };
}

/** Plans and pins as days are planned by them. */
export function plannedBy(plans: readonly Plan[], pins: readonly Pin[] = []): PlanningRows {
  return planningRows(plans, pins, 'published');
}
