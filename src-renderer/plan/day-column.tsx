import { Snowflake } from 'lucide-react';
import type { ReactNode } from 'react';

import type { PlanContentName } from '#shared/contract/plan.ts';
import { type LocalTime, DAY_MINUTES } from '#shared/time/units.ts';

import { pxOfMinutes } from '../grid/scale.ts';
import { contentKey, typeCodeOf } from '../stores/content-type.ts';
import { dateText } from '../stores/time-text.ts';
import type { DragState } from './drag.ts';
import { isHeld } from './drag.ts';
import { rulerStepMinutes } from './geometry.ts';
import { wallSpan } from './placement.ts';
import type { DayColumn } from './week.ts';

/** The head of a day: date, whether it is frozen, and whether the plan is in force. */
export function DayHead({
  column,
  isToday,
  isFrozen,
  isOffered,
}: {
  readonly column: DayColumn;
  readonly isToday: boolean;
  readonly isFrozen: boolean;
  /** It does not say what the plans say, and that has not been decided about. */
  readonly isOffered: boolean;
}) {
  const standing =
    column.standing === 'covered'
      ? `covered by ${column.coveredBy ?? 'another plan'}`
      : column.standing === 'not-in-force'
        ? 'plan not in force'
        : null;
  return (
    <div
      className={`flex min-w-0 flex-1 flex-col justify-center gap-0.5 border-l border-line px-2 py-1 ${isToday ? 'bg-raised' : ''}`}
      data-testid="day-head"
      data-date={column.date}
      data-state={isFrozen ? 'frozen' : 'open'}
      data-offered={isOffered}
    >
      <span className={`truncate text-13 font-medium ${isToday ? 'text-accent' : 'text-ink'}`}>
        {dateText(column.date)}
      </span>
      <span className="flex h-4 min-w-0 items-center gap-1.5 text-12">
        {isToday ? <span className="shrink-0 text-accent">today</span> : null}
        {isFrozen ? (
          <span
            className={`flex shrink-0 items-center gap-1 ${isOffered ? 'text-override' : 'text-frozen'}`}
            title={
              isOffered
                ? 'This day was frozen before the plans were changed. Rebuild it or leave it above.'
                : 'This day is frozen. When you publish, you say whether it follows.'
            }
          >
            <Snowflake size={11} aria-hidden /> {isOffered ? 'frozen, differs' : 'frozen'}
          </span>
        ) : null}
        <span className="truncate text-ink-3" title={standing ?? undefined}>
          {standing ?? ''}
        </span>
      </span>
    </div>
  );
}

/** One day: lines, what other plans fill, the plan's blocks, and what is being dragged. */
export function DayBody({
  column,
  pxPerHour,
  dayStart,
  names,
  isToday,
  isFrozen,
  drag,
  isLabelled,
  isLast,
  children,
  onAdd,
}: {
  readonly column: DayColumn;
  readonly pxPerHour: number;
  readonly dayStart: LocalTime;
  readonly names: Readonly<Record<string, PlanContentName>>;
  readonly isToday: boolean;
  readonly isFrozen: boolean;
  readonly drag: DragState;
  /** Whether the ghost prints its times here. */
  readonly isLabelled: boolean;
  /** Whether there is no room to the right of it. */
  readonly isLast: boolean;
  readonly children: ReactNode;
  readonly onAdd: (y: number) => void;
}) {
  const lines = pxOfMinutes(rulerStepMinutes(pxPerHour), pxPerHour);
  return (
    <div
      role="group"
      aria-label={dateText(column.date)}
      data-testid="day-column"
      data-date={column.date}
      className={`relative min-w-0 flex-1 border-l border-line ${isToday ? 'bg-panel' : ''} ${isLabelled && isHeld(drag) ? 'z-[25]' : ''}`}
      style={{
        height: pxOfMinutes(DAY_MINUTES, pxPerHour),
        backgroundImage: `linear-gradient(to bottom, var(--line) 1px, transparent 1px)`,
        backgroundSize: `100% ${String(lines)}px`,
      }}
      onDoubleClick={(event) => {
        if (event.target === event.currentTarget) onAdd(event.nativeEvent.offsetY);
      }}
    >
      {column.others.map((window) => (
        <OtherBlock
          key={window.key}
          title={names[contentKey(window.assignment.content)]?.title ?? 'Other content'}
          code={typeCodeOf(names[contentKey(window.assignment.content)]?.kind ?? 'episode')}
          source={window.source}
          isAbove={window.isAbove}
          top={pxOfMinutes(window.startOffsetMinutes, pxPerHour)}
          height={pxOfMinutes(window.durationMinutes, pxPerHour)}
          span={wallSpan(window, dayStart)}
        />
      ))}
      {isFrozen ? (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-0 border-l-2 border-frozen/60"
        />
      ) : null}
      {children}
      {column.standing === 'in-force' ? (
        <Ghost
          drag={drag}
          pxPerHour={pxPerHour}
          dayStart={dayStart}
          isLabelled={isLabelled}
          isLast={isLast}
        />
      ) : null}
    </div>
  );
}

function OtherBlock({
  title,
  code,
  source,
  isAbove,
  top,
  height,
  span,
}: {
  readonly title: string;
  readonly code: string;
  readonly source: string;
  readonly isAbove: boolean;
  readonly top: number;
  readonly height: number;
  readonly span: string;
}) {
  return (
    <div
      data-testid="other-block"
      data-type={code}
      title={`${title}\n${span}\n${source}${isAbove ? ', which wins here' : ''}`}
      className={`absolute right-0.5 left-0.5 overflow-hidden border border-dashed border-edge bg-desk px-1.5 font-condensed text-12 leading-4 text-ink-3 ${isAbove ? 'z-[5] bg-panel' : ''}`}
      style={{ top, height: Math.max(10, height - 1) }}
    >
      <div className="truncate">{title}</div>
      {height >= 34 ? <div className="truncate">{source}</div> : null}
    </div>
  );
}

function Ghost({
  drag,
  pxPerHour,
  dayStart,
  isLabelled,
  isLast,
}: {
  readonly drag: DragState;
  readonly pxPerHour: number;
  readonly dayStart: LocalTime;
  readonly isLabelled: boolean;
  readonly isLast: boolean;
}) {
  if (!isHeld(drag) || !drag.placement) return null;
  const { placement, refusal, guideAt } = drag;
  return (
    <>
      {guideAt === null ? null : (
        <div
          aria-hidden
          className="pointer-events-none absolute inset-x-0 z-20 h-px bg-accent"
          style={{ top: pxOfMinutes(guideAt, pxPerHour) }}
        />
      )}
      <div
        data-testid="drag-ghost"
        data-state={refusal ? 'refused' : 'fits'}
        className={`pointer-events-none absolute right-0.5 left-0.5 z-20 border-2 px-1.5 font-condensed text-12 leading-4 ${
          refusal
            ? 'border-conflict bg-raised text-conflict'
            : 'border-accent bg-raised/90 text-ink'
        }`}
        style={{
          top: pxOfMinutes(placement.startOffsetMinutes, pxPerHour),
          height: Math.max(14, pxOfMinutes(placement.durationMinutes, pxPerHour) - 1),
        }}
      >
        {isLabelled ? (
          <div className="relative">
            <span className="whitespace-nowrap">{wallSpan(placement, dayStart)}</span>
            {refusal ? (
              <div
                className={`absolute top-5 z-30 w-52 border border-conflict bg-raised p-1.5 text-conflict ${isLast ? 'right-0' : 'left-0'}`}
              >
                Does not fit: {refusal.reason}
              </div>
            ) : null}
          </div>
        ) : null}
      </div>
    </>
  );
}
