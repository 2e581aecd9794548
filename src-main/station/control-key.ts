import { randomBytes } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';

const KEY = /^[A-Za-z0-9_-]{43}$/;

/** The secret of a data folder's control server; made once, readable by its owner alone. */
export function provideControlKey(path: string): string {
  const existing = readControlKey(path);
  if (existing !== null) {
    chmodSync(path, 0o600);
    return existing;
  }
  const key = randomBytes(32).toString('base64url');
  writeFileSync(path, `${key}\n`, { mode: 0o600 });
  chmodSync(path, 0o600);
  return key;
}

/** The secret, or `null` where none has been made or this user may not read it. */
export function readControlKey(path: string): string | null {
  try {
    const key = readFileSync(path, 'utf8').trim();
    return KEY.test(key) ? key : null;
  } catch {
    return null;
  }
}
