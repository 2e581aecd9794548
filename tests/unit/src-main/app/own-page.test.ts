import { describe, expect, test } from 'vitest';

import { isOpenableLink, isOwnPage, START_PAGE } from '#main/app/own-page.ts';

describe('isOwnPage', () => {
  test('knows the interface and its views', () => {
    expect(isOwnPage(START_PAGE)).toBe(true);
    expect(isOwnPage('app://retrovue/plan?channel=1#top')).toBe(true);
  });

  test('is not deceived by addresses that look alike', () => {
    const others = [
      'app://retrovue.evil.example/index.html',
      'app://retrovue@evil.example/index.html',
      'app://user:secret@retrovue/index.html',
      'app://retrovue:8080/index.html',
      'file:///etc/passwd',
      'https://retrovue/index.html',
      'http://localhost@evil.example/',
      'http://localhost.evil.example/',
      'javascript:alert(1)',
      'data:text/html,hello',
      'app:retrovue',
      '',
      'not an address',
    ];
    for (const url of others) expect({ url, isOwn: isOwnPage(url) }).toEqual({ url, isOwn: false });
  });
});

describe('isOpenableLink', () => {
  test('lets only https pages of known sites out', () => {
    expect(isOpenableLink('https://ffmpeg.org/download.html')).toBe(true);
    const refused = [
      'http://ffmpeg.org/',
      'https://example.org/',
      'https://ffmpeg.org.evil.example/',
      'https://evil.ffmpeg.org/',
      'https://ffmpeg.org:8443/',
      'https://ffmpeg.org@evil.example/',
      'https://127.0.0.1/',
      'file:///etc/passwd',
      'smb://server/share',
      'ms-msdt:/id',
      'javascript:alert(1)',
      'https://bank.example@evil.example/',
      'mailto:someone@example.org',
      '',
    ];
    for (const url of refused)
      expect({ url, open: isOpenableLink(url) }).toEqual({ url, open: false });
  });
});
