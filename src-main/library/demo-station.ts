import type { MasterClock } from '#main/clock/master-clock.ts';
import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { Transactions } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Source } from '#shared/model/asset.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Job } from '#shared/model/job.ts';

import { type DemoStore, insertDemoChannels } from './demo/demo-channels.ts';
import { DEMO_PROGRAMMES, DEMO_SPOTS } from './demo/demo-programme.ts';
import { makeDemoMedia, type DemoMedia, type FfmpegRun } from './demo/make-demo-media.ts';
import type { Jobs, ReportProgress } from './jobs.ts';
import type { Sources } from './sources/sources.ts';
import { demoMediaFolder } from './sources/folder/refused-folders.ts';

export interface DemoStationDependencies {
  readonly store: Transactions<DemoStore> & { readonly channels: ChannelReader };
  readonly clock: MasterClock;
  readonly jobs: Jobs;
  readonly sources: Sources;
  readonly runFfmpeg: FfmpegRun;
  /** Rejects with `ffmpeg-unavailable` when there is no working ffmpeg. */
  readonly checkFfmpeg: () => Promise<unknown>;
  readonly dataFolder: string;
  /** The time zone of the station: the setting, else the machine's. */
  readonly timezone: () => Promise<string>;
  /** Tells of the new channels; where the horizon is asked to plan. The job ends when it has resolved. */
  readonly onChannelsMade: (channels: readonly Channel[]) => Promise<void>;
  /** What is made; the full demo unless told otherwise. */
  readonly media?: DemoMedia;
}

const FULL_DEMO: DemoMedia = { programmes: DEMO_PROGRAMMES, spots: DEMO_SPOTS };

/**
 * Starts making the demo station as a job: clips, library, three channels with published plans. Refuses with
 * `already-exists` when the station has channels, `ffmpeg-unavailable` without ffmpeg. Stopped half-way it goes on
 * from there when started again.
 */
export async function createDemoStation(dependencies: DemoStationDependencies): Promise<Job> {
  const { store, jobs } = dependencies;
  await refuseChannels(store.channels);
  await dependencies.checkFfmpeg();
  const cancelNote = 'Clips made so far stay in the demo folder; no channel is made.';
  return jobs.start('demo', 'Make the demo station', { cancelNote }, (report, signal) =>
    makeStation(dependencies, report, signal),
  );
}

async function makeStation(
  dependencies: DemoStationDependencies,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<void> {
  const { store, clock, runFfmpeg, media = FULL_DEMO } = dependencies;
  const folder = demoMediaFolder(dependencies.dataFolder);
  await makeDemoMedia(folder, media, runFfmpeg, report, signal);
  const source = await demoSource(dependencies, folder);
  report({ phase: 'Reading the clips', total: null });
  await scanToEnd(dependencies, source, signal);
  report({ phase: 'Planning three channels' });
  const timezone = await dependencies.timezone();
  const channels = await store.transaction(async (inner) => {
    await refuseChannels(inner.channels);
    return insertDemoChannels(inner, timezone, clock.nowAt());
  });
  await dependencies.onChannelsMade(channels);
  report({ phase: 'On the air' });
}

async function refuseChannels(channels: ChannelReader): Promise<void> {
  if ((await channels.list()).length === 0) return;
  throw new AppError('already-exists', 'This station has channels already.', {
    remedy: 'Make the demo station in an empty data folder, or delete the channels first.',
  });
}

async function demoSource({ sources }: DemoStationDependencies, folder: string): Promise<Source> {
  const existing = (await sources.list()).find(({ path }) => path === folder);
  return (
    existing ??
    sources.add({ kind: 'folder', path: folder, name: 'Demo clips', approveOnImport: true })
  );
}

async function scanToEnd(
  { jobs, sources }: DemoStationDependencies,
  source: Source,
  signal: AbortSignal,
): Promise<void> {
  const { id } = await sources.scan(source.id);
  const stopScan = (): void => {
    void jobs.cancel(id).catch(() => undefined);
  };
  signal.addEventListener('abort', stopScan, { once: true });
  const scan = await jobs.settled(id);
  signal.removeEventListener('abort', stopScan);
  signal.throwIfAborted();
  if (scan.state !== 'done') {
    throw new AppError('media-unreadable', scan.error ?? 'Reading the demo clips was stopped.', {
      remedy: 'Make the demo station again.',
    });
  }
}
