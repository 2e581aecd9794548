import type { ServerResponse } from 'node:http';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { AppError, notFound } from '#shared/errors/app-error.ts';

import { streamChannel, type StreamSink } from './continuous-stream.ts';
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
  if (request.method === 'GET') {
    source.touch(slug, viewerKey);
    if (!source.onAirSequence(slug)) {
      throw new AppError('horizon-no-schedule-data', 'Nothing is scheduled on this channel now.', {
        remedy: 'Publish a plan for today, or extend the schedule.',
      });
    }
  }
  const release = request.method === 'GET' ? context.streamAdmission.admit(request.ip) : null;
  if (request.method === 'GET' && !release) {
    throw new AppError('unavailable', 'Too many streams are open.', {
      remedy: 'Close a stream on this device, or watch over HLS.',
    });
  }
  reply.hijack();
  const response = reply.raw;
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
  void streamChannel({
    source,
    clock,
    slug,
    viewerKey,
    sink: sinkOf(response),
    signal: AbortSignal.any([gone.signal, context.closing]),
    pace: context.pace,
  }).finally(() => {
    // What lies in the buffers of a client that does not read is worth nothing: cut, do not wait.
    response.destroy();
  });
  return reply;
}

function sinkOf(response: ServerResponse): StreamSink {
  return {
    write: (bytes) => response.write(bytes),
    onceDrained: (run) => {
      response.once('drain', run);
    },
  };
}
