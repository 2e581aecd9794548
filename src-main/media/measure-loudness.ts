import { AppError } from '#shared/errors/app-error.ts';
import type { AssetProbe, Loudness } from '#shared/model/asset.ts';

import { safeInputArgs } from './input-safety.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import { PROGRESS_PIPE, runProcess, type ProcessSurroundings } from './run-process.ts';

const STALL_MS = 30_000;
/** What the meter prints for silence: the absolute gate of EBU R 128. */
const SILENCE_LUFS = -70;
const NO_SOUND: Loudness = { integratedLufs: null, truePeakDbtp: null };

/** Reads the meter's summary. Throws `process-failed` when there is none. */
export function parseLoudnessSummary(report: string): Loudness {
  const summary = report.slice(report.lastIndexOf('Summary:'));
  const integrated = /\bI:\s*(-?[\d.]+|-inf|nan)\s*LUFS/.exec(summary)?.[1];
  const peak = /\bPeak:\s*(-?[\d.]+|-inf|nan)\s*dBFS/.exec(summary)?.[1];
  if (integrated === undefined) {
    throw new AppError('process-failed', 'The loudness meter gave no result.', {
      stderr: report,
      remedy: 'The sound of the file may be damaged.',
    });
  }
  const integratedLufs = Number(integrated);
  const truePeakDbtp = peak === undefined ? NaN : Number(peak);
  if (!Number.isFinite(integratedLufs) || integratedLufs <= SILENCE_LUFS) return NO_SOUND;
  return { integratedLufs, truePeakDbtp: Number.isFinite(truePeakDbtp) ? truePeakDbtp : null };
}

/**
 * Measures a file's sound as it would air (48 kHz, stereo): integrated loudness in LUFS and true peak in dBTP by
 * EBU R 128. Both `null` for silence or a file without sound. Rejects with `process-failed` or `cancelled`.
 */
export async function measureLoudness(
  tools: FfmpegTools,
  absolutePath: string,
  probe: Pick<AssetProbe, 'audioStreamIndex'>,
  surroundings: ProcessSurroundings,
): Promise<Loudness> {
  if (probe.audioStreamIndex === null) return NO_SOUND;
  const { stderr } = await runProcess(
    {
      command: tools.ffmpegPath,
      args: [
        ...['-hide_banner', '-nostdin', '-nostats', '-v', 'info', '-progress', PROGRESS_PIPE],
        ...safeInputArgs(absolutePath),
        ...['-map', `0:${String(probe.audioStreamIndex)}`, '-vn', '-sn', '-dn', '-filter:a'],
        // The meter's running lines go to a level that is not shown; only its summary is.
        'aformat=sample_rates=48000:channel_layouts=stereo,ebur128=peak=true:framelog=verbose',
        ...['-f', 'null', '-'],
      ],
      stallMs: STALL_MS,
      urgency: 'background',
    },
    surroundings,
  );
  return parseLoudnessSummary(stderr);
}
