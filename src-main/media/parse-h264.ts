import { AppError } from '#shared/errors/app-error.ts';

export const NAL_SLICE = 1;
export const NAL_IDR = 5;
export const NAL_SPS = 7;
export const NAL_PPS = 8;
export const NAL_DELIMITER = 9;

/** One NAL unit without start code. */
export interface NalUnit {
  readonly type: number;
  readonly bytes: Uint8Array;
}

/** What the house needs to know of one access unit as the encoder wrote it. */
export interface ParsedPicture {
  readonly isKey: boolean;
  readonly sps: Uint8Array | null;
  readonly pps: Uint8Array | null;
  /** Annex B with delimiter first and four-byte start codes, parameter sets on key pictures, no SEI, no filler. */
  readonly bytes: Uint8Array;
}

/** Splits Annex B bytes at their start codes. Throws `media-unreadable` when there is none. */
export function splitNalUnits(bytes: Uint8Array): NalUnit[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts: number[] = [];
  for (let from = 0; ;) {
    const found = buffer.indexOf('\x00\x00\x01', from, 'latin1');
    if (found < 0) break;
    starts.push(found + 3);
    from = found + 3;
  }
  const units: NalUnit[] = [];
  for (const [index, start] of starts.entries()) {
    const next = starts[index + 1];
    let end = next === undefined ? bytes.length : next - 3;
    // Zero bytes before a start code belong to it, not to the unit (ITU-T H.264 annex B).
    while (end > start && bytes[end - 1] === 0) end -= 1;
    const header = bytes[start];
    if (header === undefined || end === start) continue;
    units.push({ type: header & 0x1f, bytes: bytes.subarray(start, end) });
  }
  if (units.length === 0) {
    throw new AppError('media-unreadable', 'The picture is damaged: it holds no H.264 unit.', {
      remedy: 'Encode it again.',
    });
  }
  return units;
}

const DELIMITER = Uint8Array.of(0x09, 0xf0);
const START_CODE = Uint8Array.of(0, 0, 0, 1);

function lastOf(units: readonly NalUnit[], type: number): Uint8Array | null {
  return units.findLast((unit) => unit.type === type)?.bytes ?? null;
}

/**
 * Reads one access unit and writes it in the house's form: delimiter, parameter sets (key pictures only), slices. The
 * encoder's comments are dropped, so that the bytes depend on pictures and parameters alone.
 * Throws `media-unreadable` when it holds no slice, or mixes key and other slices.
 */
export function parsePicture(accessUnit: Uint8Array): ParsedPicture {
  const units = splitNalUnits(accessUnit);
  const slices = units.filter(({ type }) => type === NAL_SLICE || type === NAL_IDR);
  const isKey = slices[0]?.type === NAL_IDR;
  if (slices.length === 0 || slices.some(({ type }) => (type === NAL_IDR) !== isKey)) {
    throw new AppError('media-unreadable', 'The picture is damaged: its slices do not agree.', {
      remedy: 'Encode it again.',
    });
  }
  const sps = lastOf(units, NAL_SPS);
  const pps = lastOf(units, NAL_PPS);
  const delimiter = lastOf(units, NAL_DELIMITER) ?? DELIMITER;
  const parts = [delimiter, ...(isKey && sps && pps ? [sps, pps] : [])];
  const bytes = Buffer.concat(
    [...parts, ...slices.map((slice) => slice.bytes)].flatMap((part) => [START_CODE, part]),
  );
  return { isKey, sps, pps, bytes };
}
