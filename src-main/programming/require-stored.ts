import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import { notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId, PlanId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';

/** The channel of the id. Throws `not-found`. */
export async function requireChannel(
  store: { readonly channels: ChannelReader },
  id: ChannelId,
): Promise<Channel> {
  const channel = await store.channels.get(id);
  if (!channel) throw notFound('channel', id);
  return channel;
}

/** The plan of the id. Throws `not-found`. */
export async function requirePlan(
  store: { readonly plans: PlanReader },
  id: PlanId,
): Promise<Plan> {
  const plan = await store.plans.get(id);
  if (!plan) throw notFound('plan', id);
  return plan;
}
