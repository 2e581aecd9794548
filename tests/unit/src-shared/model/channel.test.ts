import { describe, expect, test } from 'vitest';

import { Channel, ChannelFields } from '#shared/model/channel.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';

describe('Channel', () => {
  test.for([15, 30, 60] as const)('accepts a grid of %i minutes', (gridMinutes) => {
    expect(Channel.safeParse(buildChannel({ gridMinutes })).success).toBe(true);
  });

  test.for([0, 10, 20, 45, 90])('refuses a grid of %i minutes', (gridMinutes) => {
    const parsed = Channel.safeParse({ ...buildChannel(), gridMinutes });
    expect(parsed.error?.issues.map((issue) => issue.path)).toEqual([['gridMinutes']]);
  });

  test.for(['Retro', 'a--b', '-a', 'a_b', 'ä', ''])('refuses the slug %j', (slug) => {
    const id = ChannelId.parse('retro');
    expect(Channel.safeParse(buildChannel({ id, slug })).success).toBe(false);
  });

  test('refuses a name of spaces', () => {
    expect(ChannelFields.shape.name.safeParse('   ').success).toBe(false);
  });

  test('refuses a time zone that does not exist', () => {
    const parsed = Channel.safeParse(buildChannel({ timezone: 'Mars/Base' }));
    expect(parsed.error?.issues[0]?.path).toEqual(['timezone']);
  });
});
