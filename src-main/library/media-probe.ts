import type { AssetFault, AssetProbe, Loudness, Marker } from '#shared/model/asset.ts';

/** What looking into a file yields. A fault is an expected outcome, not an error. */
export type ProbeResult =
  | {
      readonly outcome: 'playable';
      readonly probe: AssetProbe;
      readonly chapters: readonly Marker[];
      readonly durationMs: number;
    }
  | { readonly outcome: 'fault'; readonly fault: AssetFault; readonly detail: string };

/** Looks into a file. Rejects when the tool itself fails, or with the signal's reason. */
export type MediaProbe = (absolutePath: string, signal: AbortSignal) => Promise<ProbeResult>;

/** Measures integrated loudness and true peak of a whole file. */
export type LoudnessMeter = (absolutePath: string, signal: AbortSignal) => Promise<Loudness>;
