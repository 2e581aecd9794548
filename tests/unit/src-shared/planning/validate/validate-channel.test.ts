import { describe, expect, test } from 'vitest';

import type { Channel } from '#shared/model/channel.ts';
import { gridOffsetMinutes, validateChannel } from '#shared/planning/validate/validate-channel.ts';
import { makeChannel } from '#tests/helpers/planning-fixtures.ts';

const found = (fields: Partial<Channel>): string[] =>
  validateChannel(makeChannel(fields)).map(({ severity, rule }) => `${severity} ${rule}`);

describe('validateChannel', () => {
  test('finds nothing wrong with a channel as it is made', () => {
    expect(found({})).toEqual([]);
    expect(found({ gridMinutes: 30, dayStart: '06:05' })).toEqual([]);
  });

  test('names the code of each field that no channel may have', () => {
    expect(found({ slug: 'Not A Slug' })).toEqual(['error CHN-001']);
    expect(found({ name: ' ' })).toEqual(['error CHN-001']);
    expect(found({ gridMinutes: 20 as never })).toEqual(['error CHN-003']);
    expect(found({ dayStart: '06:00:30' })).toEqual(['error CHN-006']);
    expect(found({ number: 0 })).toEqual(['error channel-field']);
  });

  test('warns of an hour’s grid off the hour, and of odd minutes', () => {
    expect(found({ gridMinutes: 60, dayStart: '06:05' })).toEqual(['warning CHN-014']);
    expect(found({ gridMinutes: 15, dayStart: '06:07' })).toEqual(['warning CHN-015']);
    expect(found({ gridMinutes: 60, dayStart: '06:00' })).toEqual([]);
  });
});

describe('gridOffsetMinutes', () => {
  test('is what the day’s start leaves over of the grid', () => {
    expect(gridOffsetMinutes({ dayStart: '06:05', gridMinutes: 30 })).toBe(5);
    expect(gridOffsetMinutes({ dayStart: '05:45', gridMinutes: 15 })).toBe(0);
    expect(gridOffsetMinutes({ dayStart: '05:45', gridMinutes: 60 })).toBe(45);
  });
});
