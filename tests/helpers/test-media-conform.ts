import { conformSlice, type ConformRequest } from '#main/media/conform.ts';
import type { HouseSegment } from '#main/media/house-segment.ts';
import { probeFile } from '#main/media/probe.ts';
import { runProcess } from '#main/media/run-process.ts';
import { writeTransportStream } from '#main/media/write-transport-stream.ts';
import type { AssetProbe } from '#shared/model/asset.ts';
import { mediaSegmentFrames, type HouseFormat } from '#shared/model/house-format.ts';

import { testTools } from './test-media.ts';

/** The probe of a file that must be playable. */
export async function probeOf(path: string): Promise<AssetProbe> {
  const result = await probeFile(await testTools(), path);
  if (result.outcome !== 'playable') throw new Error(`${path}: ${result.detail}`);
  return result.probe;
}

export interface ActSpec {
  readonly path: string;
  readonly probe: AssetProbe;
  readonly format: HouseFormat;
  readonly actInFrame: number;
  readonly frames: number;
}

/** A request for all of an act, with no fades or gain. */
export function wholeAct({ path, probe, format, actInFrame, frames }: ActSpec): ConformRequest {
  return {
    sourcePath: path,
    probe,
    format,
    actInFrame,
    firstFrame: 0,
    segmentFrames: mediaSegmentFrames(frames, format),
    fadeInFrames: 0,
    fadeOutFrames: 0,
    isActStart: true,
    isActEnd: true,
    gainDb: 0,
    preset: 'fast',
  };
}

/** Conforms an act in slices of `segmentsPerSlice` media segments. */
export async function conformInSlices(
  whole: ConformRequest,
  segmentsPerSlice: number,
): Promise<HouseSegment[]> {
  const tools = await testTools();
  const segments: HouseSegment[] = [];
  let firstFrame = 0;
  for (let from = 0; from < whole.segmentFrames.length; from += segmentsPerSlice) {
    const segmentFrames = whole.segmentFrames.slice(from, from + segmentsPerSlice);
    const slice = await conformSlice(tools, {
      ...whole,
      firstFrame,
      segmentFrames,
      isActStart: from === 0,
      isActEnd: from + segmentsPerSlice >= whole.segmentFrames.length,
    });
    segments.push(...slice);
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
  const { stdout } = await runProcess({
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
  const { stdout } = await runProcess({
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
