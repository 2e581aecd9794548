import { AssignmentId, ZoneId } from '../model/ids.ts';
import type { Assignment } from '../model/plan.ts';
import type { Zone } from '../model/zone.ts';

/** A row with the id that it has where it comes from. */
export type NewRow = Omit<Assignment, 'planId'>;

/** The same rows and zones with ids of their own; encores repeat the same ones among them as before. */
export function withNewIds(
  rows: readonly NewRow[],
  zones: readonly Zone[],
  makeId: () => string,
): { readonly rows: NewRow[]; readonly zones: Zone[] } {
  const ids = new Map<string, string>([...rows, ...zones].map(({ id }) => [id, makeId()]));
  const own = (id: string): string => ids.get(id) ?? id;
  return {
    rows: rows.map((row) => {
      const { content } = row;
      const id = AssignmentId.parse(own(row.id));
      if (content.type !== 'encore') return { ...row, id };
      return { ...row, id, content: { ...content, of: AssignmentId.parse(own(content.of)) } };
    }),
    zones: zones.map((zone) => ({ ...zone, id: ZoneId.parse(own(zone.id)) })),
  };
}
