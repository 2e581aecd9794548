import type { MasterClock } from '#main/clock/master-clock.ts';
import type { HorizonService } from '#main/handlers/services.ts';
import type { Store } from '#main/store/store.ts';
import type { StationStatus } from '#shared/contract/station.ts';
import type { Settings } from '#shared/model/settings.ts';
import type { EpochMs } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';
import type { Air } from './air.ts';
import { type Health, judgeHealth } from './status.ts';
import type { ToolBox } from './tool-box.ts';

/** Where the parts of a station's description come from. */
export interface DescriptionSources {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly tools: ToolBox;
  readonly air: Air;
  readonly planning: HorizonService;
  readonly settings: () => Settings;
  readonly timezone: () => Promise<string>;
  readonly dataFolder: string;
  readonly startedAt: EpochMs;
  readonly version: string;
  readonly isOnAir: boolean;
  /** Where the control server listens, or `null` while it does not. */
  readonly controlUrl: string | null;
  readonly lastFault: StationStatus['lastFault'];
  readonly lastBackup: StationStatus['lastBackup'];
  /** Asked last, when all has been read. */
  readonly reports: () => readonly Health[];
}

/** Who and where the station is, and how it feels. Of a file that cannot be read it says that, and leaves out what is in it. */
export async function describeStation(from: DescriptionSources): Promise<StationStatus> {
  const { store, air, tools } = from;
  const settings = from.settings();
  const found = await tools.provide().catch(() => null);
  async function orNothing<T>(reading: Promise<T>, nothing: T): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      if (store.failure() === null) throw error;
      return nothing;
    }
  }
  const channels = await orNothing(store.channels.list(), []);
  const assetCount = await orNothing(store.assets.count(), 0);
  const horizon = await orNothing(from.planning.report(), []);
  const broadcastUrl = air.broadcastUrl();
  const timezone = await from.timezone();
  const lockedSinceAt = store.lockedSinceAt();
  const airDownSinceAt = air.downSinceAt();
  return {
    stationName: settings.stationName,
    version: from.version,
    nowAt: from.clock.nowAt(),
    startedAt: from.startedAt,
    timezone,
    dataFolder: from.dataFolder,
    broadcastUrl,
    isSharedOnNetwork: settings.shareOnNetwork,
    networkUrls: air.networkUrls(),
    listeners: listenersOf(from, broadcastUrl),
    lastFault: from.lastFault,
    health: judgeHealth({
      airDownSince: airDownSinceAt === null ? null : localTimeAt(timezone, airDownSinceAt),
      ffmpegFailure: found ? null : tools.failure(),
      lockedSince: lockedSinceAt === null ? null : localTimeAt(timezone, lockedSinceAt),
      reports: from.reports(),
      isOnAir: from.isOnAir,
      channels,
      horizon,
      onAir: await air.onAir(),
      cacheFault: (await air.cacheStatus()).fault,
      timeOf: (at) => localTimeAt(timezone, at),
      assetCount,
      missedPort: air.missedPort(),
      broadcastUrl,
      nowAt: from.clock.nowAt(),
      lastFault: from.lastFault,
    }),
    ffmpeg: {
      isAvailable: found !== null,
      path: found?.ffmpegPath ?? null,
      version: found?.version ?? null,
      remedy: found ? null : (tools.failure()?.details.remedy ?? null),
    },
    cache: await air.cacheStatus(),
    lastBackup: from.lastBackup,
    assetCount,
    channelCount: channels.length,
  };
}

function listenersOf(
  { isOnAir, controlUrl }: DescriptionSources,
  broadcastUrl: string,
): StationStatus['listeners'] {
  return [
    ...(isOnAir ? [{ name: 'broadcast' as const, url: broadcastUrl }] : []),
    ...(controlUrl === null ? [] : [{ name: 'control' as const, url: controlUrl }]),
  ];
}
