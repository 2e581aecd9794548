import { demand } from './not-understood.ts';

/** Reads bits, most significant first. Throws `NotUnderstood` past the end. */
export interface BitReader {
  /** Bits already read. */
  readonly position: () => number;
  readonly bits: (count: number) => number;
  readonly flag: () => boolean;
  /** Unsigned and signed Exp-Golomb (ITU-T H.264 9.1). */
  readonly ue: () => number;
  readonly se: () => number;
}

export function createBitReader(bytes: Uint8Array): BitReader {
  let at = 0;
  const bits = (count: number): number => {
    demand(at + count <= bytes.length * 8, 'bits end too early');
    let value = 0;
    for (let index = 0; index < count; index += 1, at += 1) {
      value = value * 2 + (((bytes[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
    }
    return value;
  };
  const ue = (): number => {
    let zeros = 0;
    while (bits(1) === 0) {
      zeros += 1;
      demand(zeros < 32, 'a number is too long');
    }
    return 2 ** zeros - 1 + bits(zeros);
  };
  return {
    position: () => at,
    bits,
    flag: () => bits(1) === 1,
    ue,
    se: () => {
      const code = ue();
      return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
    },
  };
}

/** A NAL unit's payload without emulation prevention bytes (ITU-T H.264 7.3.1). */
export function unescapeNal(nal: Uint8Array): Uint8Array {
  const out = new Uint8Array(nal.length);
  let length = 0;
  let zeros = 0;
  for (const byte of nal) {
    if (zeros >= 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    zeros = byte === 0 ? zeros + 1 : 0;
    out[length] = byte;
    length += 1;
  }
  return out.subarray(0, length);
}
