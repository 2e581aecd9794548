import { conformSlice, type ConformSource } from '#main/media/conform.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { probeFile } from '#main/media/probe.ts';
import type { EncoderPreset } from '#main/media/house-encoding.ts';
import type { SliceRecipe } from '#main/media/slice-recipe.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import type { AssetProbe } from '#shared/model/asset.ts';
import type { HouseFormat } from '#shared/model/house-format.ts';

import { segmentFramesOf } from './segment-frames.ts';
import { REAL_TIME, runTool, testTools } from './test-media.ts';

/** The probe of a file that must be playable. */
export async function probeOf(path: string): Promise<AssetProbe> {
  const result = await probeFile(await testTools(), path, REAL_TIME);
  if (result.outcome !== 'playable') throw new Error(`${path}: ${result.detail}`);
  return result.probe;
}

export interface ActSpec {
  readonly path: string;
  readonly probe: AssetProbe;
  readonly format: HouseFormat;
  readonly actInFrame: number;
  readonly frames: number;
  /** Pictures of fade at both ends; none when left out. */
  readonly fadeFrames?: number;
  readonly gainDb?: number;
}

/** An act to be conformed, with the file that it comes from. */
export interface WholeAct {
  readonly recipe: SliceRecipe;
  readonly source: ConformSource;
}

/** All of an act in one slice. */
export function wholeAct(spec: ActSpec): WholeAct {
  const { path, probe, format, actInFrame, frames, fadeFrames = 0, gainDb = 0 } = spec;
  return {
    recipe: {
      act: { look: { format }, contentIdentity: path, actInFrame, gainDb },
      cut: {
        firstFrame: 0,
        segmentFrames: segmentFramesOf(frames, format),
        fadeInFrames: fadeFrames,
        fadeOutFrames: fadeFrames,
      },
    },
    source: { absolutePath: path, probe },
  };
}

/** Conforms an act in one slice. */
export async function conformAct(
  { recipe, source }: WholeAct,
  preset: EncoderPreset = 'fast',
): Promise<HouseSegment[]> {
  const how = { clock: REAL_TIME.clock, preset, isBackground: false };
  return conformSlice(await testTools(), recipe, source, how);
}

/** Conforms an act in slices of `segmentsPerSlice` media segments. */
export async function conformInSlices(
  { recipe, source }: WholeAct,
  segmentsPerSlice: number,
): Promise<HouseSegment[]> {
  const { act, cut } = recipe;
  const segments: HouseSegment[] = [];
  let firstFrame = 0;
  for (let from = 0; from < cut.segmentFrames.length; from += segmentsPerSlice) {
    const segmentFrames = cut.segmentFrames.slice(from, from + segmentsPerSlice);
    const isEnd = from + segmentsPerSlice >= cut.segmentFrames.length;
    const part = {
      firstFrame,
      segmentFrames,
      fadeInFrames: from === 0 ? cut.fadeInFrames : 0,
      fadeOutFrames: isEnd ? cut.fadeOutFrames : null,
    };
    segments.push(...(await conformAct({ recipe: { act, cut: part }, source })));
    firstFrame += segmentFrames.reduce((sum, frames) => sum + frames, 0);
  }
  return segments;
}

/** Writes the segments of one act one after another from a channel frame on. */
export function airAct(segments: readonly HouseSegment[], actFirstFrame: number): Buffer {
  return Buffer.concat(
    segments.map((segment) =>
      writeTransportStream(segment, {
        firstFrame: actFirstFrame + segment.firstFrameInAct,
        actFirstFrame,
      }),
    ),
  );
}

/** The left channel of a stream's sound, 48 kHz, −1 … 1. */
export async function decodeSound(stream: Uint8Array): Promise<Float32Array> {
  const { ffmpegPath } = await testTools();
  const { stdout } = await runTool({
    command: ffmpegPath,
    args: [
      ...['-hide_banner', '-nostats', '-v', 'error', '-i', 'pipe:0', '-map', '0:a'],
      ...['-filter:a', 'pan=mono|c0=FL', '-f', 'f32le', 'pipe:1'],
    ],
    input: stream,
  });
  return new Float32Array(
    stdout.buffer.slice(stdout.byteOffset, stdout.byteOffset + stdout.length),
  );
}

/** Decoded luma of a stream, one array of width × height bytes per picture. */
export async function decodeLuma(stream: Uint8Array, pictureBytes: number): Promise<Buffer[]> {
  const { ffmpegPath } = await testTools();
  const { stdout } = await runTool({
    command: ffmpegPath,
    args: [
      ...['-hide_banner', '-nostats', '-v', 'error', '-copyts', '-i', 'pipe:0', '-map', '0:v'],
      ...['-vf', 'format=gray', '-fps_mode', 'passthrough', '-f', 'rawvideo', 'pipe:1'],
    ],
    input: stream,
  });
  return Array.from({ length: Math.floor(stdout.length / pictureBytes) }, (_, index) =>
    stdout.subarray(index * pictureBytes, (index + 1) * pictureBytes),
  );
}
