import { describe, expect, test } from 'vitest';

import { createChannelLab, isSlate, type ChannelLab } from '#tests/helpers/channel-lab.ts';

function open(options: { startMs?: number; preparation?: 'on-demand' | 'always' } = {}) {
  const lab: ChannelLab = createChannelLab({
    channels: 1,
    concurrency: 2,
    speed: { startMs: options.startMs ?? 100, segmentMs: 50 },
    blocks: () => [
      [
        { assetId: 'film', durationMs: 60_000 },
        { assetId: 'spot', durationMs: 20_000 },
        { durationMs: 10_000 },
      ],
    ],
    preparation: options.preparation ?? 'on-demand',
  });
  const [channel] = lab.channels;
  if (!channel) throw new Error('no channel');
  const onAir = (): number => channel.timeline.placeAt(lab.clock.nowAt())?.mediaSequence ?? -1;
  return { ...lab, channel, onAir };
}

describe('a channel on the air', () => {
  test('begins with its first viewer, and its playlist with the segment on the air', async () => {
    const { channel, clock, onAir } = open();
    await clock.advance(9_000);
    expect(channel.session.phase).toBe('stopped');
    channel.touch('viewer');
    expect(channel.session.phase).toBe('running');
    expect(channel.playlist()?.mediaSequence).toBe(onAir());
    await clock.advance(6_000);
    expect(channel.playlist()?.mediaSequence).toBeLessThan(onAir());
  });

  test('hands out the same bytes to all who ask, and nothing that is not published', async () => {
    const { channel, clock, onAir } = open();
    channel.touch('viewer');
    const asked = Promise.all([channel.segment(onAir()), channel.segment(onAir())]);
    await clock.advance(0);
    await clock.advance(1_000);
    const [one, other] = await asked;
    expect(one).not.toBeNull();
    expect(one).toBe(other);
    expect(await channel.segment(onAir())).toBe(one);
    expect(isSlate(one ?? new Uint8Array())).toBe(false);
    const last = channel.playlist()?.segments.at(-1)?.mediaSequence ?? 0;
    expect(await channel.segment(last + 1)).toBeNull();
    expect(await channel.segment(999)).toBeNull();
  });

  test('tells at once that a slate stands in, and that it does no longer', async () => {
    const { channel, clock } = open({ startMs: 7_500 });
    expect(await channel.sight()).toEqual({ type: 'off' });
    channel.touch('viewer');
    const sights = new Set<string>();
    for (let second = 0; second < 20; second += 1) {
      channel.touch('viewer');
      await clock.advance(1_000);
      const { type } = await channel.sight();
      sights.add(`${String(second < 5)} ${type}`);
      if (type === 'slate') expect(channel.onSlates).toBeNull();
    }
    expect([...sights]).toEqual(['true as-planned', 'false slate', 'false as-planned']);
  });

  test('keeps those who tune in waiting for material, and not longer than it says', async () => {
    const { channel, clock, onAir, substitutions } = open({ startMs: 60_000 });
    channel.touch('viewer');
    const first = onAir();
    let isAnswered = false;
    const asked = channel.segment(first).finally(() => (isAnswered = true));
    await clock.advance(5_900);
    expect(isAnswered).toBe(false);
    await clock.advance(200);
    expect(isSlate((await asked) ?? new Uint8Array())).toBe(true);
    expect(substitutions).toMatchObject([{ mediaSequence: first }]);
  });

  test('stays with a slate that was served before a restart, and prepares it for nobody', async () => {
    const { channel, clock, kept, onAir } = open();
    const first = onAir();
    channel.restoreSubstitution(first, 'It was not prepared in time.');
    channel.resume(first);
    await channel.tick();
    await clock.advance(3_000);
    const bytes = await channel.segment(first);
    expect(isSlate(bytes ?? new Uint8Array())).toBe(true);
    expect([...kept].filter((key) => key.includes('/0+'))).toEqual([]);
    expect(kept.size).toBeGreaterThan(10);
  });

  test('is prepared a minute ahead without viewers when it is always on', async () => {
    const { channel, clock, kept, substitutions } = open({ preparation: 'always' });
    await channel.tick();
    await clock.advance(10_000);
    expect(channel.session.phase).toBe('lingering');
    expect(kept.size).toBeGreaterThanOrEqual(30);
    expect(await channel.preparedMs()).toBeGreaterThan(40_000);
    expect(substitutions).toEqual([]);
  });

  test.each([
    ['an hour back', -3_600_000],
    ['ten seconds ahead', 10_000],
  ])(
    'counts its viewers once when the clock is set %s, and ends when they have left',
    async (_way, byMs) => {
      const { channel, clock } = open();
      channel.touch('viewer');
      await clock.advance(2_000);
      await clock.jumpTo(clock.nowAt() + byMs);
      for (let second = 0; second < 5; second += 1) {
        channel.touch('viewer');
        await channel.tick();
        await clock.advance(1_000);
      }
      expect(channel.session).toMatchObject({ phase: 'running', viewers: 1 });
      for (let second = 0; second < 21; second += 1) {
        await channel.tick();
        await clock.advance(1_000);
      }
      expect(channel.session).toMatchObject({ phase: 'stopped', viewers: 0 });
    },
  );

  test('keeps who waits for material no longer when the clock is set back meanwhile', async () => {
    const { channel, clock, onAir } = open({ startMs: 60_000 });
    await clock.advance(20_000);
    channel.touch('viewer');
    const asked = channel.segment(onAir());
    let isAnswered = false;
    void asked.finally(() => (isAnswered = true));
    await clock.advance(1_000);
    await clock.jumpTo(clock.nowAt() - 12_000);
    await clock.advance(7_000);
    expect(isAnswered).toBe(true);
    expect(isSlate((await asked) ?? new Uint8Array())).toBe(true);
  });

  test('keeps its session and its window to rewind in when the program stood still', async () => {
    const { channel, clock } = open();
    channel.touch('viewer');
    await channel.tick();
    await clock.advance(2_000);
    const first = channel.playlist()?.mediaSequence;
    // Nothing ran: no tick, no sign of life.
    await clock.advance(50_000);
    await channel.tick();
    expect(channel.session.phase).toBe('lingering');
    channel.touch('viewer');
    expect(channel.playlist()?.mediaSequence).toBe(first);
  });

  test('goes on handing out what it has listed when its session ended meanwhile', async () => {
    const { channel, clock } = open();
    channel.touch('viewer');
    await channel.tick();
    await clock.advance(5_000);
    const listed = channel.playlist()?.segments.map(({ mediaSequence }) => mediaSequence) ?? [];
    expect(listed.length).toBeGreaterThan(2);
    const before = await Promise.all(listed.slice(0, 2).map((number) => channel.segment(number)));
    for (let second = 0; second < 25; second += 1) {
      await clock.advance(1_000);
      await channel.tick();
    }
    expect(channel.session.phase).toBe('stopped');
    channel.touch('viewer');
    await clock.advance(1_000);
    const again = listed.map((number) => channel.segment(number));
    await clock.advance(7_000);
    const bytes = await Promise.all(again);
    expect(bytes.slice(0, 2)).toEqual(before);
    expect(bytes).not.toContain(null);
    expect(await channel.segment((listed[0] ?? 0) - 1)).toBeNull();
  });

  test('forgets slates that lie before the log that is known', async () => {
    const { channel, clock, timelineOf } = open();
    channel.restoreSubstitution(1_001, 'It was not prepared in time.');
    const grown = timelineOf(channel.channel, [[{ assetId: 'film', durationMs: 60_000 }]]);
    const later = {
      ...grown,
      blocks: grown.blocks.map((it) => ({ ...it, firstMediaSequence: 1_002 })),
    };
    channel.update(channel.channel, later);
    channel.update(channel.channel, grown);
    channel.resume(1_000);
    await channel.tick();
    const asked = channel.segment(1_001);
    await clock.advance(3_000);
    expect(isSlate((await asked) ?? new Uint8Array())).toBe(false);
  });
});
