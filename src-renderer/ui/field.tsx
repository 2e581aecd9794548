import { Search, X } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  CheckboxButton,
  CheckboxField,
  FieldError,
  Input,
  Label,
  NumberField as AriaNumberField,
  SearchField as AriaSearchField,
  SwitchButton,
  SwitchField,
  Text,
  TextArea as AriaTextArea,
  TextField as AriaTextField,
} from 'react-aria-components';

const INPUT =
  'h-7 w-full min-w-0 rounded-plate border border-edge bg-desk px-2 text-13 text-ink placeholder:text-ink-3 disabled:border-line disabled:text-ink-3 invalid:border-conflict';

interface FieldProps {
  readonly label: string;
  readonly help?: ReactNode;
  /** What is wrong with the value and how to mend it. */
  readonly error?: string | null;
  readonly isDisabled?: boolean;
  readonly testId?: string;
}

function Notes({ help, error }: Pick<FieldProps, 'help' | 'error'>) {
  return (
    <>
      {help === undefined ? null : (
        <Text slot="description" className="text-12 text-ink-3">
          {help}
        </Text>
      )}
      <FieldError className="text-12 text-conflict">{error ?? ''}</FieldError>
    </>
  );
}

/** One line of text. */
export function TextField({
  label,
  help,
  error = null,
  isDisabled = false,
  testId,
  value,
  onChange,
  placeholder,
  type = 'text',
}: FieldProps & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly type?: 'text' | 'date';
}) {
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      isDisabled={isDisabled}
      isInvalid={error !== null}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="text-12 text-ink-2">{label}</Label>
      <Input type={type} className={INPUT} placeholder={placeholder ?? ''} data-testid={testId} />
      <Notes help={help} error={error} />
    </AriaTextField>
  );
}

/** A number. */
export function NumberField({
  label,
  help,
  error = null,
  isDisabled = false,
  testId,
  value,
  onChange,
  minimum,
  maximum,
  step = 1,
}: FieldProps & {
  readonly value: number;
  readonly onChange: (value: number) => void;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly step?: number;
}) {
  return (
    <AriaNumberField
      value={value}
      onChange={(next) => {
        if (!Number.isNaN(next)) onChange(next);
      }}
      isDisabled={isDisabled}
      isInvalid={error !== null}
      step={step}
      formatOptions={{ useGrouping: false }}
      {...(minimum === undefined ? {} : { minValue: minimum })}
      {...(maximum === undefined ? {} : { maxValue: maximum })}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="text-12 text-ink-2">{label}</Label>
      <Input className={INPUT} data-testid={testId} />
      <Notes help={help} error={error} />
    </AriaNumberField>
  );
}

/** A number that may be left out; `null` when it is. */
export function OptionalNumberField({
  label,
  value,
  onChange,
  minimum,
  testId,
}: Pick<FieldProps, 'label' | 'testId'> & {
  readonly value: number | null;
  readonly onChange: (value: number | null) => void;
  readonly minimum: number;
}) {
  return (
    <AriaNumberField
      value={value ?? Number.NaN}
      onChange={(next) => onChange(Number.isNaN(next) ? null : next)}
      minValue={minimum}
      formatOptions={{ useGrouping: false }}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="text-12 text-ink-2">{label}</Label>
      <Input className={INPUT} data-testid={testId} />
    </AriaNumberField>
  );
}

/** Several lines of text of a fixed width, such as JSON. */
export function TextArea({
  label,
  help,
  error = null,
  testId,
  value,
  onChange,
  lines,
}: Omit<FieldProps, 'isDisabled'> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly lines: number;
}) {
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      isInvalid={error !== null}
      className="flex min-w-0 flex-col gap-1"
    >
      <Label className="text-12 text-ink-2">{label}</Label>
      <AriaTextArea
        rows={lines}
        spellCheck={false}
        data-testid={testId}
        className="w-full min-w-0 rounded-plate border border-edge bg-desk px-2 py-1 font-mono text-12 text-ink invalid:border-conflict data-[invalid]:border-conflict"
      />
      <Notes help={help} error={error} />
    </AriaTextField>
  );
}

/** A search box. */
export function SearchField({
  label,
  value,
  onChange,
  placeholder,
  testId,
  className = '',
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly placeholder?: string;
  readonly testId?: string;
  readonly className?: string;
}) {
  return (
    <AriaSearchField
      aria-label={label}
      value={value}
      onChange={onChange}
      className={`group relative flex items-center ${className}`}
    >
      <Search size={14} aria-hidden className="pointer-events-none absolute left-2 text-ink-3" />
      <Input
        data-testid={testId}
        placeholder={placeholder ?? label}
        className={`${INPUT} pr-7 pl-7 [&::-webkit-search-cancel-button]:hidden`}
      />
      <AriaButton
        aria-label="Clear"
        className="absolute right-0.5 flex size-6 items-center justify-center rounded-plate text-ink-2 group-data-[empty]:hidden hover:bg-hover"
      >
        <X size={14} />
      </AriaButton>
    </AriaSearchField>
  );
}

/** On or off. */
export function Switch({
  label,
  help,
  isOn,
  onChange,
  isDisabled = false,
  testId,
}: {
  readonly label: string;
  readonly help?: ReactNode;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  readonly testId?: string;
}) {
  return (
    <div className="flex flex-col gap-1">
      <SwitchField isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
        <SwitchButton
          data-testid={testId}
          className="group flex min-h-6 items-center gap-2 rounded-plate text-13 text-ink data-[disabled]:text-ink-3"
        >
          <span className="flex h-4 w-7 items-center rounded-full border border-edge bg-desk p-px group-data-[selected]:border-accent group-data-[selected]:bg-accent-fill">
            <span className="size-3 rounded-full bg-ink-2 group-data-[selected]:translate-x-3 group-data-[selected]:bg-accent-fill-ink" />
          </span>
          {label}
        </SwitchButton>
      </SwitchField>
      {help === undefined ? null : <p className="text-12 text-ink-3">{help}</p>}
    </div>
  );
}

/** One of several that may all be chosen. */
export function Checkbox({
  label,
  isOn,
  onChange,
  isDisabled = false,
  testId,
}: {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly isDisabled?: boolean;
  readonly testId?: string;
}) {
  return (
    <CheckboxField isSelected={isOn} onChange={onChange} isDisabled={isDisabled}>
      <CheckboxButton
        data-testid={testId}
        className="group inline-flex min-h-6 min-w-6 items-center gap-1.5 rounded-plate text-13 text-ink data-[disabled]:text-ink-3"
      >
        <span className="flex size-4 items-center justify-center rounded-plate border border-edge bg-desk group-data-[selected]:border-accent group-data-[selected]:bg-accent-fill">
          <svg
            viewBox="0 0 12 12"
            aria-hidden
            className="hidden size-3 text-accent-fill-ink group-data-[selected]:block"
          >
            <path d="M2.5 6.5 5 9l4.5-6" fill="none" stroke="currentColor" strokeWidth="1.8" />
          </svg>
        </span>
        {label}
      </CheckboxButton>
    </CheckboxField>
  );
}
