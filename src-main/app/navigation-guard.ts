import { shell, type WebContents } from 'electron';

import { isOpenableLink, isOwnPage } from './own-page.ts';

/** Gives a link to the operator's browser when it may have it; anything else is dropped. */
function openOutside(url: string): void {
  if (isOpenableLink(url)) void shell.openExternal(url);
}

/**
 * Keeps contents on the interface: no navigation, redirect or frame leads elsewhere, no window opens, no webview
 * attaches (docs/threats.md). Links to https pages open in the operator's browser instead.
 */
export function guardNavigation(contents: WebContents): void {
  contents.on('will-navigate', (event) => {
    if (isOwnPage(event.url)) return;
    event.preventDefault();
    openOutside(event.url);
  });
  contents.on('will-frame-navigate', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => {
    if (!isOwnPage(event.url)) event.preventDefault();
  });
  contents.on('will-attach-webview', (event) => {
    event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    openOutside(url);
    return { action: 'deny' };
  });
}
