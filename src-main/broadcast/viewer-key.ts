import { createHash } from 'node:crypto';

const OWN_KEY = /^[A-Za-z0-9_-]{8,64}$/;

/** What tells one viewer from another without a cookie. */
export interface ViewerTraits {
  /** Sent as `?viewer=` by our own players: random, made anew with each page. */
  readonly viewer: unknown;
  readonly address: string;
  readonly userAgent: string;
}

/**
 * A key for counting viewers: the player's own random one, or a digest of address and user agent. Two like players on
 * one device count as one viewer; nothing can be read back from it.
 */
export function viewerKeyOf({ viewer, address, userAgent }: ViewerTraits): string {
  if (typeof viewer === 'string' && OWN_KEY.test(viewer)) return `own:${viewer}`;
  return createHash('sha256').update(`${address}\n${userAgent}`).digest('base64url').slice(0, 22);
}
