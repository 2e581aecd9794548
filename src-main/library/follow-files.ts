import type { KnownFile } from '#main/store/repositories/asset-port.ts';
import type { Asset, Series } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';
import { nameKey } from '#shared/model/name-key.ts';
import { workKey } from '#shared/planning/choose/works.ts';

import { relocateAsset } from './asset-changes.ts';
import { classifyItem } from './classify-item.ts';
import { classifyPath, type PathClass } from './classify-path.ts';
import { matchMoves, type IdentifiedFile } from './compare-files.ts';
import { findSeriesRenames, presentEpisodes, type SeriesRename } from './rename-series.ts';
import { matchReplacements } from './same-work.ts';
import { type IdentifiedPair, readAll, type Scan } from './scan-context.ts';
import { accessTo } from './sources/kinds.ts';

/** A file at its new path, with the names that its source contributed to the old one. */
type MovedPair = IdentifiedPair & { readonly contextBefore: readonly string[] };

/**
 * Takes over what is known of files from sources that were removed: with their content they bring back asset, history and
 * markers. What the operator retired by hand stays retired.
 */
export async function adopt(
  scan: Scan,
  fresh: readonly IdentifiedFile[],
): Promise<{ adopted: MovedPair[]; added: readonly IdentifiedFile[] }> {
  const identities = fresh.flatMap(({ contentIdentity }) => contentIdentity ?? []);
  const orphans = await scan.store.assets.orphans(identities);
  const { moved, added } = matchMoves(orphans, fresh);
  if (moved.length === 0) return { adopted: [], added: fresh };
  await scan.store.assets.adopt(
    scan.source.collectionId,
    moved.map(({ known, file }) => ({ assetId: known.assetId, relativePath: file.relativePath })),
    scan.clock.nowAt(),
  );
  const adopted = moved.map((pair) => ({
    ...pair,
    contextBefore: accessTo(pair.known.source).context,
  }));
  return { adopted, added };
}

/** Programmes whose file is gone while another copy of them came. Their asset takes the new file. */
export async function findReplacements(
  scan: Scan,
  missing: readonly KnownFile[],
  added: readonly IdentifiedFile[],
): Promise<{
  replaced: IdentifiedPair[];
  added: readonly IdentifiedFile[];
  gone: readonly KnownFile[];
}> {
  const candidates = missing.filter(({ state }) => state !== 'retired');
  const nothing = { replaced: [], added, gone: missing };
  if (candidates.length === 0 || added.length === 0) return nothing;
  const byId = new Map(candidates.map((known) => [known.assetId, known]));
  const assets = await readAll(scan.store.assets, [...byId.keys()]);
  const pairs = matchReplacements(
    assets.flatMap((asset) => {
      const known = byId.get(asset.id);
      return known ? [{ known, key: workKey(asset) }] : [];
    }),
    added.map((file) => ({
      file,
      key: workKey(classifyItem(file, scan.access.context)),
    })),
  );
  if (pairs.length === 0) return nothing;
  for (const { known, file } of pairs) {
    scan.report({ problem: `"${file.relativePath}" takes the place of "${known.relativePath}".` });
  }
  const [replacedIds, files] = [
    new Set(pairs.map(({ known }) => known.assetId)),
    new Set(pairs.map(({ file }) => file)),
  ];
  return {
    replaced: pairs,
    added: added.filter((file) => !files.has(file)),
    gone: missing.filter(({ assetId }) => !replacedIds.has(assetId)),
  };
}

/**
 * Gives moved files' assets their new path, and renames the series whose folders were. Answers the assets that have yet to
 * be probed, and the renames.
 */
export async function saveMoves(
  scan: Scan,
  moved: readonly MovedPair[],
): Promise<{ unread: Asset[]; renamed: readonly SeriesRename[] }> {
  const unread: Asset[] = [];
  const byId = new Map(moved.map((pair) => [pair.known.assetId, pair]));
  const places = moved.map(({ known, file, contextBefore }) => ({
    id: known.assetId,
    before: classifyPath(known.relativePath, contextBefore),
    after: classifyItem(file, scan.access.context),
  }));
  const renamed = await renameSeries(scan, places);
  const changes = new Map<
    AssetId,
    { before: PathClass; after: PathClass; series: Series | null }
  >();
  for (const { id, before, after } of places) {
    changes.set(id, { before, after, series: await scan.seriesOf(after) });
  }
  await scan.writer.update([...byId.keys()], (asset) => {
    const file = byId.get(asset.id)?.file;
    const change = changes.get(asset.id);
    if (!file || !change) return asset;
    const { before, after, series } = change;
    const rename = renamed.find(({ seriesId }) => seriesId === asset.seriesId);
    const current = rename ? { ...asset, seriesTitle: rename.from } : asset;
    const next = relocateAsset(current, file, before, after, series, scan.clock.nowAt());
    if (next.fault === null && (next.state === 'new' || next.state === 'enriching'))
      unread.push(next);
    return next;
  });
  return { unread, renamed };
}

async function renameSeries(
  scan: Scan,
  places: readonly {
    readonly id: AssetId;
    readonly before: PathClass;
    readonly after: PathClass;
  }[],
): Promise<readonly SeriesRename[]> {
  const { store } = scan;
  const assets = new Map(
    (
      await readAll(
        store.assets,
        places.map(({ id }) => id),
      )
    ).map((asset) => [asset.id, asset]),
  );
  const episodes = places.flatMap(({ id, before, after }) => {
    const asset = assets.get(id);
    return asset ? [{ asset, titleBefore: before.seriesTitle, titleAfter: after.seriesTitle }] : [];
  });
  const renames = await findSeriesRenames(
    episodes,
    (seriesId) => presentEpisodes(store.assets, seriesId),
    async (title) =>
      (await store.assets.listSeries('')).some(
        (series) => nameKey(series.title) === nameKey(title),
      ),
  );
  for (const { seriesId, to } of renames) await store.assets.renameSeries(seriesId, to);
  return renames;
}
