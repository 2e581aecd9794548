/** The fields of a change that carry a value; what is `undefined` was not mentioned. */
export type Mentioned<Changes> = { [Key in keyof Changes]?: Exclude<Changes[Key], undefined> };

/** Drops unmentioned fields, so that spreading a change over a value leaves the rest as it is. */
export function mentioned<Changes extends object>(changes: Changes): Mentioned<Changes> {
  return Object.fromEntries(
    Object.entries(changes).filter(([, value]) => value !== undefined),
  ) as Mentioned<Changes>;
}
