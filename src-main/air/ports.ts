import type { FinishedText } from '#main/broadcast/documents/finished-text.ts';
import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { AiringNames, AsRunRow, PlayableAsset } from '#main/playout/ports.ts';
import type { OnSlates } from '#main/playout/slate-watch.ts';
import type { ChannelResources } from '#shared/contract/channel.ts';
import type { OnAir, StationStatus } from '#shared/contract/station.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { AiringId, AssetId, ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import type { PlayoutSession, PresenceSpan, PublishedSubstitution } from '#shared/model/playout.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { Interval } from '#shared/time/interval.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';

import type { BroadcastAddress } from './broadcast.ts';

/*
 * The port between the station and its air, which run on threads of their own: plain values that survive the way, and
 * calls that are answered later. Neither side waits for the other on the way from a request to a segment.
 */

/** Something the air must know. It keeps all it was told, and serves from that alone. */
export type AirNews =
  | {
      readonly kind: 'settings';
      readonly settings: Settings;
      /** From where the station's own interface is served. */
      readonly ownOrigins: readonly string[];
      /** Names what the texts of the guide say at present. */
      readonly guideRevision: string;
    }
  | { readonly kind: 'tools'; readonly tools: FfmpegTools | null }
  /** Every channel there is. */
  | { readonly kind: 'channels'; readonly channels: readonly Channel[] }
  /** What is on record of a channel; told once, before its log. */
  | {
      readonly kind: 'past';
      readonly channelId: ChannelId;
      readonly recordedUntil: EpochMs | null;
      readonly session: PlayoutSession | null;
      readonly substitutions: readonly PublishedSubstitution[];
    }
  | {
      readonly kind: 'assets';
      readonly assets: readonly (readonly [AssetId, PlayableAsset | null])[];
    }
  | {
      readonly kind: 'names';
      readonly names: readonly (readonly [AiringId, AiringNames | null])[];
    }
  | LogNews;

/**
 * A change of a channel's locked log, in pieces. When the last piece has come, blocks that end by `dropsUntil` and those
 * that start at `fromAt` or later are gone, and all pieces stand after the rest.
 */
export interface LogNews {
  readonly kind: 'log';
  readonly channelId: ChannelId;
  readonly dropsUntil: EpochMs;
  readonly fromAt: EpochMs;
  /** Breaks of the line of pictures or of their numbers, up to the beginning of the first block that is then known. */
  readonly discontinuities: number;
  readonly blocks: readonly LogBlock[];
  readonly isLast: boolean;
}

/** Where the broadcast is to be had. */
export interface BroadcastPlace {
  readonly url: string;
  /** Addresses other devices can use; none while only this machine is served. */
  readonly networkUrls: readonly string[];
}

/** What the air says of itself, asked and unasked. */
export interface AirState {
  readonly resources: readonly ChannelResources[];
  readonly cache: StationStatus['cache'];
  /** Whether no material waits to be prepared. */
  readonly isIdle: boolean;
  /** How late the air's thread came to its work since it was started. */
  readonly delay: LoopDelay;
}

/** How late a thread's event loop ran. */
export interface LoopDelay {
  readonly p50Ms: DurationMs;
  readonly p99Ms: DurationMs;
  readonly p999Ms: DurationMs;
  readonly maxMs: DurationMs;
}

/** Something that happened on the air and must not be forgotten. */
export type Evidence =
  | { readonly kind: 'session'; readonly session: PlayoutSession }
  | { readonly kind: 'substitution'; readonly substitution: PublishedSubstitution }
  | { readonly kind: 'as-run'; readonly rows: readonly AsRunRow[] }
  | { readonly kind: 'presence'; readonly spans: readonly PresenceSpan[] };

/** Evidence with its number. Numbers ascend for the life of a data folder; 0 is for what is told only once. */
export interface NumberedEvidence {
  readonly sequence: number;
  readonly evidence: Evidence;
}

/** A text that viewers read and the station makes. */
export type DocumentRequest =
  | { readonly kind: 'xmltv'; readonly times: 'utc' | 'local' }
  | { readonly kind: 'icalendar'; readonly channelId: ChannelId };

/** What an air is opened with; all else it is told. */
export interface AirSetting {
  readonly cacheFolder: string;
  /** The built interface with the guide page. */
  readonly pageFolder: string;
  /** Where evidence is kept until the station has taken it over; `null` when the station takes it at once. */
  readonly journalFile: string | null;
  /** The number of the last evidence that the station has. */
  readonly evidenceUntil: number;
  /** When the station was on the air, as far as it is remembered. */
  readonly presence: readonly PresenceSpan[];
}

/** What the station asks of the air. */
export interface AirCalls {
  /** Resolves when the air has taken it in. */
  tell(news: AirNews): Promise<void>;
  /** Goes on the air with what it was told, at the first of the addresses that can be had. */
  start(addresses: readonly BroadcastAddress[]): Promise<BroadcastPlace>;
  /** Rejects with `unavailable` when the place cannot be had; the broadcast stays where it was. */
  move(address: BroadcastAddress): Promise<BroadcastPlace>;
  /** What is on the air now, by number of channel. */
  onAir(): Promise<readonly OnAir[]>;
  state(): Promise<AirState>;
  /** Begins the measurement of the delay anew. */
  measureDelay(): Promise<void>;
  /** Leaves the air: first the viewers, then the preparation, then the last evidence. */
  stop(): Promise<void>;
}

/** What the air asks of the station. */
export interface StationCalls {
  /** Resolves when the evidence is in the station's memory. */
  record(evidence: readonly NumberedEvidence[]): Promise<void>;
  guideEntries(window: Interval): Promise<GuideEntry[]>;
  /** Its bytes are the air's own from then on: they are given over, not copied. */
  document(request: DocumentRequest): Promise<FinishedText>;
  changed(channelId: ChannelId): Promise<void>;
  /** A channel began to air slates, or has caught up (`null`). */
  onSlates(channelId: ChannelId, onSlates: OnSlates | null): Promise<void>;
  beat(state: AirState): Promise<void>;
  /** Something the air rode over, or a fault of it; for the station's log. */
  note(
    level: 'warn' | 'error',
    message: string,
    fields: Readonly<Record<string, unknown>>,
  ): Promise<void>;
}

/** What of an answer is given over to the other thread instead of being copied. */
export function givenOver(answer: unknown): ArrayBuffer[] {
  const bytes = typeof answer === 'object' && answer !== null && 'bytes' in answer && answer.bytes;
  return bytes instanceof Uint8Array && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

/** The names of the calls, for those who carry them. */
export const AIR_METHODS = [
  'tell',
  'start',
  'move',
  'onAir',
  'state',
  'measureDelay',
  'stop',
] as const satisfies readonly (keyof AirCalls)[];

export const STATION_METHODS = [
  'record',
  'guideEntries',
  'document',
  'changed',
  'onSlates',
  'beat',
  'note',
] as const satisfies readonly (keyof StationCalls)[];
