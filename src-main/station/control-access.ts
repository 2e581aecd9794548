import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

import type { MasterClock } from '#main/clock/master-clock.ts';
import type { DurationMs, EpochMs } from '#shared/time/units.ts';
import { provideControlKey, renewControlKey } from './control-key.ts';

/** A code lets one page in within this time, once. */
const CODE_LIFE_MS: DurationMs = 15 * 60_000;
/** A page that was let in may come back for so long, also after the station was started again. */
const SESSION_LIFE_MS: DurationMs = 30 * 24 * 3_600_000;
const MOST_CODES = 20;

/** How somebody asks to be let in: with the key, with the session that a code was exchanged for, or with a code. */
export interface Greeting {
  readonly token?: string | undefined;
  readonly code?: string | undefined;
}

/** Who has been let in; `session` is what a code was exchanged for. */
export interface Admission {
  readonly session: string | null;
}

/** Who may use the control server of a data folder. */
export interface ControlAccess {
  key(): string;
  /** A code that lets one page in, once, until `expiresAt`. */
  issueCode(): { readonly code: string; readonly expiresAt: EpochMs };
  /** Lets in or, with `null`, turns away. A code is used up by it. */
  admit(greeting: Greeting): Admission | null;
  /** Makes a new key. The old one, its sessions and all codes mean nothing from now on. */
  renew(): void;
  /** Is told of a new key until the returned function is called. */
  onRenewed(listener: () => void): () => void;
}

/**
 * Keeps the key and what is derived from it. A session is signed with the key instead of being stored, so that it outlives
 * the station's process and ends with the key. `hide` is told each key, so that no log has it.
 */
export function openControlAccess(
  keyPath: string,
  clock: MasterClock,
  hide: (secret: string) => void,
): ControlAccess {
  let key = provideControlKey(keyPath);
  hide(key);
  const codes = new Map<string, EpochMs>();
  const listeners = new Set<() => void>();

  function signed(expiresAt: EpochMs, nonce: string): string {
    const body = `${String(expiresAt)}.${nonce}`;
    return `${body}.${createHmac('sha256', key).update(body).digest('base64url')}`;
  }

  function isSession(token: string): boolean {
    const [expiresAt = '', nonce = ''] = token.split('.');
    return (
      /^\d{1,16}$/.test(expiresAt) &&
      isSame(token, signed(Number(expiresAt), nonce)) &&
      Number(expiresAt) > clock.nowAt()
    );
  }

  function useCode(code: string): boolean {
    const expiresAt = codes.get(code);
    codes.delete(code);
    return expiresAt !== undefined && expiresAt > clock.nowAt();
  }

  return {
    key: () => key,
    issueCode() {
      const code = randomBytes(24).toString('base64url');
      const expiresAt = clock.nowAt() + CODE_LIFE_MS;
      codes.set(code, expiresAt);
      const [oldest] = codes.keys();
      if (codes.size > MOST_CODES && oldest !== undefined) codes.delete(oldest);
      return { code, expiresAt };
    },
    admit({ token, code }) {
      if (token !== undefined && (isSame(token, key) || isSession(token))) {
        return { session: null };
      }
      if (code === undefined || !useCode(code)) return null;
      const nonce = randomBytes(16).toString('base64url');
      return { session: signed(clock.nowAt() + SESSION_LIFE_MS, nonce) };
    },
    renew() {
      key = renewControlKey(keyPath);
      hide(key);
      codes.clear();
      for (const listener of [...listeners]) listener();
    },
    onRenewed(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}

/** Compares two secrets in time that does not depend on where they differ. */
function isSame(given: string, expected: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
}
