import type { AiredByDate, AiredOnDate, Carry } from '../../model/schedule-day.ts';
import { MS_PER_DAY, type EpochMs } from '../../time/units.ts';
import { SHORTEST_KEPT_MS, type Remembered } from './remembered.ts';
import { compareText } from '../../model/natural-order.ts';

/** That an asset aired last at the instant. */
interface AiredOnce {
  readonly id: string;
  readonly airedAt: EpochMs;
}

/** What aired last on the UTC date that starts then. */
interface DateOfAirings {
  readonly startAt: EpochMs;
  /** By time, then id. */
  entries: AiredOnce[];
  /** The same as the carry has it, while it is true; carries of many days share it. */
  written: AiredOnDate | null;
  /** All of it is to be kept for ever, by this. */
  keptBy: Remembered | null;
}

/** The history arranged for asking and changing. Follows from the written one; costs as much as there is in it. */
interface Standing {
  readonly airedAt: Map<string, EpochMs>;
  /** Ascending, none empty. */
  readonly dates: DateOfAirings[];
  /** Before this index of a list all has aired; only grows while nothing of the list is forgotten. */
  airedHeads: WeakMap<readonly Identified[], number>;
  forgottenBy: Remembered | null;
}

interface Identified {
  readonly id: string;
}

/**
 * When assets aired last, open for noting more. It stands on the written history of a carry, which is never changed: what is
 * written next shares all dates that nothing happened to.
 */
export interface AiringHistory {
  written: AiredByDate | null;
  /** `null`: as written. */
  standing: Standing | null;
}

/**
 * The standing of what was written last, waiting for whoever goes on from there. It is handed over, not shared: a second one who
 * opens the same carry arranges it anew. So a year of days costs what happens in it, whatever is remembered.
 */
const standings = new WeakMap<AiredByDate, Standing>();

/** The history of a carry. A carry written before dates were introduced has it in one piece. */
export function openHistory({ airedByDate, lastAired }: Carry): AiringHistory {
  if (airedByDate || !lastAired) return { written: airedByDate ?? null, standing: null };
  return { written: null, standing: arranged(Object.entries(lastAired)) };
}

function arranged(aired: readonly (readonly [string, EpochMs])[]): Standing {
  const standing: Standing = {
    airedAt: new Map(),
    dates: [],
    airedHeads: new WeakMap(),
    forgottenBy: null,
  };
  for (const [id, airedAt] of aired) {
    standing.airedAt.set(id, airedAt);
    dateIn(standing, airedAt).entries.push({ id, airedAt });
  }
  for (const { entries } of standing.dates) entries.sort(compareAired);
  return standing;
}

function compareAired(a: AiredOnce, b: AiredOnce): number {
  return a.airedAt - b.airedAt || compareText(a.id, b.id);
}

function standingOf(history: AiringHistory): Standing {
  if (history.standing) return history.standing;
  const { written } = history;
  const waiting = written && standings.get(written);
  if (waiting) standings.delete(written);
  history.standing = waiting ?? arranged((written ?? []).flatMap((date) => Object.entries(date)));
  return history.standing;
}

/** Where the date of the instant is among the dates, or where it would be; airings mostly come last. */
function indexOfDate({ dates }: Standing, at: EpochMs): number {
  return dates.findLastIndex(({ startAt }) => startAt <= at);
}

function dateIn(standing: Standing, at: EpochMs): DateOfAirings {
  const startAt = Math.floor(at / MS_PER_DAY) * MS_PER_DAY;
  const index = indexOfDate(standing, at);
  const there = standing.dates[index];
  if (there?.startAt === startAt) return there;
  const added = { startAt, entries: [], written: null, keptBy: null };
  standing.dates.splice(index + 1, 0, added);
  return added;
}

function removeFrom(standing: Standing, { id, airedAt }: AiredOnce): void {
  const index = indexOfDate(standing, airedAt);
  const date = standing.dates[index];
  if (!date) return;
  date.entries = date.entries.filter((entry) => entry.id !== id);
  date.written = null;
  if (date.entries.length === 0) standing.dates.splice(index, 1);
}

/** Notes that the asset aired; what was noted of it before is forgotten. */
export function noteAiring(history: AiringHistory, id: string, airedAt: EpochMs): void {
  const standing = standingOf(history);
  const before = standing.airedAt.get(id);
  if (before === airedAt) return;
  if (before !== undefined) removeFrom(standing, { id, airedAt: before });
  standing.airedAt.set(id, airedAt);
  const date = dateIn(standing, airedAt);
  const entry = { id, airedAt };
  const place = date.entries.findLastIndex((each) => compareAired(each, entry) < 0) + 1;
  date.entries.splice(place, 0, entry);
  date.written = null;
  date.keptBy = null;
}

/** When the asset aired last, as far as is remembered. */
export function airedAtOf(history: AiringHistory, id: string): EpochMs | undefined {
  return standingOf(history).airedAt.get(id);
}

/** The assets that aired last after the instant, each once, in no order that means anything. */
export function airedAfter(history: AiringHistory, after: EpochMs): string[] {
  const { dates } = standingOf(history);
  const ids: string[] = [];
  for (let index = dates.length - 1; index >= 0; index -= 1) {
    const date = dates[index];
    if (!date || date.startAt + MS_PER_DAY <= after) break;
    for (const { id, airedAt } of date.entries) if (airedAt > after) ids.push(id);
  }
  return ids;
}

/** The id that aired longest ago of those accepted; ties by id. `null` for none. */
export function airedLongestAgo(
  history: AiringHistory,
  accepts: (id: string) => boolean,
): string | null {
  for (const { entries } of standingOf(history).dates) {
    const found = entries.find(({ id }) => accepts(id));
    if (found) return found.id;
  }
  return null;
}

/**
 * The first of a list that the history does not know. Asks on from where it stopped: right for a list of which nothing is
 * forgotten, that is, one whose assets are to be kept for ever.
 */
export function firstUnaired<Asset extends Identified>(
  history: AiringHistory,
  list: readonly Asset[],
): Asset | null {
  const { airedHeads, airedAt } = standingOf(history);
  let index = airedHeads.get(list) ?? 0;
  for (; index < list.length; index += 1) {
    const asset = list[index];
    if (asset && !airedAt.has(asset.id)) break;
  }
  airedHeads.set(list, index);
  return list[index] ?? null;
}

/** Forgets, as of `at`, what has been kept for as long as {@link Remembered} asks. */
export function forgetOldAirings(
  history: AiringHistory,
  remembered: Remembered,
  at: EpochMs,
): void {
  if (history.written === null && history.standing === null) return;
  const standing = standingOf(history);
  // Of a list that `remembered` keeps for ever nothing is forgotten; another one may keep other lists.
  if (standing.forgottenBy !== remembered) standing.airedHeads = new WeakMap();
  standing.forgottenBy = remembered;
  for (const date of standing.dates) {
    if (at - date.startAt <= SHORTEST_KEPT_MS) break;
    if (date.keptBy !== remembered) thin(standing, date, remembered, at);
  }
  if (standing.dates.some(({ entries }) => entries.length === 0)) {
    standing.dates.splice(0, Infinity, ...standing.dates.filter(({ entries }) => entries.length));
  }
}

function thin(standing: Standing, date: DateOfAirings, remembered: Remembered, at: EpochMs): void {
  const kept: AiredOnce[] = [];
  let isForEver = true;
  for (const entry of date.entries) {
    const keptMs = remembered.keptMs(entry.id);
    if (at - entry.airedAt <= keptMs) kept.push(entry);
    else standing.airedAt.delete(entry.id);
    isForEver &&= keptMs === Infinity;
  }
  if (kept.length < date.entries.length) date.written = null;
  date.entries = kept;
  date.keptBy = isForEver ? remembered : null;
}

/** The history for the carry; `null` when there is none. What is noted afterwards does not change it. */
export function writeHistory(history: AiringHistory): AiredByDate | null {
  const { standing } = history;
  if (standing) {
    const written = standing.dates.map(writeDate);
    history.written = standing.dates.length === 0 ? null : written;
    history.standing = null;
    standings.set(written, standing);
  }
  return history.written;
}

function writeDate(date: DateOfAirings): AiredOnDate {
  if (date.written) return date.written;
  const written: Record<string, EpochMs> = {};
  for (const { id, airedAt } of date.entries) written[id] = airedAt;
  date.written = written;
  return written;
}
