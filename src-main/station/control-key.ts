import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';

import { readPrivateFile } from './private-files.ts';

const KEY = /^[A-Za-z0-9_-]{43}$/;

/** The secret of a data folder's control server; made once, readable by its owner alone. */
export function provideControlKey(path: string): string {
  return readControlKey(path) ?? renewControlKey(path);
}

/** Puts a new secret in the place of the one that was, all or nothing. */
export function renewControlKey(path: string): string {
  const key = randomBytes(32).toString('base64url');
  const draft = `${path}.new`;
  rmSync(draft, { force: true });
  writeFileSync(draft, `${key}\n`, { mode: 0o600, flag: 'wx' });
  renameSync(draft, path);
  return key;
}

/** The secret, or `null` where none has been made, this user may not read it, or another could have written it. */
export function readControlKey(path: string): string | null {
  const key = readPrivateFile(path)?.trim() ?? '';
  return KEY.test(key) ? key : null;
}
