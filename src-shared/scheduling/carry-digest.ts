import type { AiredByDate, AiredOnDate, Carry } from '../model/schedule-day.ts';
import { hashText } from '../model/seed.ts';

/** A date's part of the history is shared by the carries of many days; each is hashed once. */
const digests = new WeakMap<AiredOnDate, string>();

function digestOf(date: AiredOnDate): string {
  const known = digests.get(date);
  if (known !== undefined) return known;
  const aired = Object.keys(date).sort();
  const digest = hashText(JSON.stringify(aired.map((id) => [id, date[id]]))).slice(0, 32);
  digests.set(date, digest);
  return digest;
}

/** The carry as a day's hash reads it: of each date of its history the hash. Depends on what is written in it alone. */
export function digestCarry(carry: Carry): unknown {
  const { airedByDate } = carry;
  return airedByDate ? { ...carry, airedByDate: digestDates(airedByDate) } : carry;
}

function digestDates(airedByDate: AiredByDate): Record<string, string> {
  return Object.fromEntries(
    Object.entries(airedByDate).map(([date, aired]) => [date, digestOf(aired)]),
  );
}
