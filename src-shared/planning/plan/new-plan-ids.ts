import { AssignmentId, RowId, ZoneId } from '../../model/ids.ts';
import type { Assignment } from '../../model/plan.ts';
import type { Zone } from '../../model/zone.ts';

/** A row with the id that it has where it comes from. */
export type NewRow = Omit<Assignment, 'planId'>;

/** The same rows and zones with ids of their own; encores repeat the same ones among them as before. */
export function withNewIds(
  rows: readonly NewRow[],
  zones: readonly Zone[],
  makeId: () => string,
): { readonly rows: NewRow[]; readonly zones: Zone[] } {
  const made = rows.map(() => makeId());
  const ids = new Map<string, string>([
    ...rows.map(({ id }, index): [string, string] => [id, made[index] ?? id]),
    ...zones.map(({ id }): [string, string] => [id, makeId()]),
  ]);
  const own = (id: string): string => ids.get(id) ?? id;
  return {
    // Two rows of a file that start together share their id there; here it is their overlap that is refused.
    rows: rows.map((row, index) => {
      const { content } = row;
      const id = AssignmentId.parse(made[index] ?? row.id);
      if (content.type !== 'encore') return { ...row, id };
      return { ...row, id, content: { ...content, of: RowId.parse(own(content.of)) } };
    }),
    zones: zones.map((zone) => ({
      ...zone,
      id: ZoneId.parse(own(zone.id)),
      ...(zone.parentId ? { parentId: ZoneId.parse(own(zone.parentId)) } : {}),
    })),
  };
}
