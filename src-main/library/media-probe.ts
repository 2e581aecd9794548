import type { ProbeResult } from '#main/media/probe.ts';
import type { AssetProbe, Loudness } from '#shared/model/asset.ts';

/** Looks into a file. Rejects when the tool itself fails, or when the signal is raised. */
export type MediaProbe = (absolutePath: string, signal: AbortSignal) => Promise<ProbeResult>;

/** Measures integrated loudness and true peak of a whole file. Rejects like {@link MediaProbe}. */
export type LoudnessMeter = (
  absolutePath: string,
  probe: AssetProbe,
  signal: AbortSignal,
) => Promise<Loudness>;
