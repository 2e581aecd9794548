import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

import { notFound } from '#shared/errors/app-error.ts';

import { originGuard } from './cross-origin.ts';
import { digestOf } from './documents/finished-text.ts';
import { writePlaylist } from './documents/hls-playlist.ts';
import { channelResourceOf, isSlug, mediaSequenceOf } from './resource-name.ts';
import type { ServerContext } from './server-context.ts';
import {
  createTextDocument,
  matchesEntityTag,
  sendDocument,
  type TextDocument,
} from './documents/text-document.ts';
import { sendContinuousStream } from './ts-route.ts';

export const HLS_MEDIA_TYPE = 'application/vnd.apple.mpegurl';
export const TS_MEDIA_TYPE = 'video/mp2t';

/** As long as the longest window to rewind in: the bytes of a number never change, but none is wanted later. */
const SEGMENT_CACHE_CONTROL = 'public, max-age=14400, immutable';
const PLAYLIST_CACHE_CONTROL = 'public, max-age=1';

/** The query, which every route treats as foreign text. */
interface Query {
  readonly viewer?: unknown;
}

/** Adds `/hls/:slug/live.m3u8`, `/hls/:slug/<n>.ts`, `/channel/:slug.m3u8` and `/channel/:slug.ts`. */
export function addHlsRoutes(app: FastifyInstance, context: ServerContext): void {
  const { source } = context;
  const latest = new Map<string, { text: string; document: TextDocument }>();
  const digests = new WeakMap<Uint8Array, string>();

  const onRequest = originGuard(context.originPolicy, 'channels');

  function deviceKeyOf(request: FastifyRequest<{ Querystring: Query }>): string {
    return context.devices.keyOf({
      viewer: request.query.viewer,
      address: request.ip,
      userAgent: request.headers['user-agent'] ?? '',
    });
  }

  function digest(bytes: Uint8Array): string {
    const known = digests.get(bytes) ?? digestOf(bytes);
    digests.set(bytes, known);
    return known;
  }

  /** The same text gives the same document, so that it is compressed once for all viewers of a channel. */
  function playlistDocument(key: string, text: string): TextDocument {
    const known = latest.get(key);
    if (known?.text === text) return known.document;
    const document = createTextDocument(text, {
      mediaType: HLS_MEDIA_TYPE,
      cacheControl: PLAYLIST_CACHE_CONTROL,
    });
    latest.set(key, { text, document });
    return document;
  }

  async function sendPlaylist(
    request: FastifyRequest<{ Querystring: Query }>,
    reply: FastifyReply,
    slug: string,
    uriPrefix: string,
  ): Promise<FastifyReply> {
    if (!source.channels().some((channel) => channel.slug === slug)) {
      throw notFound('channel', slug);
    }
    if (request.method === 'GET') {
      source.touch(slug, deviceKeyOf(request));
    }
    const playlist = source.playlist(slug);
    if (!playlist) throw notFound('channel', slug);
    const text = writePlaylist(playlist, (number) => `${uriPrefix}${String(number)}.ts`);
    return sendDocument(request, reply, playlistDocument(`${uriPrefix}:${slug}`, text));
  }

  async function sendSegment(
    request: FastifyRequest,
    reply: FastifyReply,
    slug: string,
    mediaSequence: number,
  ): Promise<FastifyReply> {
    if (request.method === 'HEAD') {
      // Answered from the log, so that looking never makes anything be prepared.
      const isListed = isInPlaylist(mediaSequence, source.playlist(slug)?.segments ?? []);
      if (!isListed) throw notFound('media segment', String(mediaSequence));
      return reply.header('cache-control', SEGMENT_CACHE_CONTROL).type(TS_MEDIA_TYPE).send();
    }
    const gone = new AbortController();
    reply.raw.once('close', () => {
      gone.abort();
    });
    const signal = AbortSignal.any([gone.signal, context.closing]);
    const bytes = await source.segment(slug, mediaSequence, signal);
    if (!bytes) throw notFound('media segment', String(mediaSequence));
    const entityTag = `"${digest(bytes)}"`;
    reply.header('cache-control', SEGMENT_CACHE_CONTROL).header('etag', entityTag);
    if (matchesEntityTag(request.headers['if-none-match'], entityTag)) {
      return reply.code(304).send();
    }
    return reply
      .type(TS_MEDIA_TYPE)
      .header('accept-ranges', 'none')
      .send(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  app.get<{ Params: { slug: string; name: string }; Querystring: Query }>(
    '/hls/:slug/:name',
    { onRequest },
    async (request, reply) => {
      const { slug, name } = request.params;
      if (!isSlug(slug)) throw notFound('channel', slug);
      if (name === 'live.m3u8') return sendPlaylist(request, reply, slug, '');
      const mediaSequence = mediaSequenceOf(name);
      if (mediaSequence === null) throw notFound('media segment', name);
      return sendSegment(request, reply, slug, mediaSequence);
    },
  );

  app.get<{ Params: { name: string }; Querystring: Query }>(
    '/channel/:name',
    { onRequest },
    async (request, reply) => {
      const resource = channelResourceOf(request.params.name);
      if (!resource) throw notFound('channel', request.params.name);
      if (resource.kind === 'm3u8') {
        return sendPlaylist(request, reply, resource.slug, `/hls/${resource.slug}/`);
      }
      return sendContinuousStream(context, request, reply, {
        slug: resource.slug,
        viewerKey: deviceKeyOf(request),
      });
    },
  );
}

function isInPlaylist(
  mediaSequence: number,
  segments: readonly { readonly mediaSequence: number }[],
): boolean {
  return segments.some((segment) => segment.mediaSequence === mediaSequence);
}
