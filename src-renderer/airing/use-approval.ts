import type { Channel } from '#shared/model/channel.ts';
import type { ScheduleDayId } from '#shared/model/ids.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';

/**
 * Lets a frozen day air; answers whether it went well. With a version, another one than that which was seen is refused.
 */
export function useApproval(
  channel: Channel,
  date: IsoDate,
  dayId: ScheduleDayId | null = null,
): () => Promise<boolean> {
  const { client, notices } = useServices();
  return () =>
    notices.attempt(`Approve ${dateText(date)}`, async () => {
      await client.call('day.approve', { channelId: channel.id, date, dayId });
      notices.did(`Approved ${dateText(date)} of ${channel.name}`);
    });
}
