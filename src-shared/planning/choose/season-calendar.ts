import type { IsoDate } from '../../time/units.ts';
import { addDays, weekdayOf } from '../../time/zone.ts';
import type { CatalogAsset } from './catalog.ts';
import { twoDigits } from '../../time/clock-text.ts';

/** Days of the year, `MM-DD`, both included; a range that starts later than it ends wraps New Year. */
const HOLIDAYS: readonly (readonly [name: string, from: string, to: string])[] = [
  ['new-year', '12-30', '01-01'],
  ['valentine', '02-10', '02-14'],
  ['st-patrick', '03-14', '03-17'],
  ['independence-day', '07-01', '07-04'],
  ['halloween', '10-15', '10-31'],
  ['christmas', '12-01', '12-26'],
];

/** The date of Easter Sunday (Gregorian; the anonymous algorithm of Meeus, Astronomical Algorithms, ch. 8). */
export function easterOf(year: number): IsoDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 19 * l) / 433);
  const month = Math.floor((h + l - 7 * m + 90) / 25);
  const day = (h + l - 7 * m + 33 * month + 19) % 32;
  return `${String(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

/** The fourth Thursday of November. */
function thanksgivingOf(year: number): IsoDate {
  const first = `${String(year)}-11-01`;
  return addDays(first, ((4 - weekdayOf(first) + 7) % 7) + 21);
}

/** The season of the northern half of the world, by months: winter is December to February. */
export function seasonOf(date: IsoDate): string {
  const month = Number(date.slice(5, 7));
  if (month <= 2 || month === 12) return 'winter';
  if (month <= 5) return 'spring';
  return month <= 8 ? 'summer' : 'autumn';
}

/** The holidays in whose time the date lies. */
export function holidaysOn(date: IsoDate): string[] {
  const day = date.slice(5);
  const year = Number(date.slice(0, 4));
  const holidays = HOLIDAYS.filter(([, from, to]) =>
    from <= to ? from <= day && day <= to : from <= day || day <= to,
  ).map(([name]) => name);
  const easter = easterOf(year);
  if (addDays(easter, -7) <= date && date <= addDays(easter, 1)) holidays.push('easter');
  const thanksgiving = thanksgivingOf(year);
  if (addDays(thanksgiving, -3) <= date && date <= addDays(thanksgiving, 3)) {
    holidays.push('thanksgiving');
  }
  return holidays;
}

/** The tags that suit a date, in groups of falling weight: its holidays, then its season. */
export function seasonalTags(date: IsoDate): readonly (readonly string[])[] {
  const season = seasonOf(date);
  const words = season === 'autumn' ? ['autumn', 'fall'] : [season];
  return [
    holidaysOn(date).map((name) => `holiday:${name}`),
    words.map((name) => `season:${name}`),
  ].filter((group) => group.length > 0);
}

/** Those of the assets that are tagged for the date's holiday, else for its season, else none; the order is kept. */
export function inSeason(assets: readonly CatalogAsset[], date: IsoDate): CatalogAsset[] {
  for (const tags of seasonalTags(date)) {
    const found = assets.filter((asset) =>
      (asset.tags ?? []).some((tag) => tags.includes(tag.trim().toLowerCase())),
    );
    if (found.length > 0) return found;
  }
  return [];
}
