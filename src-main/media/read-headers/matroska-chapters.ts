import { readTitle } from './chapter-times.ts';
import { namedElements, unsigned } from './ebml.ts';
import type { TimedChapter } from './header-report.ts';
import { demand, required } from './not-understood.ts';

const EDITION = 0x45b9;
const ATOM = 0xb6;
const ORDERED = 0x45dd;
/** Identity and flags that FFmpeg does not heed. */
const EDITION_KNOWN = [0x45bc, 0x45bd, 0x45db, ORDERED];
const UID = 0x73c4;
const START = 0x91;
const END = 0x92;
const DISPLAY = 0x80;
const ATOM_KNOWN = [UID, 0x5654, START, END, 0x98, 0x4598, DISPLAY];
const TEXT = 0x85;
const DISPLAY_KNOWN = [TEXT];
const LANGUAGES = [0x437c, 0x437d, 0x437e];
const NANOSECONDS = 1_000_000_000;

/** Reads a `Chapters` element with one plain edition of one level. */
export function readMatroskaChapters(body: Buffer): TimedChapter[] {
  const editions = namedElements(body, [EDITION]).get(EDITION) ?? [];
  const edition = namedElements(required(editions[0], 'no edition'), EDITION_KNOWN, [ATOM]);
  demand(unsigned(edition.get(ORDERED)?.[0], 0) === 0, 'an ordered edition');
  const ids = new Set<string>();
  return (edition.get(ATOM) ?? []).map((atom) => {
    const fields = namedElements(atom, ATOM_KNOWN);
    const id = required(fields.get(UID)?.[0], 'no identity').toString('hex');
    demand(/[1-9a-f]/.test(id) && !ids.has(id), 'identities repeat');
    ids.add(id);
    const end = fields.get(END)?.[0];
    const start = unsigned(required(fields.get(START)?.[0], 'no start'), 0);
    const until = end ? unsigned(end, 0) : null;
    demand(until === null || until >= start, 'a chapter ends before it begins');
    return {
      start,
      end: until,
      perSecond: NANOSECONDS,
      title: readDisplay(fields.get(DISPLAY)?.[0]),
    };
  });
}

function readDisplay(body: Buffer | undefined): string | null {
  if (!body) return null;
  const text = namedElements(body, DISPLAY_KNOWN, LANGUAGES).get(TEXT)?.[0];
  return text ? readTitle(text) : null;
}
