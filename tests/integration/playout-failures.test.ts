import { readdir, readFile, rm, writeFile, chmod } from 'node:fs/promises';
import path from 'node:path';

import { afterEach, describe, expect, test } from 'vitest';

import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import type { Playout } from '#main/playout/playout.ts';
import { frameRateOf } from '#shared/model/house-format.ts';
import { frameAt } from '#shared/time/frames.ts';
import { makeClip, readCounters } from '#tests/helpers/make-clip.ts';
import { createPlayoutLab, LAB_FORMAT, type PlayoutLab } from '#tests/helpers/playout-lab.ts';
import { testTools } from '#tests/helpers/test-media.ts';

const MINUTE = 60_000;
let lab: PlayoutLab | null = null;

afterEach(async () => {
  await lab?.dispose();
  lab = null;
});

async function openLab(blocks: number): Promise<PlayoutLab> {
  const [show, spot] = await Promise.all([
    makeClip({ rate: '25', aspect: '16:9', seconds: 30, assetNumber: 1, toneHz: 440 }),
    makeClip({ rate: '30000/1001', aspect: '4:3', seconds: 12, assetNumber: 2, toneHz: 660 }),
  ]);
  lab = await createPlayoutLab({
    media: { show: show.path, spot: spot.path },
    blocks: Array.from({ length: blocks }, () => [
      { assetId: 'show', durationMs: 30_000 },
      { assetId: 'spot', durationMs: 12_000 },
      { durationMs: 18_000 },
    ]),
  });
  return lab;
}

/** Tunes in and takes everything that the playlists publish for so long, as a viewer would. */
async function watch(
  { clock, channel }: PlayoutLab,
  playout: Playout,
  forMs: number,
): Promise<Map<number, Uint8Array>> {
  const taken = new Map<number, Uint8Array>();
  const endAt = clock.nowAt() + forMs;
  for (;;) {
    playout.touch(channel.slug, 'viewer');
    const signal = new AbortController().signal;
    for (const { mediaSequence } of playout.playlist(channel.slug)?.segments ?? []) {
      if (taken.has(mediaSequence)) continue;
      const bytes = await playout.segment(channel.slug, mediaSequence, signal);
      if (!bytes) throw new Error(`segment ${String(mediaSequence)} was listed and not served`);
      taken.set(mediaSequence, bytes);
    }
    if (clock.nowAt() >= endAt) return taken;
    await clock.advance(2_000);
  }
}

async function decode(taken: Map<number, Uint8Array>) {
  const sequences = [...taken.keys()].sort((a, b) => a - b);
  expect(sequences).toEqual(sequences.map((_, index) => (sequences[0] ?? 0) + index));
  return readCounters(Buffer.concat(sequences.map((it) => taken.get(it) ?? new Uint8Array())));
}

function framesIn(ms: number): number {
  return frameAt(ms, 0, frameRateOf(LAB_FORMAT));
}

/** An ffmpeg that fails in a way of its own whenever it is asked to conform, and is real for anything else. */
async function brokenTools(folder: string, script: string): Promise<FfmpegTools> {
  const tools = await testTools();
  const file = path.join(folder, 'broken-ffmpeg');
  await writeFile(
    file,
    `#!/bin/sh\ncase "$*" in *color=c=black*) exec ${tools.ffmpegPath} "$@";; esac\n${script}\n`,
  );
  await chmod(file, 0o755);
  return { ...tools, ffmpegPath: file };
}

describe('a channel on the air', () => {
  test('plays acts and pads to the picture while nothing fails', async () => {
    const open = await openLab(3);
    const playout = await open.openPlayout();
    const { readings, complaints } = await decode(await watch(open, playout, MINUTE));
    expect(complaints).toBe('');
    const shows = readings.filter((it) => it.kind === 'counter' && it.assetNumber === 1);
    expect(shows.slice(0, framesIn(30_000))).toEqual(
      Array.from({ length: framesIn(30_000) }, (_, frameNumber) => ({
        kind: 'counter',
        assetNumber: 1,
        frameNumber,
      })),
    );
    expect(readings.filter((it) => it.kind === 'unreadable')).toEqual([]);
    expect(
      readings.slice(framesIn(42_000), framesIn(MINUTE)).every((it) => it.kind === 'black'),
    ).toBe(true);
  });

  test('puts slates of equal length in place of a file that has gone, and as-run says so', async () => {
    const open = await openLab(2);
    await rm(path.join(open.mediaFolder, 'spot.mp4'));
    const playout = await open.openPlayout();
    const taken = await watch(open, playout, MINUTE);
    const { readings, complaints } = await decode(taken);
    expect(complaints).toBe('');
    expect(readings[framesIn(30_000) - 1]).toMatchObject({ assetNumber: 1 });
    expect(
      readings.slice(framesIn(30_000), framesIn(MINUTE)).every((it) => it.kind === 'black'),
    ).toBe(true);
    expect(readings[framesIn(MINUTE)]).toMatchObject({ assetNumber: 1, frameNumber: 0 });
    await open.clock.advance(6_000);
    const rows = await open.store.asRun.list({
      channelId: open.channel.id,
      startAt: open.blocks[0]?.startAt ?? 0,
      endAt: open.clock.nowAt(),
      afterId: 0,
      limit: 10,
    });
    expect(rows.map(({ title, status }) => `${title} ${status}`)).toEqual([
      'show aired',
      'spot error',
      'Pad aired',
    ]);
    expect(rows[1]?.slateFrames).toBe(rows[1]?.frameCount);
    expect(rows[1]?.reason).toBeTruthy();
  });

  test.each([
    ['exits with an error', 'exit 1'],
    ['is killed', 'kill -9 $$'],
    ['writes garbage', 'head -c 50000 /dev/urandom'],
  ])('never has dead air when ffmpeg %s', async (_, script) => {
    const open = await openLab(1);
    const tools = await brokenTools(open.mediaFolder, script);
    const playout = await open.openPlayout(() => tools);
    const { readings, complaints } = await decode(await watch(open, playout, 20_000));
    expect(complaints).toBe('');
    expect(readings.length).toBeGreaterThanOrEqual(framesIn(20_000));
    expect(readings.every((it) => it.kind === 'black')).toBe(true);
    expect(open.troubles.some((it) => it.startsWith('preparing material'))).toBe(true);
  });

  test('lets a slate stand in when material is not ready at its airtime', async () => {
    const open = await openLab(1);
    const tools = await brokenTools(open.mediaFolder, 'sleep 30');
    const playout = await open.openPlayout(() => tools);
    playout.touch(open.channel.slug, 'viewer');
    const [first] = playout.playlist(open.channel.slug)?.segments ?? [];
    const signal = new AbortController().signal;
    const waiting = playout.segment(open.channel.slug, first?.mediaSequence ?? -1, signal);
    for (let second = 0; second < 8; second += 1) await open.clock.advance(1_000);
    const { readings } = await readCounters((await waiting) ?? new Uint8Array());
    expect(readings.length).toBe(50);
    expect(readings.every((it) => it.kind === 'black')).toBe(true);
  });

  test('keeps a slate that was served when the material comes after all', async () => {
    const open = await openLab(2);
    const spot = path.join(open.mediaFolder, 'show.mp4');
    const content = await readFile(spot);
    await rm(spot);
    const playout = await open.openPlayout();
    const taken = await watch(open, playout, 4_000);
    await playout.stop();
    await writeFile(spot, content);
    const again = await open.openPlayout();
    const signal = new AbortController().signal;
    for (const [mediaSequence, bytes] of taken) {
      expect(await again.segment(open.channel.slug, mediaSequence, signal)).toEqual(bytes);
    }
    const later = await watch(open, again, 4_000);
    const { readings } = await decode(
      new Map([...later].filter(([mediaSequence]) => !taken.has(mediaSequence))),
    );
    expect(readings.every((it) => it.kind === 'counter')).toBe(true);
  });

  test('heals a damaged cache entry and never serves it', async () => {
    const open = await openLab(2);
    const playout = await open.openPlayout();
    const taken = await watch(open, playout, 10_000);
    await playout.stop();
    const folder = path.join(open.cacheFolder, 'segments');
    const files = await readdir(folder, { recursive: true });
    for (const file of files.filter((name) => name.endsWith('.hs'))) {
      const bytes = await readFile(path.join(folder, file));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 0xff;
      await writeFile(path.join(folder, file), bytes);
    }
    const again = await open.openPlayout();
    const last = [...taken.keys()].at(-1) ?? -1;
    const signal = new AbortController().signal;
    const healed = await again.segment(open.channel.slug, last, signal);
    const { readings, complaints } = await readCounters(healed ?? new Uint8Array());
    expect(complaints).toBe('');
    expect(readings.every((it) => it.kind === 'counter' && it.assetNumber === 1)).toBe(true);
  });

  test('serves nothing that is not published', async () => {
    const open = await openLab(1);
    const playout = await open.openPlayout();
    const signal = new AbortController().signal;
    playout.touch(open.channel.slug, 'viewer');
    const listed = playout.playlist(open.channel.slug)?.segments ?? [];
    const next = (listed.at(-1)?.mediaSequence ?? 0) + 1;
    expect(await playout.segment(open.channel.slug, next, signal)).toBeNull();
    expect(
      await playout.segment(open.channel.slug, (listed[0]?.mediaSequence ?? 0) - 1, signal),
    ).toBeNull();
    expect(await playout.segment('no-such-channel', next, signal)).toBeNull();
  });

  test('starts no encoder without viewers and stops twenty seconds after the last', async () => {
    const open = await openLab(2);
    const playout = await open.openPlayout();
    await open.clock.advance(10_000);
    expect(playout.cacheStatus().segmentCount).toBe(0);
    await watch(open, playout, 4_000);
    expect((await playout.onAir())[0]).toMatchObject({ state: 'running', viewers: 1 });
    await open.clock.advance(21_000);
    expect((await playout.onAir())[0]).toMatchObject({ state: 'stopped', viewers: 0 });
  });

  test('records every event of the log although nobody watches', async () => {
    const open = await openLab(2);
    await open.openPlayout();
    await open.clock.advance(2 * MINUTE + 6_000);
    const rows = await open.store.asRun.list({
      channelId: open.channel.id,
      startAt: 0,
      endAt: open.clock.nowAt(),
      afterId: 0,
      limit: 100,
    });
    expect(rows.map((row) => row.eventId)).toEqual(
      open.blocks.flatMap((block) => block.events.map((event) => event.id)),
    );
    expect(rows.every((row) => row.status === 'aired' && !row.wasServed)).toBe(true);
  });
});
