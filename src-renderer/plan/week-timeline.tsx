import { useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent } from 'react';

import type { Channel } from '#shared/model/channel.ts';
import type { AssignmentId } from '#shared/model/ids.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Assignment, Plan } from '#shared/model/plan.ts';
import { scheduleTimeOf } from '#shared/model/scalars.ts';
import { broadcastDateAt, offsetOfClock, wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import { type IsoDate, DAY_MINUTES } from '#shared/time/units.ts';
import { civilAt } from '#shared/time/zone.ts';

import { minutesOfPx, pxOfMinutes, scrollAfterZoom, zoomed } from '../grid/scale.ts';
import { contentKey } from '../stores/content-type.ts';
import { useRemote, useView } from '../stores/hooks.ts';
import type { PlanDocument } from '../stores/plan-draft-store.ts';
import { valueOf } from '../stores/remote.ts';
import { useServices } from '../stores/services.ts';
import { dateText } from '../stores/time-text.ts';
import { NowLine } from '../ui/ticking.tsx';
import { DayBody, DayHead } from './day-column.tsx';
import { isHeld, type DragEvent, type DragState, type Grip } from './drag.ts';
import { ZOOM_STEPS, rulerStepMinutes } from './geometry.ts';
import { PlanBlock, type RowState } from './plan-block.tsx';
import { dayColumn, weekDates } from './week.ts';

const NO_PINS: readonly Pin[] = [];

/** Width of the ruler with its two columns of times. */
const RULER_PX = 92;

/** What the rest of the view may ask of the timeline. */
export interface TimelineParts {
  readonly body: { readonly current: HTMLDivElement | null };
  readonly scroller: { readonly current: HTMLDivElement | null };
}

/** The week: seven days side by side, each from the start of its broadcast day. */
export function WeekTimeline({
  channel,
  plans,
  document,
  date,
  frozen,
  offered,
  drag,
  parts,
  selected,
  send,
  onGrab,
  onSelect,
  onOpen,
  onRemove,
  onAdd,
}: {
  readonly channel: Channel;
  readonly plans: readonly Plan[];
  readonly document: PlanDocument;
  readonly date: IsoDate;
  readonly frozen: ReadonlySet<IsoDate>;
  /** Frozen days that do not say what the plans say. */
  readonly offered: ReadonlySet<IsoDate>;
  readonly drag: DragState;
  readonly parts: TimelineParts;
  readonly selected: AssignmentId | null;
  readonly send: (event: DragEvent) => void;
  readonly onGrab: (
    row: Assignment,
    grip: Grip,
    event: { clientX: number; clientY: number },
  ) => void;
  readonly onSelect: (id: AssignmentId | null) => void;
  readonly onOpen: (row: Assignment) => void;
  readonly onRemove: (row: Assignment) => void;
  readonly onAdd: (offsetMinutes: number) => void;
}) {
  const { clock, view } = useServices();
  const pxPerHour = useView((state) => state.planPxPerHour);
  const { rows, plan, names } = document;
  const today = broadcastDateAt(channel, clock.nowAt());
  const dates = useMemo(() => weekDates(date), [date]);
  const pins = useRemote('pin.list', { channelId: plan.channelId }, ['pins.changed']);
  const columns = useMemo(
    () => dates.map((day) => dayColumn(plans, valueOf(pins) ?? NO_PINS, plan, rows, day)),
    [plans, pins, plan, rows, dates],
  );
  const published = useMemo(
    () => new Map(plan.assignments.map((row) => [row.id, JSON.stringify(row)])),
    [plan],
  );
  const activeDates = columns
    .filter(({ standing }) => standing !== 'not-in-force')
    .map((c) => c.date);
  const [focusDate, setFocusDate] = useState<IsoDate | null>(null);
  const [hoverDate, setHoverDate] = useState<IsoDate | null>(null);
  const tabDate =
    focusDate !== null && activeDates.includes(focusDate) ? focusDate : (activeDates[0] ?? null);
  const tabRow = rows.some(({ id }) => id === selected) ? selected : (rows[0]?.id ?? null);
  const labelDate = hoverDate !== null && activeDates.includes(hoverDate) ? hoverDate : tabDate;

  const hasScrolled = useRef(false);
  useEffect(() => {
    const scroller = parts.scroller.current;
    if (!scroller || hasScrolled.current) return;
    hasScrolled.current = true;
    const first = rows[0]?.startOffsetMinutes ?? 12 * 60;
    scroller.scrollTop = Math.max(0, pxOfMinutes(first, pxPerHour) - 60);
  }, [parts.scroller, rows, pxPerHour]);

  useEffect(() => {
    const scroller = parts.scroller.current;
    if (!scroller) return undefined;
    const onWheel = (event: WheelEvent): void => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      const next = zoomed(ZOOM_STEPS, pxPerHour, event.deltaY < 0 ? 1 : -1);
      const head = scroller.querySelector('[data-head]')?.clientHeight ?? 0;
      const pointerY = event.clientY - scroller.getBoundingClientRect().top - head;
      const top = scrollAfterZoom(scroller.scrollTop, pointerY, pxPerHour, next);
      view.prefer({ planPxPerHour: next });
      requestAnimationFrame(() => {
        scroller.scrollTop = top;
      });
    };
    scroller.addEventListener('wheel', onWheel, { passive: false });
    return () => {
      scroller.removeEventListener('wheel', onWheel);
    };
  }, [parts.scroller, pxPerHour, view]);

  const focusBlock = useCallback(
    (id: AssignmentId, day: IsoDate) => {
      parts.body.current
        ?.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"][data-date="${day}"]`)
        ?.focus();
    },
    [parts.body],
  );

  function onKey(row: Assignment, day: IsoDate, event: KeyboardEvent): void {
    if (event.ctrlKey || event.metaKey) return;
    const step = event.shiftKey ? 10 : 1;
    const held = isHeld(drag) && drag.by === 'keyboard';
    const run = held ? heldKey(event.code, step, row) : freeKey(event.code, row, day);
    if (!run) return;
    event.preventDefault();
    event.stopPropagation();
    run();
  }

  function heldKey(code: string, step: number, row: Assignment): (() => void) | null {
    switch (code) {
      case 'ArrowUp':
        return () => send({ type: 'nudge', steps: -step });
      case 'ArrowDown':
        return () => send({ type: 'nudge', steps: step });
      case 'KeyM':
        return () => send({ type: 'lift', row, grip: 'move' });
      case 'KeyS':
        return () => send({ type: 'lift', row, grip: 'start' });
      case 'KeyE':
        return () => send({ type: 'lift', row, grip: 'end' });
      case 'Enter':
      case 'Space':
        return () => send({ type: 'release' });
      default:
        return null;
    }
  }

  function freeKey(code: string, row: Assignment, day: IsoDate): (() => void) | null {
    const place = rows.findIndex(({ id }) => id === row.id);
    switch (code) {
      case 'ArrowUp':
      case 'ArrowDown': {
        const next = rows[place + (code === 'ArrowUp' ? -1 : 1)];
        return next ? () => focusBlock(next.id, day) : () => undefined;
      }
      case 'ArrowLeft':
      case 'ArrowRight': {
        const next = activeDates[activeDates.indexOf(day) + (code === 'ArrowLeft' ? -1 : 1)];
        return next === undefined ? () => undefined : () => focusBlock(row.id, next);
      }
      case 'KeyM':
        return () => send({ type: 'lift', row, grip: 'move' });
      case 'KeyS':
        return () => send({ type: 'lift', row, grip: 'start' });
      case 'KeyE':
        return () => send({ type: 'lift', row, grip: 'end' });
      case 'Enter':
        return () => onOpen(row);
      case 'Delete':
      case 'Backspace':
        return () => onRemove(row);
      default:
        return null;
    }
  }

  const placeNow = useCallback(
    (nowAt: number) => {
      const { minutes } = civilAt(channel.timezone, nowAt);
      return pxOfMinutes(offsetOfClock(channel.dayStart, minutes), pxPerHour);
    },
    [channel, pxPerHour],
  );

  return (
    <div
      ref={parts.scroller}
      data-testid="plan-timeline"
      // Also a week without rows is scrolled by keyboard.
      role="region"
      aria-label="The week"
      tabIndex={0}
      className="min-h-0 min-w-0 flex-1 overflow-auto border border-line bg-desk -outline-offset-2!"
    >
      <div className="min-w-[780px]">
        <div data-head className="sticky top-0 z-30 flex border-b border-line bg-panel">
          <div
            className="flex shrink-0 items-end justify-between px-2 pb-1 text-12 text-ink-3"
            style={{ width: RULER_PX }}
          >
            <span title="Wall clock">clock</span>
            <span title="Offset from the start of the broadcast day">offset</span>
          </div>
          {columns.map((column) => (
            <DayHead
              key={column.date}
              column={column}
              isToday={column.date === today}
              isFrozen={frozen.has(column.date)}
              isOffered={offered.has(column.date)}
            />
          ))}
        </div>
        <div className="flex">
          <Ruler pxPerHour={pxPerHour} dayStart={channel.dayStart} />
          <div
            ref={parts.body}
            className="relative flex min-w-0 flex-1"
            onPointerMove={(event) => {
              if (drag.phase === 'idle') return;
              const box = event.currentTarget.getBoundingClientRect();
              const index = Math.floor(((event.clientX - box.left) / box.width) * dates.length);
              setHoverDate(dates[index] ?? null);
            }}
          >
            {columns.map((column) => (
              <DayBody
                key={column.date}
                column={column}
                pxPerHour={pxPerHour}
                dayStart={channel.dayStart}
                names={names}
                isToday={column.date === today}
                isFrozen={frozen.has(column.date)}
                drag={drag}
                isLabelled={column.date === labelDate}
                isLast={column === columns.at(-1)}
                onAdd={(y) => {
                  const grid = channel.gridMinutes;
                  onAdd(Math.floor(minutesOfPx(y, pxPerHour) / grid) * grid);
                }}
              >
                {(column.standing === 'not-in-force' ? [] : rows).map((row) => (
                  <PlanBlock
                    key={row.id}
                    row={row}
                    date={column.date}
                    name={names[contentKey(row.content)]}
                    rowState={rowStateOf(row, published)}
                    dayStart={channel.dayStart}
                    pxPerHour={pxPerHour}
                    isSelected={row.id === selected}
                    isHeld={
                      isHeld(drag) && drag.subject.type === 'row' && drag.subject.row.id === row.id
                    }
                    isTabStop={row.id === tabRow && column.date === tabDate}
                    isWeak={column.hiddenRows.has(row.id)}
                    onGrab={onGrab}
                    onKey={onKey}
                    onFocus={(focused, day) => {
                      onSelect(focused.id);
                      setFocusDate(day);
                    }}
                    onOpen={onOpen}
                  />
                ))}
                {column.date === today ? (
                  <NowLine
                    onTick={clock.onTick}
                    place={placeNow}
                    axis="y"
                    label={`Now, ${dateText(today)}`}
                  />
                ) : null}
              </DayBody>
            ))}
          </div>
        </div>
      </div>
    </div>
  );
}

function rowStateOf(row: Assignment, published: ReadonlyMap<string, string>): RowState {
  const before = published.get(row.id);
  if (before === undefined) return 'added';
  return before === JSON.stringify(row) ? 'published' : 'changed';
}

function Ruler({ pxPerHour, dayStart }: { readonly pxPerHour: number; readonly dayStart: string }) {
  const step = rulerStepMinutes(pxPerHour);
  const marks = Array.from({ length: DAY_MINUTES / step }, (_, index) => index * step);
  return (
    <div
      aria-hidden
      className="sticky left-0 z-20 shrink-0 bg-panel"
      style={{ width: RULER_PX, height: pxOfMinutes(DAY_MINUTES, pxPerHour) }}
    >
      {marks.map((minutes) => (
        <div
          key={minutes}
          className="absolute inset-x-0 flex justify-between border-t border-line px-2 font-mono text-12 leading-4"
          style={{ top: pxOfMinutes(minutes, pxPerHour) }}
        >
          <span className="text-ink-2">{wallClockOfOffset(dayStart, minutes)}</span>
          <span className="text-ink-3">{scheduleTimeOf(minutes)}</span>
        </div>
      ))}
    </div>
  );
}
