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

/** Sites that the interface sends the operator to; a link to another one comes from elsewhere. */
const KNOWN_SITES: ReadonlySet<string> = new Set(['ffmpeg.org', 'nodejs.org']);

/** Whether the operator's browser may be given the address: https at a site that is known, without a name before it. */
export function isOpenableLink(url: string): boolean {
  const parsed = parse(url);
  if (parsed === null || parsed.username !== '' || parsed.password !== '') return false;
  return parsed.protocol === 'https:' && parsed.port === '' && KNOWN_SITES.has(parsed.hostname);
}
