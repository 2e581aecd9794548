import type { MasterClock } from '#main/clock/master-clock.ts';
import type { Store } from '#main/store/store.ts';
import type { Asset, Series, Source } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { SAVE_BATCH, type AssetWriter } from './asset-writer.ts';
import type { PathClass } from './classify-path.ts';
import type { FilePair, IdentifiedFile } from './compare-files.ts';
import type { JobProgress } from './jobs.ts';
import type { MediaProbe } from './media-probe.ts';
import type { SourceAccess } from './sources/source-access.ts';

export interface ScanDependencies {
  readonly store: Store;
  readonly clock: MasterClock;
  readonly probe: MediaProbe;
  /** Hears of every saved batch. */
  readonly onSaved: () => void;
}

/** One scan on its way: what it reads, writes through and tells. */
export interface Scan extends ScanDependencies {
  readonly source: Source;
  readonly access: SourceAccess;
  readonly writer: AssetWriter;
  readonly report: (progress: JobProgress) => void;
  readonly signal: AbortSignal;
  readonly seriesOf: (path: PathClass) => Promise<Series | null>;
}

/** A known file with what lies there now, its content identified. */
export type IdentifiedPair = FilePair & { readonly file: IdentifiedFile };

/** Reads many assets, a batch at a time. */
export async function readAll(store: Store, ids: readonly AssetId[]): Promise<Asset[]> {
  const assets: Asset[] = [];
  for (let start = 0; start < ids.length; start += SAVE_BATCH) {
    assets.push(...(await store.assets.getMany(ids.slice(start, start + SAVE_BATCH))));
  }
  return assets;
}
