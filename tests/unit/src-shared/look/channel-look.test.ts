import { describe, expect, test } from 'vitest';

import { lookName, lookOf } from '#shared/look/channel-look.ts';
import { houseFormatName } from '#shared/model/house-format.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { HOUSE_FORMATS } from '#tests/helpers/house-formats.ts';

describe('the look of a channel', () => {
  test('holds what decides its pictures and nothing else of it', () => {
    const channel = buildChannel({ name: 'One', number: 1 });
    const other = buildChannel({ name: 'Two', number: 2, loudnessTargetLufs: -23 });
    expect(lookOf(other)).toEqual(lookOf(channel));
    expect(lookOf(channel)).toEqual({ format: channel.houseFormat });
  });

  test('has a name of its own in every house format, which begins with the name of the format', () => {
    const names = HOUSE_FORMATS.map((houseFormat) => lookName(lookOf({ houseFormat })));
    expect(new Set(names).size).toBe(HOUSE_FORMATS.length);
    for (const [index, format] of HOUSE_FORMATS.entries()) {
      expect(names[index]?.startsWith(`${houseFormatName(format)}-`)).toBe(true);
    }
  });

  test('is named by what it says, in whatever order that is written', () => {
    expect(lookName({ format: { rate: '25', height: 720 } })).toBe(
      lookName({ format: { height: 720, rate: '25' } }),
    );
  });
});
