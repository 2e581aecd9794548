import { describe, expect, test } from 'vitest';

import { createAirMemory } from '#main/air/air-memory.ts';
import type { LogNews } from '#main/air/ports.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';

const MINUTE = 60_000;
const channel = buildChannel();
const channelId = ChannelId.parse(channel.id);
const blocks = buildLog({
  channelId,
  epochAt: channel.epochAt,
  startAt: TEST_EPOCH_AT,
  format: channel.houseFormat,
  blocks: [1, 2, 3, 4].map(() => [{ kind: 'pad', durationMs: MINUTE }]),
  firstMediaSequence: 100,
});
const everything = { startAt: TEST_EPOCH_AT - MINUTE, endAt: TEST_EPOCH_AT + 60 * MINUTE };

function logNews(change: Partial<LogNews>): LogNews {
  return {
    kind: 'log',
    channelId,
    dropsUntil: 0,
    fromAt: 0,
    discontinuities: 0,
    blocks: [],
    isLast: true,
    ...change,
  };
}

describe('the memory of the air', () => {
  test('has a log only when its last piece has come', async () => {
    const { reader, learn } = createAirMemory([]);
    learn(logNews({ blocks: blocks.slice(0, 2), isLast: false }));
    expect(await reader.blocksIn(channelId, everything)).toEqual([]);
    learn(logNews({ blocks: blocks.slice(2) }));
    expect(await reader.blocksIn(channelId, everything)).toEqual(blocks);
  });

  test('puts new blocks in the place of the old ones from an instant on, and drops what has passed', async () => {
    const { reader, learn } = createAirMemory([]);
    learn(logNews({ blocks }));
    const other = blocks.slice(2).map((block) => ({ ...block, lockedAt: 7 }));
    const fromAt = TEST_EPOCH_AT + 2 * MINUTE;
    learn(logNews({ dropsUntil: TEST_EPOCH_AT + MINUTE, fromAt, blocks: other }));
    expect(await reader.blocksIn(channelId, everything)).toEqual([blocks[1], ...other]);
  });

  test('forgets slates that lie before the log, and channels that are gone', async () => {
    const { reader, learn, note } = createAirMemory([]);
    learn(logNews({ blocks }));
    const numbers = (await reader.blocksIn(channelId, everything)).map(
      (block) => block.firstMediaSequence,
    );
    for (const mediaSequence of numbers) {
      note({
        kind: 'substitution',
        substitution: { channelId, mediaSequence, reason: 'late', at: 1 },
      });
    }
    const left = async (): Promise<number[]> =>
      (await reader.substitutionsFrom(channelId, 0)).map(({ mediaSequence }) => mediaSequence);
    expect(await left()).toEqual(numbers);
    learn(logNews({ dropsUntil: TEST_EPOCH_AT + 2 * MINUTE, fromAt: Infinity }));
    expect(await left()).toEqual(numbers.slice(2));
    learn({ kind: 'channels', channels: [channel] });
    expect(await left()).toEqual(numbers.slice(2));
    learn({ kind: 'channels', channels: [] });
    expect(await left()).toEqual([]);
  });

  test('answers half-open windows', async () => {
    const { reader, learn } = createAirMemory([]);
    learn(logNews({ blocks }));
    const second = { startAt: TEST_EPOCH_AT + MINUTE, endAt: TEST_EPOCH_AT + 2 * MINUTE };
    expect(await reader.blocksIn(channelId, second)).toEqual([blocks[1]]);
  });

  test('sets its own evidence over what it is told later', async () => {
    const { reader, learn, note } = createAirMemory([]);
    const substitution = { channelId, mediaSequence: 103, reason: 'late', at: 1 };
    const session = { channelId, fromMediaSequence: 102, startedAt: 2, endedAt: null };
    note({ kind: 'substitution', substitution });
    note({ kind: 'session', session });
    const spans = [{ fromAt: 1, toAt: 9, after: 'not-running' }] as const;
    note({ kind: 'presence', spans });
    learn({
      kind: 'past',
      channelId,
      recordedUntil: 50,
      session: { ...session, fromMediaSequence: 1, startedAt: 1, endedAt: 2 },
      substitutions: [{ ...substitution, mediaSequence: 101 }],
    });
    expect(await reader.latestSession(channelId)).toEqual(session);
    expect(await reader.substitutionsFrom(channelId, 102)).toEqual([substitution]);
    expect(await reader.substitutionsFrom(channelId, 0)).toHaveLength(2);
    expect(await reader.recordedUntil(channelId)).toBe(50);
    expect(await reader.presence()).toEqual(spans);
  });
});
