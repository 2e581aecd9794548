import { describe, expect, test } from 'vitest';

import { createSystemClock } from '#main/clock/system-clock.ts';
import { conformArgs, conformSlice } from '#main/media/conform.ts';
import { fitPicture, sampleOfFrame } from '#main/media/conform-graph.ts';
import type { SliceCut, SliceRecipe } from '#main/media/slice-recipe.ts';
import type { AssetProbe } from '#shared/model/asset.ts';

const PROBE: AssetProbe = {
  container: 'mpegts',
  durationMs: 60_000,
  videoCodec: 'h264',
  width: 720,
  height: 576,
  sampleAspect: '16:15',
  frameRateN: 25,
  frameRateD: 1,
  isInterlaced: false,
  containerStartSeconds: 1.4,
  videoStartSeconds: 1.48,
  videoStreamIndex: 0,
  audioStreamIndex: 1,
  audioCodec: 'aac',
  audioChannels: 2,
};
const RECIPE: SliceRecipe = {
  act: {
    look: { format: { height: 720, rate: '25' } },
    contentIdentity: 'x',
    actInFrame: 250,
    gainDb: 0,
  },
  cut: { firstFrame: 50, segmentFrames: [50, 50], fadeInFrames: 0, fadeOutFrames: null },
};
const SOURCE = { absolutePath: '/media/-i x.ts', probe: PROBE };

describe('fitPicture', () => {
  const hd = { height: 720, rate: '25' } as const;

  test('stands 4:3 between side bars at full height', () => {
    expect(fitPicture({ width: 640, height: 480, sampleAspect: '1:1' }, hd)).toEqual({
      width: 960,
      height: 720,
    });
  });

  test('honours the sample aspect of anamorphic material', () => {
    expect(fitPicture({ width: 720, height: 576, sampleAspect: '16:15' }, hd)).toEqual({
      width: 960,
      height: 720,
    });
    expect(fitPicture({ width: 720, height: 576, sampleAspect: '64:45' }, hd)).toEqual({
      width: 1280,
      height: 720,
    });
  });

  test('lays wider material between bars above and below at full width', () => {
    expect(fitPicture({ width: 1920, height: 800, sampleAspect: '1:1' }, hd)).toEqual({
      width: 1280,
      height: 534,
    });
  });

  test('fills the raster when only rounding is missing', () => {
    expect(
      fitPicture({ width: 1920, height: 1080, sampleAspect: '1:1' }, { height: 480, rate: '25' }),
    ).toEqual({ width: 854, height: 480 });
  });
});

describe('sampleOfFrame', () => {
  test('rounds once from zero, so that samples never drift', () => {
    expect(sampleOfFrame({ height: 720, rate: '29.97' }, 1)).toBe(1602);
    expect(sampleOfFrame({ height: 720, rate: '29.97' }, 30_000)).toBe(48_048_000);
    expect(sampleOfFrame({ height: 720, rate: '25' }, 25)).toBe(48_000);
  });
});

describe('conformArgs', () => {
  test('seeks relative to the start of the container', () => {
    const args = conformArgs(RECIPE, SOURCE, { preset: 'normal', seekLeadSeconds: 1 });
    expect(args[args.indexOf('-ss') + 1]).toBe('11.080');
  });

  test('puts every white-list before the input and names it as a file', () => {
    const args = conformArgs(RECIPE, SOURCE, { preset: 'normal', seekLeadSeconds: 1 });
    const input = args.indexOf('-i');
    expect(args[input + 1]).toBe('file:/media/-i x.ts');
    for (const option of ['-protocol_whitelist', '-format_whitelist', '-codec_whitelist']) {
      expect(args.indexOf(option)).toBeGreaterThan(0);
      expect(args.indexOf(option)).toBeLessThan(input);
    }
    expect(args[args.indexOf('-protocol_whitelist') + 1]).toBe('file');
  });
});

describe('conformSlice', () => {
  const tools = { ffmpegPath: '/nonexistent', ffprobePath: '/nonexistent', version: '0' };

  test('refuses a slice that is not cut on whole GOPs', async () => {
    const how = { clock: createSystemClock(), preset: 'normal', isBackground: false } as const;
    const conform = (cut: Partial<SliceCut>) =>
      conformSlice(tools, { ...RECIPE, cut: { ...RECIPE.cut, ...cut } }, SOURCE, how);
    const refusal = { code: 'invalid-input' };
    await expect(conform({ firstFrame: 10 })).rejects.toMatchObject(refusal);
    await expect(conform({ segmentFrames: [30, 50] })).rejects.toMatchObject(refusal);
  });
});
