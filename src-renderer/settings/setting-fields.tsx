import { useState, type ReactNode } from 'react';

import { Button } from '../ui/button.tsx';
import { NumberField, TextField } from '../ui/field.tsx';

/** A text that is saved when it is said so. */
export function TextSetting({
  label,
  value,
  onSave,
  isDisabled,
}: {
  readonly label: string;
  readonly value: string;
  readonly onSave: (value: string) => Promise<string | null>;
  readonly isDisabled: boolean;
}) {
  const [edited, setEdited] = useState<string | null>(null);
  const [error, setError] = useState<string | null>(null);
  const shown = edited ?? value;
  return (
    <SettingRow
      isChanged={edited !== null && edited !== value}
      isDisabled={isDisabled}
      onSave={async () => {
        const refusal = await onSave(shown.trim());
        setError(refusal);
        if (refusal === null) setEdited(null);
      }}
      onReset={() => {
        setEdited(null);
        setError(null);
      }}
    >
      <TextField
        label={label}
        value={shown}
        onChange={(text) => {
          setEdited(text);
          setError(null);
        }}
        error={error}
        isDisabled={isDisabled}
      />
    </SettingRow>
  );
}

/** A number that is saved when it is said so; its standard value is told. */
export function NumberSetting({
  label,
  value,
  fallback,
  minimum,
  maximum,
  step = 1,
  help,
  isDisabled,
  onSave,
}: {
  readonly label: string;
  readonly value: number;
  /** What it is when nobody set it. */
  readonly fallback: number;
  readonly minimum: number;
  readonly maximum: number;
  readonly step?: number;
  readonly help?: string;
  readonly isDisabled: boolean;
  readonly onSave: (value: number) => Promise<string | null>;
}) {
  const [edited, setEdited] = useState<number | null>(null);
  const [error, setError] = useState<string | null>(null);
  const shown = edited ?? value;
  const standard = `Standard: ${String(fallback)}.`;
  return (
    <SettingRow
      isChanged={edited !== null && edited !== value}
      isDisabled={isDisabled}
      onSave={async () => {
        const refusal = await onSave(shown);
        setError(refusal);
        if (refusal === null) setEdited(null);
      }}
      onReset={() => {
        setEdited(null);
        setError(null);
      }}
    >
      <NumberField
        label={label}
        value={shown}
        onChange={(next) => {
          setEdited(next);
          setError(null);
        }}
        minimum={minimum}
        maximum={maximum}
        step={step}
        error={error}
        isDisabled={isDisabled}
        help={help === undefined ? standard : `${help} ${standard}`}
      />
    </SettingRow>
  );
}

function SettingRow({
  isChanged,
  isDisabled,
  onSave,
  onReset,
  children,
}: {
  readonly isChanged: boolean;
  readonly isDisabled: boolean;
  readonly onSave: () => Promise<void>;
  readonly onReset: () => void;
  readonly children: ReactNode;
}) {
  return (
    <div>
      {children}
      {isChanged ? (
        <div className="mt-1 flex gap-1">
          <Button look="primary" isDisabled={isDisabled} onPress={() => void onSave()}>
            Save
          </Button>
          <Button look="quiet" onPress={onReset}>
            Take back
          </Button>
        </div>
      ) : null}
    </div>
  );
}
