import type { Store } from '#main/store/store.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';

/** What a channel's days are planned by: its plans as published, and its pins. */
export async function readPlanned(store: Store, channelId: ChannelId): Promise<PlanningRows> {
  const plans = await store.plans.list(channelId);
  return planningRows(plans, await store.pins.list(channelId), 'published');
}
