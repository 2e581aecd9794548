import type { AssetReader } from '#main/store/repositories/asset-port.ts';
import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { PinReader } from '#main/store/repositories/pin-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { VirtualAssetReader } from '#main/store/repositories/virtual-asset-port.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Plan } from '#shared/model/plan.ts';
import { catalogOf, type Catalog } from '#shared/planning/choose/catalog.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';

/** What planning reads. Only the horizon has one. */
export interface PlanningSource {
  requireChannel(id: ChannelId): Promise<Channel>;
  plans(channelId: ChannelId): Promise<Plan[]>;
  pins(channelId: ChannelId): Promise<Pin[]>;
  /** What the channel's days are planned by: its plans as published, and its pins. */
  planned(channelId: ChannelId): Promise<PlanningRows>;
  /** The eligible assets and the packages arranged; arranged anew only when the library or a package has changed. */
  catalog(): Promise<Catalog>;
}

/** What days are planned from. */
export interface PlanningReader {
  readonly assets: AssetReader;
  readonly channels: ChannelReader;
  readonly pins: PinReader;
  readonly plans: PlanReader;
  readonly virtualAssets: VirtualAssetReader;
}

export function createPlanningSource(store: PlanningReader): PlanningSource {
  return {
    async requireChannel(id) {
      const channel = await store.channels.get(id);
      if (!channel) throw notFound('channel', id);
      return channel;
    },
    plans: (channelId) => store.plans.list(channelId),
    pins: (channelId) => store.pins.list(channelId),
    async planned(channelId) {
      const plans = await store.plans.list(channelId);
      return planningRows(plans, await store.pins.list(channelId), 'published');
    },
    catalog: async () => catalogOf(await store.assets.catalog(), await store.virtualAssets.list()),
  };
}
