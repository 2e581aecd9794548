import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { DayFollowing, PublishFrom } from '#shared/model/rebuild.ts';
import type { IsoDate } from '#shared/time/units.ts';
import { localTimeAt } from '#shared/time/zone.ts';

import { ChangeList } from '../airing/impact-list.tsx';
import { useRemote } from '../stores/hooks.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Select, type Option } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { FaultCard, LoadingCard } from '../ui/panels.tsx';
import { showsText } from './shows-text.ts';

const CHOICES: readonly Option<'unpromised' | 'now' | 'after-frozen'>[] = [
  { value: 'unpromised', label: 'Where only default programming gives way', detail: 'at once' },
  { value: 'now', label: 'From now', detail: 'also what was promised' },
  { value: 'after-frozen', label: 'After the frozen days', detail: 'nothing frozen changes' },
];

const WORDS: Readonly<Record<DayFollowing['outcome'], string>> = {
  remade: 'follows the plan',
  offered: 'was promised otherwise; it stays until you decide',
  kept: 'stays as it is',
  unchanged: 'is as the plan says',
  settled: 'has aired or is locked',
};

/** From when a draft counts, and what viewers will notice, before it is published. */
export function PublishDialog({
  channel,
  plan,
  frozenDates,
  onPublish,
  onClose,
}: {
  readonly channel: Channel;
  readonly plan: Plan;
  /** From today on, in order. */
  readonly frozenDates: readonly IsoDate[];
  readonly onPublish: (from: PublishFrom) => Promise<boolean>;
  readonly onClose: () => void;
}) {
  const [from, setFrom] = useState<PublishFrom>('unpromised');
  const options: Option<PublishFrom>[] = [
    ...CHOICES,
    ...frozenDates.slice(1).map((date) => ({ value: date, label: `From ${dateText(date)}` })),
  ];
  const impact = useRemote('plan.publishImpact', { id: plan.id, from }, [
    'plans.changed',
    'days.changed',
  ]);
  return (
    <Dialog
      isOpen
      width="medium"
      title={`Publish “${plan.name}”`}
      testId="publish-dialog"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>Not yet</Button>
          <AsyncButton
            look="primary"
            run={() => onPublish(from)}
            blockedReason={null}
            testId="publish-confirm"
          >
            Publish
          </AsyncButton>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Select
          label="From when"
          testId="publish-from"
          value={from}
          options={options}
          onChange={setFrom}
        />
        {impact.state === 'loading' ? (
          <LoadingCard what="what viewers will notice" />
        ) : impact.state === 'failed' ? (
          <FaultCard error={impact.error} />
        ) : (
          <section aria-label="What viewers will notice" className="flex flex-col gap-2">
            <p className="text-13">{`It ${showsText(impact.value.showsFrom)}.`}</p>
            {impact.value.days.map((day) => (
              <DayImpact key={day.date} day={day} channel={channel} />
            ))}
          </section>
        )}
      </div>
    </Dialog>
  );
}

function DayImpact({ day, channel }: { readonly day: DayFollowing; readonly channel: Channel }) {
  const { date, outcome, changes, fromAt } = day;
  const head = (
    <>
      <strong className="font-semibold">{dateText(date)}</strong>{' '}
      <span className="text-ink-2">
        {WORDS[outcome]}
        {outcome === 'remade' && fromAt !== null
          ? ` from ${localTimeAt(channel.timezone, fromAt)} on`
          : ''}
      </span>
    </>
  );
  if (changes.length === 0) {
    return (
      <p className="text-13" data-testid="publish-day" data-outcome={outcome}>
        {head}
      </p>
    );
  }
  return (
    <details className="text-13" data-testid="publish-day" data-outcome={outcome}>
      <summary className="cursor-default">
        {head}
        <span className="text-ink-3">
          {' '}
          · {changes.length} {changes.length === 1 ? 'change' : 'changes'}
        </span>
      </summary>
      <div className="mt-1 pl-4">
        <ChangeList changes={changes} channel={channel} />
      </div>
    </details>
  );
}
