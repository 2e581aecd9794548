import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** SHA-256 of a text, 64 lower-case hex digits. */
export function hashText(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}

/**
 * JSON with keys in sorted order: equal values, equal text, whatever order their fields were written in.
 * Only for JSON values.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  // Carries have thousands of keys: sorting bare keys is much faster than sorting entries.
  const fields = value as Readonly<Record<string, unknown>>;
  let text = '';
  for (const key of Object.keys(fields).sort()) {
    const field = fields[key];
    if (field === undefined) continue;
    const written = typeof field === 'number' ? JSON.stringify(field) : canonicalJson(field);
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${written}`;
  }
  return `{${text}}`;
}

/**
 * A choice in [0, count) that depends on nothing but the text: the first eight bytes, big-endian, of its SHA-256
 * modulo count. `count` is at least 1.
 */
export function seededIndex(text: string, count: number): number {
  return Number(BigInt(`0x${hashText(text).slice(0, 16)}`) % BigInt(count));
}

/** The items in an order that depends on nothing but the text and their number. Costs one hash and a step for each item. */
export function seededOrder<Item>(text: string, items: readonly Item[]): Item[] {
  const ordered = [...items];
  let state = Number.parseInt(hashText(text).slice(0, 8), 16);
  // Mulberry32: enough to shuffle by, and far cheaper than a hash for each item.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  for (let last = ordered.length - 1; last > 0; last -= 1) {
    const other = Math.floor(next() * (last + 1));
    const [a, b] = [ordered[last], ordered[other]];
    if (a === undefined || b === undefined) continue;
    ordered[last] = b;
    ordered[other] = a;
  }
  return ordered;
}
