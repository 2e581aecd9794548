import type { MasterClock } from '#main/clock/master-clock.ts';
import type { EventBus } from '#main/handlers/event-bus.ts';
import { type Assets, createAssets } from '#main/library/assets.ts';
import { createDemoStation } from '#main/library/demo-station.ts';
import { createJobs, type Jobs } from '#main/library/jobs.ts';
import { createLoudnessMeasurement } from '#main/library/measure-loudness-background.ts';
import { createSources, type Sources } from '#main/library/sources/sources.ts';
import { createPictures, type Pictures } from '#main/library/pictures.ts';
import type { StationLog } from '#main/logging/station-log.ts';
import { measureLoudness } from '#main/media/measure-loudness.ts';
import { probeFileFast } from '#main/media/probe-fast.ts';
import { runFfmpeg } from '#main/media/run-ffmpeg.ts';
import { takeSnapshot } from '#main/media/snapshot.ts';
import type { Store } from '#main/store/store.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Job } from '#shared/model/job.ts';
import type { ToolBox } from './tool-box.ts';

/** The library as the station uses it. */
export interface LibraryParts {
  readonly jobs: Jobs;
  readonly sources: Sources;
  readonly assets: Assets;
  readonly pictures: Pictures;
  createDemo(): Promise<Job>;
  /** Measures what has no loudness yet, in the background and only while nothing else needs the machine. */
  measureLoudness(): void;
}

export interface LibraryPartsOptions {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly events: EventBus;
  readonly log: StationLog;
  readonly tools: ToolBox;
  readonly dataFolder: string;
  readonly timezone: () => Promise<string>;
  /** Whether background work may have the machine. */
  readonly isMachineFree: () => boolean;
  /** Whether loudness is measured after scans; not in a command that is about to end. */
  readonly measuresLoudness: boolean;
  readonly onChannelsMade: (channels: readonly Channel[]) => Promise<void>;
  readonly onScanned: () => void;
}

/** Joins the library to ffmpeg, to the store and to the station's events. */
export function openLibrary(options: LibraryPartsOptions): LibraryParts {
  const { store, clock, events, log, tools } = options;
  const jobs = createJobs({
    store,
    clock,
    onChange: (job) => {
      events.emit('job.changed', { job });
    },
    onRemove: (id) => {
      events.emit('job.removed', { id });
    },
    onFault: (job, error) => {
      log.error({ err: error, job: job.id }, `job failed: ${job.title}`);
    },
  });
  const onLibraryChanged = (): void => {
    events.emit('library.changed', {});
  };
  const sources = createSources({
    store,
    clock,
    jobs,
    dataFolder: options.dataFolder,
    probe: async (path, signal) => probeFileFast(await tools.provide(), path, { signal, clock }),
    onSourcesChanged: () => {
      events.emit('sources.changed', {});
    },
    onLibraryChanged,
    onScanned: () => {
      measureInBackground();
      options.onScanned();
    },
  });
  const loudness = createLoudnessMeasurement({
    store,
    clock,
    jobs,
    measure: async (path, probe, signal) =>
      measureLoudness(await tools.provide(), path, probe, { signal, clock }),
    mayRun: () => options.isMachineFree() && !sources.isScanning(),
    onLibraryChanged,
  });

  function measureInBackground(): void {
    if (!options.measuresLoudness) return;
    loudness.start().catch((error: unknown) => {
      log.warn({ err: error }, 'loudness cannot be measured');
    });
  }

  return {
    jobs,
    sources,
    assets: createAssets({ store, clock, onLibraryChanged }),
    pictures: createPictures({
      assets: store.assets,
      sources: store.sources,
      take: async (path, request, signal) =>
        takeSnapshot(await tools.provide(), path, request, { signal, clock }),
    }),
    measureLoudness: measureInBackground,
    createDemo: () =>
      createDemoStation({
        store,
        clock,
        jobs,
        sources,
        runFfmpeg: async (args, signal) =>
          runFfmpeg(await tools.provide(), args, { signal, clock }),
        checkFfmpeg: () => tools.provide(),
        dataFolder: options.dataFolder,
        timezone: options.timezone,
        onChannelsMade: options.onChannelsMade,
      }),
  };
}
