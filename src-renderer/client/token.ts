const KEY = 'retrovue-session';

/** Where the session is kept for as long as the tab lives. */
export type TokenShelf = Pick<Storage, 'getItem' | 'setItem'>;

/** What lets this page in: a code of its address, good once, or the session that an earlier code was exchanged for. */
export interface PageKeys {
  /** The code of the address's fragment (`#code=…`), or `null`. The caller takes it out of the address bar. */
  readonly code: string | null;
  session(): string | null;
  keep(session: string): void;
}

/** The code in an address's fragment, or `null`. */
export function codeOf(fragment: string): string | null {
  const given = /^#code=([^&]+)/.exec(fragment)?.[1];
  return given === undefined ? null : decodeURIComponent(given);
}

export function takePageKeys(fragment: string, shelf: TokenShelf): PageKeys {
  return {
    code: codeOf(fragment),
    session: () => shelf.getItem(KEY),
    keep: (session) => {
      shelf.setItem(KEY, session);
    },
  };
}
