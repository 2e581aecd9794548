import type { ChannelReader } from '#main/store/repositories/channel-port.ts';
import type { PlanReader } from '#main/store/repositories/plan-port.ts';
import { invalidInput, notFound } from '#shared/errors/app-error.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { ChannelId } from '#shared/model/ids.ts';
import type { Plan } from '#shared/model/plan.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

function fold(text: string): string {
  return text.trim().toLowerCase();
}

/**
 * The channel that a selector names: a uuid resolves by id only, anything else by id, slug, number or name (trimmed,
 * any case). Throws `not-found`.
 */
export async function findChannel(reader: ChannelReader, selector: string): Promise<Channel> {
  const wanted = fold(selector);
  const channels = await reader.list();
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

/** The plan that a uuid or name selects, on one channel or on any; a name on several channels is refused. */
export async function findPlan(
  reader: PlanReader,
  selector: string,
  channelId?: ChannelId,
): Promise<Plan> {
  const wanted = fold(selector);
  const plans = await reader.list(channelId);
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
