import type { Channel } from '#shared/model/channel.ts';
import type { Pin } from '#shared/model/pin.ts';
import type { Plan } from '#shared/model/plan.ts';
import type { ScheduleDay } from '#shared/model/schedule-day.ts';
import { planningRows } from '#shared/planning/plan/rows-of.ts';
import { isHardStart, windowsForDate } from '#shared/planning/plan/windows.ts';
import { assetIdOf } from '#tests/helpers/airing-content.ts';

/** What is broken of what rows and pins promise: starts on time, and encores of what was really aired. */
export function brokenPromises(
  channel: Channel,
  day: ScheduleDay,
  plans: readonly Plan[],
  pins: readonly Pin[],
): string[] {
  const { broadcastDate: date, airings } = day;
  const windows = windowsForDate(channel, date, planningRows(plans, pins, 'published'));
  const startOf = (rowId: string) =>
    airings.find(({ lineage }) => lineage.assignmentId === rowId)?.startAt;
  const onTime = windows.filter((window) => isHardStart(window) || window.origin.kind === 'pin');
  const late = onTime
    .filter(({ assignment, startAt }) => startOf(assignment.id) !== startAt)
    .map(({ assignment, origin }) => {
      const what = origin.kind === 'pin' ? 'PIN' : 'HARD-START';
      return `${what} ${date} ${assignment.id} does not start on time`;
    });
  const repeats = windows.flatMap(({ assignment: { id, content } }) => {
    if (content.type !== 'encore' || content.daysAgo !== 0) return [];
    const assetsOf = (rowId: string) =>
      airings
        .filter(({ lineage }) => lineage.assignmentId === rowId)
        .map(({ content }) => assetIdOf({ content }) ?? '');
    const [first, again] = [assetsOf(content.of), assetsOf(id)];
    return first.join() === again.join() ? [] : [`ENCORE ${date} repeats ${again.join(', ')}`];
  });
  return [...late, ...repeats];
}
