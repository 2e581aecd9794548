import fc from 'fast-check';
import { describe, expect, test } from 'vitest';

import { classifyPath, type PathClass } from '#main/library/classify-path.ts';
import { folderContext } from '#main/library/sources/folder/folder-context.ts';

const BARE: PathClass = {
  kind: 'movie',
  title: '',
  year: null,
  seriesTitle: null,
  seasonNumber: null,
  episodeNumber: null,
  tags: [],
};

function episode(
  series: string,
  season: number | null,
  number: number | null,
  title: string,
): PathClass {
  return {
    ...BARE,
    kind: 'episode',
    title,
    seriesTitle: series,
    seasonNumber: season,
    episodeNumber: number,
  };
}

const SHOWS: [path: string, expected: PathClass][] = [
  [
    'Shows/Cheers/Season 1/Cheers - S01E02 - Sam’s Women.mkv',
    episode('Cheers', 1, 2, 'Sam’s Women'),
  ],
  ['Shows/Cheers/Season 01/Cheers - S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Shows/Cheers/S01/Cheers - s1e2 - Two.mkv', episode('Cheers', 1, 2, 'Two')],
  ['shows/Cheers/season 3/Cheers 3x02 Two.avi', episode('Cheers', 3, 2, 'Two')],
  ['TV Shows/Cheers/Specials/Cheers - S00E01 - Reunion.mkv', episode('Cheers', 0, 1, 'Reunion')],
  ['Series/Cheers/Specials/Reunion.mkv', episode('Cheers', 0, null, 'Reunion')],
  [
    'Shows/Cheers/Season 1/Cheers - S01E02-E03 - Two Parts.mkv',
    episode('Cheers', 1, 2, 'Two Parts'),
  ],
  ['Shows/Cheers/Season 1/Cheers - S01E02E03.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Shows/Cheers/Season 1/Cheers - S01E13a - Rain.mkv', episode('Cheers', 1, 13, '13a - Rain')],
  ['Shows/Cheers/Season 1/Cheers 1x13B Dry.mkv', episode('Cheers', 1, 13, '13b - Dry')],
  ['Shows/Cheers/Season 1/Cheers - S01E13a.mkv', episode('Cheers', 1, 13, 'Episode 13a')],
  ['Shows/Cheers/Season 1/02 - Two.mkv', episode('Cheers', 1, 2, 'Two')],
  ['Shows/Cheers/Season 1/S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Shows/Cheers/Cheers - S02E05 - Flat.mkv', episode('Cheers', 2, 5, 'Flat')],
  [
    'Shows/Cheers/Cheers.S01E02.Sams.Women.1080p.WEB-DL.x264-GRP.mkv',
    episode('Cheers', 1, 2, 'Sams Women'),
  ],
  ['Cheers.S01E02.720p.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Cheers.S01E02.1080p.WEB.h264-GRP.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Cheers.S01E02.WEB.x264-GRP.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Cheers.S01E02.REPACK.720p.HDTV.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Cheers.S01E02.Sams.Women.PROPER.HDTV.mkv', episode('Cheers', 1, 2, 'Sams Women')],
  ['Cheers.S01E02.The.Web.mkv', episode('Cheers', 1, 2, 'The Web')],
  ['Cheers - S01E02 (720p).mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['[Group] Cheers - S01E02 [1080p][ABCD].mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Shows/Cheers/Season 1/Cheers.S01E13a.720p.mkv', episode('Cheers', 1, 13, 'Episode 13a')],
  ['Shows/Cheers/Season 1/02.720p.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Shows/Cheers/Christmas Party.mkv', episode('Cheers', null, null, 'Christmas Party')],
  [
    'Shows/Battlestar Galactica (1978)/Season 1/Battlestar Galactica - S01E01 - Saga.mkv',
    { ...episode('Battlestar Galactica (1978)', 1, 1, 'Saga'), year: 1978 },
  ],
  [
    'Shows/Comedy/Cheers/Cheers - S01E01.mkv',
    { ...episode('Cheers', 1, 1, 'Episode 1'), tags: ['comedy'] },
  ],
  ['Shows/Promos/Season 1/Promos - S01E01 - A.mkv', episode('Promos', 1, 1, 'A')],
  ['Cheers S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  ['Downloads/Cheers.S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
  [
    'Shows/Das Boot – Serie/Staffel 2/2x01 Ausfahrt.mkv',
    episode('Das Boot – Serie', 2, 1, 'Ausfahrt'),
  ],
];

const MOVIES: [path: string, expected: PathClass][] = [
  ['Movies/The Thing (1982).mkv', { ...BARE, title: 'The Thing', year: 1982 }],
  ['Movies/The Thing (1982)/The Thing (1982).mkv', { ...BARE, title: 'The Thing', year: 1982 }],
  ['Films/The Thing (1982)/The Thing.mkv', { ...BARE, title: 'The Thing', year: 1982 }],
  [
    'Movies/Horror/The Thing (1982).mkv',
    { ...BARE, title: 'The Thing', year: 1982, tags: ['horror'] },
  ],
  [
    'Movies/2001 A Space Odyssey (1968).mkv',
    { ...BARE, title: '2001 A Space Odyssey', year: 1968 },
  ],
  ['Movies/1984.mkv', { ...BARE, title: '1984' }],
  [
    'Movies/Blade.Runner.2049.2017.1080p.BluRay.mkv',
    { ...BARE, title: 'Blade Runner 2049', year: 2017 },
  ],
  ['Movies/Dr. No (1962).mkv', { ...BARE, title: 'Dr. No', year: 1962 }],
  ['Movies/Charlottes.Web.1080p.BluRay.mkv', { ...BARE, title: 'Charlottes Web' }],
  ['Movies/Charlotte’s Web.mkv', { ...BARE, title: 'Charlotte’s Web' }],
  ['Movies/Talkie 640x480.avi', { ...BARE, title: 'Talkie 640x480' }],
  ['clip.mp4', { ...BARE, title: 'clip' }],
];

const INTERSTITIALS: [path: string, expected: PathClass][] = [
  ['Interstitials/Commercials/Cola.mp4', { ...BARE, kind: 'commercial', title: 'Cola' }],
  [
    'Interstitials/Commercials/1980s/Toys/Robot (1984).mp4',
    { ...BARE, kind: 'commercial', title: 'Robot', year: 1984, tags: ['1980s', 'toys'] },
  ],
  ['interstitials/ads/Cola.mp4', { ...BARE, kind: 'commercial', title: 'Cola' }],
  ['Interstitials/Adverts/Cola.mp4', { ...BARE, kind: 'commercial', title: 'Cola' }],
  ['Interstitials/Promo/Tonight.mp4', { ...BARE, kind: 'promo', title: 'Tonight' }],
  ['Interstitials/BUMPERS/Back.mp4', { ...BARE, kind: 'bumper', title: 'Back' }],
  ['Interstitials/Idents/Spin.mp4', { ...BARE, kind: 'station-id', title: 'Spin' }],
  ['Interstitials/Station IDs/Spin.mp4', { ...BARE, kind: 'station-id', title: 'Spin' }],
  ['Interstitials/PSAs/Fire.mp4', { ...BARE, kind: 'psa', title: 'Fire' }],
  ['Interstitials/Trailers/Jaws.mp4', { ...BARE, kind: 'trailer', title: 'Jaws' }],
  ['Interstitials/Stingers/Boing.mp4', { ...BARE, kind: 'stinger', title: 'Boing' }],
  ['Interstitials/Filler/Fish.mp4', { ...BARE, kind: 'filler', title: 'Fish' }],
  ['Interstitials/1985/Fish.mp4', { ...BARE, kind: 'filler', title: 'Fish', tags: ['1985'] }],
  ['Interstitials/Commercials/Bumpers/Back.mp4', { ...BARE, kind: 'bumper', title: 'Back' }],
  ['Interstitials/Commercials/Ad S01E02.mp4', { ...BARE, kind: 'commercial', title: 'Ad S01E02' }],
  [
    'Shows/Cheers/Trailers/Next Week.mp4',
    { ...BARE, kind: 'trailer', title: 'Next Week', tags: ['cheers'] },
  ],
];

const NASTY: [path: string, expected: PathClass][] = [
  ['-rf.mp4', { ...BARE, title: 'rf' }],
  ['--- S01E02 ---.mp4', episode('Unknown series', 1, 2, 'Episode 2')],
  ['first\nsecond.mp4', { ...BARE, title: 'first second' }],
  ['[Group] Name [1080p].mkv', { ...BARE, title: 'Name' }],
  ['日本語/映画 (1954).mkv', { ...BARE, title: '映画', year: 1954, tags: ['日本語'] }],
  ['Cafe\u0301.mkv', { ...BARE, title: 'Café' }],
  ['a\u202egpj.mkv', { ...BARE, title: 'a gpj' }],
  ['$(reboot); `x` "q" \'s\'.mkv', { ...BARE, title: '$(reboot); `x` "q" \'s\'' }],
  ['C:\\con.mkv', { ...BARE, title: 'C:\\con' }],
];

const PIECES = ['a', 'é', '日', ' ', '.', '-', '_', '(', ')', '[', ']', '1984', 'S01E02', '1x02'];
const NAMES = fc.string({
  unit: fc.constantFrom(...PIECES, '\n', '\0', '\u202e', 'Season 1', 'Shows', 'Ads', 'x264'),
});

describe('classifyPath', () => {
  test.each(SHOWS)('reads the episode %j', (path, expected) => {
    expect(classifyPath(path)).toEqual(expected);
  });

  test.each(MOVIES)('reads the movie %j', (path, expected) => {
    expect(classifyPath(path)).toEqual(expected);
  });

  test.each(INTERSTITIALS)('reads the interstitial %j', (path, expected) => {
    expect(classifyPath(path)).toEqual(expected);
  });

  test.each(NASTY)('makes the best of %j', (path, expected) => {
    expect(classifyPath(path)).toEqual(expected);
  });

  test('takes the deepest folder that says a kind', () => {
    expect(classifyPath('Commercials/Promos/x.mp4').kind).toBe('promo');
    expect(classifyPath('Promos/Commercials/x.mp4').kind).toBe('commercial');
    expect(classifyPath('Commercials/Movies/x.mp4').kind).toBe('movie');
  });

  test('keeps two shows of one name apart by their year', () => {
    const old = classifyPath('Shows/Kojak (1973)/Season 1/Kojak - S01E01.mkv');
    const young = classifyPath('Shows/Kojak (2005)/Season 1/Kojak - S01E01.mkv');
    expect(old.seriesTitle).not.toBe(young.seriesTitle);
  });

  test('accepts any path and never answers an empty title', () => {
    fc.assert(
      fc.property(fc.array(NAMES, { minLength: 1, maxLength: 5 }), (parts) => {
        const answer = classifyPath(`${parts.join('/')}.mkv`);
        expect(answer.title.trim()).not.toBe('');
        expect(answer.seriesTitle?.trim()).not.toBe('');
        expect(answer.title).not.toMatch(/[\r\n\0]/);
      }),
    );
  });
});

describe('folderContext', () => {
  test.each([
    ['/mnt/Shows', 'Cheers/Season 1/S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
    ['/mnt/Shows/Cheers', 'Season 1/S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
    ['/mnt/Cheers', 'S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
    ['/mnt/Cheers/Season 1', 'S01E02.mkv', episode('Cheers', 1, 2, 'Episode 2')],
    ['C:\\Video\\Season 4', '05.mkv', episode('Video', 4, 5, 'Episode 5')],
    ['/mnt/Commercials', 'Cola.mp4', { ...BARE, kind: 'commercial', title: 'Cola' }],
    ['/mnt/Station IDs/', 'Spin.mp4', { ...BARE, kind: 'station-id', title: 'Spin' }],
    ['/mnt/Movies', 'Jaws (1975).mkv', { ...BARE, title: 'Jaws', year: 1975 }],
    ['/home/ads/Video', 'Jaws (1975).mkv', { ...BARE, title: 'Jaws', year: 1975 }],
    ['/', 'Jaws.mkv', { ...BARE, title: 'Jaws' }],
  ] as [string, string, PathClass][])(
    'lets the added folder %j be a root of the convention',
    (root, path, expected) => {
      expect(classifyPath(path, folderContext(root))).toEqual(expected);
    },
  );
});
