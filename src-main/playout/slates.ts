import type { HouseSegment } from '#main/media/house-segment.ts';
import { lookName, type ChannelLook } from '#shared/look/channel-look.ts';
import { AAC_FRAME_TICKS, ticksPerFrame } from '#shared/model/house-format.ts';

/** Makes the slates of every length of a look, index = number of pictures (index 0 unused). */
export type MakeSlates = (look: ChannelLook) => Promise<readonly (HouseSegment | undefined)[]>;

/** Black and silence of any length of media segment, always there once a look has been loaded. */
export interface Slates {
  /** Loads a look's alphabet; must have succeeded once before `slate` is asked for that look. */
  load(look: ChannelLook): Promise<void>;
  isLoaded(look: ChannelLook): boolean;
  /** Resolves when no alphabet is being loaded, whatever came of it. */
  settled(): Promise<void>;
  /**
   * The slate of exactly so many pictures for a place that starts `firstFrameInAct` pictures into its event.
   * Throws when the look was never loaded: a channel does not go on the air before its slates are there.
   */
  slate(look: ChannelLook, frameCount: number, firstFrameInAct: number): HouseSegment;
}

/** Keeps slate alphabets in memory, a few megabytes for each look in use. */
export function createSlates(make: MakeSlates): Slates {
  const alphabets = new Map<string, readonly (HouseSegment | undefined)[]>();
  const loading = new Map<string, Promise<void>>();

  return {
    load(look) {
      const name = lookName(look);
      if (alphabets.has(name)) return Promise.resolve();
      const underWay = loading.get(name);
      if (underWay) return underWay;
      const load = make(look)
        .then((alphabet) => {
          alphabets.set(name, alphabet);
        })
        .finally(() => loading.delete(name));
      loading.set(name, load);
      return load;
    },
    async settled() {
      await Promise.allSettled(loading.values());
    },
    isLoaded: (look) => alphabets.has(lookName(look)),
    slate(look, frameCount, firstFrameInAct) {
      const found = alphabets.get(lookName(look))?.[frameCount];
      if (!found) {
        throw new Error(`no slate of ${String(frameCount)} pictures for ${lookName(look)}`);
      }
      return placeSlate(found, firstFrameInAct);
    },
  };
}

/** Silence is the same everywhere, so a slate's sound is renumbered for the act it stands in. */
function placeSlate(slate: HouseSegment, firstFrameInAct: number): HouseSegment {
  const ticks = ticksPerFrame(slate.format);
  const firstAudioFrame = Math.floor((firstFrameInAct * ticks) / AAC_FRAME_TICKS);
  const endAudioFrame = Math.ceil(((firstFrameInAct + slate.frameCount) * ticks) / AAC_FRAME_TICKS);
  const silence = slate.audio[0];
  if (!silence) throw new Error('a slate without sound');
  return {
    ...slate,
    firstFrameInAct,
    firstAudioFrame,
    audio: Array.from({ length: endAudioFrame - firstAudioFrame + 1 }, () => silence),
  };
}
