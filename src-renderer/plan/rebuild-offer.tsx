import { Snowflake } from 'lucide-react';
import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/**
 * After a plan was published: the days that were frozen before it, and the way to have them follow it. Rebuilding is
 * recorded as an override; what has aired or is locked stays.
 */
export function RebuildOffer({
  channel,
  planName,
  dates,
  blockedReason,
  onDone,
}: {
  readonly channel: Channel;
  readonly planName: string;
  /** Frozen dates from today on, in order; at least one. */
  readonly dates: readonly IsoDate[];
  readonly blockedReason: string | null;
  readonly onDone: () => void;
}) {
  const { client, notices } = useServices();
  const [isAsking, setAsking] = useState(false);
  const [first, last] = [dates[0], dates.at(-1)];
  if (first === undefined || last === undefined) return null;
  const days = dates.length === 1 ? dateText(first) : `${dateText(first)} to ${dateText(last)}`;

  async function rebuild(): Promise<boolean> {
    setAsking(false);
    return notices.attempt('Rebuild the frozen days', async () => {
      // In order of date: each day goes on where the one before leaves its series.
      for (const date of dates) {
        await client.call('day.generate', {
          channelId: channel.id,
          date,
          force: true,
          reason: `Rebuilt after publishing “${planName}”`,
        });
      }
      notices.did(`Rebuilt ${days} with the published plan`);
      onDone();
    });
  }

  return (
    <div
      data-testid="rebuild-offer"
      className="appear flex items-center gap-3 rounded-plate border border-frozen/60 bg-panel px-3 py-1.5"
    >
      <Snowflake size={16} aria-hidden className="shrink-0 text-frozen" />
      <p className="min-w-0 flex-1 text-13">
        <strong className="font-semibold">Published.</strong>{' '}
        <span className="text-ink-2">
          {days} {dates.length === 1 ? 'was' : 'were'} frozen before and{' '}
          {dates.length === 1 ? 'stays as it is' : 'stay as they are'}.
        </span>
      </p>
      <Button testId="rebuild-dismiss" onPress={onDone}>
        Leave them
      </Button>
      <Button
        testId="rebuild"
        blockedReason={blockedReason}
        onPress={() => {
          setAsking(true);
        }}
      >
        Rebuild them…
      </Button>
      <Dialog
        isOpen={isAsking}
        title="Rebuild the frozen days?"
        testId="rebuild-dialog"
        onClose={() => {
          setAsking(false);
        }}
        footer={
          <>
            <Button
              onPress={() => {
                setAsking(false);
              }}
            >
              Leave them
            </Button>
            <AsyncButton look="primary" run={rebuild} blockedReason={null} testId="rebuild-confirm">
              Rebuild
            </AsyncButton>
          </>
        }
      >
        <p>
          The guide of {days} changes to what “{planName}” says. What has aired, and the next hours
          that are locked for playout, stay. The days as they were remain in the history.
        </p>
      </Dialog>
    </div>
  );
}
