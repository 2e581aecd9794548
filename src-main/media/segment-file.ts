import { createHash } from 'node:crypto';

import { z } from 'zod';

import { AppError } from '#shared/errors/app-error.ts';
import { HouseFormat } from '#shared/model/house-format.ts';

import type { HouseSegment } from './house-segment.ts';

const MAGIC = Buffer.from('RVSEG\x001\n', 'latin1');
const DIGEST_BYTES = 32;
const HEAD_BYTES = MAGIC.length + 4;

const Count = z.int().nonnegative();
const Header = z.object({
  format: HouseFormat,
  frameCount: z.int().positive(),
  reorderDelayFrames: Count,
  firstAudioFrame: z.int(),
  firstFrameInAct: Count,
  fingerprint: z.string(),
  /** Bytes, display index and 1 for a key picture, in decode order. */
  video: z.array(z.tuple([Count, Count, z.union([z.literal(0), z.literal(1)])])),
  /** Bytes of each ADTS frame. */
  audio: z.array(Count),
});

function damaged(what: string, cause?: unknown): AppError {
  return new AppError(
    'media-unreadable',
    `A cached media segment is damaged: ${what}.`,
    { remedy: 'It is prepared again by itself.' },
    { cause },
  );
}

/** The cache's form of a segment: magic and version, header as JSON, coded pictures, coded sound, SHA-256 over all. */
export function encodeHouseSegment(segment: HouseSegment): Uint8Array {
  const header: z.infer<typeof Header> = {
    format: segment.format,
    frameCount: segment.frameCount,
    reorderDelayFrames: segment.reorderDelayFrames,
    firstAudioFrame: segment.firstAudioFrame,
    firstFrameInAct: segment.firstFrameInAct,
    fingerprint: segment.fingerprint,
    video: segment.video.map(({ bytes, displayIndex, isKey }) => [
      bytes.length,
      displayIndex,
      isKey ? 1 : 0,
    ]),
    audio: segment.audio.map(({ length }) => length),
  };
  const headerBytes = Buffer.from(JSON.stringify(header), 'utf8');
  const headerLength = Buffer.alloc(4);
  headerLength.writeUInt32BE(headerBytes.length);
  const body = Buffer.concat([
    MAGIC,
    headerLength,
    headerBytes,
    ...segment.video.map(({ bytes }) => bytes),
    ...segment.audio,
  ]);
  return Buffer.concat([body, createHash('sha256').update(body).digest()]);
}

function parseHeader(text: string): z.infer<typeof Header> {
  try {
    return Header.parse(JSON.parse(text));
  } catch (cause) {
    throw damaged('its header cannot be read', cause);
  }
}

/**
 * Reads {@link encodeHouseSegment}'s bytes back, verifying every one of them. The segment's parts are views of
 * `bytes`. Throws `media-unreadable` for anything else.
 */
export function decodeHouseSegment(bytes: Uint8Array): HouseSegment {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (file.length < HEAD_BYTES + DIGEST_BYTES || !file.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw damaged('it does not begin as one');
  }
  const body = file.subarray(0, -DIGEST_BYTES);
  if (!createHash('sha256').update(body).digest().equals(file.subarray(-DIGEST_BYTES))) {
    throw damaged('its checksum differs');
  }
  const headerEnd = HEAD_BYTES + file.readUInt32BE(MAGIC.length);
  if (headerEnd > body.length) throw damaged('its header is cut off');
  const header = parseHeader(file.toString('utf8', HEAD_BYTES, headerEnd));

  let at = headerEnd;
  const take = (length: number): Uint8Array => {
    at += length;
    if (at > body.length) throw damaged('its content is cut off');
    return body.subarray(at - length, at);
  };
  const video = header.video.map(([length, displayIndex, key]) => ({
    bytes: take(length),
    displayIndex,
    isKey: key === 1,
  }));
  const audio = header.audio.map(take);
  if (at !== body.length) throw damaged('it has bytes left over');
  if (video.length !== header.frameCount) throw damaged('its pictures are not all there');
  const { format, frameCount, reorderDelayFrames, firstAudioFrame, firstFrameInAct, fingerprint } =
    header;
  return {
    format,
    frameCount,
    video,
    reorderDelayFrames,
    firstAudioFrame,
    audio,
    firstFrameInAct,
    fingerprint,
  };
}
