/** Written media segments of all channels, kept while viewers are likely to ask for them, within a bound of bytes. */
export interface RecentlyAiredBytes {
  get(key: string): Uint8Array | undefined;
  set(key: string, bytes: Uint8Array): void;
  /** How many bytes are kept under keys that begin so. */
  bytesUnder(prefix: string): number;
}

/** A least-recently-used store bounded by the sum of its values' sizes. */
export function createRecentlyAiredBytes(limitBytes: number): RecentlyAiredBytes {
  const kept = new Map<string, Uint8Array>();
  let usedBytes = 0;
  return {
    get(key) {
      const bytes = kept.get(key);
      if (bytes) {
        kept.delete(key);
        kept.set(key, bytes);
      }
      return bytes;
    },
    set(key, bytes) {
      usedBytes += bytes.byteLength - (kept.get(key)?.byteLength ?? 0);
      kept.delete(key);
      kept.set(key, bytes);
      for (const [oldest, old] of kept) {
        if (usedBytes <= limitBytes || oldest === key) break;
        kept.delete(oldest);
        usedBytes -= old.byteLength;
      }
    },
    bytesUnder(prefix) {
      let sum = 0;
      for (const [key, bytes] of kept) if (key.startsWith(prefix)) sum += bytes.byteLength;
      return sum;
    },
  };
}
