import { createSystemClock } from '#main/clock/system-clock.ts';
import { conformSlice } from '#main/media/conform.ts';
import type { EncoderPreset } from '#main/media/house-encoding.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { probeFile } from '#main/media/probe.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import { DEFAULT_HOUSE_FORMAT, frameRateOf, gopFrames } from '#shared/model/house-format.ts';
import { secondsOfFrames } from '#shared/time/frames.ts';
import { makeClip } from '#tests/helpers/make-clip.ts';
import { REAL_TIME, testTools } from '#tests/helpers/test-media.ts';

import { printFigures, timed } from './measure.ts';

const SLICE_SEGMENTS = 6;
const REWRITES = 600;

async function conformed(preset: EncoderPreset): Promise<readonly HouseSegment[]> {
  const tools = await testTools();
  const clip = await makeClip({
    rate: '30000/1001',
    aspect: '16:9',
    seconds: 30,
    assetNumber: 9,
    toneHz: 440,
    height: 720,
  });
  const probed = await probeFile(tools, clip.path, REAL_TIME);
  if (probed.outcome === 'fault') throw new Error(probed.detail);
  const gop = gopFrames(DEFAULT_HOUSE_FORMAT);
  const recipe = {
    act: {
      look: { format: DEFAULT_HOUSE_FORMAT },
      contentIdentity: clip.path,
      actInFrame: 0,
      gainDb: 0,
    },
    cut: {
      firstFrame: 0,
      segmentFrames: Array.from({ length: SLICE_SEGMENTS }, () => gop),
      fadeInFrames: 0,
      fadeOutFrames: null,
    },
  };
  const source = { absolutePath: clip.path, probe: probed.probe };
  const clock = createSystemClock();
  return conformSlice(tools, recipe, source, { clock, preset, isBackground: false });
}

/** Conform speed of both presets and the speed of writing transport streams, at the default house format. */
export async function benchMedia(): Promise<void> {
  await conformed('fast');
  const normal = await timed(() => conformed('normal'));
  const fast = await timed(() => conformed('fast'));
  const rate = frameRateOf(DEFAULT_HOUSE_FORMAT);
  const gop = gopFrames(DEFAULT_HOUSE_FORMAT);
  const materialSeconds = secondsOfFrames(SLICE_SEGMENTS * gop, rate);
  const segments = normal.result;
  let bytes = 0;
  const rewrite = await timed(() => {
    for (let index = 0; index < REWRITES; index += 1) {
      const segment = segments[index % segments.length];
      if (!segment) continue;
      const actFirstFrame = 1_000_003 * index;
      bytes += writeTransportStream(segment, {
        firstFrame: actFirstFrame + segment.firstFrameInAct,
        actFirstFrame,
      }).byteLength;
    }
  });
  printFigures('Conform and rewrite, 720p29.97', [
    {
      name: 'conform, normal preset',
      value: `${(materialSeconds / normal.seconds).toFixed(1)} × real time`,
    },
    {
      name: 'conform, fast preset',
      value: `${(materialSeconds / fast.seconds).toFixed(1)} × real time`,
    },
    {
      name: 'rewrite to the channel timeline, one thread',
      value: `${(bytes / 1e6 / rewrite.seconds).toFixed(0)} MB/s`,
    },
    {
      name: 'rewrite, against playing it',
      value: `${((REWRITES * secondsOfFrames(gop, rate)) / rewrite.seconds).toFixed(0)} × real time`,
    },
  ]);
}
