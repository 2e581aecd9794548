import type { FastifyReply, FastifyRequest } from 'fastify';

import { MS_PER_SECOND } from '#shared/time/units.ts';

import { addressShare } from './client-address.ts';
import type { RequestRate } from './request-rate.ts';

/** A hook for routes that send large documents: answers 429 to an address that asks for too many. */
export function documentGuard(
  rate: RequestRate,
): (request: FastifyRequest, reply: FastifyReply) => Promise<FastifyReply | undefined> {
  return async (request, reply) => {
    const waitMs = rate.take(addressShare(request.ip));
    if (waitMs === 0) return undefined;
    return reply
      .code(429)
      .header('retry-after', String(Math.ceil(waitMs / MS_PER_SECOND)))
      .header('cache-control', 'no-store')
      .type('text/plain; charset=utf-8')
      .send('Too many documents are asked for from this address.\n');
  };
}
