import { isIP } from 'node:net';

/**
 * Whether a request may be answered under the name in its Host header: IP literals, `localhost` and the configured
 * names (mDNS name, host name), with any port, in any case, with or without the trailing dot. Every other name may be
 * an attacker's that was made to point here (DNS rebinding, docs/threats.md no. 10).
 */
export function isAllowedHost(host: string | undefined, allowedHosts: readonly string[]): boolean {
  const name = hostName(host);
  if (name === null) return false;
  if (isIP(name) !== 0 || name === 'localhost') return true;
  return allowedHosts.some((allowed) => allowed.toLowerCase() === name);
}

/** The name in a Host header: lower case, without port, brackets and trailing dot; `null` when it is not one. */
function hostName(host: string | undefined): string | null {
  const match = /^(?:\[([0-9a-f:.]+)\]|([a-z0-9._-]+))(?::\d{1,5})?$/i.exec(host ?? '');
  if (!match) return null;
  const [, bracketed, plain] = match;
  if (bracketed !== undefined) return isIP(bracketed) === 6 ? bracketed.toLowerCase() : null;
  return (plain ?? '').toLowerCase().replace(/\.$/, '');
}
