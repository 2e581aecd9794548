import { judgeReport, probeFile, type ProbeResult } from './probe.ts';
import { readHeaders } from './read-headers/read-headers.ts';
import type { FfmpegTools } from './resolve-ffmpeg.ts';
import type { ProcessSurroundings } from './run-process.ts';

/**
 * What `probeFile` answers, without starting ffprobe where the file's headers are of the ordinary kind. Only a playable
 * file is ever judged here: everything else, every fault above all, is ffprobe's to decide.
 */
export async function probeFileFast(
  tools: FfmpegTools,
  absolutePath: string,
  surroundings: ProcessSurroundings,
): Promise<ProbeResult> {
  return (await probeByHeaders(absolutePath)) ?? probeFile(tools, absolutePath, surroundings);
}

/** The answer of a file's headers alone; `null` where they do not suffice. */
export async function probeByHeaders(absolutePath: string): Promise<ProbeResult | null> {
  const report = await readHeaders(absolutePath);
  if (!report) return null;
  const result = judgeReport(report);
  return result.outcome === 'playable' ? result : null;
}
