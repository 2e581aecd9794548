import { describe, expect, test } from 'vitest';

import {
  EMPTY_HISTORY,
  recordCommand,
  stepBack,
  stepForward,
  UNDO_STEPS,
  type UndoHistory,
} from '#renderer/stores/undo-history.ts';

function recorded(count: number): UndoHistory<string> {
  let history: UndoHistory<string> = EMPTY_HISTORY;
  for (let index = 0; index < count; index += 1) {
    history = recordCommand(history, { label: `step ${String(index)}`, edits: [], inverse: [] });
  }
  return history;
}

describe('recordCommand', () => {
  test('keeps at least two hundred steps and forgets the oldest', () => {
    expect(UNDO_STEPS).toBeGreaterThanOrEqual(200);
    const history = recorded(UNDO_STEPS + 5);
    expect(history.done).toHaveLength(UNDO_STEPS);
    expect(history.done[0]?.label).toBe('step 5');
  });

  test('forgets what had been taken back', () => {
    const back = stepBack(recorded(2))!.history;
    expect(stepForward(recordCommand(back, { label: 'new', edits: [], inverse: [] }))).toBeNull();
  });
});

describe('stepBack', () => {
  test('gives the newest command and can be taken forward again', () => {
    const history = recorded(3);
    const back = stepBack(history)!;
    expect(back.command.label).toBe('step 2');
    expect(stepForward(back.history)).toEqual({ command: back.command, history });
  });

  test('answers null when nothing was done', () => {
    expect(stepBack(EMPTY_HISTORY)).toBeNull();
  });
});
