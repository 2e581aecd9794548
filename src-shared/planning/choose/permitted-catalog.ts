import type { AssetId } from '../../model/ids.ts';
import type { Channel } from '../../model/channel.ts';
import type { DaypartRule } from '../../model/content-rule.ts';
import type { Airing } from '../../model/schedule-day.ts';
import { canonicalJson } from '../../model/seed.ts';
import type { ChannelTime } from '../../time/broadcast-day.ts';
import type { DurationMs, EpochMs, IsoDate } from '../../time/units.ts';
import { withProgrammes, type Catalog, type CatalogAsset } from './catalog.ts';
import { brokenDayparts } from './match-rule.ts';
import { airsInHours, momentAt, momentKey } from './rule-moment.ts';
import { keepWorks } from './works.ts';
import { recalled } from '../../model/recent.ts';

/** What a channel says about its clock and its hours. */
export type RestrictingChannel = ChannelTime & Pick<Channel, 'dayparts'>;

/** Restricted catalogues by what they are restricted to; they are asked for at every pick. */
const restricted = new WeakMap<Catalog, Map<string, Catalog>>();

/** More are made anew; a station that runs for years meets ever new dates. */
const MOST_KEPT = 256;

function restrictedOnce(
  catalog: Catalog,
  key: string,
  keep: (asset: CatalogAsset) => boolean,
): Catalog {
  const known = restricted.get(catalog) ?? new Map<string, Catalog>();
  restricted.set(catalog, known);
  return recalled(known, key, MOST_KEPT, () => restrictCatalog(catalog, keep));
}

/** The catalogue without the programmes that are not to be kept, in the same order. Interstitials stay. */
function restrictCatalog(catalog: Catalog, keep: (asset: CatalogAsset) => boolean): Catalog {
  const dropped = new Set<AssetId>();
  const everyCopy = catalog.everyCopy.filter((asset) => {
    const isKept = keep(asset);
    if (!isKept) dropped.add(asset.id);
    return isKept;
  });
  if (dropped.size === 0) return catalog;
  const byId = new Map([...catalog.byId].filter(([id]) => !dropped.has(id)));
  const works = keepWorks(catalog.works, ({ id }) => !dropped.has(id));
  const { interstitials, virtualAssets } = catalog;
  return withProgrammes({ byId, everyCopy, works, interstitials, virtualAssets });
}

const longest = new WeakMap<Catalog, DurationMs>();

/** The length of the longest programme; 0 without any. */
export function longestProgrammeMs(catalog: Catalog): DurationMs {
  const known = longest.get(catalog);
  if (known !== undefined) return known;
  const length = catalog.everyCopy.reduce((most, { durationMs }) => Math.max(most, durationMs), 0);
  longest.set(catalog, length);
  return length;
}

const texts = new WeakMap<object, string>();

function textOf(value: object): string {
  const known = texts.get(value);
  if (known !== undefined) return known;
  const text = canonicalJson(value);
  texts.set(value, text);
  return text;
}

/**
 * The catalogue as the channel's rules for hours let it air from the instant on: what breaks one of them, at its start or
 * before its slots end, is not in it. The same catalogue where no rule reaches. Rotations go on by their places, as over
 * anything that is not eligible for a while. `atLeastMs`: everything counts as at least so long.
 */
export function permittedCatalog(
  catalog: Catalog,
  channel: RestrictingChannel,
  date: IsoDate,
  at: EpochMs,
  atLeastMs: DurationMs = 0,
): Catalog {
  const { dayparts } = channel;
  if (dayparts.length === 0) return catalog;
  const moment = momentAt(channel, date, at);
  const longestMs = Math.max(longestProgrammeMs(catalog), atLeastMs);
  const key = `${textOf(dayparts)} ${momentKey({ dayparts }, moment, longestMs)} ${String(atLeastMs)}`;
  return restrictedOnce(catalog, key, (asset) => {
    const durationMs = Math.max(asset.durationMs, atLeastMs);
    return brokenDayparts({ ...asset, durationMs }, dayparts, moment).length === 0;
  });
}

/** The channel's rules for the hours in which an airing is on. */
export function daypartsAt(
  channel: RestrictingChannel,
  { broadcastDate, startAt, endAt }: Pick<Airing, 'broadcastDate' | 'startAt' | 'endAt'>,
): DaypartRule[] {
  const moment = momentAt(channel, broadcastDate, startAt);
  return channel.dayparts.filter((part) => airsInHours(part, moment, endAt - startAt));
}

/** The catalogue without programmes that are longer than there is room for. */
export function catalogWithin(catalog: Catalog, roomMs: DurationMs): Catalog {
  if (longestProgrammeMs(catalog) <= roomMs) return catalog;
  const fits = ({ durationMs }: CatalogAsset): boolean => durationMs <= roomMs;
  return restrictedOnce(catalog, `within ${String(roomMs)}`, fits);
}
