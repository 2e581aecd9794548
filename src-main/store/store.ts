import type { AppError } from '#shared/errors/app-error.ts';
import type { EpochMs } from '#shared/time/units.ts';

import type { ApprovalReader, ApprovalRepository } from './repositories/approval-port.ts';
import type { AsRunReader, AsRunRepository } from './repositories/as-run-port.ts';
import type { AssetReader, AssetRepository } from './repositories/asset-port.ts';
import type { BlockReader, BlockRepository } from './repositories/block-port.ts';
import type { ChannelReader, ChannelRepository } from './repositories/channel-port.ts';
import type { DayCloseReader, DayCloseRepository } from './repositories/day-close-port.ts';
import type { IncidentReader, IncidentRepository } from './repositories/incident-port.ts';
import type { JobReader, JobRepository } from './repositories/job-port.ts';
import type { LogReader, LogRepository } from './repositories/log-port.ts';
import type { PinReader, PinRepository } from './repositories/pin-port.ts';
import type { PlanReader, PlanRepository } from './repositories/plan-port.ts';
import type { PlayoutReader, PlayoutRepository } from './repositories/playout-port.ts';
import type {
  RebuildOfferReader,
  RebuildOfferRepository,
} from './repositories/rebuild-offer-port.ts';
import type { ScheduleDayReader, ScheduleDayRepository } from './repositories/schedule-day-port.ts';
import type { SettingsReader, SettingsRepository } from './repositories/settings-port.ts';
import type { SourceReader, SourceRepository } from './repositories/source-port.ts';
import type {
  VirtualAssetReader,
  VirtualAssetRepository,
} from './repositories/virtual-asset-port.ts';

/** What can be asked of the station's memory, by whoever changes nothing. */
export interface StoreReader {
  readonly channels: ChannelReader;
  readonly sources: SourceReader;
  readonly assets: AssetReader;
  readonly plans: PlanReader;
  readonly pins: PinReader;
  readonly blocks: BlockReader;
  readonly virtualAssets: VirtualAssetReader;
  readonly days: ScheduleDayReader;
  readonly approvals: ApprovalReader;
  readonly incidents: IncidentReader;
  readonly rebuildOffers: RebuildOfferReader;
  readonly dayCloses: DayCloseReader;
  readonly log: LogReader;
  readonly asRun: AsRunReader;
  readonly playout: PlayoutReader;
  readonly settings: SettingsReader;
  readonly jobs: JobReader;
}

/** Where several writes become one. `Inner` is what of the memory may be used inside. */
export interface Transactions<Inner> {
  /** All or nothing. Use only the store handed in: inside, every method of the outer one throws `OuterStoreUsed`. */
  transaction<T>(run: (store: Inner) => Promise<T>): Promise<T>;
}

/** Transactions that are on the disk when they return. */
export interface DurableTransactions<Inner> {
  /** A transaction under synchronous=FULL: for log lock, as-run, published substitutions. */
  durable<T>(run: (store: Inner) => Promise<T>): Promise<T>;
}

/**
 * The station's memory. Model values go in and come out; rows never leave this folder. Every write is its own
 * transaction unless made through the store that `transaction` or `durable` hands in. Uniqueness is enforced by the
 * database and answered as `already-exists`; optimistic locks as `stale-version`.
 */
export interface Store extends Transactions<Store>, DurableTransactions<Store> {
  readonly channels: ChannelRepository;
  readonly sources: SourceRepository;
  readonly assets: AssetRepository;
  readonly plans: PlanRepository;
  readonly pins: PinRepository;
  readonly blocks: BlockRepository;
  readonly virtualAssets: VirtualAssetRepository;
  readonly days: ScheduleDayRepository;
  readonly approvals: ApprovalRepository;
  readonly incidents: IncidentRepository;
  readonly rebuildOffers: RebuildOfferRepository;
  readonly dayCloses: DayCloseRepository;
  readonly log: LogRepository;
  readonly asRun: AsRunRepository;
  readonly playout: PlayoutRepository;
  readonly settings: SettingsRepository;
  readonly jobs: JobRepository;
  /** Since when another program has kept this one from writing, as far as it has tried; `null` while it can write. */
  lockedSinceAt(): EpochMs | null;
  /** What was wrong with the file itself when it was last used, such as a full disk or damaged pages; `null` when it is sound. */
  failure(): AppError | null;
  /** Verifies the file (`PRAGMA quick_check`); answers the problems found, none when sound. */
  check(): Promise<string[]>;
  close(): Promise<void>;
}
