const VIEWER_ITEM = 'retrovue.viewer';

/**
 * The id by which the station counts this browser as one device: random, kept for the pages to come where the browser
 * lets it. Works without a secure context.
 */
export function viewerId(shelf: () => Pick<Storage, 'getItem' | 'setItem'>): string {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  const made = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  try {
    const kept = shelf().getItem(VIEWER_ITEM);
    if (kept !== null && /^[0-9a-f]{24}$/.test(kept)) return kept;
    shelf().setItem(VIEWER_ITEM, made);
  } catch {
    // A browser may refuse to keep anything; the id is then good for this page.
  }
  return made;
}
