import { createHash, type Hash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';

/** A text as it is sent: its bytes, which nobody changes, and the digest that names them. */
export interface FinishedText {
  /** UTF-8, alone in their buffer, so that they can be given to another thread without a copy. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly digest: string;
}

/** Bytes that are copied and digested before other work has its turn: a millisecond or two. */
const BYTES_AT_ONCE = 512 * 1024;

/** A short digest of the bytes, for strong validators. */
export function digestOf(bytes: Uint8Array): string {
  return shortDigest(createHash('sha256').update(bytes));
}

function shortDigest(hash: Hash): string {
  return hash.digest('base64url').slice(0, 22);
}

/** Puts the pieces of a text together, of any length, without holding up other work. The pieces are not changed. */
export async function finishText(pieces: readonly Uint8Array[]): Promise<FinishedText> {
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(length);
  const hash = createHash('sha256');
  let at = 0;
  let sincePause = 0;
  for (const piece of pieces) {
    for (let from = 0; from < piece.length; from += BYTES_AT_ONCE) {
      const part = piece.subarray(from, from + BYTES_AT_ONCE);
      bytes.set(part, at);
      hash.update(part);
      at += part.length;
      sincePause += part.length;
      if (sincePause < BYTES_AT_ONCE) continue;
      sincePause = 0;
      await setImmediate();
    }
  }
  return { bytes, digest: shortDigest(hash) };
}
