import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

import { afterEach, expect, test } from 'vitest';

import type { FfmpegTools } from '#main/media/resolve-ffmpeg.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';
import { createPlayoutLab, type PlayoutLab } from '#tests/helpers/playout-lab.ts';
import { testTools } from '#tests/helpers/test-media.ts';

const MINUTE = 60_000;
const STEP_MS = 500;
/** Segments without a slate that count as caught up: several times a slice. */
const CAUGHT_UP_SEGMENTS = 24;
let lab: PlayoutLab | null = null;

afterEach(async () => {
  await lab?.dispose();
  lab = null;
});

/** The real ffmpeg, with five seconds before it does anything. */
async function slowTools(folder: string): Promise<FfmpegTools> {
  const tools = await testTools();
  const file = path.join(folder, 'slow-ffmpeg');
  await writeFile(
    file,
    `#!/bin/sh\ncase "$*" in *color=c=black*) ;; *) sleep 5;; esac\nexec ${tools.ffmpegPath} "$@"\n`,
  );
  await chmod(file, 0o755);
  return { ...tools, ffmpegPath: file };
}

test('with an ffmpeg that is slow to start, slates come to an end and do not return', async () => {
  const clip = await makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 60,
    assetNumber: 1,
    toneHz: 440,
  });
  const names = Array.from({ length: 8 }, (_, index) => `show-${String(index)}`);
  lab = await createPlayoutLab({
    media: Object.fromEntries(names.map((name) => [name, clip.path])),
    blocks: names.map((name) => [{ assetId: name, durationMs: MINUTE }]),
  });
  const { channel, clock, store, mediaFolder } = lab;
  const tools = await slowTools(mediaFolder);
  const playout = await lab.openPlayout(() => tools);
  const asked = new Set<number>();
  // The station's clock keeps the pace of the real one, since the encoder is real.
  for (let aired = 0; ;) {
    playout.touch(channel.slug, 'viewer');
    for (const { mediaSequence } of playout.playlist(channel.slug)?.segments ?? []) {
      if (asked.has(mediaSequence)) continue;
      asked.add(mediaSequence);
      void playout.segment(channel.slug, mediaSequence, new AbortController().signal);
    }
    const slates = await store.playout.substitutionsFrom(channel.id, 0);
    const onAir = playout.onAirSequence(channel.slug)?.mediaSequence ?? Infinity;
    aired = onAir - (slates.at(-1)?.mediaSequence ?? 1_000);
    if (aired > CAUGHT_UP_SEGMENTS) break;
    expect(clock.nowAt()).toBeLessThan((lab.blocks.at(-1)?.endAt ?? 0) - MINUTE);
    await delay(STEP_MS);
    await clock.advance(STEP_MS);
  }
  expect((await playout.onAir())[0]?.slates).toBeNull();
}, 480_000);
