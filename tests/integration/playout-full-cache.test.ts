import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import process from 'node:process';

import { afterEach, expect, test } from 'vitest';

import { makeClip, readCounters } from '#tests/helpers/make-clip.ts';
import { createPlayoutLab, type PlayoutLab } from '#tests/helpers/playout-lab.ts';

const MINUTE = 60_000;
let lab: PlayoutLab | null = null;
let mounted: string | null = null;

/** A file system of two megabytes at the folder; `false` where this process may not mount. */
function mountTiny(folder: string): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    return false;
  }
  mounted = folder;
  return true;
}

afterEach(async () => {
  // Lazily, because playout that is still open holds it.
  if (mounted !== null) execFileSync('umount', ['-l', mounted]);
  mounted = null;
  await lab?.dispose();
  lab = null;
});

test('airs what was conformed although the disk of the cache is full, and leaves no unfinished files', async ({
  skip,
}) => {
  const clip = await makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 60,
    assetNumber: 1,
    toneHz: 440,
  });
  lab = await createPlayoutLab({
    media: { show: clip.path },
    blocks: [[{ assetId: 'show', durationMs: MINUTE }]],
  });
  const { channel, clock, cacheFolder } = lab;
  skip(!mountTiny(`${cacheFolder}/segments`), 'This process may not mount a file system.');
  const playout = await lab.openPlayout();
  const taken = new Map<number, Uint8Array>();
  while (clock.nowAt() < (lab.blocks[0]?.endAt ?? 0) - 12_000) {
    playout.touch(channel.slug, 'viewer');
    const signal = new AbortController().signal;
    for (const { mediaSequence } of playout.playlist(channel.slug)?.segments ?? []) {
      if (taken.has(mediaSequence)) continue;
      taken.set(
        mediaSequence,
        (await playout.segment(channel.slug, mediaSequence, signal)) ?? new Uint8Array(),
      );
    }
    await clock.advance(2_000);
  }
  const { readings } = await readCounters(Buffer.concat([...taken.values()]));
  expect(readings.length).toBeGreaterThan(1_000);
  expect(readings.every(({ kind }) => kind === 'counter')).toBe(true);
  expect(playout.cacheStatus().fault).toBe('There is no room for it.');
  const files = readdirSync(`${cacheFolder}/segments`, { recursive: true }).map(String);
  expect(files.filter((name) => name.endsWith('.tmp'))).toEqual([]);
  const told = lab.troubles.filter((it) => it.startsWith('writing to the cache'));
  expect(told).toHaveLength(1);
}, 240_000);
