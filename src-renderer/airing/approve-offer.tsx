import type { Channel } from '#shared/model/channel.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { useBlockedReason } from '../stores/hooks.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton } from '../ui/button.tsx';
import { useApproval } from './use-approval.ts';

/** The day is planned but nobody has approved it; here it can be. */
export function ApproveOffer({
  channel,
  date,
  onDone,
}: {
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly onDone: () => void;
}) {
  const blockedReason = useBlockedReason();
  const approve = useApproval(channel, date);
  const run = async (): Promise<boolean> => {
    const isWell = await approve();
    if (isWell) onDone();
    return isWell;
  };
  return (
    <div className="mt-3 flex items-center gap-3">
      <p className="min-w-0 flex-1 text-13 text-ink-2">
        Tentative: {dateText(date)} awaits approval.
      </p>
      <AsyncButton run={run} blockedReason={blockedReason} testId="approve-day">
        Approve the day
      </AsyncButton>
    </div>
  );
}
