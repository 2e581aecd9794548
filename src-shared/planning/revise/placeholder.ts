import type { Airing } from '../../model/schedule-day.ts';

/** Whether the airing fills time for which nothing was planned: default programming, or the slate. */
export function isDefault({ lineage }: Pick<Airing, 'lineage'>): boolean {
  return lineage.rule === 'default-programming' || lineage.rule === 'slate';
}

/**
 * Whether the airing only keeps a place: the next plan that says something there takes it. What stands for an airing that the
 * operator or the station took away is none.
 */
export function isPlaceholder(airing: Pick<Airing, 'lineage'>): boolean {
  return isDefault(airing) && airing.lineage.override === undefined;
}
