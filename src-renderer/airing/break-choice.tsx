import { BREAK_CHANGES, BREAK_CHOICES, type BreakChoice } from '#shared/model/break-presets.ts';
import type { BreakChanges } from '#shared/model/break-rules.ts';
import { canonicalJson } from '#shared/model/seed.ts';

import { Select } from '../ui/choice.tsx';

const WORDS: Record<BreakChoice, string> = {
  uncut: 'None inside, all after it',
  seldom: 'About two an hour',
  often: 'Three in a half hour',
};

/** How something breaks otherwise than what it is part of; `null`: as that does. */
export function BreakChoiceField({
  label,
  inheritLabel,
  value,
  onChange,
  testId,
}: {
  readonly label: string;
  /** What no choice means. */
  readonly inheritLabel: string;
  readonly value: BreakChanges | null;
  readonly onChange: (changes: BreakChanges | null) => void;
  readonly testId: string;
}) {
  const chosen =
    value === null
      ? 'inherit'
      : (BREAK_CHOICES.find(
          (name) => canonicalJson(BREAK_CHANGES[name]) === canonicalJson(value),
        ) ?? 'own');
  const options = [
    { value: 'inherit', label: inheritLabel },
    ...BREAK_CHOICES.map((name) => ({ value: name, label: WORDS[name] })),
    ...(chosen === 'own' ? [{ value: 'own', label: 'As set before' }] : []),
  ];
  return (
    <Select
      label={label}
      value={chosen}
      options={options}
      testId={testId}
      onChange={(name) => {
        if (name === 'inherit') onChange(null);
        const choice = BREAK_CHOICES.find((each) => each === name);
        if (choice !== undefined) onChange(BREAK_CHANGES[choice]);
      }}
    />
  );
}
