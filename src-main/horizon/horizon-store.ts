import type { ApprovalRepository } from '#main/store/repositories/approval-port.ts';
import type { AsRunReader } from '#main/store/repositories/as-run-port.ts';
import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { DayCloseRepository } from '#main/store/repositories/day-close-port.ts';
import type { IncidentRepository } from '#main/store/repositories/incident-port.ts';
import type { LogRepository } from '#main/store/repositories/log-port.ts';
import type { PinReader } from '#main/store/repositories/pin-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { RebuildOfferRepository } from '#main/store/repositories/rebuild-offer-port.ts';
import type { ScheduleDayRepository } from '#main/store/repositories/schedule-day-port.ts';
import type { SettingsRepository } from '#main/store/repositories/settings-port.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import type { DurableTransactions, Transactions } from '#main/store/store.ts';

/** What planning reads and writes of the station's memory. What operators edit, the library holds and has aired it only reads. */
export interface HorizonStore
  extends Transactions<HorizonStore>, DurableTransactions<HorizonStore> {
  readonly assets: AssetReader;
  readonly channels: ChannelReader;
  readonly pins: PinReader;
  readonly plans: PlanReader;
  readonly virtualAssets: VirtualAssetReader;
  readonly asRun: AsRunReader;
  readonly days: ScheduleDayRepository;
  readonly log: LogRepository;
  readonly approvals: ApprovalRepository;
  readonly dayCloses: DayCloseRepository;
  readonly incidents: IncidentRepository;
  readonly rebuildOffers: RebuildOfferRepository;
  /** For its facts. */
  readonly settings: SettingsRepository;
}
