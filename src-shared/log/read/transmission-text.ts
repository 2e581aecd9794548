import type { InterstitialKind } from '../../model/asset.ts';
import type { Channel } from '../../model/channel.ts';
import type { LogBlock, LogEvent } from '../../model/log.ts';
import { hashText } from '../../model/seed.ts';
import { clockOfSeconds } from '../../time/clock-text.ts';
import { MS_PER_SECOND, type EpochMs } from '../../time/units.ts';
import { formatInstant, localClockAt } from '../../time/zone.ts';

const VERSION = '1';
/** Ids are wider where a channel's name is long. */
const NARROWEST_ID = 32;

const INTERSTITIAL_TYPES: Record<InterstitialKind, string> = {
  commercial: 'AD',
  promo: 'PROMO',
  bumper: 'BUMPER',
  'station-id': 'IDENT',
  psa: 'PSA',
  trailer: 'TRAILER',
  stinger: 'STINGER',
  filler: 'FILLER',
};

/** One row of the transmission log as it is filed: of a block, of an event, or of the fence at a block's end. */
export interface TransmissionRow {
  readonly event_id: string;
  readonly block_id: string;
  readonly scheduled_start_utc: string;
  readonly scheduled_end_utc: string;
  readonly scheduled_duration_ms: number;
  readonly type: string;
  /** `null` for blocks, fences and pads. */
  readonly asset_uri: string | null;
}

interface Row {
  readonly startAt: EpochMs;
  readonly endAt: EpochMs;
  readonly type: string;
  readonly id: string;
  readonly blockId: string;
  readonly title: string;
  readonly assetUri: string | null;
}

type NamedChannel = Pick<Channel, 'slug' | 'name' | 'timezone'>;

/**
 * The locked blocks of one broadcast day as a text file: a head, then fixed columns TIME, DUR, TYPE, EVENT_ID,
 * TITLE in air order, on the channel's clock. A time is shown to the second below; a length is the difference of the times
 * shown, so that the column adds up. Nothing of execution is in it; equal blocks, equal bytes. `blocks` has at least one.
 */
export function transmissionText(channel: NamedChannel, blocks: readonly LogBlock[]): string {
  const date = blocks[0]?.broadcastDate ?? '';
  const lockedAt = Math.max(...blocks.map((block) => block.lockedAt));
  const rows = blocks.flatMap(rowsOf);
  const idWidth = Math.max(NARROWEST_ID, ...rows.map(({ id }) => id.length));
  const head = [
    `TRANSMISSION LOG ${channel.name}`,
    `CHANNEL ${channel.slug}`,
    `DATE ${date}`,
    `TIMEZONE_DISPLAY ${channel.timezone}`,
    `GENERATED_UTC ${formatInstant(lockedAt)}`,
    `TRANSMISSION_LOG_ID ${transmissionLogId(channel, date, lockedAt)}`,
    `VERSION ${VERSION}`,
    '',
    columns('TIME', 'DUR', 'TYPE', 'EVENT_ID'.padEnd(idWidth), 'TITLE/ASSET'),
  ];
  const lines = rows.map(({ startAt, endAt, type, id, title }) => {
    const seconds = Math.floor(endAt / MS_PER_SECOND) - Math.floor(startAt / MS_PER_SECOND);
    return columns(
      localClockAt(channel.timezone, startAt),
      clockOfSeconds(seconds),
      type,
      id.padEnd(idWidth),
      oneLine(title),
    );
  });
  return [...head, ...lines, ''].join('\n');
}

/** The same rows one to one as JSON lines, in UTC to the millisecond. */
export function transmissionJsonLines(blocks: readonly LogBlock[]): string {
  const rows = blocks
    .flatMap(rowsOf)
    .map(({ startAt, endAt, type, id, blockId, assetUri }): TransmissionRow => ({
      event_id: id,
      block_id: blockId,
      scheduled_start_utc: formatInstant(startAt),
      scheduled_end_utc: formatInstant(endAt),
      scheduled_duration_ms: endAt - startAt,
      type,
      asset_uri: assetUri,
    }));
  return rows.map((row) => `${JSON.stringify(row)}\n`).join('');
}

/** The first 32 digits of the SHA-256 of channel, date and lock. */
function transmissionLogId(channel: NamedChannel, date: string, lockedAt: EpochMs): string {
  return hashText(`${channel.slug}:${date}:${formatInstant(lockedAt)}`).slice(0, 32);
}

function rowsOf(block: LogBlock): Row[] {
  const shared = { blockId: block.id, assetUri: null };
  return [
    {
      ...shared,
      startAt: block.startAt,
      endAt: block.endAt,
      type: 'BLOCK',
      id: block.id,
      title: titleOf(block),
    },
    ...block.events.map((event): Row => ({
      startAt: event.startAt,
      endAt: event.startAt + event.durationMs,
      type: typeOf(event),
      id: event.id,
      blockId: block.id,
      title: event.title,
      assetUri: event.assetId === null ? null : `asset:${event.assetId}`,
    })),
    {
      ...shared,
      startAt: block.endAt,
      endAt: block.endAt,
      type: 'FENCE',
      id: `${block.id}-FENCE`,
      title: '',
    },
  ];
}

/** What the block airs; of a package, its members in order. */
function titleOf({ events }: LogBlock): string {
  const titles = events.filter(({ kind }) => kind === 'act').map(({ title }) => title);
  return titles.length === 0 ? 'Slate' : [...new Set(titles)].join(' + ');
}

function typeOf({ kind, interstitialKind }: LogEvent): string {
  if (kind === 'act') return 'PROGRAM';
  if (kind === 'pad') return 'PAD';
  return interstitialKind === null ? 'SHORT' : INTERSTITIAL_TYPES[interstitialKind];
}

function columns(time: string, duration: string, type: string, id: string, title: string): string {
  return [time.padEnd(8), duration.padEnd(8), type.padEnd(8), id, title].join(' ').trimEnd();
}

function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ');
}
