import { stat } from 'node:fs/promises';

import { z } from 'zod';

import { AppError } from '#shared/errors/app-error.ts';
import type { AssetFault, AssetProbe, Marker } from '#shared/model/asset.ts';

import { isAllowedVideoCodec, safeProbeArgs } from './input-safety.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import { runProcess, type ProcessSurroundings } from './run-process.ts';

/** What a file turned out to be: something to air, or a fault and one sentence on it. */
export type ProbeResult =
  | {
      readonly outcome: 'playable';
      readonly probe: AssetProbe;
      /** Chapters of the file, from the asset's first picture on. */
      readonly chapters: Marker[];
      readonly durationMs: number;
    }
  | { readonly outcome: 'fault'; readonly fault: AssetFault; readonly detail: string };

const STALL_MS = 30_000;
/** Enough packets for any decoder to give its first picture in the usual way. */
const FIRST_PACKETS = '%+#20';
/** Sound that runs on after the last picture is kept for at most this long. */
const LONGEST_SOUND_TAIL_SECONDS = 1;

const NumberText = z.coerce.number().catch(NaN);
const Fields = z.looseObject({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  r_frame_rate: z.string().optional(),
  field_order: z.string().optional(),
  start_time: NumberText.optional(),
  duration: NumberText.optional(),
  channels: z.int().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  side_data_list: z.array(z.looseObject({ rotation: z.number().optional() })).optional(),
});
type StreamFields = z.infer<typeof Fields>;

const Report = z.object({
  format: z
    .looseObject({
      format_name: z.string(),
      start_time: NumberText.optional(),
      duration: NumberText.optional(),
    })
    .optional(),
  streams: z.array(Fields).default([]),
  chapters: z
    .array(
      z.looseObject({
        start_time: NumberText,
        end_time: NumberText,
        tags: z.looseObject({ title: z.string().optional() }).optional(),
      }),
    )
    .default([]),
});
type ProbeReport = z.infer<typeof Report>;

function fault(kind: AssetFault, detail: string): ProbeResult {
  return { outcome: 'fault', fault: kind, detail };
}

/** ffprobe's last words without the file's name and the addresses of its parts in memory. */
function reasonIn(stderr: string, absolutePath: string): string {
  const lines = stderr
    .split('\n')
    .map((line) =>
      line
        .replaceAll(`file:${absolutePath}`, '')
        .replaceAll(absolutePath, '')
        .replace(/^\[[^\]]*\]\s*/, '')
        .replace(/^:\s*/, '')
        .trim(),
    )
    .filter((line) => line !== '');
  return lines.at(-1) ?? 'ffprobe gave no reason';
}

function faultOfFailure(error: AppError, absolutePath: string): ProbeResult {
  const stderr = String(error.details['stderr'] ?? '');
  if (/not on whitelist|not in whitelist/i.test(stderr)) {
    return fault('not-allowed', 'The file is not one of the accepted kinds of video file.');
  }
  return fault('broken', `The file cannot be read as video: ${reasonIn(stderr, absolutePath)}.`);
}

function finite(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}

function frameRateIn(stream: StreamFields): { n: number; d: number } {
  for (const text of [stream.avg_frame_rate, stream.r_frame_rate]) {
    const [n = 0, d = 0] = (text ?? '').split('/').map(Number);
    if (n > 0 && d > 0) return { n, d };
  }
  return { n: 25, d: 1 };
}

function sampleAspectIn(stream: StreamFields, isTurned: boolean): string {
  const match = /^(\d+):(\d+)$/.exec(stream.sample_aspect_ratio ?? '');
  const [numerator, denominator] = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 0)];
  if (numerator <= 0 || denominator <= 0) return '1:1';
  return isTurned
    ? `${String(denominator)}:${String(numerator)}`
    : `${String(numerator)}:${String(denominator)}`;
}

function isPicture(stream: StreamFields): boolean {
  return stream.codec_type === 'video' && stream.disposition?.['attached_pic'] !== 1;
}

/** The stream its maker marked as the usual one, else the first. */
function preferred(streams: readonly StreamFields[]): StreamFields | undefined {
  return streams.find((stream) => stream.disposition?.['default'] === 1) ?? streams[0];
}

function chapterMarkers(report: ProbeReport, zeroSeconds: number, durationMs: number): Marker[] {
  const clamp = (seconds: number): number =>
    Math.min(durationMs, Math.max(0, Math.round((seconds - zeroSeconds) * 1_000)));
  return report.chapters
    .filter(({ start_time, end_time }) => Number.isFinite(start_time) && Number.isFinite(end_time))
    .map(({ start_time, end_time, tags }) => ({
      kind: 'chapter' as const,
      startMs: clamp(start_time),
      endMs: clamp(end_time),
      title: tags?.title ?? null,
      origin: 'file' as const,
    }))
    .filter(({ startMs, endMs }) => startMs < endMs)
    .sort((a, b) => a.startMs - b.startMs);
}

function durationSecondsOf(report: ProbeReport, video: StreamFields): number | null {
  const containerStart = finite(report.format?.start_time) ?? 0;
  const videoStart = finite(video.start_time) ?? containerStart;
  const containerSeconds = finite(report.format?.duration);
  const videoSeconds = finite(video.duration);
  if (containerSeconds === null) return videoSeconds;
  const toEnd = containerStart + containerSeconds - videoStart;
  return videoSeconds === null ? toEnd : Math.min(toEnd, videoSeconds + LONGEST_SOUND_TAIL_SECONDS);
}

/** Judges ffprobe's report. Pure; exported for its tests. */
export function judgeReport(json: unknown): ProbeResult {
  const parsed = Report.safeParse(json);
  const report = parsed.data;
  if (!report?.format) return fault('broken', 'The file cannot be read as video.');
  const video = preferred(report.streams.filter(isPicture));
  const audio = preferred(report.streams.filter(({ codec_type }) => codec_type === 'audio'));
  if (!video) {
    return audio
      ? fault('audio-only', 'The file has sound but no picture.')
      : fault('broken', 'The file has neither picture nor sound.');
  }
  const codec = video.codec_name ?? 'unknown';
  if (!isAllowedVideoCodec(codec)) {
    return fault('not-allowed', `Pictures coded as "${codec}" are not accepted.`);
  }
  const { width = 0, height = 0 } = video;
  const seconds = durationSecondsOf(report, video);
  if (width <= 0 || height <= 0) return fault('broken', 'The picture has no size.');
  if (seconds === null || seconds <= 0) return fault('broken', 'The file has no known length.');
  const isTurned = (video.side_data_list ?? []).some(
    ({ rotation }) => rotation !== undefined && Math.abs(rotation) % 180 === 90,
  );
  const rate = frameRateIn(video);
  const containerStart = finite(report.format.start_time) ?? 0;
  const videoStart = finite(video.start_time) ?? containerStart;
  const durationMs = Math.round(seconds * 1_000);
  return {
    outcome: 'playable',
    durationMs,
    chapters: chapterMarkers(report, videoStart, durationMs),
    probe: {
      container: report.format.format_name,
      durationMs,
      videoCodec: codec,
      width: isTurned ? height : width,
      height: isTurned ? width : height,
      sampleAspect: sampleAspectIn(video, isTurned),
      frameRateN: rate.n,
      frameRateD: rate.d,
      isInterlaced: ['tt', 'bb', 'tb', 'bt'].includes(video.field_order ?? ''),
      containerStartSeconds: containerStart,
      videoStartSeconds: videoStart,
      videoStreamIndex: video.index,
      audioStreamIndex: audio?.index ?? null,
      audioCodec: audio?.codec_name ?? null,
      audioChannels: audio?.channels ?? 0,
    },
  };
}

/** What ffprobe tells of the first packets of the picture, one line for each. */
async function askOfFirstPackets(
  tools: FfmpegTools,
  absolutePath: string,
  probe: AssetProbe,
  entries: string,
  surroundings: ProcessSurroundings,
): Promise<string> {
  const { stdout } = await runProcess(
    {
      command: tools.ffprobePath,
      args: [
        ...['-hide_banner', '-v', 'error', '-of', 'csv=p=0', '-read_intervals', FIRST_PACKETS],
        ...['-select_streams', String(probe.videoStreamIndex)],
        ...['-show_entries', entries],
        ...safeProbeArgs(absolutePath),
      ],
      stallMs: STALL_MS,
    },
    surroundings,
  );
  return stdout.toString('utf8').trim();
}

type Playable = Extract<ProbeResult, { readonly outcome: 'playable' }>;

/**
 * Looks at the first packets where headers promise more than they hold: a QuickTime file may only point to another file,
 * and AVI tells no time of the first picture. Anything else is answered as it is.
 */
async function checkFirstPackets(
  tools: FfmpegTools,
  absolutePath: string,
  result: Playable,
  surroundings: ProcessSurroundings,
): Promise<ProbeResult> {
  const { probe } = result;
  const ask = (entries: string): Promise<string> =>
    askOfFirstPackets(tools, absolutePath, probe, entries, surroundings);
  if (probe.container.startsWith('mov,')) {
    if ((await ask('packet=size')) !== '') return result;
    return fault('broken', 'The file holds no pictures of its own; it may point to another file.');
  }
  if (probe.container !== 'avi') return result;
  const seconds = Number.parseFloat(await ask('frame=best_effort_timestamp_time'));
  return Number.isFinite(seconds)
    ? { ...result, probe: { ...probe, videoStartSeconds: seconds } }
    : result;
}

/**
 * Finds out what a file is. What is wrong with a file is an answer, not an error: `empty`, `broken`, `audio-only`,
 * `not-allowed`, `vanished`. Rejects only with `cancelled`, or `process-failed` when ffprobe itself cannot be run.
 */
export async function probeFile(
  tools: FfmpegTools,
  absolutePath: string,
  surroundings: ProcessSurroundings,
): Promise<ProbeResult> {
  try {
    const { size } = await stat(absolutePath);
    if (size === 0) return fault('empty', 'The file is empty.');
  } catch {
    return fault('vanished', 'The file is not there any more.');
  }
  try {
    const { stdout } = await runProcess(
      {
        command: tools.ffprobePath,
        args: [
          ...['-hide_banner', '-v', 'error', '-print_format', 'json'],
          ...['-show_format', '-show_streams', '-show_chapters'],
          ...safeProbeArgs(absolutePath),
        ],
        stallMs: STALL_MS,
      },
      surroundings,
    );
    const result = judgeReport(JSON.parse(stdout.toString('utf8')));
    if (result.outcome !== 'playable') return result;
    return await checkFirstPackets(tools, absolutePath, result, surroundings);
  } catch (cause) {
    if (cause instanceof SyntaxError) return fault('broken', 'ffprobe gave no readable answer.');
    if (!(cause instanceof AppError) || cause.code !== 'process-failed') throw cause;
    if (cause.details['exitCode'] === null && cause.details['signal'] === null) throw cause;
    return faultOfFailure(cause, absolutePath);
  }
}
