import { describe, expect, test } from 'vitest';

import { writeNumbered, type SequenceMark } from '#main/horizon/sequence-mark.ts';
import { ChannelId } from '#shared/model/ids.ts';

const channelId = ChannelId.parse('c1');

function markAt(start: number, refuses: 'nothing' | 'raising' | 'giving back' = 'nothing') {
  let next = start;
  const mark: SequenceMark = {
    nextAfter: () => next,
    raise: (_, to) => {
      if (refuses === 'raising') return Promise.reject(new Error('disk full'));
      next = Math.max(next, to);
      return Promise.resolve();
    },
    giveBack: (_, to) => {
      if (refuses === 'giving back') return Promise.reject(new Error('disk full'));
      next = to;
      return Promise.resolve();
    },
  };
  return mark;
}

const written = (): Promise<void> => Promise.resolve();
const refused = (): Promise<void> => Promise.reject(new Error('database is locked'));

describe('writeNumbered', () => {
  test.each([
    ['keeps what was written', markAt(100), 160, written, 160, null],
    ['gives back what was not written', markAt(100), 160, refused, 100, 'locked'],
    ['lowers nothing when a shorter log is not written', markAt(100), 80, refused, 100, 'locked'],
    ['takes no number where none is needed', markAt(100), null, refused, 100, 'locked'],
    ['writes nothing without its mark', markAt(100, 'raising'), 160, written, 100, 'full'],
    ['tells the first failure', markAt(100, 'giving back'), 160, refused, 160, 'locked'],
  ] as const)('%s', async (_, mark, next, write, expected, failure) => {
    const attempt = writeNumbered(mark, channelId, next, write);
    await (failure === null ? attempt : expect(attempt).rejects.toThrow(failure));
    expect(mark.nextAfter(channelId)).toBe(expected);
  });

  test('leaves numbers alone that somebody else has taken meanwhile', async () => {
    const mark = markAt(100);
    const write = async (): Promise<void> => {
      await mark.raise(channelId, 200);
      throw new Error('database is locked');
    };
    await expect(writeNumbered(mark, channelId, 160, write)).rejects.toThrow('locked');
    expect(mark.nextAfter(channelId)).toBe(200);
  });
});
