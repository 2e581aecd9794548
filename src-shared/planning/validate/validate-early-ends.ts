import { finding, type Finding } from '../../model/finding.ts';
import { slotsFor, wallClockOfOffset, type ChannelTime } from '../../time/broadcast-day.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { describeHeldRow, type HeldPlan, type HeldRow } from '../plan/rows-of.ts';
import { longestOfPackage } from './validate-packages.ts';

/**
 * Rows of one asset or package that is over at least one grid slot before the row: what is left of it is a gap, which the
 * channel's default programming fills.
 */
export function validateEarlyEnds(
  { rows }: Pick<HeldPlan, 'rows'>,
  channel: Pick<ChannelTime, 'dayStart' | 'gridMinutes' | 'overrunToleranceMs'>,
  catalog: Catalog,
): Finding[] {
  const { dayStart, gridMinutes } = channel;
  return rows.flatMap((held) => {
    const contentMs = lengthOfOnly(held, catalog);
    if (contentMs === null) return [];
    const { row } = held;
    const endsAfter = row.startOffsetMinutes + slotsFor(contentMs, channel) * gridMinutes;
    const rowEnd = row.startOffsetMinutes + row.durationMinutes;
    if (endsAfter + gridMinutes > rowEnd) return [];
    const clock = (offset: number): string => wallClockOfOffset(dayStart, offset);
    return [
      finding('row-ends-early', {
        message: `${describeHeldRow(held)} plays what is over at ${clock(endsAfter)} by the clock, and lasts until ${clock(rowEnd)}: the time between is a gap, which default programming fills.`,
        remedy: `End the row at ${clock(endsAfter)}, or plan something from then on.`,
        subjectId: row.id,
      }),
    ];
  });
}

/** How long the one thing lasts that the row airs, at most; `null` for a row that goes on, or whose content is gone. */
function lengthOfOnly({ row: { content } }: HeldRow, catalog: Catalog): DurationMs | null {
  if (content.type === 'asset') return catalog.byId.get(content.assetId)?.durationMs ?? null;
  if (content.type !== 'virtual_package') return null;
  const source = catalog.virtualAssets.get(content.virtualAssetId);
  const longestMs = source ? longestOfPackage(catalog, source) : 0;
  return longestMs < MS_PER_MINUTE ? null : longestMs;
}
