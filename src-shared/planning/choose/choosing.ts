import type { EpisodePolicy } from '../../model/episode-policy.ts';
import type { PlannedRow } from '../../model/plan.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import type { Catalog, CatalogAsset } from './catalog.ts';
import type { ContentPool } from './content-pool.ts';
import type { RestrictingChannel } from './permitted-catalog.ts';
import { ZONE_TURN_PREFIX, type Rotation } from './rotation.ts';

/** What a choice depends on. */
export interface ChoiceContext {
  readonly catalog: Catalog;
  readonly channel: RestrictingChannel & { readonly slug: string };
  readonly rotation: Rotation;
  /** The broadcast date. */
  readonly date: IsoDate;
  /** Where the airing would start. */
  readonly slotAt: EpochMs;
  /** The instant that a draw is seeded by, where several are drawn for one slot; left out: `slotAt`. */
  readonly drawAt?: EpochMs;
  readonly row: Pick<PlannedRow, 'id' | 'content' | 'episodePolicy' | 'startOffsetMinutes'>;
  /** The row stands for a zone, whose turns begin anew every day. */
  readonly isZone: boolean;
}

/** What is chosen from, and which of it may be. */
export interface Choosing extends ChoiceContext {
  readonly pool: ContentPool;
  readonly policy: EpisodePolicy;
  /** Hours for which what has aired may not air again; `null` for none. */
  readonly restHours: number | null;
  readonly allowed: (asset: CatalogAsset) => boolean;
}

/** The pool's name in the rotation; a zone's is its own for the day. */
export function stepPool({ isZone, row, pool }: Choosing): string {
  return isZone ? `${ZONE_TURN_PREFIX}${row.id}` : pool.key;
}
