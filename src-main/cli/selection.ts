import type { Client } from '#shared/contract/client.ts';
import { AppError, invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { AssetName } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import type { ContentItem } from '#shared/model/zone.ts';
import { foldName } from '#shared/planning/choose/asset-aliases.ts';
import type { Interval } from '#shared/time/interval.ts';
import { broadcastDateAt, broadcastDayWindow } from '#shared/time/broadcast-day.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { jsonOf } from './json-input.ts';
import { dateOf, instantOf, integerOf } from './values.ts';

/** The channel an option names; without one, the only channel there is. */
export async function chooseChannel(client: Client, selector?: string): Promise<Channel> {
  if (selector !== undefined) return client.call('channel.show', { selector });
  const channels = await client.call('channel.list', {});
  const [only] = channels;
  if (only && channels.length === 1) return only;
  throw invalidInput(
    'channel',
    channels.length === 0 ? 'There is no channel yet.' : 'There are several channels.',
    channels.length === 0 ? 'Make one with "channel add".' : 'Name one with --channel.',
  );
}

/** The plan that an id or name selects, on the named channel or on any. */
export async function choosePlan(
  client: Client,
  selector: string | undefined,
  channelSelector?: string,
): Promise<Plan> {
  if (selector === undefined) {
    throw invalidInput('plan-id', 'No plan is named.', 'Name one by id or name.');
  }
  const channel =
    channelSelector === undefined
      ? null
      : await client.call('channel.show', { selector: channelSelector });
  const { plan } = await client.call('plan.show', {
    selector,
    ...(channel ? { channelId: channel.id } : {}),
  });
  return plan;
}

/** The content that a type and an id, title or JSON name. A list is given as titles between semicolons. */
export async function chooseContent(
  client: Client,
  type: Exclude<ContentReference['type'], 'encore'>,
  reference: string,
): Promise<ContentReference> {
  switch (type) {
    case 'series': {
      const series = await findSeries(client, reference);
      if (!series) throw notFound('series', reference);
      return { type, seriesId: series.id };
    }
    case 'asset':
      return { type, assetId: (await chooseAsset(client, reference)).id };
    case 'virtual_package': {
      const { virtualAsset } = await client.call('virtualAsset.show', { selector: reference });
      return { type, virtualAssetId: virtualAsset.id };
    }
    case 'list': {
      const items: ContentItem[] = [];
      for (const each of reference.split(';')) items.push(await chooseItem(client, each));
      return { type, items };
    }
    case 'rule':
    case 'random':
      return { type, rule: await jsonOf(type, reference, ContentRule) };
  }
}

/** The series of this title or id, else the package of this name or id, else the asset that the name means. */
export async function chooseItem(client: Client, reference: string): Promise<ContentItem> {
  const series = await findSeries(client, reference);
  if (series) return { type: 'series', seriesId: series.id };
  const wanted = reference.trim().toLowerCase();
  const found = (await client.call('virtualAsset.list', {})).find(
    ({ id, name }) => id === wanted || name.toLowerCase() === wanted,
  );
  if (found) return { type: 'virtual_package', virtualAssetId: found.id };
  return { type: 'asset', assetId: (await chooseAsset(client, reference)).id };
}

async function findSeries(client: Client, reference: string) {
  const wanted = foldName(reference);
  const all = await client.call('series.list', {});
  return all.find(({ id, title }) => id === wanted || foldName(title) === wanted);
}

/** The asset that a name means. One that may mean several is refused with all of them. */
export async function chooseAsset(client: Client, reference: string): Promise<AssetName> {
  const [asset] = await chooseAssets(client, [reference]);
  if (!asset) throw notFound('asset', reference);
  return asset;
}

/** The assets that names mean, in their order. */
export async function chooseAssets(
  client: Client,
  references: readonly string[],
): Promise<AssetName[]> {
  const found = await client.call('asset.find', { names: [...references] });
  return found.map(({ name, matches }) => {
    const [asset, second] = matches;
    if (!asset) throw notFound('asset', name);
    if (second) throw ambiguous(name, matches);
    return asset;
  });
}

const MOST_TOLD = 5;

function ambiguous(name: string, matches: readonly AssetName[]): AppError {
  const candidates = matches.map(({ id, relativePath }) => `${relativePath} (${id})`);
  const told = candidates.slice(0, MOST_TOLD).join(', ');
  const rest = candidates.length - MOST_TOLD;
  const more = rest > 0 ? ` and ${String(rest)} more` : '';
  return new AppError('invalid-input', `Several assets are called "${name}": ${told}${more}.`, {
    field: 'asset',
    candidates,
    remedy: 'Name it by its id or its path.',
  });
}

/** Options that name a stretch of time. */
export interface WindowOptions {
  readonly date?: string;
  readonly from?: string;
  readonly to?: string;
  readonly hours?: string;
}

/** The window that options name: a broadcast day, from–to, or so many hours from `from` or from now. */
export async function chooseWindow(
  client: Client,
  channel: Channel,
  options: WindowOptions,
  defaultHours: number,
): Promise<Interval> {
  if (options.date !== undefined) {
    return broadcastDayWindow(channel, dateOf('date', options.date));
  }
  const startAt =
    options.from === undefined
      ? (await client.call('station.status', {})).nowAt
      : instantOf('from', options.from);
  if (options.to !== undefined) return { startAt, endAt: instantOf('to', options.to) };
  const hours = options.hours === undefined ? defaultHours : integerOf('hours', options.hours);
  return { startAt, endAt: startAt + hours * MS_PER_HOUR };
}

/** The date given, or the channel's present broadcast date. */
export async function chooseDate(client: Client, channel: Channel, date?: string): Promise<string> {
  if (date !== undefined) return dateOf('date', date);
  return broadcastDateAt(channel, (await client.call('station.status', {})).nowAt);
}
