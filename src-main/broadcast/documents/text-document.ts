import { promisify } from 'node:util';
import { gzip } from 'node:zlib';

import type { FastifyReply, FastifyRequest } from 'fastify';

import { digestOf, type FinishedText } from './finished-text.ts';

const compress = promisify(gzip);

/** Below this, compression costs more than it saves. */
const SMALLEST_COMPRESSED_BYTES = 256;

/** A body with its validator. The compressed form is made once, when first asked for. */
export interface TextDocument {
  readonly mediaType: string;
  readonly cacheControl: string;
  readonly body: Buffer;
  /** Digest in the strong validator of each coding. */
  readonly digest: string;
  readonly compressed: () => Promise<Buffer>;
}

export function createTextDocument(
  content: string | Buffer,
  { mediaType, cacheControl }: { mediaType: string; cacheControl: string },
): TextDocument {
  const body = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
  return documentOf(body, digestOf(body), { mediaType, cacheControl });
}

function documentOf(
  body: Buffer,
  digest: string,
  { mediaType, cacheControl }: { mediaType: string; cacheControl: string },
): TextDocument {
  let compressed: Promise<Buffer> | undefined;
  return {
    mediaType,
    cacheControl,
    body,
    digest,
    compressed: () => (compressed ??= compress(body)),
  };
}

/** The document of a text that is finished already. `former` stands when it says the same. */
export function documentOfFinished(
  { bytes, digest }: FinishedText,
  { mediaType, cacheControl }: { mediaType: string; cacheControl: string },
  former: TextDocument | null,
): TextDocument {
  if (former?.digest === digest) return former;
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return documentOf(body, digest, { mediaType, cacheControl });
}

/** Whether the client takes gzip: named, or `*`, and not with weight zero (RFC 9110 §12.5.3). */
export function acceptsGzip(acceptEncoding: string | undefined): boolean {
  return (acceptEncoding ?? '').split(',').some((part) => {
    const [coding = '', ...parameters] = part
      .trim()
      .toLowerCase()
      .split(/\s*;\s*/);
    const isRefused = parameters.some((parameter) => /^q=0(?:\.0*)?$/.test(parameter));
    return (coding === 'gzip' || coding === 'x-gzip' || coding === '*') && !isRefused;
  });
}

/** Whether an If-None-Match header names the entity tag; weak comparison, as RFC 9110 §13.1.2 asks. */
export function matchesEntityTag(ifNoneMatch: string | undefined, entityTag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  const tags = ifNoneMatch.split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes('*') || tags.includes(entityTag);
}

/** Answers with the document, compressed when that is accepted, or with 304 when the client has it already. */
export async function sendDocument(
  request: FastifyRequest,
  reply: FastifyReply,
  document: TextDocument,
): Promise<FastifyReply> {
  const isCompressed =
    document.body.length >= SMALLEST_COMPRESSED_BYTES &&
    acceptsGzip(request.headers['accept-encoding']?.toString());
  const entityTag = `"${document.digest}${isCompressed ? '-gz' : ''}"`;
  reply
    .header('cache-control', document.cacheControl)
    .header('etag', entityTag)
    .header('vary', reply.hasHeader('vary') ? 'origin, accept-encoding' : 'accept-encoding');
  if (matchesEntityTag(request.headers['if-none-match'], entityTag)) return reply.code(304).send();
  reply.type(document.mediaType);
  if (!isCompressed) return reply.send(document.body);
  return reply.header('content-encoding', 'gzip').send(await document.compressed());
}
