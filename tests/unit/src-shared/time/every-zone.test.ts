import { describe, expect, test } from 'vitest';

import {
  broadcastDateAt,
  broadcastDayWindow,
  gridSlots,
  type ChannelTime,
} from '#shared/time/broadcast-day.ts';
import { contains } from '#shared/time/interval.ts';
import { MS_PER_HOUR } from '#shared/time/units.ts';
import { addDays, civilAt, instantOfCivil, offsetMinutesAt } from '#shared/time/zone.ts';
import { lengthOf, tiles } from '#tests/helpers/intervals.ts';

const FROM_AT = Date.UTC(2024, 0, 1);
const TO_AT = Date.UTC(2031, 0, 1);
const WEEK_MS = 7 * 24 * MS_PER_HOUR;
const DAY_STARTS = ['00:00', '02:30', '06:00'];

interface Change {
  readonly timezone: string;
  readonly at: number;
}

/** Asks the platform itself, so that nothing of the code under test is trusted. */
function platformOffset(timezone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    timeZoneName: 'longOffset',
  });
  return (at) => {
    const text = format.formatToParts(at).find((part) => part.type === 'timeZoneName')?.value ?? '';
    const match = /GMT(?:([+-])(\d{2}):(\d{2}))?/.exec(text);
    if (match?.[1] === undefined) return 0;
    return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3]));
  };
}

function changesOf(timezone: string): Change[] {
  const offsetAt = platformOffset(timezone);
  const changes: Change[] = [];
  let before = offsetAt(FROM_AT);
  for (let weekAt = FROM_AT; weekAt < TO_AT; weekAt += WEEK_MS) {
    const after = offsetAt(weekAt + WEEK_MS);
    if (after === before) continue;
    let [low, high] = [weekAt, weekAt + WEEK_MS];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (offsetAt(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ timezone, at: high });
    before = after;
  }
  return changes;
}

const ZONES = Intl.supportedValuesOf('timeZone');
const CHANGES = ZONES.flatMap(changesOf);

/** The broadcast days around every change of every zone, for every day start. */
function* daysAroundChanges(): Generator<{ time: ChannelTime; date: string; changeAt: number }> {
  for (const { timezone, at } of CHANGES) {
    for (const dayStart of DAY_STARTS) {
      const time: ChannelTime = { timezone, dayStart, gridMinutes: 30 };
      const changeDate = civilAt(timezone, at).date;
      for (const days of [-2, -1, 0, 1]) {
        yield { time, date: addDays(changeDate, days), changeAt: at };
      }
    }
  }
}

describe('broadcast days in every zone with a clock change from 2024 to 2030', () => {
  test('are sampled in more than a hundred zones', () => {
    expect(new Set(CHANGES.map((change) => change.timezone)).size).toBeGreaterThan(100);
    expect(CHANGES.length).toBeGreaterThan(1_500);
  });

  test('tile without gap or overlap', () => {
    const torn: string[] = [];
    for (const { time, date } of daysAroundChanges()) {
      const window = broadcastDayWindow(time, date);
      const next = broadcastDayWindow(time, addDays(date, 1));
      if (window.endAt !== next.startAt || !tiles(window, gridSlots(time, date))) {
        torn.push(`${time.timezone} ${time.dayStart} ${date}`);
      }
    }
    expect(torn).toEqual([]);
  });

  test('last between 22.5 and 25.5 hours, except at Troll, whose clocks jump by two', () => {
    const odd = new Map<string, Set<number>>();
    for (const { time, date } of daysAroundChanges()) {
      const hours = lengthOf(broadcastDayWindow(time, date)) / MS_PER_HOUR;
      if (hours >= 22.5 && hours <= 25.5) continue;
      const lengths = odd.get(time.timezone) ?? new Set();
      odd.set(time.timezone, lengths.add(hours));
    }
    expect([...odd]).toEqual([['Antarctica/Troll', new Set([22, 26])]]);
  });

  test('are those that their instants’ labels name', () => {
    const wrong: string[] = [];
    for (const { time, date, changeAt } of daysAroundChanges()) {
      const window = broadcastDayWindow(time, date);
      const inside = [window.startAt, window.endAt - 1, (window.startAt + window.endAt) / 2];
      const around = [-MS_PER_HOUR, -1, 0, 1, MS_PER_HOUR - 1].map((ms) => changeAt + ms);
      for (const at of [...inside, ...around.filter((near) => contains(window, near))]) {
        if (broadcastDateAt(time, at) !== date) {
          wrong.push(`${time.timezone} ${time.dayStart} ${date} ${String(at)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('offsetMinutesAt', () => {
  test('agrees with the platform on both sides of every change', () => {
    const wrong: string[] = [];
    for (const zone of new Set(CHANGES.map((change) => change.timezone))) {
      const offsetAt = platformOffset(zone);
      for (const { at } of CHANGES.filter((change) => change.timezone === zone)) {
        for (const near of [at - 1, at, at + MS_PER_HOUR]) {
          if (offsetMinutesAt(zone, near) !== offsetAt(near)) wrong.push(`${zone} ${String(near)}`);
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});

describe('instantOfCivil', () => {
  test('undoes civilAt in every zone, except in the hour that happens twice', () => {
    const wrong: string[] = [];
    for (const { timezone, at } of CHANGES) {
      const foldMs =
        (offsetMinutesAt(timezone, at - 1) - offsetMinutesAt(timezone, at)) * (MS_PER_HOUR / 60);
      for (const ms of [-26, -3, -1, 0, 1, 3, 26].map((hours) => hours * MS_PER_HOUR)) {
        for (const instant of [at + ms, at + ms - 1]) {
          const isSecondPass = instant >= at && instant < at + foldMs;
          const expected = isSecondPass ? instant - foldMs : instant;
          if (instantOfCivil(timezone, civilAt(timezone, instant)) !== expected) {
            wrong.push(`${timezone} ${String(instant)}`);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
  });
});
