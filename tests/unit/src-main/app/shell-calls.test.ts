import type { WebContents } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';

import { answerShellCall } from '#main/app/shell-calls.ts';
import { electron, FakeWebContents, resetElectron } from '#tests/helpers/fake-electron.ts';

beforeEach(resetElectron);

const contents = new FakeWebContents() as unknown as WebContents;

describe('answerShellCall', () => {
  test('answers the chosen folder, and nothing when the operator thinks better of it', async () => {
    expect(await answerShellCall({ call: 'pickFolder' }, contents)).toBeNull();
    electron.chosenFolders = ['/media/tv'];
    expect(await answerShellCall({ call: 'pickFolder' }, contents)).toBe('/media/tv');
  });

  test('shows a file in its folder only by its full path', async () => {
    await answerShellCall({ call: 'revealPath', path: '/media/tv/show.mkv' }, contents);
    for (const path of [
      '../show.mkv',
      '//server/share/show.mkv',
      '\\\\server\\share\\show.mkv',
      '\\\\?\\UNC\\server\\share',
      '\\\\.\\pipe\\x',
      '/\\server\\share',
    ]) {
      await expect(answerShellCall({ call: 'revealPath', path }, contents)).rejects.toMatchObject({
        code: 'invalid-input',
        details: { field: 'path' },
      });
    }
    expect(electron.revealed).toEqual(['/media/tv/show.mkv']);
  });

  test('says what the desktop can do', async () => {
    expect(await answerShellCall({ call: 'capabilities' }, contents)).toContain('pickFolder');
  });
});
