import type { Weekday, ZoneFields } from '../../model/zone.ts';
import { DEFAULT_ZONE_FIELDS } from '../../model/zone.ts';
import { type LocalTime, DAY_MINUTES } from '../../time/units.ts';
import { minutesOfLocalTime } from '../../time/zone.ts';
import { offsetOfClock } from '../../time/broadcast-day.ts';

/** A zone as television has always known it, by the wall clock. */
interface ZonePreset {
  readonly title: string;
  readonly start: LocalTime;
  readonly end: LocalTime;
  readonly days: readonly Weekday[] | null;
}

export const ZONE_PRESETS = {
  'saturday-morning-cartoons': {
    title: 'Saturday morning cartoons',
    start: '06:00',
    end: '12:00',
    days: ['SAT'],
  },
  'weekday-afternoon-comedy': {
    title: 'Weekday afternoon comedy',
    start: '15:00',
    end: '18:00',
    days: ['MON', 'TUE', 'WED', 'THU', 'FRI'],
  },
  'prime-time': { title: 'Prime time', start: '19:00', end: '22:00', days: null },
  'late-night-horror': {
    title: 'Late night horror',
    start: '22:00',
    end: '02:00',
    days: ['FRI', 'SAT'],
  },
  'overnight-classics': { title: 'Overnight classics', start: '02:00', end: '06:00', days: null },
} as const satisfies Record<string, ZonePreset>;
export type ZonePresetName = keyof typeof ZONE_PRESETS;

/**
 * The fields of a preset for a channel whose day starts at `dayStart`: its wall-clock times as offsets. Weekdays are those of
 * the broadcast date.
 */
export function zoneOfPreset(name: ZonePresetName, dayStart: LocalTime): ZoneFields {
  const preset: ZonePreset = ZONE_PRESETS[name];
  const offset = (time: LocalTime): number => offsetOfClock(dayStart, minutesOfLocalTime(time));
  return {
    ...DEFAULT_ZONE_FIELDS,
    name: preset.title,
    startOffsetMinutes: offset(preset.start),
    // An end at the day's start is its end, 24:00.
    endOffsetMinutes: offset(preset.end) || DAY_MINUTES,
    dayFilters: preset.days === null ? null : [...preset.days],
  };
}
