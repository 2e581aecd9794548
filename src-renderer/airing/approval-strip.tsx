import { ClipboardCheck } from 'lucide-react';

import type { Channel } from '#shared/model/channel.ts';
import type { DayStanding } from '#shared/model/approval.ts';

import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton } from '../ui/button.tsx';
import { useApproval } from './use-approval.ts';

/** Days that wait for the operator's word, each with the button that lets it air. Nothing where no channel asks for it. */
export function ApprovalStrip({ channels }: { readonly channels: readonly Channel[] }) {
  const isAsked = channels.some(({ requiresApproval }) => requiresApproval);
  const pending = useRemote('day.pending', isAsked ? {} : null, [
    'days.changed',
    'channels.changed',
  ]);
  if (pending.state !== 'ready' || pending.value.length === 0) return null;
  return (
    <ul
      aria-label="Days that wait for approval"
      data-testid="approvals"
      className="flex max-h-28 flex-col gap-1 overflow-auto rounded-plate border border-next/60 bg-panel px-3 py-1.5"
    >
      {pending.value.map((day) => {
        const channel = channels.find(({ id }) => id === day.channelId);
        return channel ? <WaitingDay key={day.scheduleDayId} day={day} channel={channel} /> : null;
      })}
    </ul>
  );
}

function WaitingDay({ day, channel }: { readonly day: DayStanding; readonly channel: Channel }) {
  const blockedReason = useBlockedReason();
  const { broadcastDate, scheduleDayId, isReplaced } = day;

  const approve = useApproval(channel, broadcastDate, scheduleDayId);

  return (
    <li className="flex items-center gap-3 text-13" data-date={broadcastDate}>
      <ClipboardCheck size={16} aria-hidden className="shrink-0 text-next" />
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">
          {channel.number} {channel.name}, {dateText(broadcastDate)}
        </strong>{' '}
        <span className="text-ink-2">
          {isReplaced
            ? 'was not approved in time. Something else airs; approving brings back what is not locked yet.'
            : 'waits for your approval. Without it, something else airs.'}
        </span>
      </span>
      <AsyncButton run={approve} blockedReason={blockedReason} testId="approve">
        Approve
      </AsyncButton>
    </li>
  );
}
