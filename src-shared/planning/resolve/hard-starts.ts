import type { Channel } from '../../model/channel.ts';
import { gridCeil } from '../../time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { addDays } from '../../time/zone.ts';
import type { PlanningRows } from '../plan/rows-of.ts';
import { isHardStart, windowsForDate, type PlanWindow } from '../plan/windows.ts';

/**
 * The first hard start of the day after a date, on that day's grid, by the plans as they are now, whatever holds its row; `null`
 * for none. What airs at the end of the date ends by then.
 */
export function hardStartOfNextDay(
  channel: Channel,
  date: IsoDate,
  planned: PlanningRows,
): EpochMs | null {
  if (!planned.rows.some(({ row }) => row.isHardStart === true)) return null;
  const windows = windowsForDate(channel, addDays(date, 1), planned);
  const first = windows.find(isHardStart);
  return first ? gridCeil(channel, first.startAt) : null;
}

/**
 * Up to where each window may air: the first hard start after it, `lineOf` its start, or that of the next day. The windows are
 * in air order. A pin lies above every plan and heeds none.
 */
export function limitsOf(
  windows: readonly PlanWindow[],
  nextDayAt: EpochMs | null,
  lineOf: (at: EpochMs) => EpochMs,
): readonly EpochMs[] {
  const limits: EpochMs[] = [];
  let limitAt = nextDayAt ?? Number.POSITIVE_INFINITY;
  for (const window of [...windows].reverse()) {
    limits.unshift(window.origin.kind === 'pin' ? Number.POSITIVE_INFINITY : limitAt);
    if (isHardStart(window)) limitAt = lineOf(window.startAt);
  }
  return limits;
}
