import { finding, type Finding } from '../../model/finding.ts';
import type { ScheduleDay } from '../../model/schedule-day.ts';
import { localTimeAt } from '../../time/zone.ts';

/**
 * The encores of a day, changed by hand, that repeat what is no longer there: a change of a first run moves nothing else, so the
 * encore stays until it is changed too.
 */
export function encoresLeftBehind(
  day: Pick<ScheduleDay, 'broadcastDate' | 'airings'>,
  timezone: string,
): Finding[] {
  const there = new Set(
    day.airings.map(({ startAt, assetId }) => `${String(startAt)} ${assetId ?? ''}`),
  );
  return day.airings.flatMap((airing) => {
    const { encore } = airing.lineage;
    if (encore?.date !== day.broadcastDate) return [];
    if (there.has(`${String(encore.startAt)} ${airing.assetId ?? ''}`)) return [];
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
