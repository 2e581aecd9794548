import { copyFile, mkdir, mkdtemp, realpath, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import { createJobs, type Jobs } from '#main/library/jobs.ts';
import { scanSource, type ScanSummary } from '#main/library/scan.ts';
import { createSources, type Sources } from '#main/library/sources/sources.ts';
import { probeFile, type ProbeResult } from '#main/media/probe.ts';
import type { Store } from '#main/store/store.ts';
import type { Asset, Source } from '#shared/model/asset.ts';
import type { JobId } from '#shared/model/ids.ts';
import type { Job } from '#shared/model/job.ts';

import { buildProbe } from './build-asset.ts';
import { makeClip } from './make-clip.ts';
import { createManualClock, type ManualClock } from './manual-clock.ts';
import { createTemporaryStore } from './temporary-store.ts';
import { REAL_TIME, runTool, testTools } from './test-media.ts';

/** A real store, a real folder and a probe that is counted. */
export interface LibraryLab {
  readonly store: Store;
  readonly clock: ManualClock;
  readonly jobs: Jobs;
  readonly sources: Sources;
  /** The folder to be scanned. */
  readonly root: string;
  readonly dataFolder: string;
  /** Paths below the root in the order of their probing. */
  readonly probed: string[];
  readonly told: { jobs: Job[]; removed: JobId[]; library: number };
  /** How the next probes answer; the real ffprobe unless told otherwise. */
  setProbe(probe: (path: string, signal: AbortSignal) => Promise<ProbeResult>): void;
  /** Adds the root as a source. */
  addRoot(approveOnImport?: boolean): Promise<Source>;
  /** Scans a source to its end, outside any job. */
  scan(source: Source, signal?: AbortSignal): Promise<ScanSummary>;
  /** Puts a clip of two seconds at a path below the root; `seed` 1 … 255 decides its content. */
  putClip(relativePath: string, seed?: number): Promise<void>;
  /** The asset at a path below the root of any source. */
  assetAt(relativePath: string): Promise<Asset>;
  assets(): Promise<Asset[]>;
  dispose(): Promise<void>;
}

export async function createLibraryLab(): Promise<LibraryLab> {
  const clock = createManualClock();
  const temporary = await createTemporaryStore(clock);
  const { store } = temporary;
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'retrovue-library-')));
  const root = join(folder, 'media');
  await mkdir(root);
  const tools = await testTools();
  const told: LibraryLab['told'] = { jobs: [], removed: [], library: 0 };
  const probed: string[] = [];
  let probe = (path: string, signal: AbortSignal): Promise<ProbeResult> =>
    probeFile(tools, path, { ...REAL_TIME, signal });

  const countedProbe = (path: string, signal: AbortSignal): Promise<ProbeResult> => {
    probed.push(path.slice(root.length + 1));
    return probe(path, signal);
  };
  const jobs = createJobs({
    store,
    clock,
    onChange: (job) => told.jobs.push(job),
    onRemove: (id) => told.removed.push(id),
    onFault: () => undefined,
  });
  const sources = createSources({
    store,
    clock,
    jobs,
    probe: countedProbe,
    dataFolder: join(folder, 'data'),
    onSourcesChanged: () => undefined,
    onScanned: () => undefined,
    onLibraryChanged: () => {
      told.library += 1;
    },
  });

  async function assets(): Promise<Asset[]> {
    const query = { text: '', kinds: [], states: [], offset: 0, limit: 1_000 };
    const { items } = await store.assets.list({ ...query, sort: 'title' });
    return store.assets.getMany(items.map(({ id }) => id));
  }

  return {
    store,
    clock,
    jobs,
    sources,
    root,
    probed,
    told,
    assets,
    dataFolder: join(folder, 'data'),
    setProbe(next) {
      probe = next;
    },
    addRoot: (approveOnImport = true) =>
      sources.add({ kind: 'folder', path: root, approveOnImport }),
    scan: (source, signal = new AbortController().signal) =>
      scanSource(
        { store, clock, probe: countedProbe, onSaved: () => undefined },
        source,
        () => undefined,
        signal,
      ),
    async putClip(relativePath, seed = 1) {
      const clip = await makeClip({
        rate: '25',
        aspect: '16:9',
        seconds: 2,
        height: 72,
        assetNumber: seed,
        toneHz: 300 + seed,
        chaptersMs: [0, 1_000],
        container: relativePath.endsWith('.mkv') ? 'mkv' : 'mp4',
      });
      const target = join(root, relativePath);
      await mkdir(dirname(target), { recursive: true });
      await copyFile(clip.path, target);
    },
    async assetAt(relativePath) {
      const found = (await assets()).find((asset) => asset.relativePath === relativePath);
      if (!found) throw new Error(`No asset at ${JSON.stringify(relativePath)}.`);
      return found;
    },
    async dispose() {
      await jobs.stop();
      await temporary.dispose();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What a probe answers of a playable file, without looking. */
export function playable(durationMs = 2_000): ProbeResult {
  const probe = buildProbe({ durationMs });
  return { outcome: 'playable', probe, chapters: [], durationMs };
}

/** Makes a file with ffmpeg; `args` come before the path of the output. */
export async function makeOddFile(args: readonly string[], path: string): Promise<void> {
  const { ffmpegPath } = await testTools();
  await mkdir(dirname(path), { recursive: true });
  await runTool({
    command: ffmpegPath,
    args: ['-hide_banner', '-nostdin', '-v', 'error', '-y', ...args, path],
  });
}

/** Gives a file another time without changing it. */
export async function touchFile(path: string, seconds: number): Promise<void> {
  await utimes(path, seconds, seconds);
}
