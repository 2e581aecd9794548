import { randomUUID } from 'node:crypto';

import type { AssetRepository } from '#main/store/repositories/asset-port.ts';
import { AppError } from '#shared/errors/app-error.ts';
import type { Asset, Series, Source } from '#shared/model/asset.ts';
import { AssetId } from '#shared/model/ids.ts';

import {
  applyProbe,
  discoverAsset,
  moveTo,
  refreshAsset,
  reingestAsset,
  vanishAsset,
} from './asset-changes.ts';
import { createAssetWriter } from './asset-writer.ts';
import { classifyItem } from './classify-item.ts';
import type { PathClass } from './classify-path.ts';
import { compareFiles, matchMoves, type FilePair, type IdentifiedFile } from './compare-files.ts';
import { adopt, findReplacements, saveMoves } from './follow-files.ts';
import type { JobProgress } from './jobs.ts';
import { runConcurrently } from './run-concurrently.ts';
import type { SeriesRename } from './rename-series.ts';
import { type IdentifiedPair, readAll, type Scan, type ScanDependencies } from './scan-context.ts';
import { accessTo } from './sources/kinds.ts';
import type { FoundFile } from './sources/source-access.ts';

const IDENTITIES_AT_ONCE = 8;

/** What a scan did, in files. */
export interface ScanSummary {
  readonly found: number;
  readonly unchanged: number;
  readonly added: number;
  readonly changed: number;
  readonly moved: number;
  /** Known from a folder that was taken out of the library before. */
  readonly adopted: number;
  /** Gone under one name, with a new file of the same programme under another. */
  readonly replaced: number;
  readonly returned: number;
  readonly vanished: number;
  readonly probed: number;
  readonly renamedSeries: readonly SeriesRename[];
}

/**
 * Brings the library into agreement with a source's folder. Files with the size and time they had are not opened.
 * Renamed files keep their asset, and so do files known from a source that was removed; a series whose folder was renamed
 * keeps its identity; a programme whose file gave way to another copy keeps its asset. Vanished files keep everything but
 * their eligibility; replaced content is ingested again. What was saved when the scan is stopped stays, and the next scan goes on from there. Throws
 * `source-unreachable` when the source cannot be read or is as bare as an unmounted drive: then nothing has changed.
 */
export async function scanSource(
  dependencies: ScanDependencies,
  source: Source,
  report: (progress: JobProgress) => void,
  signal: AbortSignal,
): Promise<ScanSummary> {
  const { store, clock } = dependencies;
  const access = accessTo(source);
  report({ phase: 'Finding files', done: 0, total: null });
  await access.check();
  const listing = await access.list((count) => {
    report({ done: count });
  }, signal);
  const known = await store.assets.knownFiles(source.collectionId);
  const isPresent = known.some(({ state, fault }) => state !== 'retired' && fault !== 'vanished');
  if (listing.isBare && isPresent) throw access.unreachable();
  tellOddities(listing, report);

  const scan: Scan = {
    ...dependencies,
    source,
    access,
    report,
    signal,
    writer: createAssetWriter(store, dependencies.onSaved),
    seriesOf: createSeriesCache(store.assets),
  };
  const comparison = compareFiles(known, listing.files, listing.unreadable);
  const identified = await identify(scan, comparison.fresh, comparison.touched);
  const moves = matchMoves(comparison.missing, identified.fresh);
  const adoption = await adopt(scan, moves.added);
  const replacement = await findReplacements(scan, moves.gone, adoption.added);
  const gone = replacement.gone.filter(
    ({ state, fault }) => state !== 'retired' && fault !== 'vanished',
  );

  await scan.writer.update(
    gone.map(({ assetId }) => assetId),
    (asset) => (asset.state === 'retired' ? asset : vanishAsset(asset, clock.nowAt())),
  );
  const relocation = await saveMoves(scan, [
    ...moves.moved.map((pair) => ({ ...pair, contextBefore: access.context })),
    ...adoption.adopted,
  ]);
  await saveSame(scan, [...comparison.returned.map(asIdentified), ...identified.same]);
  const added = await discover(scan, replacement.added);
  const changed = await reingest(scan, [...identified.changed, ...replacement.replaced]);
  const unfinished = await resume(scan, comparison.unfinished);
  const probed = await enrich(scan, [...relocation.unread, ...added, ...changed, ...unfinished]);
  await touchSource(scan);
  return {
    found: listing.files.length,
    unchanged: comparison.unchangedCount,
    added: replacement.added.length,
    changed: identified.changed.length,
    moved: moves.moved.length,
    adopted: adoption.adopted.length,
    replaced: replacement.replaced.length,
    returned: comparison.returned.length,
    vanished: gone.length,
    probed,
    renamedSeries: relocation.renamed,
  };
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

function createSeriesCache(assets: AssetRepository): (path: PathClass) => Promise<Series | null> {
  const cache = new Map<string, Promise<Series>>();
  return async ({ seriesTitle }) => {
    if (seriesTitle === null) return null;
    const key = seriesTitle.toLowerCase();
    const cached = cache.get(key) ?? assets.seriesByTitle(seriesTitle);
    cache.set(key, cached);
    return cached;
  };
}

interface Identified {
  readonly fresh: IdentifiedFile[];
  readonly same: IdentifiedPair[];
  readonly changed: IdentifiedPair[];
}

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
        const contentIdentity =
          file.sizeBytes === 0 ? null : await scan.access.identify(file.relativePath);
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
    const path = classifyItem(file, scan.access.context);
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
  const assets = await readAll(
    scan.store.assets,
    pairs.map(({ known }) => known.assetId),
  );
  return assets
    .filter(({ state }) => state !== 'retired')
    .map((asset) => ({ ...asset, fault: null, faultDetail: null }));
}

/** Probes several at once: enriching while it lasts, then ready or new with a fault. Answers how many were probed. */
async function enrich(scan: Scan, assets: readonly Asset[]): Promise<number> {
  const { writer, clock, signal, source, access } = scan;
  const { probeConcurrency } = await scan.store.settings.get();
  let done = 0;
  scan.report({ phase: 'Reading files', done, total: assets.length });
  const probeOne = async (asset: Asset): Promise<void> => {
    const enriching = moveTo(asset, 'enriching', clock.nowAt());
    await writer.put(enriching);
    try {
      const result = await scan.probe(access.locate(asset.relativePath), signal);
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
