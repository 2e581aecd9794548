import { finding, type Finding } from '../../model/finding.ts';
import type { AssetId } from '../../model/ids.ts';
import { membersOf, type Airing, type ScheduleDay } from '../../model/schedule-day.ts';
import { formatClock } from '../../time/clock-text.ts';
import { MS_PER_SECOND, type DurationMs } from '../../time/units.ts';
import { localTimeAt } from '../../time/zone.ts';
import type { Catalog } from '../choose/catalog.ts';
import { grownContentMs } from '../choose/grown-content.ts';

/** A file made anew may differ by a few pictures; that needs no word. */
const SMALLEST_WORTH_MS: DurationMs = MS_PER_SECOND;

/**
 * Content of a frozen day whose file has been replaced by one of another length since: of a shorter one the day has time that
 * nothing is there for, and the end of a longer one is cut. Of what may no longer air nothing is said here.
 */
export function validateLengths(
  timezone: string,
  { broadcastDate, airings }: Pick<ScheduleDay, 'broadcastDate' | 'airings'>,
  catalog: Pick<Catalog, 'byId'>,
): Finding[] {
  return airings.flatMap((airing) => {
    const said = (rule: 'content-has-grown' | 'content-has-shrunk', what: string, remedy: string) =>
      finding(rule, {
        message: `${localTimeAt(timezone, airing.startAt)}: ${what}`,
        remedy,
        subjectId: airing.id,
        startAt: airing.startAt,
      });
    const shorter = frozenPieces(airing).flatMap(({ assetId, title, durationMs }) => {
      const isMs = catalog.byId.get(assetId)?.durationMs ?? durationMs;
      if (durationMs - isMs < SMALLEST_WORTH_MS) return [];
      return [
        said(
          'content-has-shrunk',
          `“${title}” is now ${formatClock(isMs)} long, shorter than the ${formatClock(durationMs)} that the day was frozen with.`,
          `Rebuild the day: schedule-day rebuild --date ${broadcastDate}.`,
        ),
      ];
    });
    const grownMs = grownContentMs(airing, catalog) ?? 0;
    if (grownMs - airing.contentDurationMs < SMALLEST_WORTH_MS) return shorter;
    return [
      said(
        'content-has-grown',
        `“${airing.title}” is now ${formatClock(grownMs)} long, longer than the ${formatClock(airing.contentDurationMs)} that the day was frozen with; its end will not be shown.`,
        `Bring the day back to its grid: schedule-day rebalance --date ${broadcastDate}.`,
      ),
    ];
  });
}

/** Each asset of an airing with the length that the day has for it. */
function frozenPieces(airing: Airing): readonly {
  readonly assetId: AssetId;
  readonly title: string;
  readonly durationMs: DurationMs;
}[] {
  const { content, title, contentDurationMs } = airing;
  if (content.kind !== 'asset') return membersOf(airing);
  return [{ assetId: content.assetId, title, durationMs: contentDurationMs }];
}
