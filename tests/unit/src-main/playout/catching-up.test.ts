import { describe, expect, test } from 'vitest';

import { createChannelLab, type EncoderSpeed } from '#tests/helpers/channel-lab.ts';

const MINUTE = 60_000;
const SEGMENT_MS = 2_000;
const SLICE = 4;

/** Half an hour of programmes with breaks, different on every channel. */
function programmes(channel: number) {
  return Array.from({ length: 6 }, (_, block) => [
    { assetId: `film-${String(channel)}-${String(block)}`, durationMs: 4 * MINUTE },
    { assetId: `spot-${String(channel)}-${String(block)}`, durationMs: 30_000 },
    { assetId: `ident-${String(channel)}-${String(block)}`, durationMs: 24_000 },
    { durationMs: 6_000 },
  ]);
}

/** The part of the encoders' time that whole slices of all channels take. */
function loadOf(speed: EncoderSpeed, channels: number, encoders: number): number {
  return (channels * (speed.startMs + SLICE * speed.segmentMs)) / (encoders * SLICE * SEGMENT_MS);
}

const SPEEDS: readonly EncoderSpeed[] = [
  { startMs: 100, segmentMs: 100 },
  { startMs: 500, segmentMs: 300 },
  { startMs: 2_500, segmentMs: 200 },
  { startMs: 2_500, segmentMs: 900 },
  { startMs: 5_000, segmentMs: 400 },
  { startMs: 0, segmentMs: 1_600 },
];
const CASES = SPEEDS.flatMap((speed) =>
  [1, 3, 6].map((channels) => ({
    ...speed,
    channels,
    load: Math.round(100 * loadOf(speed, channels, 2)),
  })),
);

function lab({ channels, startMs, segmentMs }: EncoderSpeed & { channels: number }) {
  return createChannelLab({
    channels,
    concurrency: 2,
    speed: { startMs, segmentMs },
    blocks: programmes,
  });
}

describe('a station whose cache is empty', () => {
  test.each(CASES.filter(({ load }) => load <= 85))(
    'with $channels channels, $startMs ms to start an encoder and $segmentMs ms a segment ($load % busy) is on slates for a while at most',
    async (example) => {
      const station = lab(example);
      await station.watch(MINUTE);
      const later = await station.watch(MINUTE);
      expect(later.map(({ size }) => size)).toEqual(later.map(() => 0));
    },
  );
});

describe('a station that was held up', () => {
  test.each([
    { startMs: 9_000, segmentMs: 2_000, forMs: 20_000 },
    { startMs: 30_000, segmentMs: 0, forMs: 60_000 },
    { startMs: 4_000, segmentMs: 3_000, forMs: 90_000 },
  ])(
    'by $startMs ms to start an encoder and $segmentMs ms a segment for $forMs ms airs what it can and catches up',
    async ({ startMs, segmentMs, forMs }) => {
      const station = lab({ channels: 3, startMs: 200, segmentMs: 200 });
      await station.watch(20_000);
      Object.assign(station.speed, { startMs, segmentMs });
      await station.watch(forMs);
      Object.assign(station.speed, { startMs: 2_500, segmentMs: 200 });
      await station.watch(30_000);
      const later = await station.watch(MINUTE);
      expect(later.map(({ size }) => size)).toEqual([0, 0, 0]);
    },
  );

  test('and for good, because encoders are too slow for all of it, still airs much of what they can make', async () => {
    const station = lab({ channels: 6, startMs: 2_500, segmentMs: 900 });
    expect(loadOf(station.speed, 6, 2)).toBeGreaterThan(2);
    await station.watch(MINUTE);
    const later = await station.watch(2 * MINUTE);
    const slates = later.reduce((sum, { size }) => sum + size, 0);
    const segments = (6 * 2 * MINUTE) / SEGMENT_MS;
    expect(slates / segments).toBeGreaterThan(0.3);
    expect(1 - slates / segments).toBeGreaterThan(0.7 / loadOf(station.speed, 6, 2));
  });
});

describe('a channel that airs slates', () => {
  test('is told once within ten seconds, and once when it has caught up', async () => {
    const station = lab({ channels: 1, startMs: 200, segmentMs: 200 });
    await station.watch(20_000);
    station.speed.startMs = 70_000;
    // What is prepared is a minute and a slice.
    await station.watch(80_000);
    expect(station.slateNotes).toEqual(['c0 on slates']);
    expect(station.channels[0]?.onSlates?.reason).toBe('It was not prepared in time.');
    station.speed.startMs = 200;
    await station.watch(2 * MINUTE);
    expect(station.slateNotes).toEqual(['c0 on slates', 'c0 caught up']);
    expect(station.channels[0]?.onSlates).toBeNull();
    const numbers = station.substitutions.map(({ mediaSequence }) => mediaSequence);
    expect(numbers.length).toBeGreaterThan(5);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  test('because a file cannot be read says so', async () => {
    const station = lab({ channels: 1, startMs: 10, segmentMs: 10 });
    station.unreadable.add('film-0-0');
    await station.watch(12_000);
    expect(station.slateNotes).toEqual(['c0 on slates']);
    expect(station.channels[0]?.onSlates?.reason).toBe('broken');
  });
});

describe('what idle time has prepared', () => {
  const ahead = 20 * MINUTE;

  async function prepareAll(station: ReturnType<typeof lab>): Promise<void> {
    const [channel] = station.channels;
    for (let round = 0; round < 60; round += 1) {
      await channel?.prepareAhead(station.clock.nowAt() + ahead);
      await station.clock.advance(1_000);
    }
  }

  test.each(['the log is made anew', 'files have changed', 'the session begins anew'])(
    'is looked at again when %s',
    async (what) => {
      const station = lab({ channels: 1, startMs: 10, segmentMs: 10 });
      const [channel] = station.channels;
      if (!channel) throw new Error('no channel');
      channel.touch('viewer');
      await prepareAll(station);
      const before = station.kept.size;
      expect(before).toBeGreaterThan(500);
      if (what === 'the log is made anew') {
        const [first, second] = programmes(0);
        const blocks = [first ?? [], second ?? [], programmes(1)[2] ?? []];
        channel.update(channel.channel, station.timelineOf(channel.channel, blocks));
      } else {
        station.kept.clear();
        if (what === 'files have changed') channel.assetsChanged();
        else {
          for (let second = 0; second < 30; second += 1) {
            await station.clock.advance(1_000);
            await channel.tick();
          }
          channel.touch('viewer');
        }
      }
      const kept = station.kept.size;
      await prepareAll(station);
      expect(station.kept.size - kept).toBeGreaterThan(100);
    },
  );
});
