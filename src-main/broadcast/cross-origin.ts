import type { FastifyReply, FastifyRequest } from 'fastify';

import type { OtherPagesMay } from '#shared/model/settings.ts';

/** What a route gives: a channel's picture and sound, or what is known of its programmes. */
export type Audience = 'channels' | 'guide';

/** Who may read what this server gives. */
export interface OriginPolicy {
  /** Whether other devices are served; on loopback no foreign page has any business here. */
  readonly isShared: boolean;
  readonly otherPagesMay: OtherPagesMay;
  /** Origins of the station's own interface. */
  readonly ownOrigins: readonly string[];
}

/** What a browser says of the page that asks; other programs say nothing. */
export interface AskingPage {
  readonly origin: string | undefined;
  readonly host: string | undefined;
  readonly fetchSite: string | undefined;
  readonly fetchMode: string | undefined;
}

/** The answer's headers, or a refusal. */
export type OriginVerdict =
  | { readonly isRefused: true }
  | {
      readonly isRefused: false;
      /** Value of `access-control-allow-origin`; `null` sends none. */
      readonly allowOrigin: string | null;
      readonly resourcePolicy: 'same-site' | 'cross-origin';
    };

/**
 * Decides for a request from a page. The station's own pages always may; pages of other origins only what the operator
 * lets them, and only once the station is shared. All others are refused before anything happens, because even a
 * request whose answer cannot be read would bring a channel on the air. Following a link here is no such request.
 */
export function judgeOrigin(
  policy: OriginPolicy,
  page: AskingPage,
  audience: Audience,
): OriginVerdict {
  const isOpen =
    policy.isShared &&
    (policy.otherPagesMay === 'play-and-read-guide' ||
      (policy.otherPagesMay === 'play' && audience === 'channels'));
  if (isOpen) return { isRefused: false, allowOrigin: '*', resourcePolicy: 'cross-origin' };
  const { origin } = page;
  const isOwn =
    origin !== undefined &&
    (origin === `http://${page.host ?? ''}` || policy.ownOrigins.includes(origin));
  if (isOwn) return { isRefused: false, allowOrigin: origin, resourcePolicy: 'same-site' };
  const isForeign =
    origin !== undefined || (page.fetchSite === 'cross-site' && page.fetchMode !== 'navigate');
  return isForeign
    ? { isRefused: true }
    : { isRefused: false, allowOrigin: null, resourcePolicy: 'same-site' };
}

/** A hook for routes of one audience: sets the headers that the policy asks for, or answers 403. */
export function originGuard(
  policy: () => OriginPolicy,
  audience: Audience,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const { headers } = request;
    const verdict = judgeOrigin(
      policy(),
      {
        origin: headers.origin,
        host: headers.host,
        fetchSite: headers['sec-fetch-site']?.toString(),
        fetchMode: headers['sec-fetch-mode']?.toString(),
      },
      audience,
    );
    reply.header('vary', 'origin');
    if (verdict.isRefused) {
      return reply
        .code(403)
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send('Pages of other origins may not use this station.\n');
    }
    reply.header('cross-origin-resource-policy', verdict.resourcePolicy);
    if (verdict.allowOrigin !== null) {
      reply.header('access-control-allow-origin', verdict.allowOrigin);
    }
    return undefined;
  };
}
