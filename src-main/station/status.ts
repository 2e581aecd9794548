import type { HorizonReport, OnAir, StationStatus } from '#shared/contract/station.ts';
import type { AppError } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';
import { formatInstant } from '#shared/time/zone.ts';

/** A fault that nobody expected is told for so long. */
const FAULT_SHOWN_MS: DurationMs = 24 * 3_600_000;

/** How something feels, in one sentence. */
export type Health = StationStatus['health'];

/** What the station's health is judged by. */
export interface Vitals {
  /** Local time, `HH:MM`, since when there has been no air; `null` while there is. */
  readonly airDownSince: string | null;
  readonly ffmpegFailure: AppError | null;
  /** Local time, `HH:MM`, since when another program has held the station's file; `null` while none does. */
  readonly lockedSince: string | null;
  /** What the parts of the station have to say that is not as it should be. */
  readonly reports: readonly Health[];
  readonly isOnAir: boolean;
  readonly channels: readonly Channel[];
  readonly horizon: readonly HorizonReport[];
  readonly onAir: readonly Pick<OnAir, 'channelId' | 'slates'>[];
  /** Why the cache takes nothing, `null` while it does. */
  readonly cacheFault: string | null;
  /** Local time, `HH:MM`, of an instant. */
  readonly timeOf: (at: EpochMs) => string;
  readonly assetCount: number;
  /** The port that was wanted for the broadcast, when another had to be taken. */
  readonly missedPort: number | null;
  readonly broadcastUrl: string;
  readonly nowAt: EpochMs;
  readonly lastFault: StationStatus['lastFault'];
}

/** What disk, store, sources and backups have to say when they are not as they should be; the worst first. */
export function healthReports(from: {
  readonly disk: Health | null;
  readonly storeFailure: AppError | null;
  readonly sources: Health | null;
  readonly backupFailure: string | null;
}): Health[] {
  const reports: Health[] = [];
  if (from.disk) reports.push(from.disk);
  if (from.storeFailure) {
    const { message, details } = from.storeFailure;
    reports.push({ state: 'trouble', sentence: `${message} ${details.remedy ?? ''}`.trim() });
  }
  if (from.sources) reports.push(from.sources);
  if (from.backupFailure !== null) {
    const sentence = `The daily backup could not be made: ${from.backupFailure}`;
    reports.push({ state: 'attention', sentence });
  }
  return reports;
}

/** How the station feels, in one sentence; the worst thing first. */
export function judgeHealth(vitals: Vitals): StationStatus['health'] {
  const active = vitals.channels.filter((channel) => channel.isActive);
  if (vitals.airDownSince !== null) {
    return {
      state: 'trouble',
      sentence: `The air stopped at ${vitals.airDownSince} and is being started again; viewers receive nothing until then.`,
    };
  }
  if (vitals.ffmpegFailure) {
    return {
      state: 'trouble',
      sentence: `${vitals.ffmpegFailure.message} Planning works; nothing can be prepared for the air.`,
    };
  }
  if (vitals.lockedSince !== null) {
    return {
      state: 'trouble',
      sentence: `The database is locked by another program since ${vitals.lockedSince}. What is planned airs; changes wait.`,
    };
  }
  const trouble = vitals.reports.find(({ state }) => state === 'trouble');
  if (trouble) return trouble;
  for (const channel of active) {
    const report = vitals.horizon.find(({ channelId }) => channelId === channel.id);
    if (report?.fault != null) {
      return { state: 'trouble', sentence: `${channel.name} cannot be planned: ${report.fault}` };
    }
  }
  for (const { channelId, slates } of vitals.onAir) {
    const channel = active.find(({ id }) => id === channelId);
    if (channel && slates) {
      const since = vitals.timeOf(slates.sinceAt);
      return {
        state: 'trouble',
        sentence: `${channel.name} has been on slates since ${since}. ${slates.reason}`,
      };
    }
  }
  if (vitals.lastFault !== null && vitals.nowAt - vitals.lastFault.at < FAULT_SHOWN_MS) {
    const { at, reference } = vitals.lastFault;
    return {
      state: 'attention',
      sentence: `Something failed that nobody expected, at ${formatInstant(at)}; the station went on. Its log says more under ${reference}.`,
    };
  }
  if (vitals.cacheFault !== null) {
    return {
      state: 'attention',
      sentence: `The cache takes no more material; what airs next is kept in memory. ${vitals.cacheFault}`,
    };
  }
  if (vitals.missedPort !== null) {
    return {
      state: 'attention',
      sentence: `Port ${String(vitals.missedPort)} is taken; the broadcast is at ${vitals.broadcastUrl} for now.`,
    };
  }
  const [report] = vitals.reports;
  if (report) return report;
  if (active.length === 0) {
    return {
      state: 'good',
      sentence:
        vitals.assetCount === 0
          ? 'Ready. Add a folder of video files, or try the demo station.'
          : 'Ready. Make a channel to go on the air.',
    };
  }
  if (!vitals.isOnAir) return { state: 'good', sentence: 'Opened for a command, off the air.' };
  const behind = active.filter(
    ({ id }) => !vitals.horizon.some((report) => report.channelId === id && report.isHealthy),
  );
  const [first] = behind;
  if (first) {
    return {
      state: 'attention',
      sentence: `${first.name} is not planned as far ahead as it should be.`,
    };
  }
  const count = active.length === 1 ? 'one channel' : `${String(active.length)} channels`;
  return { state: 'good', sentence: `On the air with ${count}.` };
}
