import { describe, expect, test } from 'vitest';

import { createNoticeStore } from '#renderer/stores/notice-store.ts';
import { AppError } from '#shared/errors/app-error.ts';

const fail = () => Promise.reject(new AppError('invalid-input', 'No such folder.'));

describe('createNoticeStore', () => {
  test('takes back the notices of an attempt once it goes well, and leaves the others', async () => {
    const notices = createNoticeStore();
    const shown = () => notices.store.getState().notices.map(({ attempt }) => attempt);
    expect(await notices.attempt('Add the folder', fail)).toBe(false);
    expect(await notices.attempt('Scan media', fail)).toBe(false);
    expect(await notices.attempt('Add the folder', fail)).toBe(false);
    expect(shown()).toEqual(['Add the folder', 'Scan media', 'Add the folder']);
    expect(await notices.attempt('Add the folder', () => Promise.resolve())).toBe(true);
    expect(shown()).toEqual(['Scan media']);
  });
});
