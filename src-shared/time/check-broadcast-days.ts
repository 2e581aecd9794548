import {
  broadcastDateAt,
  broadcastDayWindow,
  type ChannelTime,
  gridSlots,
} from './broadcast-day.ts';
import { type DurationMs, type IsoDate, MS_PER_DAY, MS_PER_HOUR } from './units.ts';
import { addDays, localTimeAt } from './zone.ts';

/** What a look at consecutive broadcast days of a channel's clock found. */
export interface BroadcastDayCheck {
  readonly from: IsoDate;
  readonly dayCount: number;
  /** Days that the clocks make longer or shorter than 24 hours. */
  readonly clockChanges: readonly { readonly date: IsoDate; readonly lengthMs: DurationMs }[];
  /** What does not fit, a sentence each; none: every day begins where the one before ends, at its local time, under its own label. */
  readonly faults: readonly string[];
}

/** No zone has ever moved its clocks by more within a day that still has both its ends. */
const MOST_CHANGE_MS = 3 * MS_PER_HOUR;

/** Checks `dayCount` broadcast days from `from` on: starts, seams, labels at both edges, and slots that tile each day. */
export function checkBroadcastDays(
  time: ChannelTime,
  from: IsoDate,
  dayCount: number,
): BroadcastDayCheck {
  const clockChanges: { date: IsoDate; lengthMs: DurationMs }[] = [];
  const faults: string[] = [];
  let seamAt = broadcastDayWindow(time, from).startAt;
  for (let index = 0; index < dayCount; index += 1) {
    const date = addDays(from, index);
    const { startAt, endAt } = broadcastDayWindow(time, date);
    const lengthMs = endAt - startAt;
    if (lengthMs !== MS_PER_DAY) clockChanges.push({ date, lengthMs });
    if (startAt !== seamAt) faults.push(`${date} does not begin where the day before ends.`);
    if (Math.abs(lengthMs - MS_PER_DAY) > MOST_CHANGE_MS) {
      faults.push(`${date} has ${String(lengthMs / MS_PER_HOUR)} hours.`);
    }
    const clock = localTimeAt(time.timezone, startAt);
    // A start that a jump of the clocks leaves out comes later that day, never earlier.
    if (clock < time.dayStart) faults.push(`${date} begins at ${clock}, not at ${time.dayStart}.`);
    for (const [at, label] of [
      [startAt - 1, addDays(date, -1)],
      [startAt, date],
      [endAt - 1, date],
    ] as const) {
      const found = broadcastDateAt(time, at);
      if (found !== label) faults.push(`${date}: an instant at its edge is labelled ${found}.`);
    }
    const slots = gridSlots(time, date);
    const tiles = slots.every((slot, at) => slot.startAt === (slots[at - 1]?.endAt ?? startAt));
    if (!tiles || slots.at(-1)?.endAt !== endAt) faults.push(`${date} is not tiled by its slots.`);
    seamAt = endAt;
  }
  return { from, dayCount, clockChanges, faults };
}
