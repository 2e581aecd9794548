import type { ApprovalReader } from '#main/store/repositories/approval-port.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { Airing } from '#shared/model/schedule-day.ts';
import { isEffective } from '#shared/model/day-status.ts';

/** Of consecutive airings what may air: up to the first one of a day that awaits approval. */
export async function beforeUnapproved(
  store: { readonly approvals: ApprovalReader },
  channel: Channel,
  airings: Airing[],
): Promise<Airing[]> {
  const [first, last] = [airings[0], airings.at(-1)];
  if (!channel.requiresApproval || !first || !last) return airings;
  const days = await store.approvals.liveDays({
    channelId: channel.id,
    from: first.broadcastDate,
    to: last.broadcastDate,
  });
  const waiting = new Set(
    days
      .filter((day) => !isEffective({ channel, day, approval: day.approval }))
      .map(({ id }) => id),
  );
  const end = airings.findIndex(({ scheduleDayId }) => waiting.has(scheduleDayId));
  return end === -1 ? airings : airings.slice(0, end);
}
