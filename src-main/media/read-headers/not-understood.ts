/**
 * Thrown inside the readers of headers when a file holds anything that they do not understand completely. It never
 * leaves `readHeaders`: then ffprobe decides.
 */
export class NotUnderstood extends Error {
  override readonly name = 'NotUnderstood';
}

/** Throws {@link NotUnderstood} with the reason unless the condition holds. */
export function demand(condition: boolean, reason: string): asserts condition {
  if (!condition) throw new NotUnderstood(reason);
}

/** The value, or {@link NotUnderstood} where there is none. */
export function required<T>(value: T | undefined | null, reason: string): T {
  if (value === undefined || value === null) throw new NotUnderstood(reason);
  return value;
}
