import { useState } from 'react';

import type { DefaultProgramming } from '#shared/model/channel.ts';

import { AssetChoice } from '../airing/asset-choice.tsx';
import { useRemote } from '../stores/hooks.ts';
import { valueOf } from '../stores/remote.ts';
import { Select } from '../ui/choice.tsx';
import { RuleForm } from './rule-form.tsx';

type Kind = DefaultProgramming['kind'];

const KINDS: readonly { readonly value: Kind; readonly label: string }[] = [
  { value: 'library', label: 'Everything in the library, shuffled' },
  { value: 'rule', label: 'What matches: kind, series, tags, years …' },
  { value: 'series', label: 'One series, in order' },
  { value: 'asset', label: 'One programme, again and again' },
  { value: 'slate', label: 'The station’s slate' },
];

/** What airs where no plan says anything. */
export function DefaultChoice({
  value,
  onChange,
  onFault,
}: {
  readonly value: DefaultProgramming;
  readonly onChange: (value: DefaultProgramming) => void;
  /** Told what keeps the choice from being saved; `null` when nothing does. */
  readonly onFault: (fault: string | null) => void;
}) {
  const series = valueOf(useRemote('series.list', { text: '' }, ['library.changed'])) ?? [];

  /** A programme is asked for and none has been chosen yet. */
  const [isPicking, setPicking] = useState(false);

  function choose(kind: Kind): void {
    setPicking(kind === 'asset');
    onFault(
      kind === 'asset' ? 'Choose the programme that airs where no plan says anything.' : null,
    );
    switch (kind) {
      case 'library':
      case 'slate':
        onChange({ kind });
        break;
      case 'rule':
        onChange({ kind, rule: {}, episodePolicy: 'syndication' });
        break;
      case 'series':
        if (series[0]) onChange({ kind, seriesId: series[0].id });
        break;
      case 'asset':
        break;
    }
  }

  return (
    <>
      <Select
        label="Default programming"
        value={isPicking ? 'asset' : value.kind}
        options={series.length === 0 ? KINDS.filter((one) => one.value !== 'series') : KINDS}
        onChange={choose}
        testId="channel-default"
      />
      {!isPicking && value.kind === 'series' ? (
        <Select
          label="Series"
          value={value.seriesId}
          options={series.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(seriesId) => onChange({ kind: 'series', seriesId })}
          testId="channel-default-series"
        />
      ) : null}
      {!isPicking && value.kind === 'rule' ? (
        <RuleForm
          rule={value.rule}
          policy={value.episodePolicy}
          onRule={(rule) => onChange({ ...value, rule })}
          onPolicy={(episodePolicy) => onChange({ ...value, episodePolicy })}
          onFault={onFault}
        />
      ) : null}
      {isPicking || value.kind === 'asset' ? (
        <div className="col-span-2">
          <AssetChoice
            roomMs={Number.MAX_SAFE_INTEGER}
            chosenId={!isPicking && value.kind === 'asset' ? value.assetId : null}
            onChoose={({ id }) => {
              setPicking(false);
              onFault(null);
              onChange({ kind: 'asset', assetId: id });
            }}
          />
        </div>
      ) : null}
    </>
  );
}
