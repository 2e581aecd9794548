import { AppError } from '#shared/errors/app-error.ts';

/**
 * Refuses an edit that was made on another version than the stored one: somebody else has changed the thing meanwhile, and
 * their change would be lost. Throws `stale-version` with the version that is stored.
 */
export function requireVersion(
  what: 'plan' | 'channel' | 'block' | 'package',
  stored: { readonly name: string; readonly version: number },
  expected: number,
): void {
  if (stored.version === expected) return;
  throw new AppError('stale-version', `The ${what} "${stored.name}" has been changed meanwhile.`, {
    version: stored.version,
    remedy: `Read the ${what} again and repeat the change.`,
  });
}
