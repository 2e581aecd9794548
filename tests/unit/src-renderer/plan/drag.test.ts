import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import {
  describeHeld,
  IDLE,
  isHeld,
  stepDrag,
  type DragContext,
  type DragEvent,
  type DragResult,
  type DragState,
  type Grip,
} from '#renderer/plan/drag.ts';
import type { Assignment } from '#shared/model/plan.ts';
import { applyPlanEdits } from '#shared/planning/plan/plan-edits.ts';

import { contextOf, row } from './plan-fixture.ts';

/** Feeds events one after the other; the last result, and every change on the way. */
function play(events: readonly DragEvent[], context: DragContext): DragResult {
  let state: DragState = IDLE;
  let result: DragResult = { state, change: null, refusal: null };
  for (const event of events) {
    result = stepDrag(state, event, context);
    state = result.state;
  }
  return result;
}

function press(held: Assignment, grip: Grip, minutes: number): DragEvent {
  return { type: 'press', subject: { type: 'row', row: held }, grip, x: 10, y: minutes, minutes };
}

/** At 60 pixels to the hour a pixel is a minute. */
function point(minutes: number): DragEvent {
  return { type: 'point', x: 10, y: minutes, minutes };
}

const gallery = row('a', 120, 60);
const lights = row('b', 240, 30);
const rows = [gallery, lights];

describe('stepDrag', () => {
  test('stays a press until the pointer has gone five pixels', () => {
    const context = contextOf(rows);
    expect(play([press(gallery, 'move', 130), point(134)], context).state.phase).toBe('pointing');
    expect(play([press(gallery, 'move', 130), point(135)], context).state.phase).toBe('moving');
  });

  test('moves a row by whole grid slots and names the command', () => {
    const result = play(
      [press(gallery, 'move', 130), point(150), point(192), { type: 'release' }],
      contextOf([gallery, row('b', 300, 30)]),
    );
    expect(result.change).toEqual({
      label: 'Moved Show a to 09:00',
      edits: [{ type: 'replace', assignment: { ...gallery, startOffsetMinutes: 180 } }],
    });
  });

  test('makes the same edits by keyboard as by mouse', () => {
    const context = contextOf([gallery, row('b', 300, 30)]);
    const byMouse = play([press(gallery, 'move', 130), point(190), { type: 'release' }], context);
    const byKeys = play(
      [
        { type: 'lift', row: gallery, grip: 'move' },
        { type: 'nudge', steps: 1 },
        { type: 'nudge', steps: 1 },
        { type: 'release' },
      ],
      context,
    );
    expect(byKeys.change).toEqual(byMouse.change);
    expect(byMouse.change).not.toBeNull();
  });

  test('leaves nothing behind when it is cancelled', () => {
    const result = play(
      [press(gallery, 'move', 130), point(400), { type: 'cancel' }, { type: 'release' }],
      contextOf(rows),
    );
    expect(result).toEqual({ state: IDLE, change: null, refusal: null });
  });

  test('makes no change when a row comes back to where it was', () => {
    const result = play(
      [press(gallery, 'move', 130), point(400), point(132), { type: 'release' }],
      contextOf(rows),
    );
    expect(result.change).toBeNull();
    expect(result.refusal).toBeNull();
  });

  test('refuses a place that is taken and names what is in the way', () => {
    const result = play(
      [press(gallery, 'move', 130), point(250), { type: 'release' }],
      contextOf(rows),
    );
    expect(result.change).toBeNull();
    expect(result.refusal).toEqual({
      blockerId: 'b',
      reason: '“Show b” is there from 10:00 to 10:30.',
    });
  });

  test('resizes at both ends and never below one slot', () => {
    const context = contextOf([gallery]);
    const later = play([press(gallery, 'end', 180), point(212), { type: 'release' }], context);
    expect(later.change?.edits).toEqual([
      { type: 'replace', assignment: { ...gallery, durationMinutes: 90 } },
    ]);
    const earlier = play([press(gallery, 'start', 120), point(88), { type: 'release' }], context);
    expect(earlier.change?.edits).toEqual([
      {
        type: 'replace',
        assignment: { ...gallery, startOffsetMinutes: 90, durationMinutes: 90 },
      },
    ]);
    const shortest = play([press(gallery, 'end', 180), point(20), { type: 'release' }], context);
    expect(shortest.change?.edits).toEqual([
      { type: 'replace', assignment: { ...gallery, durationMinutes: 30 } },
    ]);
  });

  test('resizes by keyboard after the grip is changed', () => {
    const result = play(
      [
        { type: 'lift', row: gallery, grip: 'end' },
        { type: 'nudge', steps: -5 },
        { type: 'lift', row: gallery, grip: 'start' },
        { type: 'nudge', steps: -1 },
        { type: 'release' },
      ],
      contextOf([gallery]),
    );
    expect(result.change?.edits).toEqual([
      {
        type: 'replace',
        assignment: { ...gallery, startOffsetMinutes: 90, durationMinutes: 60 },
      },
    ]);
  });

  test('rests on a neighbour’s edge that is off the grid', () => {
    const odd = row('c', 300, 47);
    const state = play([press(gallery, 'move', 130), point(355)], contextOf([gallery, odd])).state;
    expect(isHeld(state) && state.placement?.startOffsetMinutes).toBe(347);
    expect(isHeld(state) && state.guideAt).toBe(347);
  });

  test('goes by minutes when snapping is off', () => {
    const state = play(
      [press(gallery, 'move', 130), point(357)],
      contextOf(rows, { isSnapping: false }),
    ).state;
    expect(isHeld(state) && state.placement?.startOffsetMinutes).toBe(347);
  });

  test('drops content from the library into the slot under the pointer', () => {
    const subject = {
      type: 'content',
      content: lights.content,
      title: 'Harbour Lights',
      durationMinutes: 60,
    } as const;
    const context = contextOf(rows);
    const start: DragEvent = { type: 'press', subject, grip: 'move', x: 0, y: 0, minutes: null };
    const outside = play([start, { type: 'point', x: 0, y: 50, minutes: null }], context);
    expect(outside.state).toMatchObject({ phase: 'dropping', placement: null });
    const dropped = play([start, point(429), { type: 'release' }], context);
    expect(dropped.change).toEqual({
      label: 'Added Harbour Lights at 13:00',
      edits: [
        {
          type: 'insert',
          assignment: {
            ...row('new-1', 420, 60),
            content: lights.content,
          },
        },
      ],
    });
  });

  test('drops nothing outside of the week', () => {
    const subject = {
      type: 'content',
      content: lights.content,
      title: 'Harbour Lights',
      durationMinutes: 60,
    } as const;
    const result = play(
      [
        { type: 'press', subject, grip: 'move', x: 0, y: 0, minutes: null },
        point(429),
        { type: 'point', x: 900, y: 0, minutes: null },
        { type: 'release' },
      ],
      contextOf(rows),
    );
    expect(result.change).toBeNull();
  });

  test('commits only rows that lie in the day and overlap nothing', () => {
    const events = fc.array(
      fc.oneof(
        fc.integer({ min: -600, max: 2_100 }).map((minutes) => point(minutes)),
        fc.integer({ min: -20, max: 20 }).map((steps) => ({ type: 'nudge', steps }) as const),
      ),
      { maxLength: 12 },
    );
    fc.assert(
      fc.property(
        events,
        fc.constantFrom<Grip>('move', 'start', 'end'),
        fc.boolean(),
        fc.boolean(),
        (moves, grip, isSnapping, isByKeys) => {
          const context = contextOf([gallery, lights, row('c', 600, 240)], { isSnapping });
          const begin: DragEvent = isByKeys
            ? { type: 'lift', row: gallery, grip }
            : press(gallery, grip, grip === 'end' ? 180 : 120);
          const { change, state } = play([begin, ...moves, { type: 'release' }], context);
          expect(state).toEqual(IDLE);
          if (!change) return;
          const after = applyPlanEdits([...context.rows], [...change.edits]);
          for (const one of after) {
            expect(one.startOffsetMinutes).toBeGreaterThanOrEqual(0);
            expect(one.startOffsetMinutes + one.durationMinutes).toBeLessThanOrEqual(1_440);
          }
        },
      ),
    );
  });
});

describe('describeHeld', () => {
  test('says the target and whether it fits', () => {
    const fits = play([{ type: 'lift', row: gallery, grip: 'move' }], contextOf(rows)).state;
    const taken = play(
      [
        { type: 'lift', row: gallery, grip: 'move' },
        { type: 'nudge', steps: 4 },
      ],
      contextOf(rows),
    ).state;
    expect(isHeld(fits) && describeHeld(fits, '06:00')).toBe('08:00 (+02:00) to 09:00, fits');
    expect(isHeld(taken) && describeHeld(taken, '06:00')).toBe(
      '10:00 (+04:00) to 11:00, does not fit: “Show b” is there from 10:00 to 10:30.',
    );
  });
});
