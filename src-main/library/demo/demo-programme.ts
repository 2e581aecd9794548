import { twoDigits } from '#shared/time/clock-text.ts';

/** The size of everything the demo shows. */
export const DEMO_SIZE = { width: 640, height: 360 } as const;
export const DEMO_FRAMES_PER_SECOND = 25;
/** Pictures and sound repeat after this long: 200 frames of picture, 375 AAC frames of sound, both exactly. */
export const LOOP_SECONDS = 8;

/** How a clip looks and sounds. Colours as `0xrrggbb`; tones in whole hertz, so that they repeat without a click. */
export interface DemoLook {
  readonly background: string;
  readonly accent: string;
  readonly tonesHz: readonly [number, number, number, number];
}

/** A long programme, put together from acts that each repeat one loop. */
export interface DemoProgramme {
  readonly relativePath: string;
  readonly title: string;
  readonly subtitle: string;
  readonly look: DemoLook;
  /** Length of each act in loops. */
  readonly actLoops: readonly number[];
  /** Acts are marked as chapters; without them breakpoints have to be computed. */
  readonly hasChapters: boolean;
}

/** A short piece for breaks. */
export interface DemoSpot {
  readonly relativePath: string;
  readonly title: string;
  readonly subtitle: string;
  readonly look: DemoLook;
  readonly seconds: number;
}

const HARBOUR: DemoLook = {
  background: '0x12324a',
  accent: '0xf2b84b',
  tonesHz: [220, 277, 330, 440],
};
const ORBIT: DemoLook = {
  background: '0x241a45',
  accent: '0x67d4c8',
  tonesHz: [196, 247, 294, 370],
};
const KITCHEN: DemoLook = {
  background: '0x4a2418',
  accent: '0xf4e3c1',
  tonesHz: [262, 330, 392, 523],
};
const CINEMA: DemoLook = {
  background: '0x101418',
  accent: '0xc8413b',
  tonesHz: [147, 175, 220, 294],
};
const SPOT: DemoLook = {
  background: '0x7a1f3d',
  accent: '0xffd23f',
  tonesHz: [392, 494, 587, 784],
};
const STATION: DemoLook = {
  background: '0x0d3b3e',
  accent: '0xf26b3a',
  tonesHz: [330, 415, 494, 659],
};

function show(
  title: string,
  look: DemoLook,
  episodes: readonly string[],
  actLoops: readonly number[],
  hasChapters: boolean,
): DemoProgramme[] {
  return episodes.map((name, index) => {
    const number = twoDigits(index + 1);
    return {
      relativePath: `Shows/${title}/Season 1/${title} - S01E${number} - ${name}.mp4`,
      title,
      subtitle: `${String(index + 1)}  ${name}`,
      look,
      actLoops,
      hasChapters,
    };
  });
}

function movie(title: string, year: number, actLoops: readonly number[]): DemoProgramme {
  return {
    relativePath: `Movies/${title} (${String(year)}).mp4`,
    title,
    subtitle: String(year),
    look: CINEMA,
    actLoops,
    hasChapters: true,
  };
}

function spot(
  folder: string,
  title: string,
  subtitle: string,
  seconds: number,
  look: DemoLook,
): DemoSpot {
  return {
    relativePath: `Interstitials/${folder}/${title}.mp4`,
    title,
    subtitle,
    seconds,
    look,
  };
}

export const DEMO_SHOWS = {
  harbour: 'Harbour Lights',
  orbit: 'Orbit Nine',
  kitchen: 'The Corner Kitchen',
} as const;

export const DEMO_MOVIES = ['Night Ferry', 'Last Train North'] as const;

/** Three shows of about 22 to 25 minutes (the last without chapters) and two films of about 50. */
export const DEMO_PROGRAMMES: readonly DemoProgramme[] = [
  ...show(
    DEMO_SHOWS.harbour,
    HARBOUR,
    ['The Lamp', 'High Water', 'A Stranger Ashore'],
    [44, 47, 45, 36],
    true,
  ),
  ...show(
    DEMO_SHOWS.orbit,
    ORBIT,
    ['Dock Six', 'The Quiet Signal', 'Two Suns'],
    [30, 52, 49, 41],
    true,
  ),
  ...show(DEMO_SHOWS.kitchen, KITCHEN, ['Bread', 'Sunday Soup'], [60, 60, 45], false),
  movie(DEMO_MOVIES[0], 1961, [96, 104, 108, 98]),
  movie(DEMO_MOVIES[1], 1983, [110, 100, 97, 92]),
];

export const DEMO_SPOTS: readonly DemoSpot[] = [
  spot('Commercials', 'Brightly Soap', 'Cleaner than clean', 30, SPOT),
  spot('Commercials', 'Corner Bakery', 'Open from five', 15, HARBOUR),
  spot('Commercials', 'Northwind Bicycles', 'Ride on', 30, ORBIT),
  spot('Commercials', 'Tall Pines Tea', 'Time for a cup', 15, KITCHEN),
  spot('Commercials', 'Meridian Watches', 'On time since 1922', 30, CINEMA),
  spot('Commercials', 'Lakeside Motors', 'Come for a drive', 15, SPOT),
  spot('Commercials', 'Pocket Radio 2', 'Take it along', 15, ORBIT),
  spot('Commercials', 'Marble Cola', 'Cold', 15, SPOT),
  spot('Commercials', 'Sunday Paper', 'All of it', 15, CINEMA),
  spot('Commercials', 'Garden Seeds', 'Now is the time', 15, KITCHEN),
  spot('PSAs', 'Look Both Ways', 'Before you cross', 15, HARBOUR),
  spot('Promos', 'Harbour Lights Promo', 'Every day', 15, HARBOUR),
  spot('Promos', 'Orbit Nine Promo', 'All week', 15, ORBIT),
  spot('Bumpers', 'Back In A Moment', 'Stay with us', 5, STATION),
  spot('Bumpers', 'And Now', 'We continue', 5, STATION),
  spot('Idents', 'This Is RetroVue', 'Always on', 10, STATION),
  spot('Idents', 'RetroVue Evening', 'Good evening', 10, STATION),
];
