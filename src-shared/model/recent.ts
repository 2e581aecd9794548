/** What is known under the key, made where it is not; of what was asked for least recently no more than `most` are kept. */
export function recalled<Key, Value>(
  known: Map<Key, Value>,
  key: Key,
  most: number,
  make: () => Value,
): Value {
  const found = known.get(key);
  const value = found ?? make();
  // A map keeps the order in which its keys came, so the one asked for least recently is the first.
  known.delete(key);
  known.set(key, value);
  const [oldest] = known.keys();
  if (known.size > most && oldest !== undefined) known.delete(oldest);
  return value;
}
