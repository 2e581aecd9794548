import { z } from 'zod';

import { nameSchema, TimeZoneSchema } from './scalars.ts';

/** What pages of other origins may do once the station is shared: none, channel lists and players, or these and the guide. */
export const OtherPagesMay = z.enum(['nothing', 'play', 'play-and-read-guide']);
export type OtherPagesMay = z.infer<typeof OtherPagesMay>;

/** What the operator may set for the whole station. Every field has a default; unknown fields are refused. */
export const Settings = z.strictObject({
  stationName: nameSchema(80).default('RetroVue'),
  timezone: TimeZoneSchema.nullable().default(null),
  theme: z.enum(['dark', 'light', 'system']).default('dark'),
  /** Serve the broadcast to other devices. What becomes visible: playlists, segments, guide; nothing else. */
  shareOnNetwork: z.boolean().default(false),
  /** Players on other web pages (and Chromecast) need `play`. Without sharing, only the station's own pages are served. */
  otherPagesMay: OtherPagesMay.default('play'),
  broadcastPort: z.int().min(0).max(65_535).default(8_777),
  /** Explicit paths; `null` finds them. */
  ffmpegPath: z.string().nullable().default(null),
  ffprobePath: z.string().nullable().default(null),
  cacheBudgetBytes: z
    .int()
    .min(256 * 1024 * 1024)
    .default(20 * 1024 * 1024 * 1024),
  /** How far back a viewer may rewind. */
  dvrWindowMinutes: z.int().min(1).max(240).default(15),
  scheduleHorizonDays: z.int().min(2).max(30).default(3),
  logHorizonHours: z.int().min(2).max(48).default(6),
  /** How much of the log is locked, from now on; the rest follows changes of days, library and rules. `null`: all of it. */
  lockedWindowHours: z.int().min(1).max(48).nullable().default(null),
  /** Idle time conforms upcoming material of the log horizon. */
  prepareWhenIdle: z.boolean().default(true),
  /** Parallel probes during a scan. */
  probeConcurrency: z.int().min(1).max(16).default(6),
});
export type Settings = z.infer<typeof Settings>;

export const DEFAULT_SETTINGS: Settings = Settings.parse({});
