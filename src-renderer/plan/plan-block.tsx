import { AlarmClock } from 'lucide-react';
import type { KeyboardEvent, PointerEvent } from 'react';

import type { PlanContentName } from '#shared/contract/plan.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import type { IsoDate, LocalTime } from '#shared/time/units.ts';

import { pxOfMinutes } from '../grid/scale.ts';
import { typeCodeOf } from '../stores/content-type.ts';
import { dateText } from '../stores/time-text.ts';
import type { Grip } from './drag.ts';
import { timeWithOffset, wallSpan } from './placement.ts';

/** Whether a row is as published, or what has become of it in the draft. */
export type RowState = 'published' | 'changed' | 'added';

const STATE_WORDS: Record<RowState, string> = {
  published: 'as published',
  changed: 'changed in the draft',
  added: 'new in the draft',
};

/** A row of the plan in one day's column. */
export function PlanBlock({
  row,
  date,
  name,
  rowState,
  dayStart,
  pxPerHour,
  isSelected,
  isHeld,
  isTabStop,
  isWeak,
  onGrab,
  onKey,
  onFocus,
  onOpen,
}: {
  readonly row: Assignment;
  readonly date: IsoDate;
  readonly name: PlanContentName | undefined;
  readonly rowState: RowState;
  readonly dayStart: LocalTime;
  readonly pxPerHour: number;
  readonly isSelected: boolean;
  readonly isHeld: boolean;
  readonly isTabStop: boolean;
  /** Drawn weakly: the plan says nothing on this day. */
  readonly isWeak: boolean;
  readonly onGrab: (row: Assignment, grip: Grip, event: PointerEvent) => void;
  readonly onKey: (row: Assignment, date: IsoDate, event: KeyboardEvent) => void;
  readonly onFocus: (row: Assignment, date: IsoDate) => void;
  readonly onOpen: (row: Assignment) => void;
}) {
  const title = name?.title ?? 'Unknown content';
  const height = Math.max(12, pxOfMinutes(row.durationMinutes, pxPerHour) - 1);
  const code = name ? typeCodeOf(name.kind) : '??';
  const end = row.startOffsetMinutes + row.durationMinutes;
  const times = `${wallClockOfOffset(dayStart, row.startOffsetMinutes)}–${wallClockOfOffset(dayStart, end)}`;
  const warning = name?.isEligible === false ? 'Nothing eligible to air' : null;
  const hasTimes = height >= 34;
  const rest = [
    ...(hasTimes ? [] : [times]),
    dateText(date),
    `at ${timeWithOffset(row.startOffsetMinutes, dayStart)}`,
    STATE_WORDS[rowState],
  ].join(', ');
  return (
    <div
      role="button"
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      title={`${title}\n${wallSpan(row, dayStart)}${row.operatorIntent === null ? '' : `\n${row.operatorIntent}`}`}
      data-testid="plan-block"
      data-id={row.id}
      data-date={date}
      data-start={row.startOffsetMinutes}
      data-end={row.startOffsetMinutes + row.durationMinutes}
      data-state={rowState}
      data-type={code}
      className={`cell group absolute right-0.5 left-0.5 cursor-grab touch-none overflow-hidden px-1.5 font-condensed text-12 leading-4 select-none ${
        isHeld ? 'opacity-40' : ''
      } ${isWeak ? 'border-dashed opacity-60' : ''} ${isSelected ? 'outline-2 -outline-offset-2 outline-accent' : ''}`}
      style={{ top: pxOfMinutes(row.startOffsetMinutes, pxPerHour), height }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        onFocus(row, date);
        onGrab(row, 'move', event);
      }}
      onDoubleClick={() => {
        onOpen(row);
      }}
      onFocus={() => {
        onFocus(row, date);
      }}
      onKeyDown={(event) => {
        onKey(row, date, event);
      }}
    >
      <Edge side="start" onGrab={(event) => onGrab(row, 'start', event)} />
      <div className={`flex gap-1 ${height < 17 ? '-mt-0.5' : 'pt-px'}`}>
        {row.isHardStart === true ? (
          <AlarmClock size={12} aria-label="Starts on time" className="mt-0.5 shrink-0" />
        ) : null}
        <span className="min-w-0 flex-1 truncate font-medium">{title}</span>
        {rowState === 'published' ? null : (
          <span aria-hidden className="mt-1 size-2 shrink-0 rounded-full bg-override" />
        )}
      </div>
      {hasTimes ? (
        <div className="flex items-baseline gap-1.5 text-ink-2">
          <span className="code">{code}</span>
          <span className="truncate">{times}</span>
        </div>
      ) : null}
      <span className="sr-only">{rest}</span>
      {warning === null ? null : <div className="truncate text-conflict">{warning}</div>}
      <Edge side="end" onGrab={(event) => onGrab(row, 'end', event)} />
    </div>
  );
}

function Edge({
  side,
  onGrab,
}: {
  readonly side: 'start' | 'end';
  readonly onGrab: (event: PointerEvent) => void;
}) {
  return (
    <div
      data-testid={`edge-${side}`}
      className={`absolute inset-x-0 z-10 h-1.5 cursor-ns-resize pointer-coarse:h-6 group-hover:bg-accent/40 ${side === 'start' ? 'top-0' : 'bottom-0'}`}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.stopPropagation();
        onGrab(event);
      }}
    />
  );
}
