const KEY = 'retrovue-token';

/** Where the key is kept for as long as the tab lives. */
export type TokenShelf = Pick<Storage, 'getItem' | 'setItem'>;

/**
 * The key of this page: from the address's fragment (`#token=…`) if it has one, else the one kept from before.
 * A key found in the address is kept; the caller takes it out of the address bar.
 */
export function takeToken(fragment: string, shelf: TokenShelf): string | null {
  const given = /^#token=([^&]+)/.exec(fragment)?.[1];
  if (given === undefined) return shelf.getItem(KEY);
  const token = decodeURIComponent(given);
  shelf.setItem(KEY, token);
  return token;
}
