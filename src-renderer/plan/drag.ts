import type { AssignmentId, PlanId } from '#shared/model/ids.ts';
import type { Assignment, ContentReference, PlanEdit } from '#shared/model/plan.ts';
import { wallClockOfOffset } from '#shared/time/broadcast-day.ts';
import { type LocalTime, DAY_MINUTES } from '#shared/time/units.ts';

import { describeChange } from './describe-change.ts';
import { minutesOfPx } from '../grid/scale.ts';
import { refusalOf, timeWithOffset, type Placement, type Refusal } from './placement.ts';
import { SNAP_PX, snapEdge, snapRow, type SnapRules } from './snap.ts';

/** How far the pointer must go, in pixels, before a press becomes a drag. */
export const DRAG_THRESHOLD_PX = 5;

/** Which part of a row is held. */
export type Grip = 'move' | 'start' | 'end';

/** What is dragged: a row of the plan, or content from the library. */
export type DragSubject =
  | { readonly type: 'row'; readonly row: Assignment }
  | {
      readonly type: 'content';
      readonly content: ContentReference;
      readonly title: string;
      readonly durationMinutes: number;
    };

type HeldPhase = 'moving' | 'resizing-start' | 'resizing-end' | 'dropping';

/** The whole of a drag. Everything is recomputed from `rows`, the snapshot taken when it began. */
export type DragState =
  | { readonly phase: 'idle' }
  | {
      readonly phase: 'pointing';
      readonly subject: DragSubject;
      readonly grip: Grip;
      readonly rows: readonly Assignment[];
      readonly x: number;
      readonly y: number;
      /** The offset under the pointer at the press; `null` when it was outside of the day. */
      readonly minutes: number | null;
    }
  | {
      readonly phase: HeldPhase;
      readonly by: 'pointer' | 'keyboard';
      readonly subject: DragSubject;
      readonly rows: readonly Assignment[];
      /** Offset under the pointer minus the held edge, so that nothing jumps when a drag begins. */
      readonly grabMinutes: number;
      /** `null`: nowhere, the pointer is outside of the day. */
      readonly placement: Placement | null;
      readonly refusal: Refusal | null;
      /** The neighbour's edge that caught it, in minutes, or `null`. */
      readonly guideAt: number | null;
    };

export type DragEvent =
  | {
      readonly type: 'press';
      readonly subject: DragSubject;
      readonly grip: Grip;
      readonly x: number;
      readonly y: number;
      readonly minutes: number | null;
    }
  | {
      readonly type: 'point';
      readonly x: number;
      readonly y: number;
      readonly minutes: number | null;
    }
  /** Picks a row up by keyboard. */
  | { readonly type: 'lift'; readonly row: Assignment; readonly grip: Grip }
  /** Moves what is held by keyboard, by steps of the grid (of a minute while snapping is off). */
  | { readonly type: 'nudge'; readonly steps: number }
  | { readonly type: 'release' }
  | { readonly type: 'cancel' };

/** What the machine needs to know of the plan. */
export interface DragContext {
  readonly rows: readonly Assignment[];
  readonly planId: PlanId;
  readonly gridMinutes: number;
  readonly pxPerHour: number;
  readonly isSnapping: boolean;
  readonly dayStart: LocalTime;
  readonly titleOf: (row: Assignment) => string;
  readonly newId: () => AssignmentId;
}

/** What a drag leaves behind: nothing, a change, or the reason why there is none. */
export interface DragResult {
  readonly state: DragState;
  readonly change: { readonly label: string; readonly edits: readonly PlanEdit[] } | null;
  readonly refusal: Refusal | null;
}

export const IDLE: DragState = { phase: 'idle' };

const PHASES: Record<Grip, HeldPhase> = {
  move: 'moving',
  start: 'resizing-start',
  end: 'resizing-end',
};

type Held = Extract<DragState, { phase: HeldPhase }>;

/** Takes one event. Pure; the caller applies the change, if any, and draws the state. */
export function stepDrag(state: DragState, event: DragEvent, context: DragContext): DragResult {
  switch (event.type) {
    case 'press':
      return unchanged({
        phase: 'pointing',
        subject: event.subject,
        grip: event.grip,
        rows: context.rows,
        x: event.x,
        y: event.y,
        minutes: event.minutes,
      });
    case 'lift': {
      const { startOffsetMinutes, durationMinutes } = event.row;
      return unchanged({
        phase: PHASES[event.grip],
        by: 'keyboard',
        subject: { type: 'row', row: event.row },
        rows: context.rows,
        grabMinutes: 0,
        placement: placementOf(state, event.row.id) ?? { startOffsetMinutes, durationMinutes },
        refusal: 'refusal' in state ? state.refusal : null,
        guideAt: null,
      });
    }
    case 'point':
      return unchanged(point(state, event, context));
    case 'nudge':
      return unchanged(isHeld(state) ? nudge(state, event.steps, context) : state);
    case 'cancel':
      return unchanged(IDLE);
    case 'release':
      return isHeld(state) ? release(state, context) : unchanged(IDLE);
  }
}

/** Whether something is being dragged, as opposed to nothing or a press that has not moved. */
export function isHeld(state: DragState): state is Held {
  return state.phase !== 'idle' && state.phase !== 'pointing';
}

function unchanged(state: DragState): DragResult {
  return { state, change: null, refusal: null };
}

/** Where the row already hovers, so that changing the grip by keyboard does not put it back. */
function placementOf(state: DragState, id: AssignmentId): Placement | null {
  return isHeld(state) && state.subject.type === 'row' && state.subject.row.id === id
    ? state.placement
    : null;
}

function point(
  state: DragState,
  event: Extract<DragEvent, { type: 'point' }>,
  context: DragContext,
): DragState {
  if (isHeld(state)) return state.by === 'pointer' ? place(state, event.minutes, context) : state;
  if (state.phase !== 'pointing') return state;
  const distance = Math.hypot(event.x - state.x, event.y - state.y);
  if (distance < DRAG_THRESHOLD_PX) return state;
  const { subject, rows } = state;
  const held: Held = {
    phase: subject.type === 'content' ? 'dropping' : PHASES[state.grip],
    by: 'pointer',
    subject,
    rows,
    grabMinutes: grabOf(subject, state.grip, state.minutes),
    placement: null,
    refusal: null,
    guideAt: null,
  };
  return place(held, event.minutes, context);
}

function grabOf(subject: DragSubject, grip: Grip, minutes: number | null): number {
  if (subject.type === 'content' || minutes === null) return 0;
  const { startOffsetMinutes, durationMinutes } = subject.row;
  return minutes - (grip === 'end' ? startOffsetMinutes + durationMinutes : startOffsetMinutes);
}

function place(held: Held, minutes: number | null, context: DragContext): Held {
  if (minutes === null) {
    return held.subject.type === 'content'
      ? { ...held, placement: null, refusal: null, guideAt: null }
      : held;
  }
  return settle(held, minutes - held.grabMinutes, rulesFor(held, context), context);
}

function rulesFor(held: Held, context: DragContext): SnapRules {
  const own = held.subject.type === 'row' ? held.subject.row.id : null;
  return {
    isSnapping: context.isSnapping,
    gridMinutes: context.gridMinutes,
    edges: held.rows
      .filter(({ id }) => id !== own)
      .flatMap((row) => [row.startOffsetMinutes, row.startOffsetMinutes + row.durationMinutes]),
    reachMinutes: minutesOfPx(SNAP_PX, context.pxPerHour),
  };
}

function within(minutes: number, low: number, high: number): number {
  return Math.min(Math.max(minutes, low), Math.max(low, high));
}

/** Puts the held edge at the offset, as far as snapping, the day and the shortest length allow. */
function settle(held: Held, minutes: number, rules: SnapRules, context: DragContext): Held {
  const shortest = context.isSnapping ? context.gridMinutes : 1;
  const before: Placement =
    held.subject.type === 'row'
      ? (held.placement ?? held.subject.row)
      : { startOffsetMinutes: 0, durationMinutes: held.subject.durationMinutes };
  const end = before.startOffsetMinutes + before.durationMinutes;
  switch (held.phase) {
    case 'resizing-start': {
      const snapped = snapEdge(minutes, rules);
      const start = within(snapped.minutes, 0, end - Math.min(shortest, before.durationMinutes));
      return withPlacement(held, start, end - start, snapped.guideAt, context);
    }
    case 'resizing-end': {
      const snapped = snapEdge(minutes, rules);
      const low = before.startOffsetMinutes + shortest;
      const last = within(snapped.minutes, low, Math.max(DAY_MINUTES, end));
      return withPlacement(
        held,
        before.startOffsetMinutes,
        last - before.startOffsetMinutes,
        snapped.guideAt,
        context,
      );
    }
    case 'moving':
    case 'dropping': {
      const aim =
        held.phase === 'dropping' && rules.isSnapping ? minutes - context.gridMinutes / 2 : minutes;
      const snapped = snapRow(aim, before.durationMinutes, rules);
      const start = within(snapped.minutes, 0, DAY_MINUTES - before.durationMinutes);
      return withPlacement(held, start, before.durationMinutes, snapped.guideAt, context);
    }
  }
}

function withPlacement(
  held: Held,
  startOffsetMinutes: number,
  durationMinutes: number,
  guideAt: number | null,
  context: DragContext,
): Held {
  const placement = { startOffsetMinutes, durationMinutes };
  const isSame =
    held.placement?.startOffsetMinutes === startOffsetMinutes &&
    held.placement.durationMinutes === durationMinutes &&
    held.guideAt === guideAt;
  if (isSame) return held;
  const own = held.subject.type === 'row' ? held.subject.row.id : null;
  const refusal = refusalOf(held.rows, placement, own, context.titleOf, context.dayStart);
  return { ...held, placement, refusal, guideAt };
}

/** Neighbours do not catch what the keyboard moves: a step is always a step. */
function nudge(held: Held, steps: number, context: DragContext): Held {
  const placement = held.placement;
  if (!placement) return held;
  const stepMinutes = context.isSnapping ? context.gridMinutes : 1;
  const edge =
    held.phase === 'resizing-end'
      ? placement.startOffsetMinutes + placement.durationMinutes
      : placement.startOffsetMinutes;
  const rules = { ...rulesFor(held, context), isSnapping: false };
  return settle(held, edge + steps * stepMinutes, rules, context);
}

function release(held: Held, context: DragContext): DragResult {
  const { placement, subject } = held;
  if (!placement) return unchanged(IDLE);
  if (held.refusal) return { state: IDLE, change: null, refusal: held.refusal };
  if (subject.type === 'content') {
    const assignment: Assignment = {
      id: context.newId(),
      planId: context.planId,
      ...placement,
      content: subject.content,
      episodePolicy: 'sequential',
      operatorIntent: null,
      labelId: null,
    };
    const at = wallClockOfOffset(context.dayStart, placement.startOffsetMinutes);
    return {
      state: IDLE,
      change: { label: `Added ${subject.title} at ${at}`, edits: [{ type: 'insert', assignment }] },
      refusal: null,
    };
  }
  const { row } = subject;
  const isSame =
    row.startOffsetMinutes === placement.startOffsetMinutes &&
    row.durationMinutes === placement.durationMinutes;
  if (isSame) return unchanged(IDLE);
  const assignment: Assignment = { ...row, ...placement };
  return {
    state: IDLE,
    change: {
      label: describeChange(row, placement, context),
      edits: [{ type: 'replace', assignment }],
    },
    refusal: null,
  };
}

/** What a screen reader is told while something is held. */
export function describeHeld(held: Held, dayStart: LocalTime): string {
  if (!held.placement) return 'Outside of the day';
  const { startOffsetMinutes: start, durationMinutes: duration } = held.placement;
  const span = `${timeWithOffset(start, dayStart)} to ${wallClockOfOffset(dayStart, start + duration)}`;
  return held.refusal ? `${span}, does not fit: ${held.refusal.reason}` : `${span}, fits`;
}
