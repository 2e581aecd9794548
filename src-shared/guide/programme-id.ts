import type { GuideEntry } from '../model/guide.ts';
import { seededIndex } from '../model/seed.ts';
import { twoDigits } from '../time/clock-text.ts';

/** Numbers of a series or film that nobody else gives out; those that are begin with a zero. */
const OWN_NUMBERS = 10_000_000;

/**
 * A programme's id in the form that clients know as `dd_progid`: `EP9nnnnnnn.SSEE` for episodes, `MV9nnnnnnn.0000` for films, made
 * from the station's own series or asset, so that a repeat has the id of the first showing. An episode without a number has one of
 * its own, `EP9nnnnnnn.0001`, made from its asset: clients take an end of 0000 for any episode of a series. `null` where there is
 * nothing stable to make it from: no series, no asset, or a number of more than two digits.
 */
export function programmeId(entry: GuideEntry): string | null {
  if (entry.kind === 'movie') {
    return entry.assetId === null ? null : `MV9${ownNumber(entry.assetId)}.0000`;
  }
  const { seriesId, seasonNumber, episodeNumber, assetId } = entry;
  if (entry.kind !== 'episode' || seriesId === null) return null;
  if (episodeNumber === null) return assetId === null ? null : `EP9${ownNumber(assetId)}.0001`;
  if (seasonNumber === null) return null;
  if (!isTwoDigits(seasonNumber) || !isTwoDigits(episodeNumber)) return null;
  return `EP9${ownNumber(seriesId)}.${twoDigits(seasonNumber)}${twoDigits(episodeNumber)}`;
}

function ownNumber(id: string): string {
  return String(seededIndex(`programme:${id}`, OWN_NUMBERS)).padStart(7, '0');
}

function isTwoDigits(number: number): boolean {
  return number >= 0 && number <= 99;
}
