import type { IsoDate } from '../../time/units.ts';
import { SeriesId, type AssetId, type VirtualAssetId } from '../../model/ids.ts';
import type { AiringChange, OverrideImpact } from '../../model/override.ts';
import {
  assetIdsOf,
  membersOf,
  type Airing,
  type Cursors,
  type ScheduleDay,
} from '../../model/schedule-day.ts';

type Side = Pick<ScheduleDay, 'airings' | 'carryOut'>;

/** Whether two airings play the same, one of them perhaps less of it: an asset, or a package with the same members. */
function isSameContent(a: Airing, b: Airing): boolean {
  if (packageOf(a) !== packageOf(b) || isSlate(a) !== isSlate(b)) return false;
  const [shorter = [], longer = []] = [assetIdsOf(a), assetIdsOf(b)].sort(
    (left, right) => left.length - right.length,
  );
  if (membersOf(a).length === 0 && shorter.length !== longer.length) return false;
  return shorter.every((id, index) => longer[index] === id);
}

function isSlate({ content }: Airing): boolean {
  return content.kind === 'slate';
}

function packageOf({ content }: Airing): VirtualAssetId | null {
  return content.kind === 'package' ? content.package.virtualAssetId : null;
}

/** What takes the place of what, airing by airing in order of time, and which rotations stand elsewhere at the end. Pure. */
export function impactOf(
  before: Side,
  after: Side,
  laterFrozenDates: readonly IsoDate[],
): OverrideImpact {
  return {
    changes: changesBetween(before, after, laterFrozenDates.length > 0),
    cursors:
      laterFrozenDates.length > 0
        ? []
        : cursorChanges(before.carryOut.cursors, after.carryOut.cursors),
    laterFrozenDates: [...laterFrozenDates],
  };
}

function changesBetween(before: Side, after: Side, areLaterDaysFrozen: boolean): AiringChange[] {
  const stayed = new Map(after.airings.map((airing) => [airing.startAt, airing]));
  const known = new Map(before.airings.map((airing) => [airing.startAt, airing]));
  const arrived = after.airings.filter((airing) => {
    const there = known.get(airing.startAt);
    return !there || !isSameContent(there, airing);
  });
  const changes: AiringChange[] = [];
  for (const airing of before.airings) {
    const same = stayed.get(airing.startAt);
    if (same && isSameContent(airing, same)) {
      if (same.contentDurationMs !== airing.contentDurationMs) {
        const isLonger = same.contentDurationMs > airing.contentDurationMs;
        changes.push(changeOf(isLonger ? 'lengthened' : 'trimmed', airing, same));
      } else if (same.endAt !== airing.endAt) changes.push(changeOf('moved', airing, same));
      continue;
    }
    const moved = arrived.findIndex((other) => isSameChoice(airing, other));
    if (moved === -1) {
      const isSkipped = isPassedOver(airing, after, areLaterDaysFrozen);
      changes.push({ ...changeOf('removed', airing, null), isSkipped });
    } else {
      const [other] = arrived.splice(moved, 1);
      if (other) changes.push(changeOf('moved', airing, other));
    }
  }
  for (const airing of arrived) changes.push(changeOf('added', null, airing));
  return changes.sort((a, b) => startOf(a) - startOf(b));
}

/** The same choice of the same rule, wherever it airs. */
function isSameChoice(a: Airing, b: Airing): boolean {
  return (
    assetIdsOf(a).length > 0 &&
    isSameContent(a, b) &&
    a.lineage.rule === b.lineage.rule &&
    a.lineage.assignmentId === b.lineage.assignmentId &&
    a.lineage.cursorBefore === b.lineage.cursorBefore
  );
}

/** Whether an episode that falls out will not be next, because its rotation goes on behind it. */
function isPassedOver(airing: Airing, after: Side, areLaterDaysFrozen: boolean): boolean {
  const { seriesId, lineage, startAt } = airing;
  if (seriesId === null || lineage.policy !== 'sequential') return false;
  const goesOn = after.airings.some(
    (other) =>
      other.seriesId === seriesId &&
      other.lineage.policy === 'sequential' &&
      (other.lineage.override?.fromStartAt ?? other.startAt) > startAt,
  );
  return areLaterDaysFrozen || goesOn;
}

function cursorChanges(before: Cursors, after: Cursors): OverrideImpact['cursors'] {
  const series = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  return series
    .map((id) => ({
      seriesId: SeriesId.parse(id),
      before: cursorOf(before, id),
      after: cursorOf(after, id),
    }))
    .filter((change) => change.before !== change.after);
}

function cursorOf(cursors: Cursors, seriesId: string): AssetId | null {
  return cursors[seriesId] ?? null;
}

function changeOf(
  type: AiringChange['type'],
  before: Airing | null,
  after: Airing | null,
): AiringChange {
  const shown = after ?? before;
  return {
    type,
    title: shown?.title ?? '',
    episodeTitle: shown?.episodeTitle ?? null,
    assetId: shown?.content.kind === 'asset' ? shown.content.assetId : null,
    before: placeIn(before),
    after: placeIn(after),
    isSkipped: false,
  };
}

function placeIn(airing: Airing | null): AiringChange['before'] {
  return airing && { id: airing.id, startAt: airing.startAt, endAt: airing.endAt };
}

function startOf(change: AiringChange): number {
  return change.before?.startAt ?? change.after?.startAt ?? 0;
}
