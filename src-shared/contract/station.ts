import { z } from 'zod';

import { AiringId, AssetId, ChannelId, LogEventId } from '../model/ids.ts';
import { Backup } from '../model/backup.ts';
import { PlanningIncident, PlanningWarning } from '../model/incident.ts';
import { DurationMsSchema, EpochMsSchema } from '../model/scalars.ts';
import { command, query } from './define.ts';

/** Who and where the station is, and how it feels. */
export const StationStatus = z.object({
  stationName: z.string(),
  version: z.string(),
  nowAt: EpochMsSchema,
  startedAt: EpochMsSchema,
  timezone: z.string(),
  dataFolder: z.string(),
  /** Address of the broadcast server, such as `http://127.0.0.1:8777`. */
  broadcastUrl: z.string(),
  isSharedOnNetwork: z.boolean(),
  /** Addresses other devices can use; empty unless shared. */
  networkUrls: z.array(z.string()),
  /** Everything that the station's process listens on. */
  listeners: z.array(z.object({ name: z.enum(['broadcast', 'control']), url: z.string() })),
  health: z.object({
    state: z.enum(['good', 'attention', 'trouble']),
    sentence: z.string(),
  }),
  /** The last thing that failed and that nobody expected, since the station was opened; its log has the reference. */
  lastFault: z.object({ at: EpochMsSchema, what: z.string(), reference: z.string() }).nullable(),
  ffmpeg: z.object({
    isAvailable: z.boolean(),
    path: z.string().nullable(),
    version: z.string().nullable(),
    /** What to do when it is not available. */
    remedy: z.string().nullable(),
  }),
  cache: z.object({
    usedBytes: z.int().nonnegative(),
    budgetBytes: z.int().nonnegative(),
    segmentCount: z.int().nonnegative(),
    /** Why the disk does not take what is conformed, `null` while it does; it is kept in memory meanwhile. */
    fault: z.string().nullable(),
  }),
  /** The latest copy of the station's file, `null` before the first. */
  lastBackup: Backup.nullable(),
  assetCount: z.int().nonnegative(),
  channelCount: z.int().nonnegative(),
});
export type StationStatus = z.infer<typeof StationStatus>;

/** Depth of the layers of one channel, and what is wrong with them if anything. */
export const HorizonReport = z.object({
  channelId: ChannelId,
  scheduleUntil: EpochMsSchema.nullable(),
  logUntil: EpochMsSchema.nullable(),
  isHealthy: z.boolean(),
  lastEvaluatedAt: EpochMsSchema.nullable(),
  lastExtendedAt: EpochMsSchema.nullable(),
  /** The last planning fault, one sentence, or `null`. */
  fault: z.string().nullable(),
  /** What runs out in the two weeks beyond the frozen days, each with the first date. */
  warnings: z.array(PlanningWarning),
});
export type HorizonReport = z.infer<typeof HorizonReport>;

/** What is on the air on one channel, taken from the locked log. */
export const OnAir = z.object({
  channelId: ChannelId,
  now: z
    .object({
      airingId: AiringId,
      title: z.string(),
      episodeTitle: z.string().nullable(),
      startAt: EpochMsSchema,
      endAt: EpochMsSchema,
      eventId: LogEventId,
      eventKind: z.enum(['act', 'interstitial', 'pad']),
      eventTitle: z.string(),
      eventEndAt: EpochMsSchema,
      assetId: AssetId.nullable(),
      /** Position of the picture within the asset. */
      assetOffsetMs: DurationMsSchema,
      /** Frame counted from the channel's epoch. */
      frame: z.int(),
    })
    .nullable(),
  next: z
    .object({
      airingId: AiringId,
      title: z.string(),
      episodeTitle: z.string().nullable(),
      startAt: EpochMsSchema,
      endAt: EpochMsSchema,
    })
    .nullable(),
  viewers: z.int().nonnegative(),
  state: z.enum(['stopped', 'running', 'lingering']),
  /** Milliseconds of unbroken prepared material beyond now. */
  preparedMs: DurationMsSchema,
  /** A slate stands in for what is planned at this moment, be it for a moment only. */
  isSlate: z.boolean(),
  /** Slates stand in for what was planned, since when and why; `null` while all is well. */
  slates: z.object({ sinceAt: EpochMsSchema, reason: z.string() }).nullable(),
});
export type OnAir = z.infer<typeof OnAir>;

const PageAddress = z.object({ url: z.string().nullable(), expiresAt: EpochMsSchema });

export const stationMethods = {
  'station.status': query(z.object({}), StationStatus),
  'station.horizon': query(z.object({}), z.array(HorizonReport)),
  /** Evaluate the horizon now instead of at its next turn. Never replaces a frozen day. */
  'station.extend': command(z.object({}), z.array(HorizonReport)),
  /** The record of what was or is wrong with planning, the latest first. */
  'station.incidents': query(
    z.object({
      channelId: ChannelId.optional(),
      /** Only what lasts. */
      isOpen: z.boolean().default(false),
      limit: z.int().min(1).max(1_000).default(200),
    }),
    z.array(PlanningIncident),
  ),
  /**
   * An address that opens the interface in a browser once, before `expiresAt`: it carries a code that the page exchanges
   * for a session. `null` while nothing serves the interface.
   */
  'station.pageAddress': command(z.object({}), PageAddress),
  /** Makes a new key: every page and program but the asker has to connect again. Answers an address for the asker's next page. */
  'station.renewKey': command(z.object({}), PageAddress),
  'onair.list': query(z.object({}), z.array(OnAir)),
} as const;
