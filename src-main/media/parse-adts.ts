import { AppError } from '#shared/errors/app-error.ts';

const MIN_HEADER_BYTES = 7;

/** What an ADTS header says about the stream; equal for all frames of a house. */
export interface AdtsHeader {
  readonly hasCrc: boolean;
  /** MPEG-4 audio object type; 2 is AAC-LC. */
  readonly objectType: number;
  readonly sampleRateIndex: number;
  readonly channelConfiguration: number;
  readonly frameBytes: number;
}

/** The sampling frequency index of 48 kHz. */
export const SAMPLE_RATE_INDEX_48_KHZ = 3;

function unreadable(what: string): AppError {
  return new AppError('media-unreadable', `The sound is damaged: ${what}.`, {
    remedy: 'Encode it again.',
  });
}

/** Reads the ADTS header at `offset`. Throws `media-unreadable` when there is none or it contradicts itself. */
export function parseAdtsHeader(bytes: Uint8Array, offset = 0): AdtsHeader {
  const [b0, b1, b2, b3, b4, b5] = bytes.subarray(offset, offset + MIN_HEADER_BYTES);
  if (bytes.length - offset < MIN_HEADER_BYTES) throw unreadable('a frame header is cut off');
  if (
    b0 !== 0xff ||
    b1 === undefined ||
    (b1 & 0xf6) !== 0xf0 ||
    b2 === undefined ||
    b3 === undefined ||
    b4 === undefined ||
    b5 === undefined
  ) {
    throw unreadable('a frame does not begin with its sync word');
  }
  const hasCrc = (b1 & 1) === 0;
  const frameBytes = ((b3 & 3) << 11) | (b4 << 3) | (b5 >> 5);
  if (frameBytes <= (hasCrc ? MIN_HEADER_BYTES + 2 : MIN_HEADER_BYTES)) {
    throw unreadable('a frame has no content');
  }
  return {
    hasCrc,
    objectType: (b2 >> 6) + 1,
    sampleRateIndex: (b2 >> 2) & 15,
    channelConfiguration: ((b2 & 1) << 2) | (b3 >> 6),
    frameBytes,
  };
}

/** Cuts a run of whole ADTS frames, headers included. Throws `media-unreadable` when bytes are left over or missing. */
export function splitAdts(bytes: Uint8Array): Uint8Array[] {
  const frames: Uint8Array[] = [];
  for (let offset = 0; offset < bytes.length;) {
    const { frameBytes } = parseAdtsHeader(bytes, offset);
    if (offset + frameBytes > bytes.length) throw unreadable('the last frame is cut off');
    frames.push(bytes.subarray(offset, offset + frameBytes));
    offset += frameBytes;
  }
  return frames;
}
