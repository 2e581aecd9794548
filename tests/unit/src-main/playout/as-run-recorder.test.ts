import { afterEach, describe, expect, test } from 'vitest';

import { asRunRows, openAsRunRecorder } from '#main/playout/as-run-recorder.ts';
import { evidenceInto, readerOver } from '#main/station/playout-store.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { createManualClock, TEST_EPOCH_AT } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const MINUTE = 60_000;
const channelId = ChannelId.parse('c');
const blocks = buildLog({
  channelId: 'c',
  epochAt: TEST_EPOCH_AT,
  startAt: TEST_EPOCH_AT,
  format: { height: 480, rate: '25' },
  blocks: Array.from({ length: 4 }, () => [{ assetId: 'a', durationMs: MINUTE }]),
});
let temporary: TemporaryStore | null = null;

afterEach(async () => {
  await temporary?.dispose();
  temporary = null;
});

describe('asRunRows', () => {
  test('takes each event once, when the clock has passed its end', () => {
    const upTo = (after: number, until: number): number[] =>
      asRunRows(channelId, blocks, { after, until }, null, () => undefined).map(
        (row) => (row.startedAt - TEST_EPOCH_AT) / MINUTE,
      );
    expect(upTo(TEST_EPOCH_AT, TEST_EPOCH_AT + 90_000)).toEqual([0]);
    expect(upTo(TEST_EPOCH_AT + 90_000, TEST_EPOCH_AT + 3 * MINUTE)).toEqual([1, 2]);
    expect(upTo(TEST_EPOCH_AT + 3 * MINUTE, TEST_EPOCH_AT + 3 * MINUTE)).toEqual([]);
  });

  test('says skipped, with no picture aired, of what fell into a time when the station was off', () => {
    const offAir = { from: TEST_EPOCH_AT + MINUTE, to: TEST_EPOCH_AT + 2 * MINUTE };
    const span = { after: TEST_EPOCH_AT, until: TEST_EPOCH_AT + 4 * MINUTE };
    const rows = asRunRows(channelId, blocks, span, offAir, () => undefined);
    expect(rows.map((row) => row.status)).toEqual(['aired', 'skipped', 'aired', 'aired']);
    expect(rows[1]).toMatchObject({ frameCount: 0, reason: 'The station was not running.' });
  });
});

describe('openAsRunRecorder', () => {
  test('goes on after a restart without a row missing or twice', async () => {
    const clock = createManualClock();
    temporary = await createTemporaryStore(clock);
    const { store } = temporary;
    await store.channels.insert(buildChannel({ id: channelId }));
    const channels = [{ id: channelId, blocks }];
    const first = await openAsRunRecorder(readerOver(store), evidenceInto(store), clock);
    await first.record(channels);
    await clock.advance(90_000);
    await first.record(channels);
    await clock.advance(10_000);
    const second = await openAsRunRecorder(readerOver(store), evidenceInto(store), clock);
    expect(second.offAir).toBeNull();
    await clock.advance(140_000);
    await second.record(channels);
    const rows = await store.asRun.list({
      channelId,
      startAt: 0,
      endAt: clock.nowAt(),
      afterId: 0,
      limit: 10,
    });
    expect(rows.map((row) => row.eventId)).toEqual(
      blocks.flatMap((block) => block.events.map((event) => event.id)),
    );
  });

  test('knows how long the station was off', async () => {
    const clock = createManualClock();
    temporary = await createTemporaryStore(clock);
    const { store } = temporary;
    await (await openAsRunRecorder(readerOver(store), evidenceInto(store), clock)).record([]);
    await clock.advance(10 * MINUTE);
    const { offAir } = await openAsRunRecorder(readerOver(store), evidenceInto(store), clock);
    expect(offAir).toEqual({ from: TEST_EPOCH_AT, to: TEST_EPOCH_AT + 10 * MINUTE });
  });
});
