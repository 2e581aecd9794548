import { demand } from './not-understood.ts';

/** A box of an ISO base media file (ISO/IEC 14496-12 4.2) held in memory. */
export interface Box {
  readonly type: string;
  readonly body: Buffer;
}

const MOST_BOXES = 4_096;

/** The boxes that fill these bytes exactly. */
export function boxesIn(bytes: Buffer): Box[] {
  const boxes: Box[] = [];
  for (let at = 0; at < bytes.length;) {
    demand(at + 8 <= bytes.length && boxes.length < MOST_BOXES, 'boxes do not fit');
    const size = bytes.readUInt32BE(at);
    demand(size >= 8 && at + size <= bytes.length, 'a box of unusual size');
    boxes.push({
      type: bytes.toString('latin1', at + 4, at + 8),
      body: bytes.subarray(at + 8, at + size),
    });
    at += size;
  }
  return boxes;
}

/** Boxes by type. Every type must be on the list, and none but those in `repeated` may come twice. */
export function namedBoxes(
  boxes: readonly Box[],
  known: readonly string[],
  repeated: readonly string[] = [],
): ReadonlyMap<string, Buffer> {
  const byType = new Map<string, Buffer>();
  for (const { type, body } of boxes) {
    demand(known.includes(type) || repeated.includes(type), `unknown box "${type}"`);
    demand(!byType.has(type) || repeated.includes(type), `two boxes "${type}"`);
    byType.set(type, body);
  }
  return byType;
}

/** A box's version and flags, and what follows them. */
export function fullBox(
  body: Buffer,
  newest = 0,
): { version: number; flags: number; rest: Buffer } {
  demand(body.length >= 4, 'a box is cut off');
  const version = body.readUInt8(0);
  demand(version <= newest, 'a newer box');
  return { version, flags: body.readUIntBE(1, 3), rest: body.subarray(4) };
}

/** A 64-bit number that must be one a double can hold. */
export function readLong(bytes: Buffer, at: number): number {
  const value = Number(bytes.readBigUInt64BE(at));
  demand(Number.isSafeInteger(value), 'a number is too large');
  return value;
}

/** A table after a full box: its entries, which must fill it. */
export function tableOf(
  body: Buffer,
  entryBytes: number,
  newest = 0,
): { rows: Buffer; count: number; version: number } {
  const { version, rest } = fullBox(body, newest);
  demand(rest.length >= 4, 'a table is cut off');
  const count = rest.readUInt32BE(0);
  const rows = rest.subarray(4);
  demand(rows.length === count * entryBytes, 'a table of another size');
  return { rows, count, version };
}
