import type { HeaderChapter, TimedChapter } from './header-report.ts';
import { demand, NotUnderstood } from './not-understood.ts';
import { rescale, sixDecimals } from './rational.ts';

const MICROSECONDS = 1_000_000;

/**
 * Gives chapters their ends: the next chapter's start, the last the end of the file (`fileEnd` in microseconds), as
 * FFmpeg does. Chapters out of order are not understood.
 */
export function timeChapters(chapters: readonly TimedChapter[], fileEnd: number): HeaderChapter[] {
  return chapters.map(({ start, end, perSecond, title }, index) => {
    const next = chapters[index + 1];
    let until = end ?? rescale(fileEnd, perSecond, MICROSECONDS);
    if (next) {
      demand(next.perSecond === perSecond && next.start > start, 'chapters out of order');
      if (end === null) until = Math.min(until, next.start);
    }
    if (until < start) until = start;
    return {
      start_time: sixDecimals(start, perSecond),
      end_time: sixDecimals(until, perSecond),
      tags: title === null ? {} : { title },
    };
  });
}

/** Text of a title. Anything that is told differently by different readers is not understood. */
export function readTitle(bytes: Uint8Array): string {
  try {
    const title = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    demand(!/[\p{Cc}\p{Cn}\p{Cs}\uFEFF]/u.test(title), 'unusual characters');
    return title;
  } catch {
    throw new NotUnderstood('a title is not text');
  }
}
