import { timeChapters } from './chapter-times.ts';
import type { FileBytes } from './file-bytes.ts';
import type { HeaderReport, TimedChapter } from './header-report.ts';
import { boxesIn, fullBox, namedBoxes, type Box } from './mp4-boxes.ts';
import { readChapterList, readChapterTrack } from './mp4-chapters.ts';
import { checkMatrix, checkUserData, readClock, readTrack, type Mp4Track } from './mp4-track.ts';
import { demand, required } from './not-understood.ts';
import { rescale } from './rational.ts';

const FORMAT_NAME = 'mov,mp4,m4a,3gp,3g2,mj2';
const MICROSECONDS = 1_000_000;
const MOST_FILE_BOXES = 64;
const MOST_TRACKS = 32;
/** Tables of eight hours of pictures and sound; a longer film is asked of ffprobe. */
const LONGEST_MOOV = 16 * 1024 * 1024;
const SKIPPED_BOXES = ['free', 'skip', 'wide', 'mdat'];
const FILM_BOXES = ['mvhd', 'udta', 'meta', 'iods', 'free'];
/** User data that says nothing on streams and times: names and the like (those of QuickTime begin with ©). */
const USER_BOXES = ['meta', 'chpl', 'name', 'loci', 'cprt', 'free'];

/**
 * Reads the headers of an ISO base media or QuickTime file of the ordinary kind: not fragmented, not encrypted, one
 * picture track of progressive H.264, sound in AAC-LC, AC-3 or MP3. Throws `NotUnderstood` for all else.
 */
export async function readMp4(file: FileBytes): Promise<HeaderReport> {
  const moov = boxesIn(await findMoov(file));
  const film = namedBoxes(moov, FILM_BOXES, ['trak']);
  const header = fullBox(required(film.get('mvhd'), 'no header'), 1);
  const clock = readClock(header.rest, header.version);
  checkMatrix(header.rest, header.version === 1 ? 44 : 32);
  checkUserData(film.get('meta'), ['covr', 'iTunSMPB']);
  const list = readUserData(moov, film.get('udta'));
  const bodies = moov.filter(({ type }) => type === 'trak').map(({ body }) => body);
  demand(bodies.length <= MOST_TRACKS, 'too many tracks');
  const tracks: Mp4Track[] = [];
  for (const [index, body] of bodies.entries()) {
    tracks.push(await readTrack(body, index, clock.perSecond, file));
  }
  const chapterTrack = findChapterTrack(tracks);
  const start = containerStart(tracks, chapterTrack);
  const duration = rescale(clock.ticks, MICROSECONDS, clock.perSecond);
  const chapters = chapterTrack ? await readTitles(chapterTrack, list, file) : list;
  return {
    format: {
      format_name: FORMAT_NAME,
      start_time: start / MICROSECONDS,
      duration: duration / MICROSECONDS,
    },
    streams: tracks.map(({ stream }) => stream),
    chapters: timeChapters(chapters, start + duration),
  };
}

/** Walks the boxes of the file, which must fill it, and answers the body of the only `moov`. */
async function findMoov(file: FileBytes): Promise<Buffer> {
  let moov: Buffer | null = null;
  let at = 0;
  for (let count = 0; at < file.size; count += 1) {
    demand(count < MOST_FILE_BOXES, 'too many boxes');
    const head = await file.read(at, Math.min(16, file.size - at));
    demand(head.length >= 8, 'a box is cut off');
    const type = head.toString('latin1', 4, 8);
    let size = head.readUInt32BE(0);
    let headBytes = 8;
    if (size === 1) {
      demand(head.length === 16, 'a box is cut off');
      size = Number(head.readBigUInt64BE(8));
      headBytes = 16;
    }
    demand(size >= headBytes && at + size <= file.size, 'a box of unusual size');
    demand((type === 'ftyp') === (count === 0), 'another kind of file');
    if (type === 'moov') {
      demand(moov === null && size <= LONGEST_MOOV, 'unusual headers');
      moov = await file.read(at + headBytes, size - headBytes);
    } else demand(count === 0 || SKIPPED_BOXES.includes(type), `unknown box "${type}"`);
    at += size;
  }
  return required(moov, 'no headers');
}

/** The list of chapters in user data. Covers are streams after all tracks, if user data comes after them. */
function readUserData(moov: readonly Box[], udta: Buffer | undefined): TimedChapter[] {
  if (!udta) return [];
  // QuickTime ends user data with four bytes of zero.
  const ends = udta.length >= 4 && udta.readUInt32BE(udta.length - 4) === 0;
  const boxes = boxesIn(ends ? udta.subarray(0, -4) : udta);
  for (const { type } of boxes) {
    demand(type.startsWith('\xa9') || USER_BOXES.includes(type), `unknown user data "${type}"`);
  }
  checkUserData(udta, ['iTunSMPB']);
  const types = moov.map(({ type }) => type);
  const isLast = types.indexOf('udta') > types.lastIndexOf('trak');
  if (isLast) checkCover(udta);
  else checkUserData(udta, ['covr']);
  const lists = boxes.filter(({ type }) => type === 'chpl');
  demand(lists.length <= 1, 'several lists of chapters');
  return lists.flatMap(({ body }) => readChapterList(body));
}

/** A cover must be one JPEG or PNG picture. */
function checkCover(udta: Buffer): void {
  const at = udta.indexOf('covr', 0, 'latin1');
  if (at < 0) return;
  demand(udta.indexOf('covr', at + 4, 'latin1') < 0 && at + 20 <= udta.length, 'several covers');
  const isData = udta.toString('latin1', at + 8, at + 12) === 'data';
  demand(isData && udta.readUInt32BE(at - 4) === udta.readUInt32BE(at + 4) + 8, 'unusual cover');
  demand([13, 14].includes(udta.readUInt32BE(at + 12)), 'unusual cover');
}

/** The track of titles, if there is one. Every track must be pictures, sound, or that. */
function findChapterTrack(tracks: readonly Mp4Track[]): Mp4Track | null {
  const wanted = new Set(tracks.flatMap(({ chapterTracks }) => chapterTracks));
  demand(wanted.size <= 1, 'several tracks of chapters');
  demand(new Set(tracks.map(({ id }) => id)).size === tracks.length, 'two tracks of one number');
  demand(tracks.filter(({ handler }) => handler === 'vide').length === 1, 'several pictures');
  const titles = tracks.filter(({ id }) => wanted.has(id));
  demand(titles.length === wanted.size, 'no track of chapters');
  for (const { handler, id, isSilent } of tracks) {
    if (isSilent && !wanted.has(id)) continue;
    const isTitles = wanted.has(id) && handler === 'text';
    demand(isTitles || (!wanted.has(id) && ['vide', 'soun'].includes(handler)), 'unknown track');
  }
  return titles[0] ?? null;
}

/** Start of the earliest track of picture or sound, in microseconds; titles must not begin before it. */
function containerStart(tracks: readonly Mp4Track[], titles: Mp4Track | null): number {
  const startOf = ({ times, perSecond }: Mp4Track): number =>
    rescale(times.start, MICROSECONDS, perSecond);
  const heard = tracks.filter((track) => track !== titles && !track.isSilent);
  const start = Math.min(...heard.map(startOf));
  demand(!titles || startOf(titles) >= start, 'titles begin early');
  demand(start === 0 || heard.length + (titles ? 1 : 0) === tracks.length, 'others begin early');
  return start;
}

async function readTitles(
  titles: Mp4Track,
  list: readonly TimedChapter[],
  file: FileBytes,
): Promise<TimedChapter[]> {
  const { samples, times, perSecond } = titles;
  demand(times.start === 0 && samples.firstOffset === 0, 'titles begin late');
  demand(list.length <= samples.sampleCount, 'lists of chapters differ');
  return readChapterTrack(samples, perSecond, times.duration, file);
}
