import { describe, expect, test } from 'vitest';

import { HOUSE_RATES, type HouseFormat } from '#shared/model/house-format.ts';
import { expectedSourceFrame, type CounterReading } from '#tests/helpers/frame-counter.ts';
import { CLIP_RATES, makeClip, readCounters, type Clip } from '#tests/helpers/make-clip.ts';
import {
  airAct,
  conformAct,
  conformInSlices,
  decodeLuma,
  decodeSound,
  probeOf,
  wholeAct,
} from '#tests/helpers/test-media-conform.ts';

const SECONDS = 12;
const CASES = CLIP_RATES.flatMap((rate, rateIndex) =>
  HOUSE_RATES.map((house, houseIndex) => ({
    rate,
    house,
    aspect: (rateIndex + houseIndex) % 2 === 0 ? ('4:3' as const) : ('16:9' as const),
    assetNumber: 10 * (rateIndex + 1) + houseIndex,
  })),
);

function promised(
  clip: Clip,
  assetNumber: number,
  format: HouseFormat,
  actInFrame: number,
  frames: number,
): CounterReading[] {
  return Array.from({ length: frames }, (_, index) => ({
    kind: 'counter',
    assetNumber,
    frameNumber: expectedSourceFrame(actInFrame + index, clip.rate, format, clip.frameCount),
  }));
}

describe('conformSlice', () => {
  test.each(CASES)(
    'shows exactly the promised pictures of $rate $aspect material at $house however it is sliced',
    async ({ rate, house, aspect, assetNumber }) => {
      const clip = await makeClip({ rate, aspect, seconds: SECONDS, assetNumber, toneHz: 440 });
      const format: HouseFormat = { height: 480, rate: house };
      const act = { path: clip.path, format, actInFrame: 97, frames: 156 };
      const whole = wholeAct({ ...act, probe: await probeOf(clip.path) });
      const expected = promised(clip, assetNumber, format, act.actInFrame, act.frames);
      for (const segmentsPerSlice of [10, 1]) {
        const segments = await conformInSlices(whole, segmentsPerSlice);
        const { readings, complaints } = await readCounters(airAct(segments, 1_000));
        expect(readings).toEqual(expected);
        expect(complaints).toBe('');
      }
    },
  );

  test.each(['mkv', 'ts', 'avi'] as const)(
    'shows exactly the promised pictures of a %s file from its middle',
    async (container) => {
      const clip = await makeClip({
        rate: '25',
        aspect: '16:9',
        seconds: 40,
        assetNumber: 77,
        toneHz: 500,
        container,
      });
      const format: HouseFormat = { height: 480, rate: '25' };
      const act = { path: clip.path, format, actInFrame: 613, frames: 100 };
      const segments = await conformInSlices(
        wholeAct({ ...act, probe: await probeOf(clip.path) }),
        1,
      );
      const { readings } = await readCounters(airAct(segments, 0));
      expect(readings).toEqual(promised(clip, 77, format, act.actInFrame, act.frames));
    },
  );

  test('holds the last picture where an act reaches past the end of its file', async () => {
    const clip = await makeClip({
      rate: '30000/1001',
      aspect: '16:9',
      seconds: 5,
      assetNumber: 5,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 480, rate: '29.97' };
    const act = { path: clip.path, format, actInFrame: 100, frames: 90 };
    const segments = await conformInSlices(
      wholeAct({ ...act, probe: await probeOf(clip.path) }),
      1,
    );
    const { readings } = await readCounters(airAct(segments, 0));
    expect(readings).toEqual(promised(clip, 5, format, act.actInFrame, act.frames));
    expect(readings.at(-1)).toMatchObject({ frameNumber: clip.frameCount - 1 });
  });

  test('holds the first picture where it comes later than the file says', async () => {
    const clip = await makeClip({
      rate: '30000/1001',
      aspect: '16:9',
      seconds: 5,
      assetNumber: 5,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 480, rate: '29.97' };
    const probe = { ...(await probeOf(clip.path)), videoStartSeconds: -0.2002 };
    const act = { path: clip.path, probe, format, actInFrame: 0, frames: 30 };
    const { readings } = await readCounters(airAct(await conformInSlices(wholeAct(act), 1), 0));
    expect(readings).toEqual(
      Array.from({ length: 30 }, (_, index) => ({
        kind: 'counter',
        assetNumber: 5,
        frameNumber: Math.max(0, index - 6),
      })),
    );
  });

  test('deinterlaces interlaced material without losing a picture', async () => {
    const clip = await makeClip({
      rate: '30000/1001',
      aspect: '4:3',
      seconds: 6,
      assetNumber: 9,
      toneHz: 440,
      isInterlaced: true,
      container: 'mkv',
      height: 468,
    });
    const probe = await probeOf(clip.path);
    expect(probe.isInterlaced).toBe(true);
    const format: HouseFormat = { height: 480, rate: '29.97' };
    const act = { path: clip.path, format, actInFrame: 31, frames: 60 };
    const combing = async (isInterlaced: boolean): Promise<number> => {
      const stream = airAct(
        await conformInSlices(wholeAct({ ...act, probe: { ...probe, isInterlaced } }), 10),
        0,
      );
      const { readings } = await readCounters(stream);
      expect(readings).toEqual(promised(clip, 9, format, act.actInFrame, act.frames));
      const [, picture] = await decodeLuma(stream, 854 * 480);
      let sum = 0;
      for (let y = 1; y < 200; y += 1) {
        for (let x = 110; x < 740; x += 1) {
          const at = y * 854 + x;
          const above = picture?.[at - 854] ?? 0;
          const below = picture?.[at + 854] ?? 0;
          sum += Math.abs((picture?.[at] ?? 0) - (above + below) / 2);
        }
      }
      return sum;
    };
    expect(await combing(true)).toBeLessThan((await combing(false)) / 3);
  });

  test('stands 4:3 material between black bars without stretching it', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '4:3',
      seconds: 4,
      assetNumber: 170,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 720, rate: '25' };
    const act = { path: clip.path, format, actInFrame: 0, frames: 25 };
    const segments = await conformInSlices(
      wholeAct({ ...act, probe: await probeOf(clip.path) }),
      10,
    );
    const [picture] = await decodeLuma(airAct(segments, 0), 1280 * 720);
    const level = (x: number, y: number): number => picture?.[y * 1280 + x] ?? -1;
    for (const y of [5, 360, 714]) {
      expect(level(4, y)).toBeLessThan(24);
      expect(level(154, y)).toBeLessThan(24);
      expect(level(166, y)).toBeGreaterThan(40);
      expect(level(1113, y)).toBeGreaterThan(40);
      expect(level(1125, y)).toBeLessThan(24);
      expect(level(1275, y)).toBeLessThan(24);
    }
    // The second square of the counter is black between two white ones: 40 pixels wide, as it is tall.
    const row = Array.from({ length: 120 }, (_, x) => level(320 + x, 340));
    expect(row.filter((value) => value < 125).length).toBeGreaterThanOrEqual(38);
    expect(row.filter((value) => value < 125).length).toBeLessThanOrEqual(42);
  });

  test('fades from and to black at the ends of the act only', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 12,
      assetNumber: 3,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 480, rate: '25' };
    const act = { path: clip.path, format, actInFrame: 20, frames: 150 };
    const whole = wholeAct({ ...act, probe: await probeOf(clip.path), fadeFrames: 10 });
    const segments = await conformInSlices(whole, 1);
    const pictures = await decodeLuma(airAct(segments, 0), 854 * 480);
    const brightness = pictures.map(
      (luma) => luma.reduce((sum, value) => sum + value, 0) / luma.length,
    );
    const usual = brightness[75] ?? 0;
    expect(brightness[0]).toBeLessThan(30);
    expect(brightness.at(-1)).toBeLessThan(30);
    const inside = brightness.slice(10, -10);
    expect(Math.min(...inside)).toBeGreaterThan(usual * 0.9);
  });

  test('makes material of both presets with one fingerprint', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 4,
      assetNumber: 4,
      toneHz: 440,
    });
    const format: HouseFormat = { height: 720, rate: '25' };
    const request = wholeAct({
      path: clip.path,
      probe: await probeOf(clip.path),
      format,
      actInFrame: 0,
      frames: 50,
    });
    const [fast] = await conformAct(request, 'fast');
    const [normal] = await conformAct(request, 'normal');
    expect(fast?.fingerprint).toBe(normal?.fingerprint);
  });

  test('gives the same bytes for the same request', async () => {
    const clip = await makeClip({
      rate: '25',
      aspect: '16:9',
      seconds: 4,
      assetNumber: 4,
      toneHz: 440,
    });
    const request = wholeAct({
      path: clip.path,
      probe: await probeOf(clip.path),
      format: { height: 480, rate: '25' },
      actInFrame: 10,
      frames: 50,
    });
    const [once, again] = [await conformAct(request), await conformAct(request)];
    expect(airAct(once, 7)).toEqual(airAct(again, 7));
  });

  test.each([
    { container: 'mkv' as const, audioRate: 44_100 as const },
    { container: 'mkv' as const, audioRate: 48_000 as const },
    { container: 'mp4' as const, audioRate: 44_100 as const },
    { container: 'ts' as const, audioRate: 48_000 as const },
  ])(
    'sounds the same however it is sliced, from $container at $audioRate Hz',
    async ({ container, audioRate }) => {
      const clip = await makeClip({
        rate: '30000/1001',
        aspect: '16:9',
        seconds: SECONDS,
        assetNumber: 1,
        toneHz: 997,
        container,
        audioRate,
      });
      const format: HouseFormat = { height: 480, rate: '29.97' };
      const act = { path: clip.path, format, actInFrame: 50, frames: 240 };
      const whole = wholeAct({ ...act, probe: await probeOf(clip.path) });
      const one = await decodeSound(airAct(await conformInSlices(whole, 10), 0));
      const many = await decodeSound(airAct(await conformInSlices(whole, 1), 0));
      expect(many.length).toBe(one.length);
      let worst = 0;
      for (let index = 4_000; index < one.length - 4_000; index += 1) {
        worst = Math.max(worst, Math.abs((one[index] ?? 0) - (many[index] ?? 0)));
      }
      const loudest = one.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
      expect(loudest).toBeGreaterThan(0.3);
      // One sample of this tone is 0.065: resampling from 44.1 kHz may begin that far off, which nobody hears.
      expect(worst).toBeLessThan(0.08);
    },
  );
});
