import type { MasterClock } from '#main/clock/master-clock.ts';
import type { AssetReader, AssetRepository } from '#main/store/repositories/asset-port.ts';
import type { SettingsReader } from '#main/store/repositories/settings-port.ts';
import type { SourceRepository } from '#main/store/repositories/source-port.ts';
import type { Asset, Series, Source } from '#shared/model/asset.ts';
import type { AssetId } from '#shared/model/ids.ts';

import { type AssetTransactions, SAVE_BATCH, type AssetWriter } from './asset-writer.ts';
import type { PathClass } from './classify-path.ts';
import type { FilePair, IdentifiedFile } from './compare-files.ts';
import type { JobProgress } from './jobs.ts';
import type { MediaProbe } from './media-probe.ts';
import type { SourceAccess } from './sources/source-access.ts';

/** What a scan reads and writes of the station's memory. */
export interface ScanStore extends AssetTransactions {
  readonly assets: AssetRepository;
  readonly sources: SourceRepository;
  readonly settings: SettingsReader;
}

export interface ScanDependencies {
  readonly store: ScanStore;
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
export async function readAll(reader: AssetReader, ids: readonly AssetId[]): Promise<Asset[]> {
  const assets: Asset[] = [];
  for (let start = 0; start < ids.length; start += SAVE_BATCH) {
    assets.push(...(await reader.getMany(ids.slice(start, start + SAVE_BATCH))));
  }
  return assets;
}
