import type { FileBytes } from './file-bytes.ts';
import type { HeaderStream } from './header-report.ts';
import { boxesIn, fullBox, namedBoxes, readLong, tableOf, type Box } from './mp4-boxes.ts';
import { describePicture, describeSound } from './mp4-descriptions.ts';
import { placeTrack, type TrackTimes } from './mp4-edits.ts';
import { readSampleTables, type SampleTables } from './mp4-samples.ts';
import { demand, required } from './not-understood.ts';
import { reduceFraction, sixDecimals } from './rational.ts';

/** A track with its times and the stream that ffprobe would report of it. */
export interface Mp4Track {
  readonly id: number;
  readonly handler: string;
  readonly stream: HeaderStream;
  readonly samples: SampleTables;
  readonly times: TrackTimes;
  readonly perSecond: number;
  /** Tracks that hold the titles of this one's chapters. */
  readonly chapterTracks: readonly number[];
  /** Neither picture nor sound nor titles of chapters; it has no times here. */
  readonly isSilent: boolean;
}

/** No turning, no mirroring, no scaling. */
const IDENTITY = '000100000000000000000000000000000001000000000000000000000000000040000000';

/** Throws `NotUnderstood` unless the 36 bytes are the matrix that leaves pictures as they are. */
export function checkMatrix(bytes: Buffer, at: number): void {
  demand(bytes.toString('hex', at, at + 36) === IDENTITY, 'pictures are turned');
}

/** Clock and duration as `mvhd` and `mdhd` tell them. */
export function readClock(rest: Buffer, version: number): { perSecond: number; ticks: number } {
  demand(rest.length >= (version === 1 ? 28 : 16), 'a clock is cut off');
  const perSecond = rest.readUInt32BE(version === 1 ? 16 : 8);
  const ticks = version === 1 ? readLong(rest, 20) : rest.readUInt32BE(12);
  demand(perSecond > 0 && perSecond < 2 ** 31, 'unusual clock');
  demand(ticks > 0 && ticks < (version === 1 ? 2 ** 50 : 2 ** 32 - 1), 'unusual length');
  return { perSecond, ticks };
}

const TRACK_BOXES = ['tkhd', 'edts', 'tref', 'mdia', 'udta', 'meta', 'tapt', 'free'];
/** Tracks of subtitles and of time code; ffprobe lists them, and nothing is said of them here. */
const SILENT_HANDLERS = ['sbtl', 'subt', 'tmcd'];
const SILENT_DESCRIPTIONS = ['tx3g', 'text', 'tmcd'];
const MEDIA_BOXES = ['mdhd', 'hdlr', 'minf', 'free'];
const INFORMATION_BOXES = ['vmhd', 'smhd', 'gmhd', 'nmhd', 'hdlr', 'dinf', 'stbl', 'free'];
const TABLE_BOXES = [
  'stsd',
  'stts',
  'ctts',
  'stss',
  'stsc',
  'stsz',
  'stco',
  'co64',
  'sdtp',
  'free',
];
const GROUP_BOXES = ['sgpd', 'sbgp'];

/** Things in user data that change what ffprobe tells of a track. */
export function checkUserData(body: Buffer | undefined, names: readonly string[]): void {
  for (const name of names) demand(!body?.includes(name, 0, 'latin1'), `"${name}" in user data`);
}

/** Reads one `trak` box of a film with the given clock. */
export async function readTrack(
  body: Buffer,
  index: number,
  filmPerSecond: number,
  file: FileBytes,
): Promise<Mp4Track> {
  const track = namedBoxes(boxesIn(body), TRACK_BOXES);
  checkUserData(track.get('udta'), ['covr', 'chpl', 'iTunSMPB']);
  checkUserData(track.get('meta'), ['covr', 'chpl', 'iTunSMPB']);
  const header = readTrackHeader(required(track.get('tkhd'), 'no header'));
  const media = namedBoxes(boxesIn(required(track.get('mdia'), 'no media')), MEDIA_BOXES);
  const clockBox = fullBox(required(media.get('mdhd'), 'no clock'), 1);
  const clock = readClock(clockBox.rest, clockBox.version);
  const handler = required(media.get('hdlr'), 'no handler').toString('latin1', 8, 12);
  const information = boxesIn(required(media.get('minf'), 'no media'));
  const parts = namedBoxes(information, INFORMATION_BOXES);
  checkDataReference(required(parts.get('dinf'), 'no data'));
  const tableBoxes = boxesIn(required(parts.get('stbl'), 'no tables'));
  const tables = namedBoxes(tableBoxes, TABLE_BOXES, GROUP_BOXES);
  checkOtherTables(tableBoxes);
  const isHeard = handler === 'vide' || handler === 'soun';
  const samples = readSampleTables(tables, file.size, !isHeard);
  const stsd = required(tables.get('stsd'), 'no description');
  demand(fullBox(stsd).rest.readUInt32BE(0) === 1, 'several descriptions');
  if (SILENT_HANDLERS.includes(handler))
    return silentTrack(header.id, handler, index, stsd, samples);
  const { perSecond } = clock;
  const isSound = handler === 'soun';
  const ticks = Math.min(clock.ticks, samples.ticks);
  const times = placeTrack(
    track.get('edts'),
    { isSound, perSecond, ticks },
    samples,
    filmPerSecond,
  );
  const common = {
    index,
    start_time: sixDecimals(times.start, perSecond),
    duration: sixDecimals(times.duration, perSecond),
    disposition: { default: header.isEnabled ? 1 : 0, attached_pic: 0 },
  } as const;
  return {
    id: header.id,
    handler,
    samples,
    times,
    perSecond,
    chapterTracks: readChapterReferences(track.get('tref')),
    isSilent: false,
    stream:
      handler === 'vide'
        ? { ...common, ...(await pictureFields(stsd, samples, perSecond, header, file)) }
        : isSound
          ? { ...common, ...(await soundFields(stsd, samples, file)) }
          : { ...common, codec_type: 'data' },
  };
}

function silentTrack(
  id: number,
  handler: string,
  index: number,
  stsd: Buffer,
  samples: SampleTables,
): Mp4Track {
  demand(SILENT_DESCRIPTIONS.includes(stsd.toString('latin1', 12, 16)), 'unknown codec');

  return {
    id,
    handler,
    samples,
    times: { start: 0, duration: 0 },
    perSecond: 1,
    chapterTracks: [],
    isSilent: true,
    stream: { index, codec_type: 'data', disposition: { default: 0, attached_pic: 0 } },
  };
}

/** The data must lie in this file. */
function checkDataReference(dinf: Buffer): void {
  const dref = namedBoxes(boxesIn(dinf), ['dref']).get('dref');
  const { rest } = fullBox(required(dref, 'no data'));
  demand(rest.length > 4 && rest.readUInt32BE(0) === 1, 'several files');
  const [only, ...others] = boxesIn(rest.subarray(4));
  demand(only !== undefined && others.length === 0 && only.body.length === 4, 'another file');
  demand(['url ', 'alis'].includes(only.type) && only.body.readUInt32BE(0) === 1, 'another file');
}

/** Tables that are not looked at must still be whole, or FFmpeg refuses the file. */
function checkOtherTables(boxes: readonly Box[]): void {
  for (const { type, body } of boxes) {
    if (type === 'stss') tableOf(body, 4);
    if (type === 'sbgp') {
      const { version, rest } = fullBox(body);
      demand(version === 0 && rest.length >= 8, 'a group is cut off');
      demand(rest.length === 8 + 8 * rest.readUInt32BE(4), 'a group of another size');
    }
  }
}

interface TrackHeader {
  readonly id: number;
  readonly isEnabled: boolean;
  readonly hasSize: (width: number, height: number) => boolean;
}

function readTrackHeader(body: Buffer): TrackHeader {
  const { version, flags, rest } = fullBox(body, 1);
  const wider = version === 1 ? 12 : 0;
  demand(rest.length === 80 + wider, 'unusual header');
  checkMatrix(rest, 36 + wider);
  const [width, height] = [rest.readUInt16BE(72 + wider), rest.readUInt16BE(76 + wider)];
  return {
    id: rest.readUInt32BE(version === 1 ? 16 : 8),
    isEnabled: (flags & 1) === 1,
    hasSize: (w, h) => width === w && height === h,
  };
}

function readChapterReferences(tref: Buffer | undefined): number[] {
  if (!tref) return [];
  const chap = namedBoxes(boxesIn(tref), ['chap', 'tmcd']).get('chap');
  if (!chap) return [];
  demand(chap.length === 4, 'unusual references');
  return [chap.readUInt32BE(0)];
}

async function pictureFields(
  stsd: Buffer,
  samples: SampleTables,
  perSecond: number,
  header: TrackHeader,
  file: FileBytes,
): Promise<Omit<HeaderStream, 'index' | 'disposition'>> {
  const { codec, width, height, sampleAspect } = await describePicture(stsd, samples, file);
  // Without a shape of its own a track of another size than its pictures would stretch them.
  demand(sampleAspect !== null || header.hasSize(width, height), 'sizes differ');
  demand(samples.sampleCount > 1 && samples.isSteady, 'the rate changes');
  const rate = reduceFraction(
    BigInt(perSecond) * BigInt(samples.sampleCount),
    BigInt(samples.ticks),
    2n ** 31n - 1n,
  );
  return {
    codec_type: 'video',
    codec_name: codec,
    width,
    height,
    ...(sampleAspect
      ? { sample_aspect_ratio: `${String(sampleAspect.n)}:${String(sampleAspect.d)}` }
      : {}),
    avg_frame_rate: `${String(rate.n)}/${String(rate.d)}`,
    field_order: 'progressive',
  };
}

async function soundFields(
  stsd: Buffer,
  samples: SampleTables,
  file: FileBytes,
): Promise<Omit<HeaderStream, 'index' | 'disposition'>> {
  const { codec, channels } = await describeSound(stsd, samples, file);
  return { codec_type: 'audio', codec_name: codec, channels };
}
