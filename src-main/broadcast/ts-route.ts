import type { ServerResponse } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { notFound } from '#shared/errors/app-error.ts';

import { addressShare } from './client-address.ts';
import { streamChannel, type StreamSink } from './continuous-stream.ts';
import { PublicRefusal } from './error-answers.ts';
import type { OpenStream, ServerContext } from './server-context.ts';

/**
 * Sends a channel as an endless transport stream. The body has neither length nor chunks and ends with the
 * connection, as the tuner clients of the field expect. HEAD is answered without starting the channel.
 */
export function sendContinuousStream(
  context: ServerContext,
  request: FastifyRequest,
  reply: FastifyReply,
  { slug, viewerKey }: { slug: string; viewerKey: string },
): FastifyReply {
  const { source, clock } = context;
  if (!source.channels().some((channel) => channel.slug === slug)) throw notFound('channel', slug);
  const release = request.method === 'GET' ? admit(context, request, slug) : null;
  reply.hijack();
  const response = reply.raw;
  if (response.destroyed) {
    // The client has gone already; nobody would hear the close that gives the place back.
    release?.();
    return reply;
  }
  response.useChunkedEncodingByDefault = false;
  response.writeHead(200, {
    'content-type': 'video/mp2t',
    'cache-control': 'no-store',
    'accept-ranges': 'none',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  if (!release) {
    response.end();
    return reply;
  }
  const gone = new AbortController();
  const opened: OpenStream = { slug, address: request.ip, sinceAt: clock.nowAt() };
  context.openStreams.add(opened);
  response.flushHeaders();
  response.once('close', () => {
    gone.abort();
    context.openStreams.delete(opened);
    release();
  });
  streamChannel({
    source,
    clock,
    slug,
    viewerKey,
    sink: sinkOf(response),
    signal: AbortSignal.any([gone.signal, context.closing]),
    pace: context.pace,
  })
    .catch((error: unknown) => {
      context.log.error({ err: error, slug }, 'a stream failed');
    })
    .finally(() => {
      // What lies in the buffers of a client that does not read is worth nothing: cut, do not wait.
      response.destroy();
    });
  return reply;
}

/** Takes a place for a stream of the channel; the returned function gives it back. Throws when there is none. */
function admit(context: ServerContext, request: FastifyRequest, slug: string): () => void {
  if (!context.source.onAirSequence(slug)) {
    throw new PublicRefusal(
      'horizon-no-schedule-data',
      'Nothing is scheduled on this channel now.',
    );
  }
  const release = context.streamAdmission.admit(addressShare(request.ip));
  if (release) return release;
  throw new PublicRefusal(
    'unavailable',
    'Too many streams are open. Close one on this device, or watch over HLS.',
  );
}

function sinkOf(response: ServerResponse): StreamSink {
  return {
    write: (bytes) => response.write(bytes),
    onceDrained: (run) => {
      response.once('drain', run);
    },
  };
}
