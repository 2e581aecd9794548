import { readFileSync } from 'node:fs';
import path from 'node:path';

import { expect, test } from 'vitest';

import { filesBelow, ROOT } from './source-files.ts';

const SOURCES = ['src-shared', 'src-main', 'src-renderer'].flatMap((place) =>
  filesBelow(place, ['.ts', '.tsx']),
);

/** What was written in many places once: how it reads when it is written again, and where it is at home. */
const HOMES: readonly {
  readonly what: string;
  readonly written: RegExp;
  readonly again: string;
  readonly home: string;
}[] = [
  {
    what: 'the minutes of a day',
    written: /(?:DAY\w* = (?:1_?440|24 \* )|[-+%<>(] ?=? ?1_?440\b)/,
    again: 'const DAY_MINUTES = 1_440;',
    home: 'src-shared/time/units.ts',
  },
  {
    what: 'the order of texts',
    written: /< [\w.]+ \? -1 : (?:1|[\w.]+ > )/,
    again: 'return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;',
    home: 'src-shared/model/natural-order.ts',
  },
  {
    what: 'the label of an episode',
    written: /`[^`]*S\$\{[^`]*E\$\{/,
    again: 'const label = `S${pad(season)}E${pad(episode)}`;',
    home: 'src-shared/model/episode-label.ts',
  },
  {
    what: 'two digits',
    written: /(?<!toString\(16\))\.padStart\(2, /,
    again: "return String(value).padStart(2, '0');",
    home: 'src-shared/time/clock-text.ts',
  },
  {
    what: 'the search of a list in order',
    written: /\(\w+ \+ \w+\) >>>? 1|\+ Math\.floor\(\(\w+ - \w+\) \/ 2\)/,
    again: 'const middle = (low + high) >> 1;',
    home: 'src-shared/time/bisect.ts',
  },
  {
    what: 'the offset at which a clock shows a time',
    written: /minutesOfLocalTime\([\w.]*dayStart\) \+ (?:DAY_MINUTES|1_?440)/,
    again: 'return (minutes - minutesOfLocalTime(dayStart) + DAY_MINUTES) % DAY_MINUTES;',
    home: 'src-shared/time/broadcast-day.ts',
  },
  {
    what: 'the place after a cursor',
    written: /(?:\?\?|:) \(?(?:rotation\.)?places\[/,
    again: 'const place = catalog.byId.get(before) ?? rotation.places[cursor];',
    home: 'src-shared/planning/choose/ordered-search.ts',
  },
  {
    what: 'the media segment that holds a picture',
    written: /\/ gopFrames\(/,
    again: 'return Math.floor(frame / gopFrames(format));',
    home: 'src-shared/model/house-format.ts',
  },
];

/** A source without its comments, which may speak of what they like. */
function codeOf(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
}

test.each(HOMES)('$what is written in one place', ({ written, again, home }) => {
  expect(again).toMatch(written);
  expect(SOURCES.length).toBeGreaterThan(300);
  expect(SOURCES.filter((file) => written.test(codeOf(file)))).toEqual([home]);
});
