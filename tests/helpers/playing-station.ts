import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { airInThisThread } from '#main/station/air-carrier.ts';
import { openStation } from '#main/station/open-station.ts';
import { formatInstant } from '#shared/time/zone.ts';

import { layOutCounterFolder, planCounterChannel } from './counter-station.ts';

/** Chapters so close that acts, spots and pads follow each other every few seconds. */
const CHAPTERS_MS = Array.from({ length: 20 }, (_, index) => index * 15_000);

/** A station on the air by the real clock. */
export interface PlayingStation {
  readonly broadcastUrl: string;
  readonly slug: string;
  /** Instants within `[startAt, endAt)` at which one log event gives way to the next. */
  seamsIn(startAt: number, endAt: number): Promise<number[]>;
  nowAt(): number;
  stop(): Promise<void>;
}

/**
 * Puts a planned channel on the air, at the beginning of a programme that is cut into short acts, and keeps the
 * first minutes prepared so that players judge the stream and not the speed of this machine.
 */
export async function startPlayingStation(): Promise<PlayingStation> {
  const folder = await mkdtemp(join(tmpdir(), 'retrovue-playing-'));
  const counters = await layOutCounterFolder(join(folder, 'media'), CHAPTERS_MS);
  const clock = createSystemClock();
  const station = await openStation({
    dataFolder: join(folder, 'data'),
    host: 'test',
    version: '0.0.0',
    env: process.env,
    isOnAir: true,
    clock,
    broadcastHost: '127.0.0.1',
    broadcastPort: 0,
    signal: null,
    carryAir: airInThisThread(clock),
  });
  const { client } = station;
  const dayStart = formatInstant(clock.nowAt()).slice(11, 16);
  const format = { height: 480, rate: '25' } as const;
  const channel = await planCounterChannel(client, counters.folder, format, dayStart);
  await client.call('channel.update', { id: channel.id, changes: { preparation: 'always' } });
  await untilPrepared();

  async function untilPrepared(): Promise<void> {
    for (;;) {
      const [onAir] = await client.call('onair.list', {});
      if ((onAir?.preparedMs ?? 0) > 50_000) return;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }

  return {
    broadcastUrl: station.broadcastUrl(),
    slug: channel.slug,
    nowAt: () => clock.nowAt(),
    async seamsIn(startAt, endAt) {
      const blocks = await client.call('log.list', { channelId: channel.id, startAt, endAt });
      return blocks
        .flatMap((block) => block.events.map((event) => event.startAt))
        .filter((at) => startAt < at && at < endAt);
    },
    async stop() {
      await station.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
