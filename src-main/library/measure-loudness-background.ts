import { until, type MasterClock } from '#main/clock/master-clock.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { SourceReader } from '#main/store/repositories/source-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Asset, AssetProbe, Loudness } from '#shared/model/asset.ts';
import type { AssetId, CollectionId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';

import type { AssetTransactions } from './asset-writer.ts';
import type { Jobs, ReportProgress } from './jobs.ts';
import type { LoudnessMeter } from './media-probe.ts';
import { accessTo } from './sources/kinds.ts';
import type { SourceAccess } from './sources/source-access.ts';

/** How often a measurement looks whether it still may run. */
const PRECEDENCE_PERIOD_MS = 500;
const PAGE = 50;

export interface LoudnessMeasurement {
  /** Measures what is unmeasured, one file after another, as a job; `null` when there is nothing to do. */
  start(): Promise<Job | null>;
}

/** Where what is unmeasured is found, and written when it is measured. */
export interface LoudnessStore extends AssetTransactions {
  readonly assets: AssetReader;
  readonly sources: SourceReader;
}

export interface LoudnessDependencies {
  readonly store: LoudnessStore;
  readonly clock: MasterClock;
  readonly jobs: Jobs;
  readonly measure: LoudnessMeter;
  /** Playout and scans have precedence: while this is false nothing is measured, and what is under way is given up. */
  readonly mayRun: () => boolean;
  readonly onLibraryChanged: () => void;
}

/**
 * Background measuring of integrated loudness, once per content (EBU R 128). What was measured is saved at once, so it
 * may be stopped and started at any time. A file that cannot be measured is left until the next start of the station.
 */
export function createLoudnessMeasurement(dependencies: LoudnessDependencies): LoudnessMeasurement {
  const { store, jobs } = dependencies;
  const failed = new Set<AssetId>();

  async function nextPage(): Promise<Asset[]> {
    const page = await store.assets.withoutLoudness(failed.size + PAGE);
    return page.filter(({ id, fault }) => !failed.has(id) && fault === null);
  }

  async function run(report: ReportProgress, signal: AbortSignal): Promise<void> {
    let done = 0;
    for (let page = await nextPage(); page.length > 0; page = await nextPage()) {
      // A folder may have been added since the last page.
      const sources = await readSources(store.sources);
      for (const asset of page) {
        const path = sources.get(asset.collectionId)?.locate(asset.relativePath) ?? null;
        const loudness =
          path === null || asset.probe === null
            ? null
            : await measureOne(asset.title, path, asset.probe, report, signal);
        if (loudness) await saveLoudness(asset, loudness);
        else failed.add(asset.id);
        done += 1;
        report({ done });
      }
      dependencies.onLibraryChanged();
    }
  }

  async function measureOne(
    title: string,
    path: string,
    probe: AssetProbe,
    report: ReportProgress,
    signal: AbortSignal,
  ): Promise<Loudness | null> {
    for (;;) {
      await waitForPrecedence(dependencies, report, signal);
      report({ phase: `Listening to ${title}` });
      const attempt = yieldingSignal(dependencies, signal);
      try {
        return await dependencies.measure(path, probe, attempt.signal);
      } catch (error) {
        signal.throwIfAborted();
        if (error instanceof AppError && error.code === 'ffmpeg-unavailable') throw error;
        if (attempt.signal.aborted) continue;
        report({ problem: `The loudness of "${title}" could not be measured.` });
        return null;
      } finally {
        attempt.stop();
      }
    }
  }

  /** Writes only onto the content that was measured. */
  async function saveLoudness(measured: Asset, loudness: Loudness): Promise<void> {
    await store.transaction(async (inner) => {
      const asset = await inner.assets.get(measured.id);
      if (asset?.state !== 'ready' || asset.contentIdentity !== measured.contentIdentity) return;
      await inner.assets.saveMany([{ ...asset, loudness }]);
    });
  }

  return {
    async start() {
      if ((await nextPage()).length === 0) return null;
      const cancelNote = 'Loudness measured so far stays; the rest airs at its own level.';
      return jobs.start('loudness', 'Measure loudness', { cancelNote }, run);
    },
  };
}

async function readSources(reader: SourceReader): Promise<Map<CollectionId, SourceAccess>> {
  const sources = await reader.list();
  return new Map(sources.map((source) => [source.collectionId, accessTo(source)]));
}

type Precedence = Pick<LoudnessDependencies, 'clock' | 'mayRun'>;

async function waitForPrecedence(
  { clock, mayRun }: Precedence,
  report: ReportProgress,
  signal: AbortSignal,
): Promise<void> {
  signal.throwIfAborted();
  if (!mayRun()) report({ phase: 'Waiting until the station is less busy' });
  while (!mayRun()) {
    await until(clock, clock.nowAt() + PRECEDENCE_PERIOD_MS, signal);
    signal.throwIfAborted();
  }
}

/** A signal that is also raised when something with precedence wants the machine. */
function yieldingSignal(
  { clock, mayRun }: Precedence,
  signal: AbortSignal,
): { readonly signal: AbortSignal; readonly stop: () => void } {
  const giveWay = new AbortController();
  const stop = clock.every(PRECEDENCE_PERIOD_MS, () => {
    if (!mayRun()) giveWay.abort(new AppError('cancelled', 'Playout has precedence.'));
  });
  return { signal: AbortSignal.any([signal, giveWay.signal]), stop };
}
