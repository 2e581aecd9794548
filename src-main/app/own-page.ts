/** The scheme and host under which the interface is loaded; a file:// page would share its origin with every file. */
export const SCHEME = 'app';
export const HOST = 'retrovue';
export const START_PAGE = `${SCHEME}://${HOST}/index.html`;

function parse(url: string): URL | null {
  return URL.canParse(url) ? new URL(url) : null;
}

/** Whether the address is a page of the interface. Decided on the parsed URL: prefixes can be imitated. */
export function isOwnPage(url: string): boolean {
  const parsed = parse(url);
  if (parsed === null) return false;
  return (
    parsed.protocol === `${SCHEME}:` &&
    parsed.host === HOST &&
    parsed.username === '' &&
    parsed.password === ''
  );
}

/** Whether the operator's browser may be given the address: https and nothing else, without a name before the host. */
export function isOpenableLink(url: string): boolean {
  const parsed = parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  return parsed.protocol === 'https:';
}
