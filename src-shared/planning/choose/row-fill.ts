import type { Channel } from '../../model/channel.ts';
import type { AssetId } from '../../model/ids.ts';
import { INTERSTITIAL_KINDS } from '../../model/asset.ts';
import type { FILL_KINDS, RowFill } from '../../model/plan.ts';
import type { SpotKind, SpotRules } from '../../model/traffic.ts';
import { broadcastDateAt } from '../../time/broadcast-day.ts';
import type { Interval } from '../../time/interval.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import { identityOf, type Catalog, type CatalogAsset } from './catalog.ts';
import { workIdOf } from './copies.ts';
import { hasTag } from './match-rule.ts';
import { permittedCatalog } from './permitted-catalog.ts';

/** A row's fill in words, such as `trailers and shorts tagged “noir”`. */
export function describeFill({ kinds, tags }: RowFill): string {
  const names = [...new Set(kinds)].map((kind) => FILL_NAMES[kind]);
  const last = names.pop() ?? '';
  const listed = names.length === 0 ? last : `${names.join(', ')} and ${last}`;
  return tags ? `${listed} tagged “${tags.join('” or “')}”` : listed;
}

const FILL_NAMES: Readonly<Record<(typeof FILL_KINDS)[number], string>> = {
  trailer: 'trailers',
  promo: 'promos',
  psa: 'public service announcements',
  commercial: 'commercials',
  filler: 'fillers',
  short: 'shorts',
};

/** The rest of a row: when it is, and what airs before it. */
export interface RowRest extends Interval {
  /** What the airing plays; none of it comes again in what follows it. */
  readonly airedIds: readonly AssetId[];
}

/**
 * What may fill the rest of a row, by kind: of the row's kinds what has one of its tags, of the others, which open and close breaks,
 * everything. Shorts are programmes that are over in under half of a grid slot and that the channel's rules for hours let air at any
 * time of the rest, since none has its place in it yet.
 */
export function fillPool(
  catalog: Catalog,
  channel: Channel,
  { kinds, tags }: RowFill,
  { startAt, endAt, airedIds }: RowRest,
): ReadonlyMap<SpotKind, readonly CatalogAsset[]> {
  const aired = new Set(airedIds.map((id) => workIdOf(catalog, id)));
  const isWanted = (asset: CatalogAsset): boolean =>
    !aired.has(workIdOf(catalog, asset.id)) &&
    (tags === undefined || tags.some((tag) => hasTag(asset, tag)));
  const pool = new Map<SpotKind, readonly CatalogAsset[]>(catalog.interstitials);
  for (const kind of kinds) {
    if (kind !== 'short') pool.set(kind, (catalog.interstitials.get(kind) ?? []).filter(isWanted));
  }
  if (kinds.includes('short')) {
    const halfSlotMs = (channel.gridMinutes * MS_PER_MINUTE) / 2;
    const date = broadcastDateAt(channel, startAt);
    // To the minute: the rest begins where content ends, off the grid.
    const toTheMinute = { ...channel, gridMinutes: 1, overrunToleranceMs: 0 };
    const { programmes } = permittedCatalog(catalog, toTheMinute, date, startAt, endAt - startAt);
    pool.set(
      'short',
      programmes.filter((asset) => asset.durationMs < halfSlotMs && isWanted(asset)),
    );
  }
  return pool;
}

/** The rules by which a row's rest is filled: those of the channel, with the row's kinds beside what opens and closes its breaks. */
export function fillRulesOf({ traffic }: Pick<Channel, 'traffic'>, { kinds }: RowFill): SpotRules {
  const edges = INTERSTITIAL_KINDS.filter(
    (kind) => (kind === 'bumper' || kind === 'station-id') && traffic.allowedKinds.includes(kind),
  );
  return { ...traffic, allowedKinds: [...new Set([...kinds, ...edges])] };
}

/** How long everything that may fill a row's rest is together, each content once; a filler runs for as long as it is asked to. */
export function fillSupplyMs(
  catalog: Catalog,
  channel: Channel,
  fill: RowFill,
  rest: RowRest,
): DurationMs {
  const pool = fillPool(catalog, channel, fill, rest);
  const lengths = new Map<string, DurationMs>();
  for (const kind of fill.kinds) {
    for (const asset of pool.get(kind) ?? []) {
      const mayRun = kind === 'filler' && !channel.traffic.isCooldownStrict;
      lengths.set(identityOf(asset), mayRun ? Number.POSITIVE_INFINITY : asset.durationMs);
    }
  }
  return [...lengths.values()].reduce((sum, lengthMs) => sum + lengthMs, 0);
}
