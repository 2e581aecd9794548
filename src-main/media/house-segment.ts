import type { HouseFormat } from '#shared/model/house-format.ts';

/** One coded picture, Annex B with access unit delimiter, in decode order. */
export interface AccessUnit {
  readonly bytes: Uint8Array;
  /** Position in display order within the segment, 0-based. */
  readonly displayIndex: number;
  /** An IDR picture: a decoder may start here. */
  readonly isKey: boolean;
}

/**
 * A media segment of the house, as the cache keeps it: coded pictures and coded sound, no packets. The transport
 * stream is written around them for the place where they air, so that one entry serves every airing.
 */
export interface HouseSegment {
  readonly format: HouseFormat;
  /** Pictures; also the number of access units. */
  readonly frameCount: number;
  /** In decode order; the first is an IDR. */
  readonly video: readonly AccessUnit[];
  /** Pictures by which decoding runs ahead of display; the same for every segment of a house. */
  readonly reorderDelayFrames: number;
  /**
   * Index on the act's own AAC grid (frame j covers samples [1024·j, 1024·(j+1)) after the act's first picture) of
   * `audio[0]`. The entry holds every frame that any airing can need: from floor of its start to ceil of its end.
   */
  readonly firstAudioFrame: number;
  /** ADTS frames, header included. */
  readonly audio: readonly Uint8Array[];
  /** Position of the segment's first picture within its act. Together with the act's place on the channel it decides which audio frames air. */
  readonly firstFrameInAct: number;
  /** SHA-256 over SPS, PPS, ADTS header, size, rate and reorder delay: equal fingerprints splice without a seam. */
  readonly fingerprint: string;
}
