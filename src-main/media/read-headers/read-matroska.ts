import { timeChapters } from './chapter-times.ts';
import { ascii, elementInFile, float, namedElements, unsigned, type Element } from './ebml.ts';
import type { FileBytes } from './file-bytes.ts';
import type { HeaderReport, TimedChapter } from './header-report.ts';
import { readFirstBlocks } from './matroska-blocks.ts';
import { readMatroskaChapters } from './matroska-chapters.ts';
import { readTracks } from './matroska-tracks.ts';
import { demand, required } from './not-understood.ts';
import { rescale } from './rational.ts';

export const EBML = 0x1a45dfa3;
const DOC_TYPE = 0x4282;
/** Versions and limits; limits other than the usual ones are not understood. */
const ID_LIMIT = 0x42f2;
const SIZE_LIMIT = 0x42f3;
const READ_VERSION = 0x4285;
const EBML_KNOWN = [DOC_TYPE, ID_LIMIT, SIZE_LIMIT, READ_VERSION, 0x4286, 0x42f7, 0x4287];

const SEGMENT = 0x18538067;
const SEEK_HEAD = 0x114d9b74;
const INFO = 0x1549a966;
const TRACKS = 0x1654ae6b;
const CHAPTERS = 0x1043a770;
const TAGS = 0x1254c367;
const CUES = 0x1c53bb6b;
const CLUSTER = 0x1f43b675;
const VOID = 0xec;
const CHECKSUM = 0xbf;
/** Headers that are only searched for bytes, never taken apart. */
const SEARCHED_ONLY = [TAGS, CUES];
const BEFORE_CLUSTERS = [SEEK_HEAD, INFO, TRACKS, CHAPTERS, TAGS, CUES, VOID, CHECKSUM];

const TIME_SCALE = 0x2ad7b1;
const DURATION = 0x4489;
/** Titles, programs, date, identity of the segment. */
const INFO_KNOWN = [TIME_SCALE, DURATION, 0x7ba9, 0x4d80, 0x5741, 0x4461, 0x73a4, 0x7384];

const MILLISECOND_NS = 1_000_000;
const MICROSECONDS = 1_000_000;
const MOST_ELEMENTS = 64;
const LONGEST_HEADER = 4 * 1024 * 1024;
/** Of headers that are taken apart; elements can be as short as two bytes. */
const LONGEST_PARSED = 512 * 1024;
const FORMAT_NAME = 'matroska,webm';

/**
 * Reads the headers of a Matroska file of the ordinary kind: one segment of known length that fills the file, headers
 * before pictures, one picture track of progressive H.264, sound in AAC-LC, AC-3 or MP3. Throws `NotUnderstood` for all
 * else.
 */
export async function readMatroska(file: FileBytes): Promise<HeaderReport> {
  const ebml = await elementInFile(file, 0);
  demand(ebml.id === EBML && ebml.length < 256, 'another kind of file');
  checkDocument(await content(file, ebml));
  const segment = await elementInFile(file, ebml.start + ebml.length);
  demand(segment.id === SEGMENT, 'no segment');
  demand(segment.start + segment.length === file.size, 'the file does not end with its segment');
  const { headers, clusterAt } = await findHeaders(file, segment);
  const durationMicroseconds = readDuration(required(headers.get(INFO), 'no information'));
  const tracks = readTracks(required(headers.get(TRACKS), 'no tracks'));
  const chapterBody = headers.get(CHAPTERS);
  await checkSeekHead(file, segment, headers, chapterBody !== undefined);
  const heard = tracks.filter(({ isSilent }) => !isSilent);
  const blocks = await readFirstBlocks(file, clusterAt, new Set(heard.map(({ number }) => number)));
  const streams = tracks.map((track) => {
    if (track.isSilent) return track.describe(Buffer.alloc(0));
    const { milliseconds, frame } = required(blocks.get(track.number), 'a track begins late');
    return { ...track.describe(frame), start_time: milliseconds / 1_000 };
  });
  demand(
    streams.filter(({ codec_type }) => codec_type === 'video').length === 1,
    'several pictures',
  );
  const startMs = Math.min(...[...blocks.values()].map(({ milliseconds }) => milliseconds));
  demand(startMs === 0 || heard.length === tracks.length, 'others may begin early');
  const chapters: TimedChapter[] = chapterBody ? readMatroskaChapters(chapterBody) : [];
  return {
    format: {
      format_name: FORMAT_NAME,
      start_time: startMs / 1_000,
      duration: durationMicroseconds / MICROSECONDS,
    },
    streams,
    chapters: timeChapters(chapters, rescale(startMs, 1_000, 1) + durationMicroseconds),
  };
}

async function content(file: FileBytes, { id, start, length }: Element): Promise<Buffer> {
  const longest = SEARCHED_ONLY.includes(id) ? LONGEST_HEADER : LONGEST_PARSED;
  demand(length <= longest, 'a header is too long');
  return file.read(start, length);
}

function checkDocument(body: Buffer): void {
  const fields = namedElements(body, EBML_KNOWN);
  const field = (id: number, fallback: number): number => unsigned(fields.get(id)?.[0], fallback);
  demand(['matroska', 'webm'].includes(ascii(fields.get(DOC_TYPE)?.[0])), 'another document');
  demand(field(ID_LIMIT, 4) === 4 && field(SIZE_LIMIT, 8) === 8, 'unusual limits');
  demand(field(READ_VERSION, 1) <= 4 && field(0x4286, 1) === 1, 'a newer document');
  demand(field(0x42f7, 1) === 1, 'a newer document');
}

/** The headers before the first cluster, each once, and where that begins. */
async function findHeaders(
  file: FileBytes,
  segment: Element,
): Promise<{ headers: Map<number, Buffer>; clusterAt: number }> {
  const headers = new Map<number, Buffer>();
  let at = segment.start;
  for (let count = 0; ; count += 1) {
    demand(count < MOST_ELEMENTS, 'too many headers');
    const element = await elementInFile(file, at);
    if (element.id === CLUSTER) return { headers, clusterAt: at };
    demand(BEFORE_CLUSTERS.includes(element.id), 'unknown header');
    if (element.id !== VOID && element.id !== CHECKSUM) {
      demand(!headers.has(element.id), 'two headers of a kind');
      headers.set(element.id, await content(file, element));
    }
    at = element.start + element.length;
  }
}

function readDuration(info: Buffer): number {
  const fields = namedElements(info, INFO_KNOWN);
  demand(unsigned(fields.get(TIME_SCALE)?.[0], MILLISECOND_NS) === MILLISECOND_NS, 'unusual clock');
  const duration = float(required(fields.get(DURATION)?.[0], 'no length'));
  const microseconds = Math.trunc((duration * MILLISECOND_NS * 1_000) / MICROSECONDS);
  demand(microseconds > 0 && microseconds < 2 ** 50, 'unusual length');
  return microseconds;
}

const SEEK = 0x4dbb;
const SEEK_ID = 0x53ab;
const SEEK_POSITION = 0x53ac;
/** The target of a tag that speaks of a chapter, which may rename it. */
const CHAPTER_TARGET = Buffer.from('63c4', 'hex');

/** Nothing that matters may be told elsewhere in the file. */
async function checkSeekHead(
  file: FileBytes,
  segment: Element,
  headers: ReadonlyMap<number, Buffer>,
  hasChapters: boolean,
): Promise<void> {
  const tags = headers.get(TAGS);
  if (hasChapters && tags) demand(!tags.includes(CHAPTER_TARGET), 'tags of chapters');
  const head = headers.get(SEEK_HEAD);
  demand(head !== undefined || !hasChapters, 'no index');
  if (!head) return;
  for (const seek of namedElements(head, [], [SEEK]).get(SEEK) ?? []) {
    const fields = namedElements(seek, [SEEK_ID, SEEK_POSITION]);
    const id = unsigned(fields.get(SEEK_ID)?.[0], 0);
    const known = headers.has(id) || id === CUES || id === CLUSTER || id === TAGS;
    demand(known && id !== SEEK_HEAD, 'headers elsewhere');
    const position = unsigned(required(fields.get(SEEK_POSITION)?.[0], 'no position'), 0);
    const element = await elementInFile(file, segment.start + position);
    demand(element.id === id, 'the index is wrong');
    if (id === TAGS && hasChapters && !tags) {
      demand(!(await content(file, element)).includes(CHAPTER_TARGET), 'tags of chapters');
    }
  }
}
