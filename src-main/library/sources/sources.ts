import { randomUUID } from 'node:crypto';

import PQueue from 'p-queue';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Source, SourceKind } from '#shared/model/asset.ts';
import { CollectionId, SourceId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';

import type { Jobs, ReportProgress } from '../jobs.ts';
import type { MediaProbe } from '../media-probe.ts';
import { scanSource, type ScanSummary } from '../scan.ts';
import type { ScanStore } from '../scan-context.ts';
import { accessTo, requireKind } from './kinds.ts';

export interface NewSource {
  readonly kind: SourceKind;
  /** Where it lies, in the words of its kind. */
  readonly path: string;
  /** What the place is called unless told otherwise. */
  readonly name?: string | undefined;
  readonly approveOnImport: boolean;
}

export interface SourceChanges {
  readonly name?: string | undefined;
  readonly approveOnImport?: boolean | undefined;
}

export interface Sources {
  list(): Promise<Source[]>;
  /**
   * Adds a source; nothing is scanned yet. `invalid-input` when there is no such kind or it can be no source of it (for a
   * folder: a relative path, no folder, one of the system's or the station's own), `source-unreachable` when it cannot be
   * read, `already-exists` when another source has items of it.
   */
  add(source: NewSource): Promise<Source>;
  update(id: SourceId, changes: SourceChanges): Promise<Source>;
  /**
   * Tells the library that the source lies elsewhere now; assets, rows, history and markers stay. A scan under way is
   * stopped. Throws what `add` throws; the next scan sees what else has changed.
   */
  move(id: SourceId, path: string): Promise<Source>;
  /**
   * Takes the source out of the library: a scan under way is stopped, its assets are retired, files are untouched. A source
   * added later that holds the same files brings the assets back.
   */
  remove(id: SourceId): Promise<void>;
  /** Starts a scan as a job, or answers the one that is running. Scans of several sources run one after another. */
  scan(id: SourceId): Promise<Job>;
  scanAll(): Promise<Job[]>;
  isScanning(): boolean;
}

export interface SourcesDependencies {
  readonly store: ScanStore;
  readonly clock: MasterClock;
  readonly jobs: Jobs;
  readonly probe: MediaProbe;
  /** The station's own; no source may be it, hold it or lie in it. */
  readonly dataFolder: string;
  /** The list of sources has changed, or a scan has ended. */
  readonly onSourcesChanged: () => void;
  /** Assets have changed; at most once per saved batch. */
  readonly onLibraryChanged: () => void;
  /** A scan has ended well; the time to measure loudness. */
  readonly onScanned: (source: Source, summary: ScanSummary) => void;
}

/** The sources of the library. */
export function createSources(dependencies: SourcesDependencies): Sources {
  const { store, clock, jobs } = dependencies;
  /** Scans take turns, so that the operator's limit on parallel probes holds for the station. */
  const turns = new PQueue({ concurrency: 1 });
  let scanning = 0;

  async function need(id: SourceId): Promise<Source> {
    const source = await store.sources.get(id);
    if (!source) throw notFound('source', id);
    return source;
  }

  /** What a place is as a source of the kind; `self` is the source that is to lie there. */
  async function admit(kind: SourceKind, path: string, self: SourceId | null) {
    const others = (await store.sources.list()).filter(
      (other) => other.kind === kind && other.id !== self,
    );
    return requireKind(kind).admit({ path, others, dataFolder: dependencies.dataFolder });
  }

  function runScan(id: SourceId, report: ReportProgress, signal: AbortSignal): Promise<void> {
    let hasBegun = false;
    report({ phase: 'Waiting for its turn' });
    const mine = turns.add(async () => {
      signal.throwIfAborted();
      hasBegun = true;
      const source = await need(id);
      scanning += 1;
      try {
        const onSaved = dependencies.onLibraryChanged;
        const summary = await scanSource({ ...dependencies, onSaved }, source, report, signal);
        report({ phase: describeSummary(summary) });
        dependencies.onScanned(source, summary);
      } finally {
        scanning -= 1;
        dependencies.onLibraryChanged();
        dependencies.onSourcesChanged();
      }
    });
    return Promise.race([mine, whenAborted(signal)]).catch(async (error: unknown) => {
      // A scan that has begun must have ended before its source may be removed.
      if (hasBegun) await mine.catch(() => undefined);
      throw error;
    });
  }

  async function stopScan(id: SourceId): Promise<void> {
    const running = jobs.running(scanKey(id));
    if (running) await jobs.cancel(running.id);
  }

  async function startScan(source: Source): Promise<Job> {
    return jobs.start(
      'scan',
      `Scan ${source.name}`,
      {
        key: scanKey(source.id),
        cancelNote: 'What was found so far stays; the next scan goes on.',
      },
      (report, signal) => runScan(source.id, report, signal),
    );
  }

  return {
    list: () => store.sources.list(),
    async add({ kind, path, name, approveOnImport }) {
      const place = await admit(kind, path, null);
      const source: Source = {
        id: SourceId.parse(randomUUID()),
        name: name ?? place.name,
        kind,
        path: place.path,
        approveOnImport,
        collectionId: CollectionId.parse(randomUUID()),
        assetCount: 0,
        lastScanAt: null,
        createdAt: clock.nowAt(),
      };
      await store.sources.insert(source);
      dependencies.onSourcesChanged();
      return source;
    },
    async update(id, changes) {
      const source = await need(id);
      const { name = source.name, approveOnImport = source.approveOnImport } = changes;
      const updated = { ...source, name, approveOnImport };
      await store.sources.update(updated);
      dependencies.onSourcesChanged();
      return updated;
    },
    async move(id, path) {
      const source = await need(id);
      const place = await admit(source.kind, path, id);
      await stopScan(id);
      const moved = { ...source, path: place.path };
      await store.sources.update(moved);
      dependencies.onLibraryChanged();
      dependencies.onSourcesChanged();
      return moved;
    },
    async remove(id) {
      const source = await need(id);
      await stopScan(id);
      await store.sources.remove(source.id);
      dependencies.onLibraryChanged();
      dependencies.onSourcesChanged();
    },
    async scan(id) {
      const source = await need(id);
      await accessTo(source).check();
      return startScan(source);
    },
    async scanAll() {
      const started: Job[] = [];
      for (const source of await store.sources.list()) started.push(await startScan(source));
      return started;
    },
    isScanning: () => scanning > 0,
  };
}

function scanKey(id: SourceId): string {
  return `scan:${id}`;
}

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
  });
}

/** One short phrase on what a scan did. */
export function describeSummary(summary: ScanSummary): string {
  const { found, added, changed, moved, adopted, replaced, returned, vanished } = summary;
  const parts = [`${String(found)} files`];
  const counts = {
    new: added,
    changed,
    moved,
    'known from before': adopted,
    'replaced by another copy': replaced,
    'back again': returned,
    gone: vanished,
  };
  for (const [word, count] of Object.entries(counts)) {
    if (count > 0) parts.push(`${String(count)} ${word}`);
  }
  for (const { from, to } of summary.renamedSeries) parts.push(`"${from}" is now "${to}"`);
  return parts.length === 1 ? `${parts[0] ?? ''}, nothing new` : parts.join(', ');
}
