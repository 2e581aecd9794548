import type { Session } from 'electron';

import { isOwnPage } from './own-page.ts';

/** All that the interface ever asks of the browser: to fill the screen with the preview and to copy an address. */
const ALLOWED: ReadonlySet<string> = new Set(['fullscreen', 'clipboard-sanitized-write']);

/** Whether a page may have a permission. */
export function isPermitted(permission: string, pageUrl: string): boolean {
  return ALLOWED.has(permission) && isOwnPage(pageUrl);
}

/** Refuses every permission, asked or checked, and every device, except those above (docs/threats.md). */
export function restrictPermissions(session: Session): void {
  session.setPermissionRequestHandler((_contents, permission, answer, details) => {
    answer(isPermitted(permission, details.requestingUrl));
  });
  session.setPermissionCheckHandler((_contents, permission, _origin, details) =>
    isPermitted(permission, details.requestingUrl ?? ''),
  );
  session.setDevicePermissionHandler(() => false);
}
