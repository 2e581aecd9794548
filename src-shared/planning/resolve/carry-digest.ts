import type { AiredOnDate, Carry } from '../../model/schedule-day.ts';
import { hashText } from '../../model/seed.ts';

/** A date's part of the history is shared by the carries of many days; each is hashed once. */
const digests = new WeakMap<AiredOnDate, string>();

function digestOf(date: AiredOnDate): string {
  const known = digests.get(date);
  if (known !== undefined) return known;
  // Written by time and id always, so that equal dates are equal texts.
  const digest = hashText(JSON.stringify(date)).slice(0, 32);
  digests.set(date, digest);
  return digest;
}

/** The carry as a day's hash reads it: its history by the hashes of its dates. Depends on what is written in it alone. */
export function digestCarry(carry: Carry): unknown {
  const { airedByDate } = carry;
  return airedByDate ? { ...carry, airedByDate: airedByDate.map(digestOf).join('') } : carry;
}
