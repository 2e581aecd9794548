import { afterEach, describe, expect, test } from 'vitest';

import type { MasterClock } from '#main/clock/master-clock.ts';
import { openAsRunRecorder } from '#main/playout/as-run-recorder.ts';
import { evidenceInto, readerOver } from '#main/station/playout-store.ts';
import type { AsRunRecord } from '#shared/model/as-run.ts';
import { ChannelId } from '#shared/model/ids.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from '#tests/helpers/manual-clock.ts';
import { createTemporaryStore, type TemporaryStore } from '#tests/helpers/temporary-store.ts';

const MINUTE = 60_000;
const ACT_FRAMES = 1_500;
const channelId = ChannelId.parse('c');
const blocks = buildLog({
  channelId: 'c',
  epochAt: TEST_EPOCH_AT,
  startAt: TEST_EPOCH_AT,
  format: { height: 480, rate: '25' },
  blocks: Array.from({ length: 60 }, () => [{ assetId: 'a', durationMs: MINUTE }]),
});
let temporary: TemporaryStore | null = null;

afterEach(async () => {
  await temporary?.dispose();
  temporary = null;
});

/** A station that does nothing but record what is on the air; it may be stopped, killed and started. */
async function station() {
  const clock: ManualClock = createManualClock();
  temporary = await createTemporaryStore(clock);
  const { store } = temporary;
  await store.channels.insert(buildChannel({ id: channelId }));
  let isStandingStill = false;
  const ownClock: MasterClock = {
    ...clock,
    every: (periodMs, run) =>
      clock.every(periodMs, () => {
        if (!isStandingStill) run();
      }),
  };
  const start = () => openAsRunRecorder(readerOver(store), evidenceInto(store), ownClock);
  let recorder = await start();
  const record = () => recorder.record([{ id: channelId, blocks }]);
  return {
    clock,
    /** Goes on for so long, with the recorder's own steps of five seconds. */
    async run(ms: number) {
      for (const endAt = clock.nowAt() + ms; clock.nowAt() < endAt;) {
        await clock.advance(Math.min(5_000, endAt - clock.nowAt()));
        await record();
      }
    },
    /** Time passes, and no timer of the program fires until it is over. */
    async standStill(ms: number) {
      isStandingStill = true;
      await clock.advance(ms);
      isStandingStill = false;
      await record();
    },
    /** The disk takes nothing for so long. */
    waitForDisk: (ms: number) => clock.advance(ms),
    async stop(ms: number) {
      await record();
      recorder.close();
      await clock.advance(ms);
      recorder = await start();
    },
    jump: (ms: number) => clock.jumpTo(clock.nowAt() + ms),
    slate(minute: number, frames: number) {
      const event = blocks[minute]?.events[0];
      if (!event) throw new Error(`no minute ${String(minute)}`);
      recorder.observe(event.id, (observation) => {
        observation.slateFrames.set(event.firstMediaSequence, frames);
        observation.reason = 'It was not prepared in time.';
      });
    },
    offAir: () => recorder.offAir,
    rows: (): Promise<AsRunRecord[]> =>
      store.asRun.list({ channelId, startAt: 0, endAt: 2 ** 50, afterId: 0, limit: 1_000 }),
  };
}

type Station = Awaited<ReturnType<typeof station>>;

const STOPPED = 'The station was not running';
const JUMPED = 'The clock jumped over it or the machine slept';

/** What happens in the first three minutes, and how they are told: status, pictures, reason. */
const TOLD: readonly (readonly [
  string,
  (it: Station) => Promise<void>,
  readonly (readonly [AsRunRecord['status'], number, string | null])[],
])[] = [
  [
    'nothing',
    (it) => it.run(3 * MINUTE),
    [
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
    ],
  ],
  [
    'a stop and a start within an act',
    async (it) => {
      await it.run(70_000);
      await it.stop(30_000);
      await it.run(80_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['truncated', 750, `${STOPPED}, for 30 s of it.`],
      ['aired', ACT_FRAMES, null],
    ],
  ],
  [
    'several restarts within an act',
    async (it) => {
      await it.run(62_000);
      await it.stop(20_000);
      await it.run(8_000);
      await it.stop(10_000);
      await it.run(80_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['truncated', 750, `${STOPPED}, for 30 s of it.`],
      ['aired', ACT_FRAMES, null],
    ],
  ],
  [
    'a restart too quick to tell',
    async (it) => {
      await it.run(70_000);
      await it.stop(3_000);
      await it.run(107_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
    ],
  ],
  [
    'a stop over a whole act',
    async (it) => {
      await it.run(30_000);
      await it.stop(2 * MINUTE);
      await it.run(30_000);
    },
    [
      ['truncated', 750, `${STOPPED}, for 30 s of it.`],
      ['skipped', 0, `${STOPPED}.`],
      ['truncated', 750, `${STOPPED}, for 30 s of it.`],
    ],
  ],
  [
    'slates in part, and throughout',
    async (it) => {
      it.slate(0, 50);
      it.slate(2, ACT_FRAMES);
      await it.run(3 * MINUTE);
    },
    [
      ['substituted', ACT_FRAMES, 'It was not prepared in time.'],
      ['aired', ACT_FRAMES, null],
      ['error', ACT_FRAMES, 'It was not prepared in time.'],
    ],
  ],
  [
    'a machine asleep for a while',
    async (it) => {
      await it.run(90_000);
      await it.jump(50_000);
      await it.run(40_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['truncated', 750, `${JUMPED}, for 30 s of it.`],
      ['truncated', 1_000, `${JUMPED}, for 20 s of it.`],
    ],
  ],
  [
    'a standstill of the program',
    async (it) => {
      await it.run(90_000);
      await it.standStill(50_000);
      await it.run(40_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['truncated', 750, `${JUMPED}, for 30 s of it.`],
      ['truncated', 1_000, `${JUMPED}, for 20 s of it.`],
    ],
  ],
  [
    'a disk that kept it waiting',
    async (it) => {
      await it.run(90_000);
      await it.waitForDisk(50_000);
      await it.run(40_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
    ],
  ],
  [
    'a clock that is set back half a minute',
    async (it) => {
      await it.run(100_000);
      await it.jump(-30_000);
      await it.run(110_000);
    },
    [
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
      ['aired', ACT_FRAMES, null],
    ],
  ],
];

describe('as-run', () => {
  test.each(TOLD)('after %s tells what was on the air', async (_, happens, expected) => {
    const it = await station();
    await happens(it);
    const rows = await it.rows();
    expect(rows.map((row) => [row.status, row.frameCount, row.reason])).toEqual(expected);
    expect(rows.map((row) => row.eventId)).toEqual(
      blocks.slice(0, 3).flatMap((block) => block.events.map((event) => event.id)),
    );
  });

  test('says of what a long jump passed over that it was missed, once the clock is not in doubt', async () => {
    const it = await station();
    await it.run(MINUTE);
    await it.jump(20 * MINUTE);
    await it.run(9 * MINUTE);
    expect(await it.rows()).toHaveLength(1);
    await it.run(2 * MINUTE);
    const rows = await it.rows();
    expect(rows.filter((row) => row.status === 'skipped')).toHaveLength(20);
    expect(rows[5]).toMatchObject({ frameCount: 0, reason: `${JUMPED}.` });
    expect(rows.filter((row) => row.status === 'aired')).toHaveLength(12);
  });

  test('holds nothing against what airs after all when a wrong clock comes back', async () => {
    const it = await station();
    await it.run(MINUTE);
    await it.jump(20 * MINUTE);
    await it.run(25_000);
    await it.jump(-20 * MINUTE);
    await it.run(25 * MINUTE);
    const rows = await it.rows();
    const told = rows.map(({ status, frameCount }) => `${status} ${String(frameCount)}`);
    // Only in those 25 seconds something else was on the air.
    expect(told[1]).toBe('truncated 875');
    expect(new Set(told.toSpliced(1, 1))).toEqual(new Set([`aired ${String(ACT_FRAMES)}`]));
    expect(rows.length).toBe(26);
  });
});

describe('openAsRunRecorder', () => {
  test('goes on after a restart without a row missing or twice', async () => {
    const it = await station();
    await it.run(90_000);
    await it.stop(10_000);
    expect(it.offAir()).toBeNull();
    await it.run(140_000);
    expect((await it.rows()).map((row) => row.eventId)).toEqual(
      blocks.slice(0, 4).flatMap((block) => block.events.map((event) => event.id)),
    );
  });

  test('knows how long the station was off', async () => {
    const it = await station();
    expect(it.offAir()).toBeNull();
    await it.stop(10 * MINUTE);
    expect(it.offAir()).toEqual({ from: TEST_EPOCH_AT, to: TEST_EPOCH_AT + 10 * MINUTE });
  });
});
