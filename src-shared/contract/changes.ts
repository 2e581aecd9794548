import { z } from 'zod';

/** A shape whose fields may all be left out and have no defaults. */
export type ChangesShape<Shape extends z.ZodRawShape> = {
  [Key in keyof Shape]: z.ZodOptional<
    Shape[Key] extends z.ZodDefault<infer Inner extends z.ZodType> ? Inner : Shape[Key]
  >;
};

/**
 * The changes a client may ask of `object`: what is left out stays as it is. `.partial()` will not do, because it fills
 * left-out fields with their defaults and would set back what nobody mentioned. Unknown fields are refused.
 */
export function changesTo<Shape extends z.ZodRawShape>(
  object: z.ZodObject<Shape>,
): z.ZodObject<ChangesShape<Shape>, z.core.$strict> {
  const shape = Object.fromEntries(
    Object.entries(object.shape).map(([key, field]) => [
      key,
      z.optional(field instanceof z.ZodDefault ? field.unwrap() : field),
    ]),
  );
  return z.strictObject(shape) as unknown as z.ZodObject<ChangesShape<Shape>, z.core.$strict>;
}
