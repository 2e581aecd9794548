import { useState } from 'react';

import { FILL_KINDS, type RowFill } from '#shared/model/plan.ts';

import { Checkbox, TextField } from '../ui/field.tsx';

const LABELS: Readonly<Record<RowFill['kinds'][number], string>> = {
  trailer: 'Trailers',
  promo: 'Promos',
  psa: 'Public service',
  commercial: 'Commercials',
  filler: 'Fillers',
  short: 'Shorts',
};

/** What fills the time that a row's content leaves; `null`: default programming. */
export function RowFillField({
  value,
  onChange,
}: {
  readonly value: RowFill | null;
  readonly onChange: (fill: RowFill | null) => void;
}) {
  const [tagText, setTagText] = useState(value?.tags?.join(', ') ?? '');
  const kinds = value?.kinds ?? [];
  const change = (chosen: RowFill['kinds'], text: string): void => {
    const tags = text
      .split(',')
      .map((tag) => tag.trim())
      .filter((tag) => tag !== '');
    if (chosen.length === 0) onChange(null);
    else onChange(tags.length === 0 ? { kinds: chosen } : { kinds: chosen, tags });
  };
  return (
    <fieldset className="flex flex-col gap-1" data-testid="row-fill">
      <legend className="text-12 text-ink-2">Fill the rest of the row with</legend>
      <div className="flex flex-wrap gap-x-4">
        {FILL_KINDS.map((kind) => (
          <Checkbox
            key={kind}
            label={LABELS[kind]}
            isOn={kinds.includes(kind)}
            onChange={(isOn) => {
              change(isOn ? [...kinds, kind] : kinds.filter((each) => each !== kind), tagText);
            }}
          />
        ))}
      </div>
      {kinds.length === 0 ? (
        <p className="text-12 text-ink-3">
          Nothing ticked: default programming airs once the content is over.
        </p>
      ) : (
        <TextField
          label="Only with one of these tags"
          value={tagText}
          onChange={(text) => {
            setTagText(text);
            change(kinds, text);
          }}
          help="Between commas; empty for all."
          testId="row-fill-tags"
        />
      )}
    </fieldset>
  );
}
