import { createBroadcastServer } from '#main/broadcast/server.ts';
import { createSystemClock } from '#main/clock/system-clock.ts';

import { makeRealSegments, REAL_SEGMENT_MS } from './real-segments.ts';
import { createScriptedOnAir, scriptedChannel } from './scripted-on-air.ts';

/** A station on the air by the real clock. */
export interface PlayingStation {
  readonly broadcastUrl: string;
  readonly slug: string;
  stop(): Promise<void>;
}

const SEGMENT_COUNT = 120;

/** Puts four minutes of made media segments on the air, one of them in. */
export async function startPlayingStation(): Promise<PlayingStation> {
  const segments = await makeRealSegments(SEGMENT_COUNT);
  const clock = createSystemClock();
  const channel = scriptedChannel(1, 'one', 'One');
  const source = createScriptedOnAir(clock, {
    channels: [channel],
    startAt: clock.nowAt() - 60_000,
    firstSequence: 0,
    segmentMs: REAL_SEGMENT_MS,
    targetDurationSeconds: 2,
    windowMs: 60_000,
    bytesOf: async (_slug, number) => Promise.resolve(segments[number] ?? null),
  });
  const server = await createBroadcastServer({
    source,
    clock,
    host: '127.0.0.1',
    port: 0,
    allowedHosts: [],
    pageFolder: '/nonexistent',
  });
  return { broadcastUrl: server.url, slug: channel.slug, stop: () => server.close() };
}
