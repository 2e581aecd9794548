import { describe, expect, test } from 'vitest';

import { isScannedFile, isScannedFolder } from '#main/library/sources/folder/video-files.ts';

describe('isScannedFile', () => {
  test.each(['a.mkv', 'a.MP4', 'Free Sample.avi', '.5 Ton Man.x.mkv'.slice(1), 'a b (1984).m2ts'])(
    'takes %j',
    (name) => {
      expect(isScannedFile(name)).toBe(true);
    },
  );

  test.each([
    ...['a.srt', 'a.nfo', 'a.jpg', 'a', 'mkv', '.hidden.mkv', '._a.mkv', 'a.mkv.part'],
    ...['a.tmp.mp4', 'sample.mkv', 'film-sample.mkv', 'film.sample.mkv', 'a.mp3'],
  ])('ignores %j', (name) => {
    expect(isScannedFile(name)).toBe(false);
  });
});

describe('isScannedFolder', () => {
  test('passes over hidden folders, samples and stores of the operating system', () => {
    const names = ['.git', 'Sample', '@eaDir', '$RECYCLE.BIN', 'Season 1'];
    expect(names.filter(isScannedFolder)).toEqual(['Season 1']);
  });
});
