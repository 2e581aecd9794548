import type { EpochMs } from '../time/units.ts';

/** When each asset aired last, by id, as the carry has it. */
export type LastAired = Readonly<Record<string, EpochMs>>;

/** That an asset aired; later than it, the asset may have aired again. */
export interface AiredOnce {
  readonly id: string;
  readonly airedAt: EpochMs;
}

interface AiringOrder {
  /** By time, then id. Holds more than the record: what aired again since is passed over. */
  readonly entries: AiredOnce[];
  /** Of how many the order was made, when it was made or last cleared of what aired again. */
  readonly made: number;
}

/** A year of airings is dear to sort; the order goes on from day to day with its record. */
const orders = new WeakMap<LastAired, AiringOrder>();

/** The ids of a record, sorted up to those added last. Asking a large record for its keys takes longer than copying it. */
const idLists = new WeakMap<LastAired, string[]>();

function compareAired(a: AiredOnce, b: AiredOnce): number {
  return a.airedAt - b.airedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}

function orderOf(lastAired: LastAired): AiringOrder {
  const known = orders.get(lastAired);
  if (known) return known;
  const entries = Object.entries(lastAired).map(([id, airedAt]) => ({ id, airedAt }));
  const order = { entries: entries.sort(compareAired), made: entries.length };
  orders.set(lastAired, order);
  return order;
}

/** A copy, by id, that may be written by {@link writeAired} and thinned by {@link keepAired} alone. */
export function copyLastAired(lastAired: LastAired = {}): Record<string, EpochMs> {
  const ids = [...(idLists.get(lastAired) ?? Object.keys(lastAired))].sort();
  const copy: Record<string, EpochMs> = {};
  for (const id of ids) {
    const airedAt = lastAired[id];
    if (airedAt !== undefined) copy[id] = airedAt;
  }
  idLists.set(copy, ids);
  const order = orders.get(lastAired);
  if (order && order.entries.length <= 2 * order.made + 100) {
    orders.set(copy, { entries: order.entries.slice(), made: order.made });
  }
  return copy;
}

/** Notes that the asset aired. */
export function writeAired(lastAired: Record<string, EpochMs>, id: string, airedAt: EpochMs): void {
  const before = lastAired[id];
  if (before === airedAt) return;
  lastAired[id] = airedAt;
  if (before === undefined) idLists.get(lastAired)?.push(id);
  const entries = orders.get(lastAired)?.entries;
  if (!entries) return;
  const entry = { id, airedAt };
  const place = entries.findLastIndex((each) => compareAired(each, entry) < 0) + 1;
  const there = entries[place];
  if (!there || compareAired(there, entry) !== 0) entries.splice(place, 0, entry);
}

/** Drops what is not to be kept. */
export function keepAired(
  lastAired: Record<string, EpochMs>,
  isKept: (id: string, airedAt: EpochMs) => boolean,
): void {
  const ids = idLists.get(lastAired) ?? Object.keys(lastAired);
  const kept = ids.filter((id) => isKept(id, lastAired[id] ?? 0));
  if (kept.length === ids.length) return;
  const keeps = new Set(kept);
  for (const id of ids) if (!keeps.has(id)) Reflect.deleteProperty(lastAired, id);
  idLists.set(lastAired, kept);
}

/** How many assets it knows of. */
export function countAired(lastAired: LastAired): number {
  return (idLists.get(lastAired) ?? Object.keys(lastAired)).length;
}

/** The assets that aired last after the instant, each once, in no order that means anything. */
export function airedAfter(lastAired: LastAired, after: EpochMs): string[] {
  const { entries } = orderOf(lastAired);
  const ids: string[] = [];
  for (let index = entries.length - 1; index >= 0; index -= 1) {
    const entry = entries[index];
    if (!entry || entry.airedAt <= after) break;
    if (lastAired[entry.id] === entry.airedAt) ids.push(entry.id);
  }
  return ids;
}

/** The id that aired longest ago of those accepted; ties by id. `null` for none. */
export function airedLongestAgo(
  lastAired: LastAired,
  accepts: (id: string) => boolean,
): string | null {
  const found = orderOf(lastAired).entries.find(
    ({ id, airedAt }) => lastAired[id] === airedAt && accepts(id),
  );
  return found?.id ?? null;
}
