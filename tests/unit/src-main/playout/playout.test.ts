import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, test } from 'vitest';

import { createAirMemory, type AirMemory } from '#main/air/air-memory.ts';
import type { Evidence } from '#main/air/ports.ts';
import { createPlayout, type Playout } from '#main/playout/playout.ts';
import type { Channel } from '#shared/model/channel.ts';
import { ChannelId } from '#shared/model/ids.ts';
import type { LogBlock } from '#shared/model/log.ts';
import { DEFAULT_SETTINGS } from '#shared/model/settings.ts';
import { buildChannel } from '#tests/helpers/build-channel.ts';
import { buildLog } from '#tests/helpers/build-log.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from '#tests/helpers/manual-clock.ts';
import { REAL_TIME } from '#tests/helpers/test-media.ts';

const MINUTE = 60_000;

let folder: string;
let clock: ManualClock;
let memory: AirMemory;
let written: Evidence[];
let troubles: string[];
let opened: Playout[];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'retrovue-playout-'));
  clock = createManualClock();
  memory = createAirMemory([]);
  [written, troubles, opened] = [[], [], []];
});

afterEach(async () => {
  for (const playout of opened) await playout.stop();
  await rm(folder, { recursive: true, force: true });
});

function channelOf(number: number, fields: Partial<Channel> = {}): Channel {
  const slug = `channel-${String(number)}`;
  return buildChannel({
    id: ChannelId.parse(slug),
    slug,
    name: `Channel ${String(number)}`,
    number,
    epochAt: TEST_EPOCH_AT,
    ...fields,
  });
}

/** Blocks of five minutes from the epoch on, each one airing, without material: nothing has to be prepared. */
function logOf({ id, epochAt, houseFormat }: Channel, blocks = 6): LogBlock[] {
  return buildLog({
    channelId: id,
    epochAt,
    startAt: TEST_EPOCH_AT,
    format: houseFormat,
    blocks: Array.from({ length: blocks }, () => [{ durationMs: 5 * MINUTE }]),
    firstMediaSequence: 100,
  });
}

function tellLog(channel: Channel, blocks: readonly LogBlock[]): void {
  memory.learn({
    kind: 'log',
    channelId: channel.id,
    dropsUntil: 0,
    fromAt: 0,
    discontinuities: 0,
    blocks,
    isLast: true,
  });
}

function tell(...channels: Channel[]): void {
  memory.learn({ kind: 'channels', channels });
}

async function write(evidence: Evidence): Promise<void> {
  written.push(evidence);
  memory.note(evidence);
}

async function openPlayout(): Promise<Playout> {
  const playout = await createPlayout({
    memory: memory.reader,
    evidence: {
      saveSession: (session) => write({ kind: 'session', session }),
      addSubstitution: (substitution) => write({ kind: 'substitution', substitution }),
      appendAsRun: (rows) => write({ kind: 'as-run', rows }),
      notePresence: (spans) => write({ kind: 'presence', spans }),
    },
    clock,
    processClock: REAL_TIME.clock,
    tools: () => null,
    cacheFolder: folder,
    settings: () => DEFAULT_SETTINGS,
    onChange: () => undefined,
    onSlates: () => undefined,
    onTrouble: (what) => troubles.push(what),
  });
  opened.push(playout);
  await playout.start();
  return playout;
}

const sessions = () => written.flatMap((it) => (it.kind === 'session' ? [it.session] : []));
const asRun = () => written.flatMap((it) => (it.kind === 'as-run' ? it.rows : []));

describe('playout', () => {
  test('has the active channels on the air, by number', async () => {
    const [second, first, off] = [
      channelOf(2),
      channelOf(1),
      channelOf(3, { isActive: false }),
    ] as const;
    tell(second, first, off);
    for (const channel of [first, second, off]) tellLog(channel, logOf(channel));
    const playout = await openPlayout();
    expect(playout.channels().map(({ number }) => number)).toEqual([1, 2]);
    expect((await playout.onAir()).map(({ channelId }) => channelId)).toEqual([
      first.id,
      second.id,
    ]);
    expect(playout.resources().map(({ channelId }) => channelId)).toEqual([first.id, second.id]);
    expect(playout.playlist('channel-3')).toBeNull();
    expect(await playout.segment('channel-3', 100, new AbortController().signal)).toBeNull();
  });

  test('takes up a channel that is new or changed, and drops one that is gone', async () => {
    const one = channelOf(1);
    tell(one);
    tellLog(one, logOf(one));
    const playout = await openPlayout();
    const two = channelOf(2);
    tellLog(two, logOf(two));
    tell({ ...one, name: 'Renamed', version: one.version + 1 }, two);
    await playout.refresh();
    expect(playout.channels().map(({ name }) => name)).toEqual(['Renamed', 'Channel 2']);
    tell(two);
    await playout.refresh();
    expect(playout.channels().map(({ name }) => name)).toEqual(['Channel 2']);
    expect(playout.onAirSequence('channel-1')).toBeNull();
  });

  test('reads the log of the one channel that has grown, however often it is told at once', async () => {
    const [one, two] = [channelOf(1), channelOf(2)];
    tell(one, two);
    for (const channel of [one, two]) tellLog(channel, logOf(channel, 1));
    const playout = await openPlayout();
    const { blocksIn } = memory.reader;
    const read: string[] = [];
    memory.reader.blocksIn = (id, window) => {
      read.push(id);
      return blocksIn(id, window);
    };
    tellLog(two, logOf(two, 3));
    await Promise.all([playout.refresh(two.id), playout.refresh(two.id), playout.refresh(two.id)]);
    expect(new Set(read)).toEqual(new Set([two.id]));
    expect(read.length).toBeLessThanOrEqual(2);
    const last = logOf(two, 3).at(-1);
    expect(playout.segmentTiming('channel-2', last?.firstMediaSequence ?? 0)).not.toBeNull();
    expect(playout.segmentTiming('channel-1', last?.firstMediaSequence ?? 0)).toBeNull();
  });

  test('says which segment is on the air, when it airs and which is next, to the end of the log', async () => {
    const one = channelOf(1);
    tell(one);
    tellLog(one, logOf(one, 1));
    const playout = await openPlayout();
    const timing = playout.onAirSequence('channel-1');
    expect(timing).toMatchObject({
      mediaSequence: 100,
      startAt: TEST_EPOCH_AT,
      nextMediaSequence: 101,
    });
    let number: number | null = 100;
    let endAt = TEST_EPOCH_AT;
    while (number !== null) {
      const next = playout.segmentTiming('channel-1', number);
      expect(next?.startAt).toBe(endAt);
      endAt += next?.durationMs ?? 0;
      number = next?.nextMediaSequence ?? null;
    }
    expect(endAt).toBe(TEST_EPOCH_AT + 5 * MINUTE);
  });

  test('refuses the playlist where nothing is scheduled, with a remedy', async () => {
    const one = channelOf(1);
    tell(one);
    tellLog(one, logOf(one, 1));
    const playout = await openPlayout();
    await clock.advance(6 * MINUTE);
    expect(() => playout.playlist('channel-1')).toThrow(
      expect.objectContaining({ code: 'horizon-no-schedule-data' }) as Error,
    );
    expect(playout.playlist('nobody')).toBeNull();
  });

  test('takes up the session that an earlier run left open, and no other', async () => {
    const [one, two] = [channelOf(1), channelOf(2)];
    tell(one, two);
    for (const channel of [one, two]) tellLog(channel, logOf(channel));
    const first = await openPlayout();
    first.touch('channel-1', 'viewer');
    await clock.advance(15_000);
    first.touch('channel-1', 'viewer');
    await clock.advance(5_000);
    // Ended at once, as by a power cut: nothing is written at the end.
    opened.splice(0);
    const again = await openPlayout();
    expect(again.playlist('channel-1')?.mediaSequence).toBe(100);
    expect(again.playlist('channel-2')?.mediaSequence).toBeGreaterThan(100);
    expect(sessions().map(({ endedAt }) => endedAt)).toEqual([null]);
    await first.stop();
  });

  test('writes as-run as the clock passes events, and the last of it when it stops', async () => {
    const one = channelOf(1);
    tell(one);
    tellLog(one, logOf(one));
    const playout = await openPlayout();
    await clock.advance(5 * MINUTE + 6_000);
    expect(asRun()).toHaveLength(1);
    await clock.advance(4 * MINUTE + 55_000);
    await playout.stop();
    expect(asRun()).toHaveLength(2);
  });

  test('rides over a memory that fails, says so, and goes on when it is back', async () => {
    const one = channelOf(1);
    tell(one);
    tellLog(one, logOf(one));
    const playout = await openPlayout();
    const { channels } = memory.reader;
    memory.reader.channels = () => Promise.reject(new Error('a fault'));
    await clock.advance(5 * MINUTE + 1_000);
    expect(troubles).toContain('reading the log again');
    expect(playout.onAirSequence('channel-1')).not.toBeNull();
    memory.reader.channels = channels;
    await playout.refresh();
    expect(playout.channels()).toHaveLength(1);
  });
});
