import { readTitle } from './chapter-times.ts';
import type { FileBytes } from './file-bytes.ts';
import type { TimedChapter } from './header-report.ts';
import { readLong } from './mp4-boxes.ts';
import type { SampleTables } from './mp4-samples.ts';
import { demand, required } from './not-understood.ts';

/** Clock of the list of chapters (`chpl`). */
const LIST_PER_SECOND = 10_000_000;
const MOST_CHAPTERS = 255;
const MOST_TITLE_BYTES = 1_024;

/** Reads a list of chapters (`chpl`), whose ends are not told. */
export function readChapterList(body: Buffer): TimedChapter[] {
  demand(body.length >= 9 && body[0] === 1, 'unusual chapters');
  const count = body.readUInt8(8);
  const chapters: TimedChapter[] = [];
  let at = 9;
  for (let index = 0; index < count; index += 1) {
    demand(at + 9 <= body.length, 'chapters are cut off');
    const end = at + 9 + body.readUInt8(at + 8);
    demand(end <= body.length, 'chapters are cut off');
    const title = readTitle(body.subarray(at + 9, end));
    chapters.push({ start: readLong(body, at), end: null, perSecond: LIST_PER_SECOND, title });
    at = end;
  }
  demand(at === body.length, 'unusual chapters');
  return chapters;
}

/** Reads a track of titles: each sample is a chapter that lasts as long as it. */
export async function readChapterTrack(
  samples: SampleTables,
  perSecond: number,
  duration: number,
  file: FileBytes,
): Promise<TimedChapter[]> {
  demand(samples.sampleCount <= MOST_CHAPTERS, 'too many chapters');
  const chapters: TimedChapter[] = [];
  for (const [index, { start: at, length }] of samples.first.entries()) {
    demand(length >= 2 && length <= MOST_TITLE_BYTES, 'unusual title');
    const sample = await file.read(at, length);
    const titleLength = sample.readUInt16BE(0);
    demand(titleLength <= length - 2, 'a title is cut off');
    const title = readTitle(sample.subarray(2, 2 + titleLength));
    const start = required(samples.firstTicks[index], 'no time');
    const end = samples.firstTicks[index + 1] ?? duration;
    demand(end >= start, 'unusual chapters');
    chapters.push({ start, end, perSecond, title });
  }
  return chapters;
}
