import { useCallback, useEffect, useRef, useState } from 'react';

import {
  IDLE,
  stepDrag,
  type DragContext,
  type DragEvent,
  type DragResult,
  type DragState,
  type DragSubject,
  type Grip,
} from './drag.ts';

/** How near the edge of the timeline a drag scrolls it, and the fastest that it does, in pixels. */
const SCROLL_REACH_PX = 40;
const SCROLL_STEP_PX = 12;

/** Turns a place on the screen into an offset, or `null` outside of the days. */
export type MinutesAt = (x: number, y: number) => number | null;

/** Connects pointer and keyboard to the drag machine. */
export function usePlanDrag(options: {
  readonly context: DragContext | null;
  readonly minutesAt: MinutesAt;
  readonly scroller: { readonly current: HTMLElement | null };
  readonly onResult: (result: DragResult) => void;
  readonly everyFrame: (run: () => void) => () => void;
}) {
  const { context, minutesAt, scroller, onResult, everyFrame } = options;
  const [state, setState] = useState<DragState>(IDLE);
  const latest = useRef({ state, context, minutesAt, onResult });
  useEffect(() => {
    latest.current = { ...latest.current, context, minutesAt, onResult };
  }, [context, minutesAt, onResult]);

  const send = useCallback((event: DragEvent) => {
    const { state: before, context: current, onResult: report } = latest.current;
    if (!current) return;
    const result = stepDrag(before, event, current);
    latest.current = { ...latest.current, state: result.state };
    setState(result.state);
    if (result.change || result.refusal) report(result);
  }, []);

  const isPointer = state.phase === 'pointing' || ('by' in state && state.by === 'pointer');
  const isActive = state.phase !== 'idle';

  useEffect(() => {
    if (!isPointer) return undefined;
    let x = 0;
    let y = 0;
    function point(): void {
      send({ type: 'point', x, y, minutes: latest.current.minutesAt(x, y) });
    }
    function onMove(event: PointerEvent): void {
      x = event.clientX;
      y = event.clientY;
      event.preventDefault();
      point();
    }
    function onUp(): void {
      send({ type: 'release' });
    }
    const stopScrolling = everyFrame(() => {
      const box = scroller.current?.getBoundingClientRect();
      if (!box || latest.current.state.phase === 'pointing' || (x === 0 && y === 0)) return;
      const above = SCROLL_REACH_PX - (y - box.top);
      const below = SCROLL_REACH_PX - (box.bottom - y);
      const speed =
        below > 0 ? Math.min(1, below / SCROLL_REACH_PX) : -Math.min(1, above / SCROLL_REACH_PX);
      if (above <= 0 && below <= 0) return;
      scroller.current?.scrollBy(0, speed * SCROLL_STEP_PX);
      point();
    });
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    return () => {
      stopScrolling();
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
    };
  }, [isPointer, send, scroller, everyFrame]);

  useEffect(() => {
    if (!isActive) return undefined;
    function onKey(event: KeyboardEvent): void {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopPropagation();
      send({ type: 'cancel' });
    }
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('keydown', onKey, true);
    };
  }, [isActive, send]);

  const press = useCallback(
    (subject: DragSubject, grip: Grip, event: { clientX: number; clientY: number }) => {
      send({
        type: 'press',
        subject,
        grip,
        x: event.clientX,
        y: event.clientY,
        minutes: latest.current.minutesAt(event.clientX, event.clientY),
      });
    },
    [send],
  );

  return { state, send, press };
}
