import type { WebContents } from 'electron';
import { beforeEach, describe, expect, test } from 'vitest';

import { guardNavigation } from '#main/app/navigation-guard.ts';
import {
  electron,
  fakeEvent,
  FakeWebContents,
  resetElectron,
} from '#tests/helpers/fake-electron.ts';

let contents: FakeWebContents;

beforeEach(() => {
  resetElectron();
  contents = new FakeWebContents();
  guardNavigation(contents as unknown as WebContents);
});

function isPrevented(name: string, url: string): boolean {
  const event = fakeEvent(url);
  contents.emit(name, event);
  return event.isPrevented;
}

describe('guardNavigation', () => {
  test('stays on the interface whichever way it is led', () => {
    for (const name of ['will-navigate', 'will-frame-navigate', 'will-redirect']) {
      expect(isPrevented(name, 'app://retrovue/guide')).toBe(false);
      expect(isPrevented(name, 'http://localhost@evil.example/')).toBe(true);
      expect(isPrevented(name, 'file:///home/me/dropped.html')).toBe(true);
    }
  });

  test('gives a link that is followed to the browser when it is https', () => {
    isPrevented('will-navigate', 'https://ffmpeg.org/help');
    isPrevented('will-navigate', 'file:///etc/passwd');
    isPrevented('will-redirect', 'https://ffmpeg.org/redirected');
    expect(electron.openedOutside).toEqual(['https://ffmpeg.org/help']);
  });

  test('opens no second window', () => {
    expect(contents.openHandler?.({ url: 'app://retrovue/guide' })).toEqual({ action: 'deny' });
    expect(contents.openHandler?.({ url: 'https://ffmpeg.org/' })).toEqual({ action: 'deny' });
    expect(contents.openHandler?.({ url: 'smb://server/share' })).toEqual({ action: 'deny' });
    expect(electron.openedOutside).toEqual(['https://ffmpeg.org/']);
  });

  test('attaches no webview', () => {
    expect(isPrevented('will-attach-webview', '')).toBe(true);
  });
});
