import type { Client } from '#shared/contract/client.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ContentRule } from '#shared/model/content-rule.ts';
import type { ContentReference, Plan } from '#shared/model/plan.ts';
import type { ContentItem } from '#shared/model/zone.ts';
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

/** The series of this title or id, else the asset of this title, id or path. */
export async function chooseItem(client: Client, reference: string): Promise<ContentItem> {
  const series = await findSeries(client, reference);
  if (series) return { type: 'series', seriesId: series.id };
  return { type: 'asset', assetId: (await chooseAsset(client, reference)).id };
}

async function findSeries(client: Client, reference: string) {
  const wanted = reference.trim().toLowerCase();
  const all = await client.call('series.list', {});
  return all.find(({ id, title }) => id === wanted || title.toLowerCase() === wanted);
}

/** The asset of this id, title or path. A title that several have is refused. */
export async function chooseAsset(client: Client, reference: string) {
  const wanted = reference.trim().toLowerCase();
  const pageSize = 1_000;
  const found = [];
  for (let offset = 0; ; offset += pageSize) {
    const { items, total } = await client.call('asset.list', { offset, limit: pageSize });
    found.push(
      ...items.filter(
        ({ id, title, relativePath }) =>
          id === wanted || title.toLowerCase() === wanted || relativePath.toLowerCase() === wanted,
      ),
    );
    if (offset + items.length >= total || items.length === 0) break;
  }
  const inUse = found.filter(({ state }) => state !== 'retired');
  const [asset, second] = inUse.length > 0 ? inUse : found;
  if (!asset) throw notFound('asset', reference);
  if (second) {
    throw invalidInput(
      'asset',
      `Several assets are called "${reference}".`,
      'Name it by its id or its path.',
    );
  }
  return asset;
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
