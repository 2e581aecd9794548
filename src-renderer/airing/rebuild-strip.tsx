import { Snowflake } from 'lucide-react';
import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { RebuildOffer, RebuildOutcome } from '#shared/model/rebuild.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Frozen days that do not say what the plans say, of each channel: they follow, or stay. Nothing where there are none. */
export function RebuildStrip({ channels }: { readonly channels: readonly Channel[] }) {
  const offers = useRemote('rebuild.list', {}, ['days.changed']);
  if (offers.state !== 'ready') return null;
  const shown = channels.filter(({ id }) => offers.value.some((it) => it.channelId === id));
  if (shown.length === 0) return null;
  return (
    <ul
      aria-label="Days that differ from the plans"
      data-testid="rebuild-offers"
      className="flex max-h-28 flex-col gap-1 overflow-auto rounded-plate border border-frozen/60 bg-panel px-3 py-1.5"
    >
      {shown.map((channel) => (
        <ChannelOffers
          key={channel.id}
          channel={channel}
          offers={offers.value.filter(({ channelId }) => channelId === channel.id)}
        />
      ))}
    </ul>
  );
}

function ChannelOffers({
  channel,
  offers,
}: {
  readonly channel: Channel;
  readonly offers: readonly RebuildOffer[];
}) {
  const { client, notices } = useServices();
  const blockedReason = useBlockedReason();
  const [isAsking, setAsking] = useState(false);
  const dates = offers.map(({ broadcastDate }) => broadcastDate);
  const reason = offers.at(-1)?.reason ?? '';
  const isOne = dates.length === 1;

  async function rebuild(): Promise<boolean> {
    setAsking(false);
    return notices.attempt('Rebuild the frozen days', async () => {
      const { days } = await client.call('rebuild.accept', { channelId: channel.id, dates });
      notices.did(outcomeText(days));
    });
  }

  async function leave(): Promise<boolean> {
    return notices.attempt('Leave the frozen days', async () => {
      await client.call('rebuild.leave', { channelId: channel.id, dates });
      notices.did(`Left ${daysText(dates)} as ${isOne ? 'it is' : 'they are'}`);
    });
  }

  return (
    <li className="flex items-center gap-3 text-13" data-channel={channel.slug}>
      <Snowflake size={16} aria-hidden className="shrink-0 text-frozen" />
      <span className="min-w-0 flex-1">
        <strong className="font-semibold">
          {channel.number} {channel.name}, {daysText(dates)}
        </strong>{' '}
        <span className="text-ink-2">
          {isOne ? 'was' : 'were'} promised otherwise: {reason}
        </span>
      </span>
      <AsyncButton run={leave} blockedReason={blockedReason} testId="rebuild-leave">
        {isOne ? 'Leave it' : 'Leave them'}
      </AsyncButton>
      <Button testId="rebuild" blockedReason={blockedReason} onPress={() => setAsking(true)}>
        {isOne ? 'Rebuild it…' : 'Rebuild them…'}
      </Button>
      <Dialog
        isOpen={isAsking}
        title={`Rebuild ${daysText(dates)}?`}
        testId="rebuild-dialog"
        onClose={() => setAsking(false)}
        footer={
          <>
            <Button onPress={() => setAsking(false)}>Not now</Button>
            <AsyncButton look="primary" run={rebuild} blockedReason={null} testId="rebuild-confirm">
              Rebuild
            </AsyncButton>
          </>
        }
      >
        <p>
          The guide of {isOne ? 'this day' : 'these days'} changes to what the plans say. What has
          aired, and the next hours that are locked for playout, stay. The days as they were remain
          in the history.
        </p>
      </Dialog>
    </li>
  );
}

/** `Tue 10 Mar` or `Tue 10 Mar, Wed 11 Mar`. */
function daysText(dates: readonly IsoDate[]): string {
  return dates.map(dateText).join(', ');
}

/** Each date with its own outcome. */
export function outcomeText(days: readonly RebuildOutcome[]): string {
  const rebuilt = days.filter(({ outcome }) => outcome === 'rebuilt').map(({ date }) => date);
  const refused = days.filter(({ outcome }) => outcome === 'refused');
  const parts = rebuilt.length > 0 ? [`Rebuilt ${daysText(rebuilt)}`] : [];
  return [
    ...parts,
    ...refused.map(({ date, message }) => `${dateText(date)} stays: ${message ?? 'refused.'}`),
  ].join('. ');
}
