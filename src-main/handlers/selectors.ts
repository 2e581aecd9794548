import type { Store } from '#main/store/store.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId, PlanId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function fold(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * The channel that a selector names: a uuid resolves by id only, anything else by id, slug, number or name (trimmed,
 * any case). Throws `not-found`.
 */
export async function findChannel(store: Store, selector: string): Promise<Channel> {
  const wanted = fold(selector);
  const channels = await store.channels.list();
  const found =
    channels.find((channel) => fold(channel.id) === wanted) ??
    (UUID.test(wanted)
      ? undefined
      : (channels.find((channel) => channel.slug === wanted) ??
        channels.find((channel) => fold(channel.name) === wanted) ??
        channels.find((channel) => String(channel.number) === wanted)));
  if (!found) throw notFound('channel', selector.trim());
  return found;
}

export async function requireChannel(store: Store, id: ChannelId): Promise<Channel> {
  const channel = await store.channels.get(id);
  if (!channel) throw notFound('channel', id);
  return channel;
}

/** The plan that a uuid or name selects, on one channel or on any; a name on several channels is refused. */
export async function findPlan(
  store: Store,
  selector: string,
  channelId?: ChannelId,
): Promise<Plan> {
  const wanted = fold(selector);
  const plans = await store.plans.list(channelId);
  const byId = plans.find((plan) => fold(plan.id) === wanted);
  if (byId) return byId;
  const named = UUID.test(wanted) ? [] : plans.filter((plan) => fold(plan.name) === wanted);
  const [first, second] = named;
  if (!first) throw notFound('plan', selector.trim());
  if (second) {
    throw invalidInput(
      'selector',
      `Several channels have a plan "${selector.trim()}".`,
      'Name the channel too, or use the plan’s id.',
    );
  }
  return first;
}

export async function requirePlan(store: Store, id: PlanId): Promise<Plan> {
  const plan = await store.plans.get(id);
  if (!plan) throw notFound('plan', id);
  return plan;
}
