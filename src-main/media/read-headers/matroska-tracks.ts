import { ascii, namedElements, unsigned } from './ebml.ts';
import type { HeaderStream } from './header-report.ts';
import { demand, required } from './not-understood.ts';
import { checkFirstAvcPicture, parseAvcConfiguration } from './parse-avc.ts';
import { reduceFraction } from './rational.ts';
import {
  checkFirstAacFrame,
  parseAacConfig,
  parseAc3Frame,
  parseMp3Frame,
} from './sound-headers.ts';

const ENTRY = 0xae;
const NUMBER = 0xd7;
const TYPE = 0x83;
const IS_DEFAULT = 0x88;
const DEFAULT_DURATION = 0x23e383;
const CODEC = 0x86;
const CODEC_PRIVATE = 0x63a2;
const CODEC_DELAY = 0x56aa;
const VIDEO = 0xe0;
const AUDIO = 0xe1;
/** Identity, languages, names, flags and hints on buffering: nothing that is looked at here. */
const ENTRY_REST = [
  ...[0x73c5, 0xb9, 0x55aa, 0x9c, 0x6de7, 0x6df8, 0x55ee, 0x536e, 0x22b59c, 0x22b59d, 0x258688],
  ...[0xaa, 0x56bb, 0x55ab, 0x55ac, 0x55ad, 0x55ae, 0x55af],
];
const ENTRY_KNOWN = [
  ...[NUMBER, TYPE, IS_DEFAULT, DEFAULT_DURATION, CODEC, CODEC_PRIVATE, CODEC_DELAY, VIDEO, AUDIO],
  ...ENTRY_REST,
];

const PICTURE_TYPE = 1;
const SOUND_TYPE = 2;
const SUBTITLE_TYPE = 17;
const SUBTITLE_CODECS = ['S_TEXT/UTF8', 'S_TEXT/ASS', 'S_TEXT/SSA', 'S_HDMV/PGS'];
const MOST_TRACKS = 32;

/** A track before its first block is known. */
export interface MatroskaTrack {
  readonly number: number;
  /** Subtitles are listed, and nothing is said of them. */
  readonly isSilent: boolean;
  /** The stream that ffprobe would report, once its first frame is known. */
  readonly describe: (firstFrame: Buffer) => Omit<HeaderStream, 'start_time'>;
}

type Fields = ReadonlyMap<number, readonly Buffer[]>;

function one(fields: Fields, id: number): Buffer | undefined {
  return fields.get(id)?.[0];
}

/** Reads a `Tracks` element. */
export function readTracks(body: Buffer): MatroskaTrack[] {
  const entries = namedElements(body, [], [ENTRY]).get(ENTRY) ?? [];
  demand(entries.length >= 1 && entries.length <= MOST_TRACKS, 'unusual tracks');
  const tracks = entries.map((entry, index) => readEntry(namedElements(entry, ENTRY_KNOWN), index));
  demand(new Set(tracks.map(({ number }) => number)).size === tracks.length, 'numbers repeat');
  return tracks;
}

function readEntry(fields: Fields, index: number): MatroskaTrack {
  const number = unsigned(one(fields, NUMBER), 0);
  const type = unsigned(one(fields, TYPE), 0);
  demand(number >= 1 && number < 127, 'unusual number');
  demand(unsigned(one(fields, CODEC_DELAY), 0) === 0, 'a delay of the codec');
  const codec = ascii(one(fields, CODEC));
  const common = {
    index,
    disposition: { default: unsigned(one(fields, IS_DEFAULT), 1) === 0 ? 0 : 1, attached_pic: 0 },
  } as const;
  if (type === SUBTITLE_TYPE) {
    demand(SUBTITLE_CODECS.includes(codec), 'unknown codec');
    const describe = (): HeaderStream => ({ ...common, codec_type: 'subtitle' });
    return { number, isSilent: true, describe };
  }
  const setup = required(
    type === PICTURE_TYPE || type === SOUND_TYPE ? fields : null,
    'unknown type',
  );
  return {
    number,
    isSilent: false,
    describe: (frame) => ({
      ...common,
      ...(type === PICTURE_TYPE
        ? describePicture(setup, codec, frame)
        : describeSound(setup, codec, frame)),
    }),
  };
}

const INTERLACED = 0x9a;
const FIELD_ORDER = 0x9d;
const WIDTH = 0xb0;
const HEIGHT = 0xba;
const DISPLAY_WIDTH = 0x54b0;
const DISPLAY_HEIGHT = 0x54ba;
const DISPLAY_UNIT = 0x54b2;
const COLOUR = 0x55b0;
const PICTURE_KNOWN = [
  ...[INTERLACED, FIELD_ORDER, WIDTH, HEIGHT, DISPLAY_WIDTH, DISPLAY_HEIGHT, DISPLAY_UNIT, COLOUR],
];
/** What `Colour` may hold; FFmpeg gives a file up over anything misshapen in it. */
const COLOUR_KNOWN = Array.from({ length: 13 }, (_, index) => 0x55b1 + index);
const PROGRESSIVE = 2;
/** Pixels, and a bare aspect ratio. */
const DISPLAY_UNITS = [0, 3];
const LARGEST_ASPECT = 255n;
const LARGEST_RATE = 30_000n;
const NANOSECONDS = 1_000_000_000n;

function describePicture(
  fields: Fields,
  codec: string,
  frame: Buffer,
): Omit<HeaderStream, 'index' | 'disposition'> {
  demand(codec === 'V_MPEG4/ISO/AVC', 'unknown codec');
  const video = namedElements(required(one(fields, VIDEO), 'no picture'), PICTURE_KNOWN);
  const picture = parseAvcConfiguration(required(one(fields, CODEC_PRIVATE), 'no configuration'));
  checkFirstAvcPicture(frame, picture);
  const colour = one(video, COLOUR);
  if (colour)
    for (const [value] of namedElements(colour, COLOUR_KNOWN).values()) unsigned(value, 0);
  const width = unsigned(one(video, WIDTH), 0);
  const height = unsigned(one(video, HEIGHT), 0);
  demand(width === picture.width && height === picture.height, 'sizes differ');
  demand([0, PROGRESSIVE].includes(unsigned(one(video, INTERLACED), 0)), 'interlaced');
  demand(DISPLAY_UNITS.includes(unsigned(one(video, DISPLAY_UNIT), 0)), 'unusual display size');
  const [displayWidth, displayHeight] = [
    unsigned(one(video, DISPLAY_WIDTH), width),
    unsigned(one(video, DISPLAY_HEIGHT), height),
  ];
  demand(displayWidth > 0 && displayHeight > 0, 'no display size');
  demand(displayWidth < 65_536 && displayHeight < 65_536, 'unusual display size');
  const aspect = reduceFraction(
    BigInt(height) * BigInt(displayWidth),
    BigInt(width) * BigInt(displayHeight),
    LARGEST_ASPECT,
  );
  const own = picture.sampleAspect;
  demand(aspect.n > 0 && aspect.d > 0, 'unusual display size');
  demand(!own || own.n * aspect.d === own.d * aspect.n, 'shapes differ');
  const duration = unsigned(one(fields, DEFAULT_DURATION), 0);
  demand(duration > 1_000_000 && duration < 1_000_000_000, 'no usual rate');
  const rate = reduceFraction(NANOSECONDS, BigInt(duration), LARGEST_RATE);
  return {
    codec_type: 'video',
    codec_name: 'h264',
    width,
    height,
    sample_aspect_ratio: `${String(aspect.n)}:${String(aspect.d)}`,
    avg_frame_rate: `${String(rate.n)}/${String(rate.d)}`,
    field_order: 'progressive',
  };
}

/** Rate, rate after extension, channels, depth. */
const SOUND_KNOWN = [0xb5, 0x78b5, 0x9f, 0x6264];

function describeSound(
  fields: Fields,
  codec: string,
  frame: Buffer,
): Omit<HeaderStream, 'index' | 'disposition'> {
  namedElements(required(one(fields, AUDIO), 'no sound'), SOUND_KNOWN);
  if (codec === 'A_AC3') {
    return { codec_type: 'audio', codec_name: 'ac3', channels: parseAc3Frame(frame) };
  }
  if (codec === 'A_MPEG/L3') {
    return { codec_type: 'audio', codec_name: 'mp3', channels: parseMp3Frame(frame) };
  }
  demand(codec === 'A_AAC', 'unknown codec');
  const channels = parseAacConfig(required(one(fields, CODEC_PRIVATE), 'no configuration'));
  checkFirstAacFrame(frame, channels);
  return { codec_type: 'audio', codec_name: 'aac', channels };
}
