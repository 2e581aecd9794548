import { describe, expect, test } from 'vitest';

import {
  broadcastDateAt,
  broadcastDayStart,
  broadcastDayWindow,
  gridCeil,
  gridFloor,
  gridSlots,
  instantOfOffset,
  slotsFor,
  wallClockOfOffset,
  type ChannelTime,
} from '#shared/time/broadcast-day.ts';
import { contains, overlaps } from '#shared/time/interval.ts';
import { MS_PER_HOUR, MS_PER_MINUTE } from '#shared/time/units.ts';
import { formatInstant, localTimeAt, parseInstant } from '#shared/time/zone.ts';
import { lengthOf, tiles } from '#tests/helpers/intervals.ts';

const NEW_YORK: ChannelTime = { timezone: 'America/New_York', dayStart: '06:00', gridMinutes: 30 };
const BERLIN: ChannelTime = { timezone: 'Europe/Berlin', dayStart: '06:00', gridMinutes: 30 };

describe('wallClockOfOffset', () => {
  test('adds the offset to the start of the day', () => {
    expect(wallClockOfOffset('06:00', 120)).toBe('08:00');
    expect(wallClockOfOffset('06:00', 360)).toBe('12:00');
    expect(wallClockOfOffset('06:00', 1200)).toBe('02:00');
  });
});

describe('instantOfOffset', () => {
  test('puts an offset of two hours after a six o’clock start at eight', () => {
    const at = instantOfOffset(NEW_YORK, '2026-06-10', 120);
    expect(formatInstant(at)).toBe('2026-06-10T12:00:00.000Z');
    expect(localTimeAt(NEW_YORK.timezone, at)).toBe('08:00');
  });

  test('carries five hours from offset 20:00 one hour into the next broadcast day', () => {
    const endAt = instantOfOffset(NEW_YORK, '2026-06-10', 1200 + 300);
    const next = broadcastDayWindow(NEW_YORK, '2026-06-11');
    expect(localTimeAt(NEW_YORK.timezone, endAt)).toBe('07:00');
    expect(endAt - next.startAt).toBe(MS_PER_HOUR);
    expect(gridCeil(NEW_YORK, endAt)).toBe(endAt);
  });

  test('keeps the wall clock on the days when the clocks change', () => {
    for (const date of ['2026-03-07', '2026-03-08', '2026-10-31', '2026-11-01']) {
      const at = instantOfOffset(NEW_YORK, date, 120);
      expect(localTimeAt(NEW_YORK.timezone, at)).toBe('08:00');
    }
  });

  test('ends the day where the next one starts', () => {
    for (const date of ['2026-03-07', '2026-10-31', '2026-07-01']) {
      const { endAt } = broadcastDayWindow(NEW_YORK, date);
      expect(instantOfOffset(NEW_YORK, date, 1440)).toBe(endAt);
    }
  });
});

describe('broadcastDateAt', () => {
  test('gives the last second before the day start to the day before', () => {
    expect(broadcastDateAt(NEW_YORK, parseInstant('2026-03-10T05:59:59-04:00'))).toBe('2026-03-09');
    expect(broadcastDateAt(NEW_YORK, parseInstant('2026-03-10T06:00:00-04:00'))).toBe('2026-03-10');
  });

  test('converts to the zone before it compares hours', () => {
    expect(broadcastDateAt(NEW_YORK, parseInstant('2026-03-10T04:30:00Z'))).toBe('2026-03-09');
    const tokyo: ChannelTime = { timezone: 'Asia/Tokyo', dayStart: '06:00', gridMinutes: 30 };
    expect(broadcastDateAt(tokyo, parseInstant('2026-03-09T21:00:00Z'))).toBe('2026-03-10');
    expect(broadcastDateAt(tokyo, parseInstant('2026-03-09T20:59:59.999Z'))).toBe('2026-03-09');
  });

  test('gives a movie across the day start the label of the day it starts on', () => {
    const startAt = parseInstant('2026-06-11T05:00:00-04:00');
    const endAt = parseInstant('2026-06-11T07:00:00-04:00');
    const next = broadcastDayWindow(NEW_YORK, '2026-06-11');
    expect(broadcastDateAt(NEW_YORK, startAt)).toBe('2026-06-10');
    expect(overlaps({ startAt, endAt }, next)).toBe(true);
    expect(endAt - next.startAt).toBe(MS_PER_HOUR);
    expect(contains(next, startAt)).toBe(false);
  });
});

describe('broadcastDayWindow', () => {
  test('has 23 hours on the day labelled 7 March 2026 in New York', () => {
    const window = broadcastDayWindow(NEW_YORK, '2026-03-07');
    expect(formatInstant(window.startAt)).toBe('2026-03-07T11:00:00.000Z');
    expect(formatInstant(window.endAt)).toBe('2026-03-08T10:00:00.000Z');
    expect(lengthOf(window)).toBe(23 * MS_PER_HOUR);
  });

  test('has 24 hours on the day labelled 8 March 2026 in New York', () => {
    expect(lengthOf(broadcastDayWindow(NEW_YORK, '2026-03-08'))).toBe(24 * MS_PER_HOUR);
  });

  test('has 25 hours on the day labelled 31 October 2026 in New York', () => {
    const window = broadcastDayWindow(NEW_YORK, '2026-10-31');
    expect(formatInstant(window.startAt)).toBe('2026-10-31T10:00:00.000Z');
    expect(formatInstant(window.endAt)).toBe('2026-11-01T11:00:00.000Z');
    expect(lengthOf(window)).toBe(25 * MS_PER_HOUR);
  });

  test('starts when the clocks have sprung forward where the day start does not exist', () => {
    const early: ChannelTime = { ...NEW_YORK, dayStart: '02:30' };
    const startAt = broadcastDayStart(early, '2026-03-08');
    expect(formatInstant(startAt)).toBe('2026-03-08T07:30:00.000Z');
    expect(localTimeAt(early.timezone, startAt)).toBe('03:30');
  });

  test('starts at the first of two occurrences of the day start', () => {
    const early: ChannelTime = { ...NEW_YORK, dayStart: '01:30' };
    const startAt = broadcastDayStart(early, '2026-11-01');
    expect(formatInstant(startAt)).toBe('2026-11-01T05:30:00.000Z');
    expect(broadcastDateAt(early, startAt + MS_PER_HOUR - 1)).toBe('2026-11-01');
  });
});

describe('gridSlots', () => {
  test('cuts 46 half hours from the short day and 50 from the long one', () => {
    const short = gridSlots(NEW_YORK, '2026-03-07');
    const long = gridSlots(NEW_YORK, '2026-10-31');
    expect(short).toHaveLength(46);
    expect(long).toHaveLength(50);
    expect(gridSlots(NEW_YORK, '2026-03-08')).toHaveLength(48);
    expect(tiles(broadcastDayWindow(NEW_YORK, '2026-03-07'), short)).toBe(true);
    expect(tiles(broadcastDayWindow(NEW_YORK, '2026-10-31'), long)).toBe(true);
  });

  test('puts every slot of a normal day and of both clock changes on the channel’s wall-clock grid', () => {
    for (const time of [NEW_YORK, BERLIN]) {
      for (const date of ['2026-03-07', '2026-03-28', '2026-06-01', '2026-10-24', '2026-10-31']) {
        const minutes = gridSlots(time, date).map(
          (slot) => Number(localTimeAt(time.timezone, slot.startAt).slice(3)) % 30,
        );
        expect(new Set(minutes)).toEqual(new Set([0]));
      }
    }
  });

  test('shortens the last slot where the clocks change by less than a slot', () => {
    const lordHowe: ChannelTime = {
      timezone: 'Australia/Lord_Howe',
      dayStart: '06:00',
      gridMinutes: 60,
    };
    const slots = gridSlots(lordHowe, '2026-10-03');
    const lengths = slots.map(lengthOf);
    expect(lengths.slice(0, -1).every((length) => length === MS_PER_HOUR)).toBe(true);
    expect(lengths.at(-1)).toBe(30 * MS_PER_MINUTE);
    expect(tiles(broadcastDayWindow(lordHowe, '2026-10-03'), slots)).toBe(true);
  });
});

describe('gridFloor', () => {
  test('answers the start of the slot that holds the instant', () => {
    const startAt = parseInstant('2026-06-10T20:30:00-04:00');
    expect(gridFloor(NEW_YORK, startAt)).toBe(startAt);
    expect(gridFloor(NEW_YORK, startAt + 30 * MS_PER_MINUTE - 1)).toBe(startAt);
    expect(gridFloor(NEW_YORK, startAt - 1)).toBe(startAt - 30 * MS_PER_MINUTE);
  });

  test('counts from the day start in zones whose offset is no multiple of the grid', () => {
    const kathmandu: ChannelTime = {
      timezone: 'Asia/Kathmandu',
      dayStart: '06:00',
      gridMinutes: 30,
    };
    const at = parseInstant('2026-06-10T20:44:00+05:45');
    expect(localTimeAt(kathmandu.timezone, gridFloor(kathmandu, at))).toBe('20:30');
  });
});

describe('gridCeil', () => {
  test('answers the next grid line, or the instant when it lies on one', () => {
    const lineAt = parseInstant('2026-06-10T21:30:00-04:00');
    expect(gridCeil(NEW_YORK, parseInstant('2026-06-10T21:15:00-04:00'))).toBe(lineAt);
    expect(gridCeil(NEW_YORK, lineAt)).toBe(lineAt);
    expect(gridCeil(NEW_YORK, lineAt + 1)).toBe(lineAt + 30 * MS_PER_MINUTE);
  });
});

describe('slotsFor', () => {
  test('takes as many whole slots as the content needs', () => {
    expect(slotsFor(22 * MS_PER_MINUTE, { gridMinutes: 30 })).toBe(1);
    expect(slotsFor(45 * MS_PER_MINUTE, { gridMinutes: 30 })).toBe(2);
    expect(slotsFor(30 * MS_PER_MINUTE, { gridMinutes: 30 })).toBe(1);
    expect(slotsFor(30 * MS_PER_MINUTE + 1, { gridMinutes: 30 })).toBe(2);
    expect(slotsFor(150 * MS_PER_MINUTE, { gridMinutes: 30 })).toBe(5);
  });

  test('leaves out of count what the channel tolerates past a grid line', () => {
    const tolerant = { gridMinutes: 30, overrunToleranceMs: 10_000 };
    expect(slotsFor(30 * MS_PER_MINUTE + 10_000, tolerant)).toBe(1);
    expect(slotsFor(30 * MS_PER_MINUTE + 10_001, tolerant)).toBe(2);
    expect(slotsFor(5_000, tolerant)).toBe(1);
  });

  test('takes one slot for content of no length', () => {
    expect(slotsFor(0, { gridMinutes: 15 })).toBe(1);
  });
});
