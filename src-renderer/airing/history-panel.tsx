import { useState } from 'react';

import type { DayGenerationSummary } from '#shared/contract/schedule.ts';
import type { Channel } from '#shared/model/channel.ts';
import type { IsoDate } from '#shared/time/units.ts';

import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { AsyncButton, Button } from '../ui/button.tsx';
import { Chip, FaultCard, LoadingCard } from '../ui/panels.tsx';
import { ImpactList } from './impact-list.tsx';
import { localClockAt } from '#shared/time/zone.ts';

const WORDS: Record<NonNullable<DayGenerationSummary['record']>['layer'], string> = {
  'schedule-day': 'the day',
  log: 'the log',
};

/** Every freezing of a day, the latest first, with the way back to each. */
export function HistoryPanel({
  channel,
  date,
  onDone,
}: {
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly onDone: () => void;
}) {
  const [asked, setAsked] = useState<number | null>(null);
  const key = { channelId: channel.id, date };
  const history = useRemote('day.history', key, ['days.changed']);
  if (history.state === 'loading') return <LoadingCard what="the history" />;
  if (history.state === 'failed') return <FaultCard error={history.error} />;
  const live = history.value.at(-1)?.generation;
  return (
    <ol className="flex flex-col divide-y divide-line" data-testid="day-history">
      {[...history.value].reverse().map((one) => (
        <li key={one.generation} className="flex flex-col gap-2 py-2 text-13">
          <div className="flex items-center gap-3">
            <span className="w-6 font-mono text-ink-3">{one.generation}</span>
            <span className="min-w-0 flex-1">
              {deedText(one)}
              <span className="block text-12 text-ink-3">
                {localClockAt(channel.timezone, one.day.frozenAt)}, {one.day.airingCount} airings
              </span>
            </span>
            {one.generation === live ? (
              <Chip tone="frozen">in force</Chip>
            ) : (
              <Button
                testId="revert"
                onPress={() => {
                  setAsked(asked === one.generation ? null : one.generation);
                }}
              >
                Go back to this…
              </Button>
            )}
          </div>
          {asked === one.generation ? (
            <RevertQuestion channel={channel} date={date} generation={asked} onDone={onDone} />
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function deedText({ record }: DayGenerationSummary): string {
  if (record === null) return 'Frozen by the station';
  const deed = record.change?.type ?? 'planned again';
  return `Changed ${WORDS[record.layer]} (${deed}): ${record.reason}`;
}

function RevertQuestion({
  channel,
  date,
  generation,
  onDone,
}: {
  readonly channel: Channel;
  readonly date: IsoDate;
  readonly generation: number;
  readonly onDone: () => void;
}) {
  const { client, notices } = useServices();
  const blockedReason = useBlockedReason();
  const key = { channelId: channel.id, date };
  const change = { type: 'revert', generation } as const;
  const preview = useRemote('day.overridePreview', { ...key, change }, ['days.changed']);

  async function revert(): Promise<boolean> {
    return notices.attempt('Go back to an earlier day', async () => {
      const { id } = await client.call('day.show', key);
      const reason = `Taken back to generation ${String(generation)} in the guide`;
      await client.call('day.revert', { ...key, generation, reason, baseDayId: id });
      notices.did(`Took ${dateText(date)} of ${channel.name} back`);
      onDone();
    });
  }

  if (preview.state === 'loading') return <LoadingCard what="what it would do" />;
  if (preview.state === 'failed') return <FaultCard error={preview.error} />;
  return (
    <div className="flex flex-col gap-2 border-l-2 border-override pl-3">
      <ImpactList {...preview.value} channel={channel} />
      <div>
        <AsyncButton run={revert} blockedReason={blockedReason} testId="revert-confirm">
          Go back
        </AsyncButton>
      </div>
    </div>
  );
}
