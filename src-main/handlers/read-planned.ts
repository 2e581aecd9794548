import type { PinReader } from '#main/store/repositories/pin-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import { planningRows, type PlanningRows } from '#shared/planning/plan/rows-of.ts';

/** What a channel's days are planned by: its plans as published, and its pins. */
export async function readPlanned(
  store: { readonly plans: PlanReader; readonly pins: PinReader },
  channelId: ChannelId,
): Promise<PlanningRows> {
  const plans = await store.plans.list(channelId);
  return planningRows(plans, await store.pins.list(channelId), 'published');
}
