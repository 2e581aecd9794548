import { copyFile, open, readFile, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import { describe, expect, test } from 'vitest';

import { measureLoudness } from '#main/media/measure-loudness.ts';
import { probeFile, type ProbeResult } from '#main/media/probe.ts';
import { takeSnapshot } from '#main/media/snapshot.ts';
import { AppError } from '#shared/errors/app-error.ts';
import { seededIndex } from '#shared/model/seed.ts';
import { createManualClock } from '#tests/helpers/manual-clock.ts';
import { makeClip, readCounters, type Clip } from '#tests/helpers/make-clip.ts';
import { airAct, conformInSlices, probeOf, wholeAct } from '#tests/helpers/test-media-conform.ts';
import { REAL_TIME, runTool, testTools, withTempFolder } from '#tests/helpers/test-media.ts';

const UNENDED = { ...REAL_TIME, signal: new AbortController().signal };
const FORMAT = { height: 480, rate: '25' } as const;

function clipOf(container: 'mp4' | 'mkv' | 'ts'): Promise<Clip> {
  return makeClip({
    rate: '25',
    aspect: '16:9',
    seconds: 10,
    assetNumber: 66,
    toneHz: 600,
    container,
    chaptersMs: [0, 4_000, 7_000],
  });
}

async function probeBytes(name: string, bytes: string | Uint8Array): Promise<ProbeResult> {
  return withTempFolder(async (folder) => {
    const path = join(folder, name);
    await writeFile(path, bytes);
    return probeFile(await testTools(), path, REAL_TIME);
  });
}

async function makeWith(folder: string, name: string, args: readonly string[]): Promise<string> {
  const path = join(folder, name);
  const { ffmpegPath } = await testTools();
  await runTool({ command: ffmpegPath, args: ['-v', 'error', ...args, path] });
  return path;
}

describe('probeFile', () => {
  test('describes a file and its chapters', async () => {
    const result = await probeFile(await testTools(), (await clipOf('mp4')).path, REAL_TIME);
    expect(result).toMatchObject({
      outcome: 'playable',
      probe: { videoCodec: 'h264', width: 640, height: 360, frameRateN: 25, isInterlaced: false },
      chapters: [
        { startMs: 0, endMs: 4_000, title: 'Chapter 1' },
        { startMs: 4_000, endMs: 7_000, title: 'Chapter 2' },
        { startMs: 7_000, title: 'Chapter 3' },
      ],
    });
  });

  test('tells empty, vanished, broken and sound-only files apart', async () => {
    const tools = await testTools();
    expect(await probeBytes('a.mkv', '')).toMatchObject({ fault: 'empty' });
    expect(await probeFile(tools, '/nonexistent/a.mkv', REAL_TIME)).toMatchObject({
      fault: 'vanished',
    });
    const noise = Uint8Array.from({ length: 4_096 }, (_, index) => (index * 7_919) % 251);
    expect(await probeBytes('a.mkv', noise)).toMatchObject({ fault: 'broken' });
    await withTempFolder(async (folder) => {
      const sound = await makeWith(folder, 'a.mp4', ['-f', 'lavfi', '-i', 'sine=duration=1']);
      expect(await probeFile(tools, sound, REAL_TIME)).toMatchObject({ fault: 'audio-only' });
      const cover = await makeWith(folder, 'cover.mp3', [
        ...['-f', 'lavfi', '-i', 'sine=duration=1', '-f', 'lavfi', '-i'],
        ...['color=red:size=64x64:duration=0.04', '-map', '0', '-map', '1', '-c:v', 'mjpeg'],
        ...['-frames:v', '1', '-disposition:v', 'attached_pic'],
      ]);
      expect(await probeFile(tools, cover, REAL_TIME)).toMatchObject({ fault: 'audio-only' });
    });
  });

  test('calls an MP4 file without its end broken and gives the reason', async () => {
    const whole = await readFile((await clipOf('mp4')).path);
    const result = await probeBytes('a.mp4', whole.subarray(0, whole.length / 2));
    expect(result).toMatchObject({ outcome: 'fault', fault: 'broken' });
    expect(result).toHaveProperty(
      'detail',
      expect.stringMatching(/cannot be read as video: .{8,}/),
    );
  });

  test.each(['magicyuv', 'png', 'utvideo'])('refuses pictures coded as %s', async (codec) => {
    await withTempFolder(async (folder) => {
      const path = await makeWith(folder, 'a.mkv', [
        ...['-f', 'lavfi', '-i', 'testsrc=size=64x64:duration=0.2', '-c:v', codec],
      ]);
      expect(await probeFile(await testTools(), path, REAL_TIME)).toMatchObject({
        fault: 'not-allowed',
      });
    });
  });

  test('refuses playlists and scripts disguised as video and opens nothing they name', async () => {
    const visits: string[] = [];
    const server = createServer((socket) => {
      visits.push('visit');
      socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const canary = `http://127.0.0.1:${String(port)}/secret.ts`;
    const target = (await clipOf('ts')).path;
    try {
      const disguises: Record<string, string> = {
        'hls.mkv': `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${canary}\n#EXT-X-ENDLIST\n`,
        'local.mp4': `#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\n${target}\n#EXT-X-ENDLIST\n`,
        'concat.mkv': `ffconcat version 1.0\nfile '${target}'\n`,
        'dash.mkv': `<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period><BaseURL>${canary}</BaseURL></Period></MPD>`,
        'picture.avi': '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>',
      };
      for (const [name, text] of Object.entries(disguises)) {
        const result = await probeBytes(name, text);
        expect(result).toMatchObject({ outcome: 'fault' });
        expect(result).not.toMatchObject({ fault: 'empty' });
      }
      expect(await probeBytes('hls.mkv', disguises['hls.mkv'] ?? '')).toMatchObject({
        fault: 'not-allowed',
      });
      expect(visits).toEqual([]);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });
});

describe('conformSlice', () => {
  test('opens files whatever their names contain', async () => {
    const clip = await clipOf('mkv');
    const names = [
      '-i.mkv',
      "a:b'c,d[e];f%{pts}%03d.mkv",
      'two\nlines.mkv',
      '📼 \u202Eright to left.mkv',
      'http:evil.mkv',
      `${'x'.repeat(240)}.mkv`,
      '$(touch x) `touch y`;&|"\\.mkv',
    ];
    await withTempFolder(async (folder) => {
      for (const name of names) {
        const path = join(folder, name);
        await copyFile(clip.path, path);
        const request = wholeAct({
          path,
          probe: await probeOf(path),
          format: FORMAT,
          actInFrame: 30,
          frames: 25,
        });
        const { readings } = await readCounters(airAct(await conformInSlices(request, 1), 0));
        expect(readings[0]).toMatchObject({ assetNumber: 66, frameNumber: 30 });
      }
    });
  });

  test('gives exact segments or a typed error for damaged files, never anything between', async () => {
    const whole = await clipOf('ts');
    const bytes = await readFile(whole.path);
    const probe = await probeOf(whole.path);
    const outcomes = new Set<string>();
    await withTempFolder(async (folder) => {
      for (let round = 0; round < 8; round += 1) {
        const path = join(folder, `damaged-${String(round)}.ts`);
        const damaged = Uint8Array.from(
          bytes.subarray(0, round % 4 === 3 ? Math.floor(bytes.length / (round - 1)) : undefined),
        );
        for (let hit = 0; hit < 40 * round; hit += 1) {
          const seed = `${String(round)}/${String(hit)}`;
          damaged[seededIndex(seed, damaged.length)] = seededIndex(`${seed}v`, 256);
        }
        await writeFile(path, damaged);
        const request = wholeAct({ path, probe, format: FORMAT, actInFrame: 60, frames: 100 });
        try {
          const segments = await conformInSlices(request, 2);
          const { readings, complaints } = await readCounters(airAct(segments, 0));
          expect(readings).toHaveLength(100);
          expect(complaints).toBe('');
          outcomes.add('exact');
        } catch (error) {
          if (!(error instanceof AppError)) throw error;
          expect(['media-unreadable', 'process-failed']).toContain(error.code);
          outcomes.add('refused');
        }
      }
    });
    expect(outcomes).toContain('exact');
  });

  test('refuses a file that has become shorter than the act', async () => {
    const whole = await clipOf('mkv');
    const probe = await probeOf(whole.path);
    await withTempFolder(async (folder) => {
      const path = join(folder, 'cut.mkv');
      await copyFile(whole.path, path);
      const file = await open(path, 'r+');
      await file.truncate(Math.floor((await stat(path)).size / 40));
      await file.close();
      const long = wholeAct({ path, probe, format: FORMAT, actInFrame: 7_500, frames: 50 });
      await expect(conformInSlices(long, 1)).rejects.toBeInstanceOf(AppError);
    });
  });
});

describe('measureLoudness', () => {
  test('measures a tone and finds silence silent', async () => {
    const tools = await testTools();
    await withTempFolder(async (folder) => {
      const picture = ['-f', 'lavfi', '-i', 'color=black:size=64x64:duration=4'];
      const tone = await makeWith(folder, 'tone.mp4', [
        ...picture,
        ...['-f', 'lavfi', '-i', 'sine=frequency=1000:duration=4:sample_rate=48000'],
        ...['-filter:a', 'volume=-5dB,aformat=channel_layouts=stereo'],
      ]);
      const measured = await measureLoudness(tools, tone, await probeOf(tone), REAL_TIME);
      // A full-scale 1 kHz tone on both channels reads 0 LUFS. This one: an eighth, spread over two channels, −5 dB.
      const level = 20 * Math.log10(1 / 8) - 3.01 - 5;
      expect(measured.integratedLufs).toBeCloseTo(level, 0);
      expect(measured.truePeakDbtp).toBeCloseTo(level, 0);
      const silence = await makeWith(folder, 'silence.mp4', [
        ...picture,
        ...['-f', 'lavfi', '-t', '4', '-i', 'anullsrc'],
      ]);
      expect(await measureLoudness(tools, silence, await probeOf(silence), REAL_TIME)).toEqual({
        integratedLufs: null,
        truePeakDbtp: null,
      });
    });
  });
});

describe('takeSnapshot', () => {
  test('gives one JPEG of the asked instant', async () => {
    const clip = await clipOf('mp4');
    const request = { atMs: 4_000, heightPixels: 720 };
    const jpeg = await takeSnapshot(await testTools(), clip.path, request, UNENDED);
    await withTempFolder(async (folder) => {
      const path = join(folder, 'one.jpg');
      await writeFile(path, jpeg);
      const { readings } = await readCounters(path);
      expect(readings).toEqual([{ kind: 'counter', assetNumber: 66, frameNumber: 100 }]);
    });
  });

  test('refuses an instant past the end', async () => {
    const clip = await clipOf('mp4');
    const request = { atMs: 400_000, heightPixels: 72 };
    const snapshot = takeSnapshot(await testTools(), clip.path, request, UNENDED);
    await expect(snapshot).rejects.toMatchObject({ code: 'media-unreadable' });
  });

  test('refuses a picture that is larger than anybody asked for', async () => {
    const clip = await clipOf('mp4');
    const request = { atMs: 4_000, heightPixels: 4_320 };
    const snapshot = takeSnapshot(await testTools(), clip.path, request, UNENDED);
    await expect(snapshot).rejects.toMatchObject({ code: 'media-unreadable' });
  });

  test('ends when it is cancelled', async () => {
    const clip = await clipOf('mp4');
    const controller = new AbortController();
    const request = { atMs: 4_000, heightPixels: 72 };
    const { signal } = controller;
    const snapshot = takeSnapshot(await testTools(), clip.path, request, { ...REAL_TIME, signal });
    controller.abort();
    await expect(snapshot).rejects.toMatchObject({ code: 'cancelled' });
  });

  test('blames no file for a machine that is too busy', async () => {
    const clip = await clipOf('mp4');
    const clock = createManualClock();
    const request = { atMs: 4_000, heightPixels: 72 };
    const snapshot = takeSnapshot(await testTools(), clip.path, request, { ...UNENDED, clock });
    const refusal = expect(snapshot).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(60_000);
    await refusal;
  });
});
