import { finding, type Finding } from '../../model/finding.ts';
import type { Airing, ScheduleDay } from '../../model/schedule-day.ts';
import type { EpochMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';

/**
 * The encores of a day, changed by hand, that repeat what is no longer there: a change of a first run moves nothing else, so the
 * encore stays until it is changed too.
 */
export function encoresLeftBehind(
  day: Pick<ScheduleDay, 'broadcastDate' | 'airings'>,
  timezone: string,
): Finding[] {
  // By hand only assets are placed, so what consists of several stands there yet, or an asset does.
  const shownAt = (startAt: EpochMs, airing: Airing): string =>
    `${String(startAt)} ${airing.content.kind === 'asset' ? airing.content.assetId : ''}`;
  const there = new Set(day.airings.map((airing) => shownAt(airing.startAt, airing)));
  return day.airings.flatMap((airing) => {
    const { encore } = airing.lineage;
    if (encore?.date !== day.broadcastDate) return [];
    if (there.has(shownAt(encore.startAt, airing))) return [];
    const at = localTimeAt(timezone, airing.startAt);
    const first = localTimeAt(timezone, encore.startAt);
    return [
      finding('encore-left-behind', {
        message: `The encore at ${at} still airs what stood at ${first} before.`,
        remedy: `Replace the airing at ${at} as well, if it should repeat what airs now.`,
        subjectId: airing.id,
        startAt: airing.startAt,
      }),
    ];
  });
}
