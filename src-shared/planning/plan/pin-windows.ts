import type { Pin } from '../../model/pin.ts';
import type { ChannelTime } from '../../time/broadcast-day.ts';
import type { EpochMs, IsoDate } from '../../time/units.ts';
import { addDays } from '../../time/zone.ts';
import { pinWindowsOn, type PlanWindow } from './windows.ts';

/** The windows of pins that begin on the date or, so that nothing runs into them, on the next, in air order. */
export function pinWindowsFrom(
  time: ChannelTime,
  date: IsoDate,
  pins: readonly Pin[],
): PlanWindow[] {
  if (pins.length === 0) return [];
  return [date, addDays(date, 1)].flatMap((each) => pinWindowsOn(time, each, pins));
}

/** The next start of a pin after the instant, or `null`. */
export function nextPinStart(pinned: readonly PlanWindow[], after: EpochMs): EpochMs | null {
  return pinned.find(({ startAt }) => startAt > after)?.startAt ?? null;
}

/** What pins leave of windows that go on from the day before, before the day's own windows, all in air order. */
export function aroundPins(
  continuing: readonly PlanWindow[],
  own: readonly PlanWindow[],
  pinned: readonly PlanWindow[],
): PlanWindow[] {
  if (pinned.length === 0) return [...continuing, ...own];
  const left = continuing.flatMap((window) => {
    if (window.origin.kind === 'pin') return [window];
    let rest = [window];
    for (const { startAt, endAt } of pinned) {
      rest = rest.flatMap((part) => [
        { ...part, endAt: Math.min(part.endAt, startAt) },
        { ...part, startAt: Math.max(part.startAt, endAt) },
      ]);
      rest = rest.filter((part) => part.startAt < part.endAt);
    }
    return rest;
  });
  return [...left, ...own].sort((a, b) => a.startAt - b.startAt);
}
