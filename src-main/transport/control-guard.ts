/** What a request to the control server says about where it comes from. */
export interface RequestOrigin {
  readonly host: string | undefined;
  readonly origin: string | undefined;
}

/**
 * The status with which a request is turned away before routing, or `null` when it may pass. The Host header must be
 * exactly ours (a rebound DNS name is not: 421), and a page of another origin must not talk to us (403); see
 * docs/threats.md no. 10 and 11. `port` is the control server's own.
 */
export function refuseOrigin(request: RequestOrigin, port: number): 421 | 403 | null {
  const hosts = [`127.0.0.1:${String(port)}`, `localhost:${String(port)}`];
  if (request.host === undefined || !hosts.includes(request.host)) return 421;
  if (request.origin !== undefined && request.origin !== `http://${request.host}`) return 403;
  return null;
}
