import { type ChannelTime, gridFloor } from './broadcast-day.ts';
import type { EpochMs } from './units.ts';

/**
 * The grid on which all the instants lie: the channel's own, else quarters of an hour, else whole minutes. What was placed
 * before a channel's clock was changed lies on the lines of the clock that it had then.
 */
export function fittingGrid(time: ChannelTime, instants: readonly EpochMs[]): ChannelTime {
  const linesOf = (gridMinutes: number): ChannelTime => ({
    timezone: time.timezone,
    dayStart: '00:00',
    gridMinutes,
  });
  const isOn = (grid: ChannelTime): boolean => instants.every((at) => gridFloor(grid, at) === at);
  return [time, linesOf(15)].find(isOn) ?? linesOf(1);
}
