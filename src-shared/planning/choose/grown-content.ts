import type { Airing } from '../../model/schedule-day.ts';
import type { DurationMs } from '../../time/units.ts';
import type { Catalog } from './catalog.ts';

/**
 * The length that an airing's content has grown to since its day was frozen, or `null`. What was shortened by hand stays as short.
 */
export function grownContentMs(
  airing: Pick<Airing, 'content' | 'contentDurationMs' | 'lineage'>,
  catalog: Pick<Catalog, 'byId'>,
): DurationMs | null {
  const { content, lineage } = airing;
  if (content.kind !== 'asset' || lineage.override?.type === 'trimmed') return null;
  const realMs = catalog.byId.get(content.assetId)?.durationMs ?? 0;
  return realMs > airing.contentDurationMs ? realMs : null;
}
