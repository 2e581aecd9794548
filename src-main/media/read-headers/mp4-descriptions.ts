import type { FileBytes } from './file-bytes.ts';
import { boxesIn, fullBox, namedBoxes } from './mp4-boxes.ts';
import type { SampleTables } from './mp4-samples.ts';
import { demand, required } from './not-understood.ts';
import { checkFirstAvcPicture, parseAvcConfiguration } from './parse-avc.ts';
import { reduceFraction } from './rational.ts';
import {
  checkFirstAacFrame,
  parseAacConfig,
  parseAc3Frame,
  parseMp3Frame,
} from './sound-headers.ts';

const MOST_PICTURE_BYTES = 4 * 1024 * 1024;
const MOST_FRAME_BYTES = 8 * 1024;

/** The only sample description of a track: its four letters and what follows them. */
function onlyDescription(stsd: Buffer): { type: string; body: Buffer } {
  const { rest } = fullBox(stsd);
  demand(rest.length >= 4 && rest.readUInt32BE(0) === 1, 'several descriptions');
  const [only, ...others] = boxesIn(rest.subarray(4));
  demand(only !== undefined && others.length === 0, 'several descriptions');
  demand(only.body.length >= 28 && only.body.readUInt16BE(6) === 1, 'unusual description');
  return only;
}

/** The first sample, whole. */
async function firstSample(file: FileBytes, samples: SampleTables, most: number): Promise<Buffer> {
  const place = required(samples.first[0], 'no samples');
  demand(place.length > 0 && place.length <= most, 'unusual first sample');
  return file.read(place.start, place.length);
}

export interface PictureDescription {
  readonly codec: string;
  readonly width: number;
  readonly height: number;
  readonly sampleAspect: { readonly n: number; readonly d: number } | null;
}

const PICTURE_BOXES = ['avcC', 'pasp', 'btrt', 'colr', 'fiel', 'free', 'chrm', 'uuid'];
/** The mark of files for iPods, which says nothing; others may describe the picture. */
const IPOD_UUID = '6b6840f25f244fc5ba39a51bcf0323f3';

/** Describes an H.264 track by its description and its first picture. */
export async function describePicture(
  stsd: Buffer,
  samples: SampleTables,
  file: FileBytes,
): Promise<PictureDescription> {
  const { type, body } = onlyDescription(stsd);
  demand(type === 'avc1', 'unknown codec');
  demand(body.length >= 78 && body.readUInt16BE(8) === 0, 'unusual description');
  demand(body.readUInt16BE(74) === 24, 'a palette');
  const boxes = namedBoxes(boxesIn(body.subarray(78)), PICTURE_BOXES);
  const mark = boxes.get('uuid');
  demand(!mark || mark.toString('hex', 0, 16) === IPOD_UUID, 'unknown mark');
  const picture = parseAvcConfiguration(required(boxes.get('avcC'), 'no configuration'));
  const { width, height } = picture;
  demand(body.readUInt16BE(24) === width && body.readUInt16BE(26) === height, 'sizes differ');
  const fields = boxes.get('fiel');
  demand(!fields || (fields.length === 2 && fields[0] === 1), 'pictures may be interlaced');
  checkFirstAvcPicture(await firstSample(file, samples, MOST_PICTURE_BYTES), picture);
  const shape = boxes.get('pasp');
  return {
    codec: 'h264',
    width,
    height,
    sampleAspect: shape ? readShape(shape) : picture.sampleAspect,
  };
}

const LARGEST_ASPECT = 32_767n;

function readShape(body: Buffer): { n: number; d: number } {
  demand(body.length === 8, 'unusual shape');
  const [n, d] = [body.readUInt32BE(0), body.readUInt32BE(4)];
  demand(n > 0 && d > 0 && n <= LARGEST_ASPECT && d <= LARGEST_ASPECT, 'unusual shape');
  return reduceFraction(BigInt(n), BigInt(d), LARGEST_ASPECT);
}

const SOUND_BOXES = ['esds', 'dac3', 'btrt', 'wave', 'chan', 'free'];

/** Describes a track of sound by its description and its first frame. */
export async function describeSound(
  stsd: Buffer,
  samples: SampleTables,
  file: FileBytes,
): Promise<{ codec: string; channels: number }> {
  const { type, body } = onlyDescription(stsd);
  const version = body.readUInt16BE(8);
  demand(version <= 1, 'unusual description');
  const boxes = namedBoxes(boxesIn(body.subarray(version === 1 ? 44 : 28)), SOUND_BOXES);
  const frame = await firstSample(file, samples, MOST_FRAME_BYTES);
  if (type === 'ac-3') return { codec: 'ac3', channels: parseAc3Frame(frame) };
  if (type === '.mp3') return { codec: 'mp3', channels: parseMp3Frame(frame) };
  demand(type === 'mp4a', 'unknown codec');
  const wave = boxes.get('wave');
  const inWave = wave
    ? namedBoxes(boxesIn(withoutTerminator(wave)), ['frma', 'mp4a', 'esds'])
    : null;
  demand((inWave === null) !== (boxes.get('esds') === undefined), 'no configuration');
  const { kind, config } = readElementaryStream(
    required(inWave?.get('esds') ?? boxes.get('esds'), 'no configuration'),
  );
  if (kind === 0x6b) return { codec: 'mp3', channels: parseMp3Frame(frame) };
  demand(kind === 0x40, 'unknown codec');
  const channels = parseAacConfig(config);
  checkFirstAacFrame(frame, channels);
  return { codec: 'aac', channels };
}

/** A QuickTime `wave` box ends in a box of eight bytes named by zeros. */
function withoutTerminator(wave: Buffer): Buffer {
  const end = wave.length - 8;
  return end >= 0 && wave.readUInt32BE(end) === 8 && wave.readUInt32BE(end + 4) === 0
    ? wave.subarray(0, end)
    : wave;
}

/** Object type and decoder configuration of an `esds` box (ISO/IEC 14496-1 7.2.6). */
function readElementaryStream(esds: Buffer): { kind: number; config: Buffer } {
  const stream = readDescriptor(fullBox(esds).rest, 3);
  demand(stream.length > 3 && stream[2] === 0, 'unusual stream');
  const decoder = readDescriptor(stream.subarray(3), 4);
  demand(decoder.length >= 13, 'unusual stream');
  const kind = decoder.readUInt8(0);
  const config = decoder.length > 13 ? readDescriptor(decoder.subarray(13), 5) : Buffer.alloc(0);
  return { kind, config };
}

function readDescriptor(bytes: Buffer, tag: number): Buffer {
  demand(bytes[0] === tag, 'unusual descriptor');
  let [at, length] = [1, 0];
  for (let more = true; more; at += 1) {
    demand(at < 6 && at < bytes.length, 'unusual descriptor');
    const byte = bytes.readUInt8(at);
    length = length * 128 + (byte & 0x7f);
    more = byte >= 0x80;
  }
  demand(at + length <= bytes.length, 'a descriptor is cut off');
  return bytes.subarray(at, at + length);
}
