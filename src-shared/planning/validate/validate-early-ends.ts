import { finding, type Finding } from '../../model/finding.ts';
import type { Channel } from '../../model/channel.ts';
import type { RowFill } from '../../model/plan.ts';
import { slotsFor, wallClockOfOffset } from '../../time/broadcast-day.ts';
import { formatClock } from '../../time/clock-text.ts';
import { MS_PER_MINUTE, type DurationMs } from '../../time/units.ts';
import type { Catalog } from '../choose/catalog.ts';
import { describeFill, fillSupplyMs } from '../choose/row-fill.ts';
import { describeHeldRow, type HeldPlan, type HeldRow } from '../plan/rows-of.ts';
import { traitsOf } from '../../model/content-kinds.ts';
import { kindOf } from '../choose/contents/kinds.ts';

/**
 * Rows of one asset or package that is over at least one grid slot before the row: what is left of it is a gap, which the
 * channel's default programming fills.
 */
export function validateEarlyEnds(
  { rows }: Pick<HeldPlan, 'rows'>,
  channel: Channel,
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
    if (row.fill) {
      const restMs = (rowEnd - endsAfter) * MS_PER_MINUTE;
      // By date and hour less may air; what is asked here is whether there is any.
      const supplyMs = fillSupplyMs(catalog, { ...channel, dayparts: [] }, row.fill, {
        startAt: 0,
        endAt: restMs,
        airedIds: traitsOf(row.content)
          .items(row.content)
          .flatMap((item) => (item.type === 'asset' ? item.assetId : [])),
      });
      return shortSupply(held, row.fill, restMs, supplyMs);
    }
    return [
      finding('row-ends-early', {
        message: `${describeHeldRow(held)} plays what is over at ${clock(endsAfter)} by the clock, and lasts until ${clock(rowEnd)}: the time between is a gap, which default programming fills.`,
        remedy: `End the row at ${clock(endsAfter)}, let it be filled with trailers and shorts, or plan something from then on.`,
        subjectId: row.id,
      }),
    ];
  });
}

/** What of a row's fill is too little for the rest of the row, each content once; nothing where it is enough. */
function shortSupply(
  held: HeldRow,
  fill: RowFill,
  restMs: DurationMs,
  supplyMs: DurationMs,
): Finding[] {
  if (supplyMs >= restMs) return [];
  const what = supplyMs === 0 ? 'default programming airs instead' : 'they come again and again';
  return [
    finding('BREAK-SUPPLY', {
      message: `${describeHeldRow(held)} is filled with ${describeFill(fill)}: ${formatClock(supplyMs)} of them for ${formatClock(restMs)}; ${what}.`,
      remedy: 'Add some to the library, let the row be filled with more kinds, or end it earlier.',
      subjectId: held.row.id,
    }),
  ];
}

/** How long the one thing lasts that the row airs, at most; `null` for a row that goes on, or whose content is gone. */
function lengthOfOnly({ row: { content } }: HeldRow, catalog: Catalog): DurationMs | null {
  return kindOf(content).length?.(catalog, content) ?? null;
}
