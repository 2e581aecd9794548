/** How deep an envelope's arrays and objects may be nested; no method of the contract comes near it. */
export const DEEPEST_JSON = 64;

/** How many values an envelope may hold in all. Shared parts of a value that came as a clone count each time. */
const MOST_VALUES = 2_000_000;

/**
 * Whether a value is JSON of at most {@link DEEPEST_JSON} levels and two million values. Goes through it level by level,
 * so that no nesting, and no clone that holds itself, can use up the stack.
 */
export function isJson(value: unknown): boolean {
  let level = [value];
  let left = MOST_VALUES;
  for (let depth = 0; level.length > 0; depth += 1) {
    left -= level.length;
    if (left < 0) return false;
    const below: unknown[] = [];
    for (const each of level) {
      if (isScalar(each)) continue;
      const inside = depth < DEEPEST_JSON ? valuesInside(each) : null;
      if (inside === null || inside.length > left - below.length) return false;
      for (const child of inside) below.push(child);
    }
    level = below;
  }
  return true;
}

function isScalar(value: unknown): boolean {
  return (
    value === null ||
    typeof value === 'string' ||
    typeof value === 'boolean' ||
    (typeof value === 'number' && Number.isFinite(value))
  );
}

/** The values of an array or a plain object, else `null`. */
function valuesInside(value: unknown): readonly unknown[] | null {
  if (Array.isArray(value)) return value as readonly unknown[];
  if (typeof value !== 'object' || value === null) return null;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? Object.values(value) : null;
}
