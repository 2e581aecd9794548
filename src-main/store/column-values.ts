import type { z } from 'zod';

import type { Flag } from './tables/column-types.ts';

export function toFlag(value: boolean): Flag {
  return value ? 1 : 0;
}

export function fromFlag(value: Flag): boolean {
  return value === 1;
}

/** The form in which names are compared: trimmed, any case, one Unicode form. */
export function nameKey(name: string): string {
  return name.trim().normalize('NFC').toLowerCase();
}

/**
 * Reads a JSON column. What does not have the schema's shape is a fault of the file, not of the operator, and is thrown
 * with the column's name.
 */
export function readJson<Schema extends z.ZodType>(
  schema: Schema,
  text: string,
  column: string,
): z.infer<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new Error(`The station's file holds no JSON in ${column}.`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) {
    throw new Error(`The station's file holds an unexpected value in ${column}.`, {
      cause: parsed.error,
    });
  }
  return parsed.data;
}
