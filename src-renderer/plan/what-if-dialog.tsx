import { useState } from 'react';

import type { DayDifference } from '#shared/contract/plan.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { addDays } from '#shared/time/zone.ts';

import { ChangeList } from '../airing/impact-list.tsx';
import { useRemote } from '../stores/hooks.ts';
import { dateText } from '../stores/time-text.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Chip, FaultCard, LoadingCard } from '../ui/panels.tsx';

const DAYS = 7;

/** Asks what the draft would make of a week, against what is frozen or would be planned. Writes nothing. */
export function WhatIfButton({
  channel,
  from,
  blockedReason,
}: {
  readonly channel: Channel;
  readonly from: IsoDate;
  readonly blockedReason: string | null;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button
        testId="what-if"
        blockedReason={blockedReason}
        onPress={() => {
          setOpen(true);
        }}
      >
        What would change…
      </Button>
      {isOpen ? (
        <Dialog
          isOpen
          width="large"
          testId="what-if-dialog"
          title={`What the draft would change, ${dateText(from)} to ${dateText(addDays(from, DAYS - 1))}`}
          onClose={() => {
            setOpen(false);
          }}
        >
          <WeekDifference channel={channel} from={from} />
        </Dialog>
      ) : null}
    </>
  );
}

function WeekDifference({ channel, from }: { readonly channel: Channel; readonly from: IsoDate }) {
  const answer = useRemote(
    'plan.whatif',
    { channelId: channel.id, from, to: addDays(from, DAYS - 1) },
    ['plans.changed', 'days.changed', 'library.changed'],
  );
  if (answer.state === 'loading') return <LoadingCard what="the difference" />;
  if (answer.state === 'failed') return <FaultCard error={answer.error} />;
  return (
    <div className="flex flex-col gap-3">
      {answer.value.map((one) => (
        <DaySection key={one.date} difference={one} channel={channel} />
      ))}
    </div>
  );
}

function DaySection({
  difference,
  channel,
}: {
  readonly difference: DayDifference;
  readonly channel: Channel;
}) {
  const { date, basis, changes } = difference;
  return (
    <section aria-label={dateText(date)} data-testid="what-if-day" data-changes={changes.length}>
      <h3 className="mb-1 flex items-center gap-2 text-13 font-semibold">
        {dateText(date)}
        {basis === 'frozen' ? (
          <Chip tone="frozen">frozen: Publish says whether it follows</Chip>
        ) : null}
      </h3>
      <ChangeList changes={changes} channel={channel} />
    </section>
  );
}
