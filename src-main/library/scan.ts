import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Asset, Series, Source } from '#shared/model/asset.ts';
import { AssetId } from '#shared/model/ids.ts';

import {
  applyProbe,
  discoverAsset,
  moveTo,
  refreshAsset,
  reingestAsset,
  relocateAsset,
  vanishAsset,
} from './asset-changes.ts';
import { createAssetWriter, SAVE_BATCH, type AssetWriter } from './asset-writer.ts';
import { classifyPath, folderContext, type PathClass } from './classify-path.ts';
import { compareFiles, matchMoves, type FilePair, type IdentifiedFile } from './compare-files.ts';
import { readContentIdentity } from './sources/folder/content-identity.ts';
import type { JobProgress } from './jobs.ts';
import type { MediaProbe } from './media-probe.ts';
import { runConcurrently } from './run-concurrently.ts';
import { unreachable, walkFolder, type FoundFile } from './sources/folder/walk-folder.ts';

const IDENTITIES_AT_ONCE = 8;

export interface ScanDependencies {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly probe: MediaProbe;
  /** Hears of every saved batch. */
  readonly onSaved: () => void;
}

/** What a scan did, in files. */
export interface ScanSummary {
  readonly found: number;
  readonly unchanged: number;
  readonly added: number;
  readonly changed: number;
  readonly moved: number;
  readonly returned: number;
  readonly vanished: number;
  readonly probed: number;
}

interface Scan extends ScanDependencies {
  readonly source: Source;
  readonly context: readonly string[];
  readonly writer: AssetWriter;
  readonly report: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
  readonly seriesOf: (path: PathClass) => Promise<Series | null>;
}

/**
 * Brings the library into agreement with a source's folder. Files with the size and time they had are not opened.
 * Renamed files keep their asset; vanished ones keep everything but their eligibility; replaced content is ingested
 * again. What was saved when the scan is stopped stays, and the next scan goes on from there. Throws
 * `source-unreachable` when the folder cannot be read or is an empty mount point: then nothing has changed.
 */
export async function scanSource(
  dependencies: ScanDependencies,
  source: Source,
  report: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<ScanSummary> {
  const { store, clock } = dependencies;
  report({ phase: 'Finding files', done: 0, total: null });
  await checkRoot(source.path);
  const walk = await walkFolder(
    source.path,
    (count) => {
      report({ done: count });
    },
    signal,
  );
  const known = await store.assets.knownFiles(source.collectionId);
  const isPresent = known.some(({ state, fault }) => state !== 'retired' && fault !== 'vanished');
  if (walk.isRootEmpty && isPresent) throw unreachable(source.path);
  tellOddities(walk, report);

  const scan: Scan = {
    ...dependencies,
    ...{ source, report, signal, context: folderContext(source.path) },
    writer: createAssetWriter(store, dependencies.onSaved),
    seriesOf: createSeriesCache(store),
  };
  const comparison = compareFiles(known, walk.files, walk.unreadable);
  const identified = await identify(scan, comparison.fresh, comparison.touched);
  const moves = matchMoves(comparison.missing, identified.fresh);
  const gone = moves.gone.filter(({ state, fault }) => state !== 'retired' && fault !== 'vanished');

  const movedUnread = await saveMoves(scan, moves.moved);
  await saveSame(scan, [...comparison.returned.map(asIdentified), ...identified.same]);
  await scan.writer.update(
    gone.map(({ assetId }) => assetId),
    (asset) => (asset.state === 'retired' ? asset : vanishAsset(asset, clock.nowAt())),
  );
  const added = await discover(scan, moves.added);
  const changed = await reingest(scan, identified.changed);
  const unfinished = await resume(scan, comparison.unfinished);
  const probed = await enrich(scan, [...movedUnread, ...added, ...changed, ...unfinished]);
  await touchSource(scan);
  return {
    found: walk.files.length,
    unchanged: comparison.unchangedCount,
    added: moves.added.length,
    changed: identified.changed.length,
    moved: moves.moved.length,
    returned: comparison.returned.length,
    vanished: gone.length,
    probed,
  };
}

async function checkRoot(root: string): Promise<void> {
  const status = await stat(root).catch((error: unknown) => {
    throw unreachable(root, error);
  });
  if (!status.isDirectory()) throw unreachable(root);
}

function tellOddities(
  walk: { readonly unreadable: readonly string[]; readonly linkCount: number },
  report: (progress: JobProgress) => void,
): void {
  for (const path of walk.unreadable)
    report({ problem: `"${path}" cannot be read; left as it was.` });
  if (walk.linkCount > 0) {
    report({ problem: `${String(walk.linkCount)} links were not followed.` });
  }
}

function createSeriesCache(store: Store): (path: PathClass) => Promise<Series | null> {
  const cache = new Map<string, Promise<Series>>();
  return async ({ seriesTitle }) => {
    if (seriesTitle === null) return null;
    const key = seriesTitle.toLowerCase();
    const cached = cache.get(key) ?? store.assets.seriesByTitle(seriesTitle);
    cache.set(key, cached);
    return cached;
  };
}

interface Identified {
  readonly fresh: IdentifiedFile[];
  readonly same: IdentifiedPair[];
  readonly changed: IdentifiedPair[];
}

type IdentifiedPair = FilePair & { readonly file: IdentifiedFile };

/** Reads the content of new and touched files; one that cannot be opened is reported and left for the next scan. */
async function identify(
  scan: Scan,
  fresh: readonly FoundFile[],
  touched: readonly FilePair[],
): Promise<Identified> {
  const work = [
    ...fresh.map((file) => ({ known: null, file })),
    ...touched.map(({ known, file }) => ({ known, file })),
  ];
  const identities: (IdentifiedFile | undefined)[] = [];
  let done = 0;
  scan.report({ phase: 'Comparing files', done, total: work.length });
  await runConcurrently(
    work,
    IDENTITIES_AT_ONCE,
    async ({ file }, index) => {
      try {
        const path = join(scan.source.path, file.relativePath);
        const contentIdentity = file.sizeBytes === 0 ? null : await readContentIdentity(path);
        identities[index] = { ...file, contentIdentity };
      } catch {
        scan.report({ problem: `"${file.relativePath}" cannot be opened.` });
      }
      done += 1;
      scan.report({ done });
    },
    scan.signal,
  );
  const result: Identified = { fresh: [], same: [], changed: [] };
  for (const [index, { known }] of work.entries()) {
    const file = identities[index];
    if (!file) continue;
    if (!known) result.fresh.push(file);
    else if (isSameContent(known, file)) result.same.push({ known, file });
    else result.changed.push({ known, file });
  }
  return result;
}

function isSameContent(known: FilePair['known'], file: IdentifiedFile): boolean {
  const isSettled = known.state === 'ready' || (known.fault !== null && known.fault !== 'vanished');
  return isSettled && known.contentIdentity === file.contentIdentity;
}

function asIdentified({ known, file }: FilePair): IdentifiedPair {
  return { known, file: { ...file, contentIdentity: known.contentIdentity } };
}

/** Gives moved files' assets their new path; answers those that have yet to be probed. */
async function saveMoves(scan: Scan, moved: readonly IdentifiedPair[]): Promise<Asset[]> {
  const unread: Asset[] = [];
  const byId = new Map(moved.map((pair) => [pair.known.assetId, pair]));
  const series = new Map<AssetId, Series | null>();
  for (const { known, file } of moved) {
    series.set(known.assetId, await scan.seriesOf(classifyPath(file.relativePath, scan.context)));
  }
  await scan.writer.update([...byId.keys()], (asset) => {
    const file = byId.get(asset.id)?.file;
    if (!file) return asset;
    const before = classifyPath(asset.relativePath, scan.context);
    const after = classifyPath(file.relativePath, scan.context);
    const found = series.get(asset.id) ?? null;
    const next = relocateAsset(asset, file, before, after, found, scan.clock.nowAt());
    if (next.fault === null && (next.state === 'new' || next.state === 'enriching'))
      unread.push(next);
    return next;
  });
  return unread;
}

async function saveSame(scan: Scan, pairs: readonly IdentifiedPair[]): Promise<void> {
  const byId = new Map(pairs.map(({ known, file }) => [known.assetId, file]));
  await scan.writer.update([...byId.keys()], (asset) => {
    const file = byId.get(asset.id);
    return file ? refreshAsset(asset, file, scan.clock.nowAt()) : asset;
  });
}

async function discover(scan: Scan, files: readonly IdentifiedFile[]): Promise<Asset[]> {
  const assets: Asset[] = [];
  for (const file of files) {
    const path = classifyPath(file.relativePath, scan.context);
    const series = await scan.seriesOf(path);
    const id = AssetId.parse(randomUUID());
    const { collectionId } = scan.source;
    const asset = discoverAsset(id, collectionId, file, path, series, scan.clock.nowAt());
    await scan.writer.put(asset);
    assets.push(asset);
  }
  await scan.writer.flush();
  return assets.filter(({ fault }) => fault === null);
}

async function reingest(scan: Scan, pairs: readonly IdentifiedPair[]): Promise<Asset[]> {
  const byId = new Map(pairs.map(({ known, file }) => [known.assetId, file]));
  const changed: Asset[] = [];
  await scan.writer.update([...byId.keys()], (asset) => {
    const file = byId.get(asset.id);
    if (!file || asset.state === 'retired') return asset;
    const next = reingestAsset(asset, file, scan.clock.nowAt());
    changed.push(next);
    return next;
  });
  return changed.filter(({ fault }) => fault === null);
}

/** Known but never probed to the end: files of a scan that was stopped, and ones that were away meanwhile. */
async function resume(scan: Scan, pairs: readonly FilePair[]): Promise<Asset[]> {
  const assets: Asset[] = [];
  const ids = pairs.map(({ known }) => known.assetId);
  for (let start = 0; start < ids.length; start += SAVE_BATCH) {
    assets.push(...(await scan.store.assets.getMany(ids.slice(start, start + SAVE_BATCH))));
  }
  return assets
    .filter(({ state }) => state !== 'retired')
    .map((asset) => ({ ...asset, fault: null, faultDetail: null }));
}

/** Probes several at once: enriching while it lasts, then ready or new with a fault. Answers how many were probed. */
async function enrich(scan: Scan, assets: readonly Asset[]): Promise<number> {
  const { writer, clock, signal, source } = scan;
  const { probeConcurrency } = await scan.store.settings.get();
  let done = 0;
  scan.report({ phase: 'Reading files', done, total: assets.length });
  const probeOne = async (asset: Asset): Promise<void> => {
    const enriching = moveTo(asset, 'enriching', clock.nowAt());
    await writer.put(enriching);
    try {
      const result = await scan.probe(join(source.path, asset.relativePath), signal);
      const probed = applyProbe(enriching, result, source.approveOnImport, clock.nowAt());
      await writer.put(probed);
      if (probed.faultDetail !== null) {
        scan.report({ problem: `"${asset.relativePath}": ${probed.faultDetail}` });
      }
    } catch (error) {
      await writer.put(moveTo(enriching, 'new', clock.nowAt()));
      if (signal.aborted || isToolMissing(error)) throw error;
      scan.report({
        problem: `"${asset.relativePath}" could not be probed; the next scan tries again.`,
      });
    }
    done += 1;
    scan.report({ done });
  };
  try {
    await runConcurrently(assets, probeConcurrency, probeOne, signal);
  } finally {
    await writer.flush();
  }
  return done;
}

function isToolMissing(error: unknown): boolean {
  return error instanceof AppError && error.code === 'ffmpeg-unavailable';
}

async function touchSource(scan: Scan): Promise<void> {
  const current = await scan.store.sources.get(scan.source.id);
  if (current) await scan.store.sources.update({ ...current, lastScanAt: scan.clock.nowAt() });
}
