import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { DEFAULT_BROADCAST_LIMITS, type BroadcastLimits } from '#main/broadcast/limits.ts';
import type { BroadcastServer, BroadcastServerOptions } from '#main/broadcast/server.ts';
import { createBroadcastServer } from '#main/broadcast/server.ts';
import { createManualClock, TEST_EPOCH_AT, type ManualClock } from '#tests/helpers/manual-clock.ts';
import {
  createScriptedOnAir,
  scriptedChannel,
  type ScriptedOnAir,
  type ScriptedTimeline,
} from '#tests/helpers/scripted-on-air.ts';

export const CHANNEL_ONE = scriptedChannel(1, 'channel-one', 'Channel One');
export const CHANNEL_TWO = scriptedChannel(2, 'two', 'Two');
export const FIRST_SEQUENCE = 7_000;
export const SEGMENT_MS = 2_002;
/** On the air for five minutes. */
export const STARTED_AT = TEST_EPOCH_AT - 300_000;

/** The clock of a test stands still, and with it the meter of requests. */
export const UNMETERED: BroadcastLimits = {
  ...DEFAULT_BROADCAST_LIMITS,
  requestsPerAddress: { burst: 1_000_000, perSecond: 1_000 },
  documentsPerAddress: { burst: 1_000_000, perSecond: 1_000 },
};

/** A broadcast server on loopback over a scripted timeline. */
export interface BroadcastFixture {
  readonly url: string;
  readonly server: BroadcastServer;
  readonly source: ScriptedOnAir;
  readonly clock: ManualClock;
  close(): Promise<void>;
}

/** Bytes that name their channel and number, a thousand packets of them. */
export function scriptedBytes(slug: string, mediaSequence: number, packets = 100): Buffer {
  const bytes = Buffer.alloc(packets * 188, `${slug}/${String(mediaSequence)};`);
  for (let at = 0; at < bytes.length; at += 188) bytes.writeUInt8(0x47, at);
  return bytes;
}

export async function startBroadcast(
  timeline: Partial<ScriptedTimeline> = {},
  options: Partial<BroadcastServerOptions> = {},
): Promise<BroadcastFixture> {
  const clock = createManualClock();
  const made = new Map<string, Buffer>();
  const source = createScriptedOnAir(clock, {
    channels: [CHANNEL_ONE, CHANNEL_TWO],
    startAt: STARTED_AT,
    firstSequence: FIRST_SEQUENCE,
    segmentMs: SEGMENT_MS,
    targetDurationSeconds: 3,
    windowMs: 60_000,
    async bytesOf(slug, mediaSequence) {
      const key = `${slug}/${String(mediaSequence)}`;
      const bytes = made.get(key) ?? scriptedBytes(slug, mediaSequence);
      made.set(key, bytes);
      return Promise.resolve(bytes);
    },
    ...timeline,
  });
  const emptyFolder = await mkdtemp(join(tmpdir(), 'retrovue-page-'));
  const server = await createBroadcastServer({
    source,
    clock,
    host: '127.0.0.1',
    port: 0,
    allowedHosts: ['retrovue.local'],
    pageFolder: emptyFolder,
    stationName: () => 'Test Station',
    ownOrigins: () => [],
    otherPagesMay: () => 'play',
    log: { warn: () => undefined, error: () => undefined },
    limits: UNMETERED,
    ...options,
  });
  return {
    url: server.url,
    server,
    source,
    clock,
    async close() {
      await server.close();
      await rm(emptyFolder, { recursive: true });
    },
  };
}
