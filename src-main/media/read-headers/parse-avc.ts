import { createBitReader, unescapeNal, type BitReader } from './bit-reader.ts';
import { demand, required } from './not-understood.ts';

/** What the headers of an H.264 stream say, of streams that are certainly made of whole progressive pictures. */
export interface AvcPicture {
  readonly width: number;
  readonly height: number;
  /** `null` when the stream says nothing. */
  readonly sampleAspect: { readonly n: number; readonly d: number } | null;
  /** Bytes of the length before each NAL unit. */
  readonly lengthBytes: number;
  readonly parameterSets: readonly Buffer[];
}

/** Profiles with an extended header, and those without one (ITU-T H.264 7.3.2.1.1). */
const EXTENDED_PROFILES: readonly number[] = [100, 110, 122, 244];
const PLAIN_PROFILES: readonly number[] = [66, 77];

/** Table E-1: index 1 … 16. */
const ASPECTS = [
  ...[[1, 1] as const, [12, 11] as const, [10, 11] as const, [16, 11] as const],
  ...[[40, 33] as const, [24, 11] as const, [20, 11] as const, [32, 11] as const],
  ...[[80, 33] as const, [18, 11] as const, [15, 11] as const, [64, 33] as const],
  ...[[160, 99] as const, [4, 3] as const, [3, 2] as const, [2, 1] as const],
];

/** Reads an AVCDecoderConfigurationRecord (ISO/IEC 14496-15) with one sequence and one picture parameter set. */
export function parseAvcConfiguration(record: Buffer): AvcPicture {
  demand(record.length >= 7 && record[0] === 1, 'unknown AVC configuration');
  const lengthBytes = ((record[4] ?? 0) & 3) + 1;
  demand(lengthBytes === 4 || lengthBytes === 2, 'unusual NAL lengths');
  let at = 5;
  const takeOne = (mask: number): Buffer => {
    demand(at + 3 <= record.length && ((record[at] ?? 0) & mask) === 1, 'several parameter sets');
    const length = record.readUInt16BE(at + 1);
    const unit = record.subarray(at + 3, at + 3 + length);
    demand(length > 3 && unit.length === length, 'a parameter set is cut off');
    at += 3 + length;
    return unit;
  };
  const sps = takeOne(0x1f);
  const pps = takeOne(0xff);
  demand(((sps[0] ?? 0) & 0x9f) === 7 && ((pps[0] ?? 0) & 0x9f) === 8, 'wrong parameter sets');
  const picture = parseSps(sps);
  checkPps(pps, picture.id);
  const { width, height, sampleAspect } = picture;
  return { width, height, sampleAspect, lengthBytes, parameterSets: [sps, pps] };
}

function parseSps(
  nal: Buffer,
): Pick<AvcPicture, 'width' | 'height' | 'sampleAspect'> & { id: number } {
  const reader = createBitReader(unescapeNal(nal.subarray(1)));
  const profile = reader.bits(8);
  reader.bits(16);
  const id = reader.ue();
  demand(id < 32, 'unknown parameter set');
  const isExtended = EXTENDED_PROFILES.includes(profile);
  demand(isExtended || PLAIN_PROFILES.includes(profile), 'unusual profile');
  const chroma = isExtended ? readExtendedProfile(reader) : 1;
  demand(reader.ue() <= 12, 'frame numbers too long');
  const orderType = reader.ue();
  demand(orderType === 0 || orderType === 2, 'unusual picture order');
  if (orderType === 0) demand(reader.ue() <= 12, 'picture order too long');
  demand(reader.ue() <= 16, 'too many reference pictures');
  reader.flag();
  const columns = reader.ue() + 1;
  const rows = reader.ue() + 1;
  demand(columns <= 512 && rows <= 512, 'pictures too large');
  demand(reader.flag(), 'pictures may be interlaced');
  reader.flag();
  const crop = [0, 0, 0, 0];
  if (reader.flag()) for (const index of crop.keys()) crop[index] = reader.ue();
  const [left = 0, right = 0, top = 0, bottom = 0] = crop;
  // Crop is counted in samples of colour.
  const width = columns * 16 - (chroma === 3 ? 1 : 2) * right;
  const height = rows * 16 - (chroma === 1 ? 2 : 1) * bottom;
  demand(left === 0 && top === 0 && width > 0 && height > 0, 'unusual crop');
  const sampleAspect = reader.flag() ? readVui(reader) : null;
  checkEnd(reader, unescapeNal(nal.subarray(1)).length);
  return { id, width, height, sampleAspect };
}

/** The chroma format: 1 for 4:2:0, 2 for 4:2:2, 3 for 4:4:4. */
function readExtendedProfile(reader: BitReader): number {
  const chroma = reader.ue();
  demand(chroma >= 1 && chroma <= 3, 'unusual chroma');
  if (chroma === 3) demand(!reader.flag(), 'separate colour planes');
  const [luma, colour] = [reader.ue(), reader.ue()];
  demand(luma === colour && (luma === 0 || luma === 2), 'unusual depth');
  demand(!reader.flag(), 'lossless');
  demand(!reader.flag(), 'scaling matrices');
  return chroma;
}

function readVui(reader: BitReader): AvcPicture['sampleAspect'] {
  let sampleAspect: AvcPicture['sampleAspect'] = null;
  if (reader.flag()) sampleAspect = readAspect(reader);
  if (reader.flag()) reader.flag();
  if (reader.flag()) {
    reader.bits(4);
    if (reader.flag()) reader.bits(24);
  }
  if (reader.flag()) demand(reader.ue() <= 5 && reader.ue() <= 5, 'unusual chroma places');
  if (reader.flag()) reader.bits(65);
  const hasNalHrd = reader.flag();
  demand(!hasNalHrd, 'buffer model');
  demand(!reader.flag(), 'buffer model');
  demand(!reader.flag(), 'pictures may be shown as fields');
  if (reader.flag()) {
    reader.flag();
    for (let index = 0; index < 4; index += 1) demand(reader.ue() <= 16, 'unusual restriction');
    const [reordered, buffered] = [reader.ue(), reader.ue()];
    demand(reordered <= buffered && buffered <= 16, 'unusual restriction');
  }
  return sampleAspect;
}

function readAspect(reader: BitReader): AvcPicture['sampleAspect'] {
  const index = reader.bits(8);
  if (index === 0) return null;
  const [n, d] =
    index === 255 ? [reader.bits(16), reader.bits(16)] : (ASPECTS[index - 1] ?? [0, 0]);
  demand(n > 0 && d > 0, 'unknown sample aspect');
  return { n, d };
}

/** The stop bit and nothing but zeros to the end of its byte, and no bytes after it. */
function checkEnd(reader: BitReader, length: number): void {
  demand(reader.flag(), 'a parameter set goes on');
  const left = length * 8 - reader.position();
  demand(left < 8 && reader.bits(left) === 0, 'a parameter set goes on');
}

/** Whether only the stop bit and zeros are left of the last byte. */
function isAtEnd(reader: BitReader, payload: Uint8Array): boolean {
  const left = payload.length * 8 - reader.position();
  return ((payload.at(-1) ?? 0) & (2 ** left - 1)) === 2 ** (left - 1);
}

/** Pictures whose fields have times of their own would be told as interlaced: the set must rule that out. */
function checkPps(nal: Buffer, sequenceId: number): void {
  const payload = unescapeNal(nal.subarray(1));
  const { length } = payload;
  const reader = createBitReader(payload);
  demand(reader.ue() < 256 && reader.ue() === sequenceId, 'parameter sets do not match');
  reader.flag();
  demand(!reader.flag(), 'fields may have times of their own');
  demand(reader.ue() === 0, 'slice groups');
  demand(reader.ue() <= 15 && reader.ue() <= 15, 'too many reference pictures');
  reader.flag();
  demand(reader.bits(2) <= 2, 'unusual weights');
  const depthSlack = 12;
  demand(Math.abs(reader.se()) <= 26 + depthSlack && Math.abs(reader.se()) <= 26, 'unusual steps');
  demand(Math.abs(reader.se()) <= 12, 'unusual steps');
  reader.bits(2);
  demand(!reader.flag(), 'redundant pictures');
  if (length * 8 - reader.position() > 8 || !isAtEnd(reader, payload)) {
    reader.flag();
    demand(!reader.flag(), 'scaling matrices');
    demand(Math.abs(reader.se()) <= 12, 'unusual steps');
  }
  checkEnd(reader, length);
}

/**
 * Checks that the first coded picture is made of whole NAL units and brings no parameter sets but the known ones.
 */
export function checkFirstAvcPicture(sample: Buffer, picture: AvcPicture): void {
  let at = 0;
  let hasSlice = false;
  while (at < sample.length) {
    demand(at + picture.lengthBytes < sample.length, 'the first picture is cut off');
    const length = sample.readUIntBE(at, picture.lengthBytes);
    const unit = sample.subarray(at + picture.lengthBytes, at + picture.lengthBytes + length);
    demand(length > 1 && unit.length === length, 'the first picture is cut off');
    const type = required(unit[0], 'an empty unit') & 0x9f;
    demand(type >= 1 && type <= 12, 'unusual units');
    hasSlice ||= type === 5 || type === 1;
    if (type === 7 || type === 8) {
      demand(
        picture.parameterSets.some((known) => known.equals(unit)),
        'parameters change',
      );
    }
    at += picture.lengthBytes + length;
  }
  demand(hasSlice, 'no picture');
}
