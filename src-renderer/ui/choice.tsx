import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
  Select as AriaSelect,
  SelectValue,
  Tab,
  TabList,
  TabPanel,
  Tabs as AriaTabs,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';

export interface Option<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
}

const POPOVER =
  'appear min-w-(--trigger-width) max-h-80 overflow-auto rounded-plate border border-edge bg-raised p-1 text-ink shadow-xl';
const ITEM =
  'flex min-h-7 cursor-default items-center justify-between gap-4 rounded-plate px-2 py-1 text-13 text-ink data-[focused]:bg-hover data-[selected]:text-accent data-[disabled]:text-ink-3';

/** One of a few. */
export function Select<Value extends string>({
  label,
  options,
  value,
  onChange,
  isDisabled = false,
  isLabelHidden = false,
  error = null,
  testId,
  className = '',
}: {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly value: Value | null;
  readonly onChange: (value: Value) => void;
  readonly isDisabled?: boolean;
  readonly isLabelHidden?: boolean;
  readonly error?: string | null;
  readonly testId?: string;
  readonly className?: string;
}) {
  return (
    <AriaSelect
      {...(isLabelHidden ? { 'aria-label': label } : {})}
      value={value}
      onChange={(key) => {
        const chosen = options.find((option) => option.value === key);
        if (chosen) onChange(chosen.value);
      }}
      isDisabled={isDisabled}
      isInvalid={error !== null}
      className={`flex min-w-0 flex-col gap-1 ${className}`}
    >
      {isLabelHidden ? null : <Label className="text-12 text-ink-2">{label}</Label>}
      <AriaButton
        data-testid={testId}
        className="flex h-7 w-full min-w-0 items-center justify-between gap-2 rounded-plate border border-edge bg-desk px-2 text-left text-13 text-ink hover:bg-hover disabled:border-line disabled:text-ink-3"
      >
        <SelectValue className="min-w-0 truncate">
          {({ selectedText, defaultChildren }) =>
            selectedText === '' ? defaultChildren : selectedText
          }
        </SelectValue>
        <ChevronDown size={14} aria-hidden className="shrink-0 text-ink-3" />
      </AriaButton>
      <FieldError className="text-12 text-conflict">{error ?? ''}</FieldError>
      <Popover className={POPOVER}>
        <ListBox>
          {options.map((option) => (
            <ListBoxItem
              key={option.value}
              id={option.value}
              textValue={option.label}
              className={ITEM}
            >
              {option.label}
              {option.detail === undefined ? null : (
                <span className="text-12 text-ink-3">{option.detail}</span>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export interface MenuEntry {
  readonly id: string;
  readonly label: string;
  readonly detail?: string;
  readonly isDisabled?: boolean;
  readonly run: () => void;
}

/** A button that opens a menu of commands. */
export function Menu({
  label,
  trigger,
  entries,
  testId,
  className = '',
}: {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly entries: readonly MenuEntry[];
  readonly testId?: string;
  readonly className?: string;
}) {
  return (
    <MenuTrigger>
      <AriaButton
        data-testid={testId}
        className={`inline-flex h-7 shrink-0 items-center gap-1.5 rounded-plate border border-transparent px-1.5 text-13 text-ink hover:bg-hover ${className}`}
      >
        {trigger}
        <span className="sr-only">{label}</span>
      </AriaButton>
      <Popover className={POPOVER}>
        <AriaMenu aria-label={label} className="outline-none">
          {entries.map((entry) => (
            <MenuItem
              key={entry.id}
              id={entry.id}
              textValue={entry.label}
              isDisabled={entry.isDisabled ?? false}
              onAction={entry.run}
              className={ITEM}
            >
              {entry.label}
              {entry.detail === undefined ? null : (
                <span className="font-mono text-12 text-ink-3">{entry.detail}</span>
              )}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** A row of buttons of which one or several are pressed. */
export function Toggles<Value extends string>({
  label,
  options,
  chosen,
  onChange,
  mode = 'multiple',
  testId,
}: {
  readonly label: string;
  readonly options: readonly Option<Value>[];
  readonly chosen: readonly Value[];
  readonly onChange: (chosen: Value[]) => void;
  readonly mode?: 'single' | 'multiple';
  readonly testId?: string;
}) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      data-testid={testId}
      selectionMode={mode}
      disallowEmptySelection={mode === 'single'}
      selectedKeys={chosen}
      onSelectionChange={(keys) => {
        onChange(options.map(({ value }) => value).filter((value) => keys.has(value)));
      }}
      className="flex flex-wrap gap-px"
    >
      {options.map((option) => (
        <ToggleButton
          key={option.value}
          id={option.value}
          {...(option.detail === undefined ? {} : { 'aria-label': option.detail })}
          className="h-7 min-w-7 cursor-default border border-edge bg-desk px-2 text-13 text-ink-2 first:rounded-l-plate last:rounded-r-plate hover:bg-hover data-[selected]:border-accent data-[selected]:bg-accent-fill data-[selected]:text-accent-fill-ink"
        >
          {option.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

/** Panels of which one is shown. */
export function Tabs<Value extends string>({
  label,
  tabs,
  selected,
  onChange,
}: {
  readonly label: string;
  readonly tabs: readonly { value: Value; label: string; panel: ReactNode }[];
  readonly selected: Value;
  readonly onChange: (value: Value) => void;
}) {
  return (
    <AriaTabs
      selectedKey={selected}
      onSelectionChange={(key) => {
        const tab = tabs.find(({ value }) => value === key);
        if (tab) onChange(tab.value);
      }}
      className="flex min-h-0 flex-1 flex-col"
    >
      <TabList aria-label={label} className="flex gap-4 border-b border-line px-4">
        {tabs.map((tab) => (
          <Tab
            key={tab.value}
            id={tab.value}
            className="-mb-px cursor-default border-b-2 border-transparent py-2 text-13 text-ink-2 hover:text-ink data-[selected]:border-accent data-[selected]:text-ink"
          >
            {tab.label}
          </Tab>
        ))}
      </TabList>
      {tabs.map((tab) => (
        <TabPanel key={tab.value} id={tab.value} className="flex min-h-0 flex-1 flex-col">
          {tab.panel}
        </TabPanel>
      ))}
    </AriaTabs>
  );
}
