import { describe, expect, test } from 'vitest';

import { createNoticeStore } from '#renderer/stores/notice-store.ts';
import { type Command, createUndoStore } from '#renderer/stores/undo-store.ts';
import { AppError } from '#shared/errors/app-error.ts';

function begin() {
  const notices = createNoticeStore();
  const undo = createUndoStore(notices);
  let value = 0;
  const setTo = (next: number): Command => ({
    label: `Set to ${String(next)}`,
    run() {
      const before = value;
      value = next;
      return Promise.resolve({ ...setTo(before), label: `Set to ${String(next)}` });
    },
  });
  return { notices, undo, setTo, value: () => value };
}

describe('createUndoStore', () => {
  test('takes back and does again, step by step, and says so', async () => {
    const { undo, setTo, value, notices } = begin();
    await undo.perform(setTo(1));
    await undo.perform(setTo(2));
    expect(notices.store.getState().lastAction?.label).toBe('Set to 2');
    await undo.undo();
    expect(value()).toBe(1);
    expect(notices.store.getState().lastAction?.label).toBe('Undid: Set to 2');
    await undo.undo();
    expect(value()).toBe(0);
    await undo.undo();
    expect(value()).toBe(0);
    await undo.redo();
    await undo.redo();
    expect(value()).toBe(2);
  });

  test('forgets what was taken back once something else is done', async () => {
    const { undo, setTo, value } = begin();
    await undo.perform(setTo(1));
    await undo.undo();
    await undo.perform(setTo(5));
    await undo.redo();
    expect(value()).toBe(5);
  });

  test('does one thing at a time, in the order in which they were asked for', async () => {
    const { undo, setTo, value } = begin();
    await Promise.all([undo.perform(setTo(1)), undo.perform(setTo(2)), undo.undo(), undo.redo()]);
    expect(value()).toBe(2);
  });

  test('throws what cannot be done, and says what cannot be taken back any more', async () => {
    const { undo, setTo, value, notices } = begin();
    const stale = new AppError('stale-version', 'It was changed elsewhere.', {});
    const refused: Command = { label: 'Refused', run: () => Promise.reject(stale) };
    await expect(undo.perform(refused)).rejects.toBe(stale);
    await undo.perform(setTo(1));
    await undo.perform({ label: 'Once', run: () => Promise.resolve(refused) });
    await undo.undo();
    expect(notices.store.getState().notices).toMatchObject([
      { attempt: 'Undo: Refused', error: { code: 'stale-version' } },
    ]);
    await undo.undo();
    expect(value()).toBe(0);
  });
});
