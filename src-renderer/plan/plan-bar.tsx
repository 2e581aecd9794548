import {
  ChevronLeft,
  ChevronRight,
  Magnet,
  Plus,
  Redo2,
  Settings2,
  Undo2,
  ZoomIn,
  ZoomOut,
} from 'lucide-react';

import type { Plan } from '#shared/model/plan.ts';
import { addDays } from '#shared/time/zone.ts';

import { zoomed } from '../grid/scale.ts';
import { useView } from '../stores/hooks.ts';
import type { PlanDocument } from '../stores/plan-draft-store.ts';
import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { Button, IconButton } from '../ui/button.tsx';
import { Select } from '../ui/choice.tsx';
import { weekdaysOfCron } from './cron-days.ts';
import { ZOOM_STEPS } from './geometry.ts';
import { weekDates } from './week.ts';

const LETTERS = ['M', 'T', 'W', 'T', 'F', 'S', 'S'] as const;

/** `M T W T F · priority 10`. */
function planDetail(plan: Plan): string {
  let days = 'by cron';
  try {
    const named = weekdaysOfCron(plan.cron);
    if (named?.length === 7) days = 'every day';
    else if (named) days = named.map((day) => LETTERS[day - 1] ?? '').join('');
  } catch {
    // The plan's own dialog shows what is wrong with the expression.
  }
  return `${days} · priority ${String(plan.priority)}${plan.isActive ? '' : ' · not in use'}`;
}

/** Which plan and week, and the tools. */
export function PlanBar({
  plans,
  document,
  date,
  today,
  blockedReason,
  onPlan,
  onDate,
  onNew,
  onEdit,
}: {
  readonly plans: readonly Plan[];
  readonly document: PlanDocument | null;
  readonly date: string;
  readonly today: string;
  readonly blockedReason: string | null;
  readonly onPlan: (id: string) => void;
  readonly onDate: (date: string) => void;
  readonly onNew: () => void;
  readonly onEdit: () => void;
}) {
  const { drafts, view } = useServices();
  const isSnapping = useView((state) => state.isSnapping);
  const pxPerHour = useView((state) => state.planPxPerHour);
  const days = weekDates(date);
  const history = document?.history;
  const undoLabel = history?.done.at(-1)?.label;
  const redoLabel = history?.undone.at(-1)?.label;
  return (
    <div role="toolbar" aria-label="Plan" className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <div className="flex items-center gap-1">
        <Select
          label="Plan"
          isLabelHidden
          className="w-56"
          testId="plan-select"
          value={document?.plan.id ?? null}
          options={plans.map((plan) => ({
            value: plan.id,
            label: plan.name,
            detail: planDetail(plan),
          }))}
          onChange={onPlan}
        />
        <IconButton
          label="When this plan applies"
          icon={<Settings2 size={16} />}
          isDisabled={!document}
          onPress={onEdit}
          testId="plan-edit"
        />
        <IconButton
          label="New plan"
          icon={<Plus size={16} />}
          blockedReason={blockedReason}
          onPress={onNew}
          testId="plan-new"
        />
      </div>
      <div className="flex items-center gap-1">
        <IconButton
          label="Week before"
          icon={<ChevronLeft size={16} />}
          onPress={() => onDate(addDays(date, -7))}
        />
        <span className="w-44 text-center text-13 whitespace-nowrap" data-testid="week-label">
          {dateText(days[0] ?? date)} – {dateText(days[6] ?? date)}
        </span>
        <IconButton
          label="Week after"
          icon={<ChevronRight size={16} />}
          onPress={() => onDate(addDays(date, 7))}
        />
        <Button look="quiet" isDisabled={days.includes(today)} onPress={() => onDate(today)}>
          This week
        </Button>
      </div>
      <div className="flex items-center gap-1">
        <IconButton
          label={undoLabel === undefined ? 'Nothing to undo' : `Undo: ${undoLabel}`}
          icon={<Undo2 size={16} />}
          testId="undo"
          isDisabled={undoLabel === undefined}
          blockedReason={blockedReason}
          onPress={() => document && drafts.undo(document.plan.id)}
        />
        <IconButton
          label={redoLabel === undefined ? 'Nothing to redo' : `Redo: ${redoLabel}`}
          icon={<Redo2 size={16} />}
          testId="redo"
          isDisabled={redoLabel === undefined}
          blockedReason={blockedReason}
          onPress={() => document && drafts.redo(document.plan.id)}
        />
        <Button
          look="quiet"
          testId="snap"
          aria-pressed={isSnapping}
          hint="Snap to the grid and to neighbours (N)"
          className={isSnapping ? 'text-accent' : ''}
          onPress={() => view.prefer({ isSnapping: !isSnapping })}
        >
          <Magnet size={16} /> {isSnapping ? 'Snap on' : 'Snap off'}
        </Button>
        <IconButton
          label="Zoom out"
          icon={<ZoomOut size={16} />}
          isDisabled={zoomed(ZOOM_STEPS, pxPerHour, -1) === pxPerHour}
          onPress={() => view.prefer({ planPxPerHour: zoomed(ZOOM_STEPS, pxPerHour, -1) })}
        />
        <IconButton
          label="Zoom in"
          icon={<ZoomIn size={16} />}
          isDisabled={zoomed(ZOOM_STEPS, pxPerHour, 1) === pxPerHour}
          onPress={() => view.prefer({ planPxPerHour: zoomed(ZOOM_STEPS, pxPerHour, 1) })}
        />
      </div>
    </div>
  );
}
