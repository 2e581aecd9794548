import type { AssignmentId, PlanId } from '#shared/model/ids.ts';
import { Assignment } from '#shared/model/plan.ts';
import type { DragContext } from '#renderer/plan/drag.ts';

export const PLAN_ID = 'plan-1' as PlanId;

/** A row of a series. */
export function row(id: string, start: number, duration: number): Assignment {
  return Assignment.parse({
    id,
    planId: PLAN_ID,
    startOffsetMinutes: start,
    durationMinutes: duration,
    content: { type: 'series', seriesId: `series-${id}` },
    episodePolicy: 'sequential',
    operatorIntent: null,
    labelId: null,
  });
}

/** A channel with half-hour slots whose day starts at six, 60 pixels to the hour. */
export function contextOf(
  rows: readonly Assignment[],
  changes: Partial<DragContext> = {},
): DragContext {
  let made = 0;
  return {
    rows,
    planId: PLAN_ID,
    gridMinutes: 30,
    pxPerHour: 60,
    isSnapping: true,
    dayStart: '06:00',
    titleOf: ({ id }) => `Show ${id}`,
    newId: () => {
      made += 1;
      return `new-${String(made)}` as AssignmentId;
    },
    ...changes,
  };
}
