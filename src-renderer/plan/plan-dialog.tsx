import { useState } from 'react';

import type { Plan, PlanFields } from '#shared/model/plan.ts';
import { DEFAULT_PLAN_FIELDS } from '#shared/model/plan.ts';

import { BreakChoiceField } from '../airing/break-choice.tsx';
import { asAppError } from '../stores/as-app-error.ts';
import { Button } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Checkbox, NumberField, Switch, TextField } from '../ui/field.tsx';
import { cronOfWeekdays, WEEKDAYS, weekdaysOfCron } from './cron-days.ts';

const DAY_NAMES = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'] as const;

function blankToNull(text: string): string | null {
  return text.trim() === '' ? null : text.trim();
}

/** Makes a plan or changes when it applies. */
export function PlanDialog({
  plan,
  onClose,
  onSave,
  onDelete,
}: {
  /** `null` makes a new one. */
  readonly plan: Plan | null;
  readonly onClose: () => void;
  readonly onSave: (fields: PlanFields) => Promise<void>;
  readonly onDelete: (() => Promise<void>) | null;
}) {
  const [fields, setFields] = useState<PlanFields>(() =>
    plan ? pickFields(plan) : { ...DEFAULT_PLAN_FIELDS, name: '' },
  );
  const [fault, setFault] = useState<{ field: string | undefined; text: string } | null>(null);
  const set = (changes: Partial<PlanFields>): void => {
    setFields((before) => ({ ...before, ...changes }));
    setFault(null);
  };
  const errorOf = (field: keyof PlanFields): string | null =>
    fault?.field === field ? fault.text : null;
  const days = safeWeekdays(fields.cron);

  function attempt(run: () => Promise<void>): void {
    run().then(onClose, (error: unknown) => {
      const refusal = asAppError(error);
      setFault({
        field: refusal.details.field,
        text: [refusal.message, refusal.details.remedy].filter(Boolean).join(' '),
      });
    });
  }

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={plan ? `Plan “${plan.name}”` : 'New plan'}
      testId="plan-dialog"
      footer={
        <>
          {onDelete ? (
            <Button look="danger" className="mr-auto" onPress={() => attempt(onDelete)}>
              Delete
            </Button>
          ) : null}
          <Button onPress={onClose}>Cancel</Button>
          <Button look="primary" testId="plan-save" onPress={() => attempt(() => onSave(fields))}>
            {plan ? 'Save' : 'Create'}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <TextField
          label="Name"
          value={fields.name}
          onChange={(name) => set({ name })}
          placeholder="Weekdays"
          testId="plan-name"
          error={errorOf('name')}
        />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-12 text-ink-2">Days on which it applies</legend>
          {days ? (
            <div className="flex flex-wrap gap-3">
              {WEEKDAYS.map((day, index) => (
                <Checkbox
                  key={day}
                  label={DAY_NAMES[index] ?? ''}
                  isOn={days.includes(day)}
                  onChange={(isOn) => {
                    const chosen = isOn ? [...days, day] : days.filter((other) => other !== day);
                    set({ cron: cronOfWeekdays(chosen) });
                  }}
                />
              ))}
            </div>
          ) : (
            <TextField
              label="Cron expression"
              value={fields.cron ?? ''}
              onChange={(cron) => set({ cron: blankToNull(cron) })}
              error={errorOf('cron')}
              help="Day of month, month and day of week count. Empty it to choose weekdays again."
            />
          )}
        </fieldset>
        <div className="grid grid-cols-2 gap-3">
          <TextField
            label="First date (empty: always)"
            type="date"
            value={fields.startDate ?? ''}
            onChange={(date) => set({ startDate: blankToNull(date) })}
            error={errorOf('startDate')}
          />
          <TextField
            label="Last date (empty: for ever)"
            type="date"
            value={fields.endDate ?? ''}
            onChange={(date) => set({ endDate: blankToNull(date) })}
            error={errorOf('endDate')}
          />
          <NumberField
            label="Priority"
            value={fields.priority}
            onChange={(priority) => set({ priority })}
            minimum={0}
            maximum={10_000}
            help="Where several plans apply, the larger wins."
            error={errorOf('priority')}
          />
          <Select
            label="On lower plans"
            value={fields.layering}
            onChange={(layering) => set({ layering })}
            options={[
              { value: 'replace', label: 'Replaces them' },
              { value: 'merge', label: 'Covers only its own rows' },
            ]}
          />
        </div>
        <BreakChoiceField
          label="Breaks"
          inheritLabel="As the channel says"
          value={fields.breakRules ?? null}
          onChange={(breakRules) => set({ breakRules })}
          testId="plan-breaks"
        />
        <Switch label="In use" isOn={fields.isActive} onChange={(isActive) => set({ isActive })} />
        {fault && !Object.hasOwn(fields, fault.field ?? '') ? (
          <p role="alert" className="text-13 text-conflict">
            {fault.text}
          </p>
        ) : null}
      </div>
    </Dialog>
  );
}

function safeWeekdays(cron: string | null): number[] | null {
  try {
    return weekdaysOfCron(cron);
  } catch {
    return null;
  }
}

function pickFields(plan: Plan): PlanFields {
  const { name, description, cron, startDate, endDate, yearlyRange, priority, layering, isActive } =
    plan;
  const fields = { name, description, cron, startDate, endDate, yearlyRange, priority, layering };
  return { ...fields, isActive, breakRules: plan.breakRules ?? null };
}
