import { createHash } from 'node:crypto';

import { lookName, type ChannelLook } from '#shared/look/channel-look.ts';
import { canonicalJson } from '#shared/model/seed.ts';

import { ENCODER_VERSION } from './house-encoding.ts';

/** What of an asset is conformed and to which look, wherever in the act one cuts. Frames are house pictures; the asset's picture 0 is its first. */
export interface ActRecipe {
  readonly look: ChannelLook;
  /** Tells what the file holds, whatever it is called and wherever it lies. */
  readonly contentIdentity: string;
  /** First picture of the act in the asset, at the house's rate; the act's sound grid hangs on it. */
  readonly actInFrame: number;
  /** In whole hundredths: finer is not heard. */
  readonly gainDb: number;
}

/** A stretch of an act, cut into media segments. */
export interface SliceCut {
  /** First picture relative to the act, a multiple of the GOP; 0 where the act begins. */
  readonly firstFrame: number;
  /** Pictures of each media segment; all but the last are whole multiples of the GOP. */
  readonly segmentFrames: readonly number[];
  /** Pictures of fade from black where the act begins, 0 for none and in any other slice. */
  readonly fadeInFrames: number;
  /** Pictures of fade to black where the act ends, 0 for none; `null` when the act goes on after the slice. */
  readonly fadeOutFrames: number | null;
}

/**
 * Everything that decides the bytes of a slice: what the conformer is asked for, and what the cache knows the result by. A field
 * that is added here is part of both.
 */
export interface SliceRecipe {
  readonly act: ActRecipe;
  readonly cut: SliceCut;
}

function digest(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex').slice(0, 34);
}

/** The folder of an act in a cache, so that the same commercial on another day or channel is found again. */
export function actKey(act: ActRecipe): string {
  const name = digest({ encoder: ENCODER_VERSION, act });
  return `${lookName(act.look)}/${name.slice(0, 2)}/${name.slice(2)}`;
}

/** The key of one media segment in the act's folder, which is {@link actKey} of its recipe and worth keeping. */
export function segmentKey(actFolder: string, cutOfOne: SliceCut): string {
  return `${actFolder}/${digest(cutOfOne)}`;
}
