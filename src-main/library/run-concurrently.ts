/**
 * Runs `work` over the items in order, at most `limit` at a time. After an abort or a first failure no further item is
 * begun; what is under way is waited for, then the failure (or the reason of the abort) is thrown.
 */
export async function runConcurrently<Item>(
  items: readonly Item[],
  limit: number,
  work: (item: Item, index: number) => Promise<void>,
  signal?: AbortSignal,
): Promise<void> {
  const failures: unknown[] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    while (next < items.length && failures.length === 0 && signal?.aborted !== true) {
      const index = next;
      next += 1;
      try {
        await work(items[index] as Item, index);
      } catch (error) {
        failures.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(Math.max(limit, 1), items.length) }, worker));
  if (failures.length > 0) throw failures[0];
  signal?.throwIfAborted();
}
