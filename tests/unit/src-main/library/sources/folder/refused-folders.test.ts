import { describe, expect, test } from 'vitest';

import { refuseUnfitFolder } from '#main/library/sources/folder/refused-folders.ts';

const DATA = '/home/me/.local/share/retrovue';

describe('refuseUnfitFolder', () => {
  test.each([
    ['/media/tv', null],
    ['/home/me/Videos', null],
    ['/home/me/.local/share/retrovue-media', null],
    ['/run/media/me/disk', null],
    ['/device', null],
    [`${DATA}/demo-media`, null],
    ['/', 'contains'],
    ['/home/me', 'contains'],
    ['/home/me/.local/share', 'contains'],
    [DATA, 'is the station’s own'],
    [`${DATA}/cache`, 'inside'],
    [`${DATA}/demo-media-2`, 'inside'],
    ['/proc', 'system'],
    ['/proc/1/root', 'system'],
    ['/sys', 'system'],
    ['/dev', 'system'],
    ['/dev/shm', 'system'],
  ])('judges %s', (folder, words) => {
    const judge = () => {
      refuseUnfitFolder(folder, DATA);
    };
    if (words === null) expect(judge).not.toThrow();
    else {
      expect(judge).toThrow(
        expect.objectContaining({
          code: 'invalid-input',
          message: expect.stringContaining(words) as string,
          details: expect.objectContaining({ field: 'path' }) as object,
        }) as Error,
      );
    }
  });
});
