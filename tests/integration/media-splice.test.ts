import { describe, expect, test } from 'vitest';

import type { HouseSegment } from '#main/media/house-segment.ts';
import { makeSlates } from '#main/media/slate-alphabet.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import { ticksPerFrame, type HouseFormat } from '#shared/model/house-format.ts';
import { expectedSourceFrame, type CounterReading } from '#tests/helpers/frame-counter.ts';
import { makeClip, readCounters } from '#tests/helpers/make-clip.ts';
import {
  airAct,
  conformInSlices,
  decodeSound,
  probeOf,
  wholeAct,
} from '#tests/helpers/test-media-conform.ts';
import { REAL_TIME, runTool, testTools, withTempFolder } from '#tests/helpers/test-media.ts';

const FORMAT: HouseFormat = { height: 480, rate: '29.97' };
const WRAP = 2 ** 33;

interface Programme {
  readonly stream: Buffer;
  readonly expected: CounterReading[];
}

/** Acts of three assets with pads of odd lengths between them, from a channel frame on. */
async function airProgramme(firstFrame: number): Promise<Programme> {
  const slates = await makeSlates(await testTools(), { format: FORMAT }, REAL_TIME);
  const acts = [
    { rate: '24000/1001' as const, aspect: '4:3' as const, number: 21, inFrame: 40, frames: 97 },
    { rate: '25' as const, aspect: '16:9' as const, number: 22, inFrame: 0, frames: 31 },
    { rate: '60000/1001' as const, aspect: '16:9' as const, number: 23, inFrame: 101, frames: 65 },
  ];
  const parts: Uint8Array[] = [];
  const expected: CounterReading[] = [];
  let frame = firstFrame;
  for (const [index, { rate, aspect, number, inFrame, frames }] of acts.entries()) {
    const clip = await makeClip({
      rate,
      aspect,
      seconds: 8,
      assetNumber: number,
      toneHz: 300 + 100 * index,
    });
    const act = { path: clip.path, format: FORMAT, actInFrame: inFrame, frames };
    const segments = await conformInSlices(
      wholeAct({ ...act, probe: await probeOf(clip.path) }),
      1,
    );
    parts.push(airAct(segments, frame));
    for (let k = 0; k < frames; k += 1) {
      const frameNumber = expectedSourceFrame(inFrame + k, clip.rate, FORMAT);
      expected.push({ kind: 'counter', assetNumber: number, frameNumber });
    }
    frame += frames;
    for (const length of [1, 17, 61]) {
      const slate = slates[length] as HouseSegment;
      parts.push(writeTransportStream(slate, { firstFrame: frame, actFirstFrame: frame }));
      for (let k = 0; k < length; k += 1) expected.push({ kind: 'black' });
      frame += length;
    }
  }
  return { stream: Buffer.concat(parts), expected };
}

/** Times of all packets of one kind as ffprobe, which unwraps the 33-bit clock, sees them. */
async function packetTimes(stream: Uint8Array, kind: 'v' | 'a'): Promise<number[]> {
  const { ffprobePath } = await testTools();
  const { stdout } = await runTool({
    command: ffprobePath,
    args: [
      ...['-v', 'error', '-select_streams', kind, '-show_entries', 'packet=pts', '-of', 'csv=p=0'],
      ...['-i', 'pipe:0'],
    ],
    input: stream,
  });
  return stdout
    .toString('utf8')
    .split('\n')
    .filter((line) => /^\d/.test(line))
    .map((line) => Number.parseInt(line, 10))
    .sort((a, b) => a - b);
}

function steps(times: readonly number[]): number[] {
  return [...new Set(times.slice(1).map((time, index) => time - (times[index] ?? 0)))];
}

describe('writeTransportStream', () => {
  test.each([
    { where: 'far from any wrap', firstFrame: 1_234_567 },
    {
      where: 'across the 33-bit wrap',
      firstFrame: 7 * Math.floor(WRAP / ticksPerFrame(FORMAT)) - 120,
    },
  ])('splices acts and slates without a seam, $where', async ({ firstFrame }) => {
    const { stream, expected } = await airProgramme(firstFrame);
    const { readings, complaints } = await readCounters(stream);
    expect(complaints).toBe('');
    expect(readings).toEqual(expected);

    const { ffmpegPath } = await testTools();
    const { stderr } = await runTool({
      command: ffmpegPath,
      args: ['-hide_banner', '-nostats', '-v', 'warning', '-i', 'pipe:0', '-f', 'null', '-'],
      input: stream,
    });
    expect(stderr).toBe('');

    expect(steps(await packetTimes(stream, 'v'))).toEqual([ticksPerFrame(FORMAT)]);
    expect(steps(await packetTimes(stream, 'a'))).toEqual([1_920]);
  });
});

describe('makeSlates', () => {
  test('has every length of a media segment in black and silence with the fingerprint of conformed material', async () => {
    const slates = await makeSlates(await testTools(), { format: FORMAT }, REAL_TIME);
    expect(slates).toHaveLength(90);
    const parts: Uint8Array[] = [];
    let frame = 5_000;
    for (const slate of slates.slice(1)) {
      if (!slate) throw new Error('a length is missing');
      parts.push(writeTransportStream(slate, { firstFrame: frame, actFirstFrame: frame }));
      frame += slate.frameCount;
    }
    const stream = Buffer.concat(parts);
    const { readings, complaints } = await readCounters(stream);
    expect(complaints).toBe('');
    expect(readings).toHaveLength((89 * 90) / 2);
    expect(readings.every(({ kind }) => kind === 'black')).toBe(true);
    const sound = await decodeSound(stream);
    expect(sound.every((value) => Math.abs(value) < 0.0005)).toBe(true);

    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 8,
      assetNumber: 22,
      toneHz: 400,
    });
    const [segment] = await conformInSlices(
      wholeAct({
        path: clip.path,
        probe: await probeOf(clip.path),
        format: FORMAT,
        actInFrame: 0,
        frames: 30,
      }),
      1,
    );
    expect(slates[30]?.fingerprint).toBe(segment?.fingerprint);
  });
});

describe('conformSlice', () => {
  test.each([
    { container: 'mp4', audioRate: 48_000, audioCodec: 'aac' },
    { container: 'mkv', audioRate: 44_100, audioCodec: 'aac' },
    { container: 'ts', audioRate: 48_000, audioCodec: 'mp2' },
    { container: 'avi', audioRate: 44_100, audioCodec: 'pcm_s16le' },
  ])(
    'keeps sound with its picture from $container at $audioRate Hz',
    async ({ container, audioRate, audioCodec }) => {
      await withTempFolder(async (folder) => {
        // The picture turns white and the tone begins at the same instant, three seconds in.
        const path = `${folder}/flash.${container}`;
        const { ffmpegPath } = await testTools();
        await runTool({
          command: ffmpegPath,
          args: [
            ...['-v', 'error', '-f', 'lavfi', '-i'],
            "color=black:size=320x180:rate=30000/1001:duration=6,drawbox=color=white:t=fill:enable='gte(n,90)'",
            ...['-f', 'lavfi', '-i'],
            `aevalsrc=exprs='0.5*sin(2*PI*1000*t)*gte(t\\,3.003)':sample_rate=${String(audioRate)}:duration=6`,
            ...[
              '-c:v',
              'libx264',
              '-preset',
              'ultrafast',
              '-bf',
              '2',
              '-g',
              '60',
              '-c:a',
              audioCodec,
              path,
            ],
          ],
        });
        const segments = await conformInSlices(
          wholeAct({
            path,
            probe: await probeOf(path),
            format: FORMAT,
            actInFrame: 31,
            frames: 100,
          }),
          1,
        );
        const actFirstFrame = 777;
        const stream = airAct(segments, actFirstFrame);
        const ticks = ticksPerFrame(FORMAT);
        const { readings } = await readCounters(stream);
        const flashFrame = readings.findIndex(({ kind }) => kind !== 'black');
        expect(flashFrame).toBe(59);
        const sound = await decodeSound(stream);
        const begins = sound.findIndex((value) => Math.abs(value) > 0.25);
        const soundAt = (await packetTimes(stream, 'a'))[0] ?? NaN;
        const beginsAt = soundAt + (begins * 90_000) / 48_000;
        const flashAt = (actFirstFrame + flashFrame) * ticks;
        // Half an AAC frame by the channel's grid, and what an encoder's onset adds.
        expect(Math.abs(beginsAt - flashAt) / 90).toBeLessThanOrEqual(10.67 + 4);
      });
    },
  );

  test('lets nothing be heard of an asset before and after its act', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 8,
      assetNumber: 22,
      toneHz: 400,
    });
    const act = { path: clip.path, format: FORMAT, actInFrame: 50, frames: 60 };
    const segments = await conformInSlices(
      wholeAct({ ...act, probe: await probeOf(clip.path) }),
      1,
    );
    const slates = await makeSlates(await testTools(), { format: FORMAT }, REAL_TIME);
    const pad = slates[60] as HouseSegment;
    const stream = Buffer.concat([
      writeTransportStream(pad, { firstFrame: 0, actFirstFrame: 0 }),
      airAct(segments, 60),
      writeTransportStream(pad, { firstFrame: 120, actFirstFrame: 120 }),
    ]);
    const sound = await decodeSound(stream);
    const start = Math.round((60 * 1001 * 48) / 30);
    const end = Math.round((120 * 1001 * 48) / 30);
    const peak = (from: number, to: number): number =>
      sound.subarray(from, to).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(peak(0, start - 2_048)).toBeLessThan(0.001);
    expect(peak(start + 4_000, end - 4_000)).toBeGreaterThan(0.3);
    expect(peak(end + 2_048, sound.length)).toBeLessThan(0.001);
    // Faded edges: no step at either seam is larger than in the middle of the tone.
    const steepest = (from: number, to: number): number => {
      let most = 0;
      for (let at = from; at < to; at += 1) {
        most = Math.max(most, Math.abs((sound[at + 1] ?? 0) - (sound[at] ?? 0)));
      }
      return most;
    };
    const usual = steepest(start + 4_000, end - 4_000);
    expect(steepest(start - 2_000, start + 2_000)).toBeLessThanOrEqual(usual * 1.1);
    expect(steepest(end - 2_000, end + 2_000)).toBeLessThanOrEqual(usual * 1.1);
  });

  test('applies the gain it is given', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 8,
      assetNumber: 22,
      toneHz: 400,
    });
    const act = { path: clip.path, probe: await probeOf(clip.path), format: FORMAT };
    const peakOf = async (gainDb: number): Promise<number> => {
      const whole = wholeAct({ ...act, actInFrame: 50, frames: 60, gainDb });
      const sound = await decodeSound(airAct(await conformInSlices(whole, 1), 0));
      return sound
        .subarray(8_000, -8_000)
        .reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    };
    const ratio = (await peakOf(-12)) / (await peakOf(0));
    expect(20 * Math.log10(ratio)).toBeCloseTo(-12, 0);
  });

  test('gives silence where a file has no sound', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 4,
      assetNumber: 2,
      toneHz: 400,
      hasSound: false,
    });
    const probe = await probeOf(clip.path);
    expect(probe.audioStreamIndex).toBeNull();
    const segments = await conformInSlices(
      wholeAct({ path: clip.path, probe, format: FORMAT, actInFrame: 0, frames: 60 }),
      1,
    );
    const sound = await decodeSound(airAct(segments, 0));
    expect(sound.length).toBeGreaterThan(95_000);
    expect(sound.every((value) => Math.abs(value) < 0.0005)).toBe(true);
  });
});
