import { useState } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { GuideEntry } from '#shared/model/guide.ts';
import type { OverrideScope } from '#shared/model/override.ts';
import type { ScheduleDayRecord } from '#shared/model/airing-record.ts';
import { MS_PER_MINUTE } from '#shared/time/units.ts';

import { useBlockedReason, useRemote } from '../stores/hooks.ts';
import { useServices } from '../stores/services.ts';
import { AsyncButton } from '../ui/button.tsx';
import { Select, type Option } from '../ui/choice.tsx';
import { NumberField, TextField } from '../ui/field.tsx';
import { AssetChoice } from './asset-choice.tsx';
import { changeOf, gridLines, type ChangeForm, type ChangeType } from './change-form.ts';
import { ImpactList } from './impact-list.tsx';

const TYPES: readonly Option<ChangeType>[] = [
  { value: 'replace', label: 'Air something else instead' },
  { value: 'insert', label: 'Air something before it' },
  { value: 'shift', label: 'Start it at another time' },
  { value: 'trim', label: 'Air only the first part of it' },
  { value: 'remove', label: 'Take it out' },
];

const SCOPES: readonly Option<OverrideScope>[] = [
  { value: 'airing', label: 'This airing: what follows keeps its time' },
  { value: 'until-fixed-start', label: 'Until the next window of the plan' },
  { value: 'rest-of-day', label: 'The rest of the day' },
];

/** Changes one airing of a frozen day: what, how far it reaches, why; shows what it does before it is done. */
export function ChangePanel({
  entry,
  channel,
  day,
  onDone,
}: {
  readonly entry: GuideEntry;
  readonly channel: Channel;
  readonly day: ScheduleDayRecord;
  readonly onDone: () => void;
}) {
  const { client, clock, notices } = useServices();
  const blockedReason = useBlockedReason();
  const [form, setForm] = useState<ChangeForm>({
    type: 'replace',
    scope: 'airing',
    asset: null,
    startAt: entry.startAt,
    keptMinutes: Math.max(1, Math.floor(entry.contentDurationMs / MS_PER_MINUTE)),
  });
  const [reason, setReason] = useState('');
  const change = changeOf(entry, form);
  const key = { channelId: channel.id, date: entry.broadcastDate };
  const preview = useRemote('day.overridePreview', change === null ? null : { ...key, change }, [
    'days.changed',
  ]);
  const set = (changes: Partial<ChangeForm>): void => setForm({ ...form, ...changes });
  const lines = gridLines(day, channel.gridMinutes, channel.timezone, clock.nowAt());

  async function commit(): Promise<boolean> {
    if (change === null) return false;
    return notices.attempt('Change the day', async () => {
      await client.call('day.override', {
        ...key,
        change,
        reason: reason.trim(),
        baseDayId: day.id,
      });
      notices.did(`Changed ${entry.title} on ${channel.name}`);
      onDone();
    });
  }

  return (
    <div className="flex flex-col gap-3" data-testid="change-panel">
      <div className="grid grid-cols-2 gap-3">
        <Select
          label="What to do"
          options={TYPES}
          value={form.type}
          onChange={(type) => set({ type })}
          testId="change-type"
        />
        <Select
          label="How far it may reach"
          options={SCOPES}
          value={form.scope}
          onChange={(scope) => set({ scope })}
          testId="change-scope"
        />
      </div>
      {form.type === 'replace' || form.type === 'insert' ? (
        <AssetChoice
          roomMs={entry.endAt - entry.startAt}
          chosenId={form.asset?.id ?? null}
          onChoose={(asset) => set({ asset })}
        />
      ) : null}
      {form.type === 'shift' ? (
        <Select
          label="Starts at"
          options={lines.map(({ startAt, label }) => ({ value: String(startAt), label }))}
          value={String(form.startAt)}
          onChange={(startAt) => set({ startAt: Number(startAt) })}
          testId="change-start"
        />
      ) : null}
      {form.type === 'trim' ? (
        <NumberField
          label="Minutes of it that air"
          value={form.keptMinutes}
          onChange={(keptMinutes) => set({ keptMinutes })}
          minimum={1}
          maximum={Math.max(1, Math.ceil(entry.contentDurationMs / MS_PER_MINUTE) - 1)}
          testId="change-minutes"
        />
      ) : null}
      <section aria-label="What it does" className="min-h-24 border-y border-line py-2">
        {change === null ? (
          <p className="text-13 text-ink-3">{missingText(form.type)}</p>
        ) : preview.state === 'loading' ? (
          <p className="text-13 text-ink-3">Working out what it does …</p>
        ) : preview.state === 'failed' ? (
          <p role="alert" className="text-13 text-conflict">
            {preview.error.message} {preview.error.details.remedy}
          </p>
        ) : (
          <ImpactList {...preview.value} channel={channel} />
        )}
      </section>
      <div className="flex items-end gap-3">
        <div className="flex-1">
          <TextField
            label="Reason"
            value={reason}
            onChange={setReason}
            placeholder="Goes into the record of the change"
            testId="change-reason"
          />
        </div>
        <AsyncButton
          look="primary"
          run={commit}
          blockedReason={blockedReason}
          isDisabled={reason.trim() === '' || preview.state !== 'ready' || change === null}
          testId="change-commit"
        >
          Change the day
        </AsyncButton>
      </div>
    </div>
  );
}

function missingText(type: ChangeType): string {
  switch (type) {
    case 'replace':
    case 'insert':
      return 'Choose a programme to see what it does.';
    case 'shift':
      return 'Choose another start to see what it does.';
    case 'trim':
      return 'Give fewer minutes than it has to see what it does.';
    case 'remove':
      return '';
  }
}
