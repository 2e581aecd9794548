import type { FileBytes } from './file-bytes.ts';
import { demand } from './not-understood.ts';

/** An element of an EBML document (RFC 8794): where its content lies. */
export interface Element {
  readonly id: number;
  readonly start: number;
  readonly length: number;
}

/** Chapters of a long collection are some hundreds. */
const MOST_ELEMENTS = 4_096;
const LONGEST_HEAD = 12;

/** The element that begins at a byte of a buffer. Unknown lengths are not understood. */
export function elementAt(bytes: Buffer, at: number): Element {
  const idBytes = lengthOfNumber(bytes, at, 4);
  const id = bytes.readUIntBE(at, idBytes);
  const sizeAt = at + idBytes;
  const sizeBytes = lengthOfNumber(bytes, sizeAt, 8);
  return { id, start: sizeAt + sizeBytes, length: readSize(bytes, sizeAt, sizeBytes) };
}

/** The element that begins at a byte of a file. */
export async function elementInFile(file: FileBytes, at: number): Promise<Element> {
  const head = await file.read(at, Math.min(LONGEST_HEAD, file.size - at));
  const { id, start, length } = elementAt(head, 0);
  demand(at + start + length <= file.size, 'an element outside the file');
  return { id, start: at + start, length };
}

function lengthOfNumber(bytes: Buffer, at: number, most: number): number {
  demand(at < bytes.length, 'an element is cut off');
  const length = Math.clz32(bytes.readUInt8(at)) - 23;
  demand(length <= most && at + length <= bytes.length, 'an element is cut off');
  return length;
}

function readSize(bytes: Buffer, at: number, count: number): number {
  let value = BigInt(bytes.readUInt8(at)) & ((1n << BigInt(8 - count)) - 1n);
  for (let index = 1; index < count; index += 1) {
    value = (value << 8n) | BigInt(bytes.readUInt8(at + index));
  }
  demand(value !== (1n << BigInt(7 * count)) - 1n, 'an element of unknown length');
  demand(value < 2n ** 50n, 'an element is too long');
  return Number(value);
}

/** The children that fill a master element's content exactly. */
export function elementsIn(content: Buffer): { readonly id: number; readonly body: Buffer }[] {
  const elements: { id: number; body: Buffer }[] = [];
  for (let at = 0; at < content.length;) {
    const { id, start, length } = elementAt(content, at);
    demand(start + length <= content.length, 'elements do not fit');
    demand(elements.length < MOST_ELEMENTS, 'too many elements');
    elements.push({ id, body: content.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

const VOID = 0xec;
const CHECKSUM = 0xbf;

/** Children by id. Every id must be on the list, and none but those in `repeated` may come twice. */
export function namedElements(
  content: Buffer,
  known: readonly number[],
  repeated: readonly number[] = [],
): ReadonlyMap<number, readonly Buffer[]> {
  const children = elementsIn(content).filter(({ id }) => id !== VOID && id !== CHECKSUM);
  const byId = Map.groupBy(children, ({ id }) => id);
  for (const [id, same] of byId) {
    demand(known.includes(id) || repeated.includes(id), `unknown element ${id.toString(16)}`);
    demand(same.length === 1 || repeated.includes(id), `two elements ${id.toString(16)}`);
  }
  return new Map([...byId].map(([id, same]) => [id, same.map(({ body }) => body)]));
}

/** An unsigned number, `fallback` where the element is absent. */
export function unsigned(body: Buffer | undefined, fallback: number): number {
  if (!body) return fallback;
  demand(body.length >= 1 && body.length <= 8, 'a number of unusual length');
  let value = 0;
  for (const byte of body) value = value * 256 + byte;
  demand(Number.isSafeInteger(value), 'a number is too large');
  return value;
}

/** A floating-point number of four or eight bytes. */
export function float(body: Buffer): number {
  demand(body.length === 4 || body.length === 8, 'a number of unusual length');
  return body.length === 4 ? body.readFloatBE(0) : body.readDoubleBE(0);
}

/** ASCII text without its trailing zeros. */
export function ascii(body: Buffer | undefined): string {
  return (body?.toString('latin1') ?? '').replace(/\0+$/, '');
}
