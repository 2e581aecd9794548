import { createHash } from 'node:crypto';

import { AppError } from '#shared/errors/app-error.ts';
import {
  AAC_FRAME_TICKS,
  ticksPerFrame,
  widthOf,
  type HouseFormat,
} from '#shared/model/house-format.ts';

import {
  encoderLeadAudioFrames,
  ENCODER_LEAD_FRAMES,
  REORDER_DELAY_FRAMES,
} from './house-encoding.ts';
import type { AccessUnit, HouseSegment } from './house-segment.ts';
import { parseAdtsHeader, SAMPLE_RATE_INDEX_48_KHZ, splitAdts } from './parse-adts.ts';
import { parsePicture, type ParsedPicture } from './parse-h264.ts';
import { parseTransportStream, type ElementaryUnit } from './parse-transport-stream.ts';
import type { SliceCut } from './slice-recipe.ts';

const CLOCK_WRAP = 2 ** 33;

/** The pictures that the encoder was asked for, against which its output is checked. */
type SlicePictures = Pick<SliceCut, 'firstFrame' | 'segmentFrames'>;

/** The AAC frames, on the act's grid, that segment `[firstFrame, firstFrame + frameCount)` keeps: `[from, to)`. */
export function audioFramesKept(
  format: HouseFormat,
  firstFrame: number,
  frameCount: number,
): { from: number; to: number } {
  const ticks = ticksPerFrame(format);
  return {
    from: Math.floor((firstFrame * ticks) / AAC_FRAME_TICKS),
    to: Math.ceil(((firstFrame + frameCount) * ticks) / AAC_FRAME_TICKS) + 1,
  };
}

function mismatch(what: string): AppError {
  return new AppError(
    'media-unreadable',
    `The encoder's output is not what was asked for: ${what}.`,
    {
      mismatch: what,
      remedy: 'Encode it again; if it happens again the source file is damaged.',
    },
  );
}

/**
 * The fingerprint of a house: SHA-256 over parameter sets, sound header fields, size, rate and reorder delay. Segments
 * with equal fingerprints follow one another without a seam (docs/evidence.md §2).
 */
export function houseFingerprint(
  format: HouseFormat,
  sps: Uint8Array,
  pps: Uint8Array,
  adtsFrame: Uint8Array,
): string {
  const { hasCrc, objectType, sampleRateIndex, channelConfiguration } = parseAdtsHeader(adtsFrame);
  const facts = {
    height: format.height,
    width: widthOf(format),
    rate: format.rate,
    reorderDelayFrames: REORDER_DELAY_FRAMES,
    sound: [hasCrc, objectType, sampleRateIndex, channelConfiguration],
  };
  return createHash('sha256')
    .update(JSON.stringify(facts))
    .update('\0sps\0')
    .update(sps)
    .update('\0pps\0')
    .update(pps)
    .digest('hex');
}

interface PlacedPicture extends ParsedPicture {
  /** Position in display order within the slice. */
  readonly displayIndex: number;
}

/** Ticks after the encoder's time for the act's first picture; near zero from either side. */
function ticksInAct(time: number, format: HouseFormat): number {
  const lead = ENCODER_LEAD_FRAMES * ticksPerFrame(format);
  const wrapped = (((time - lead) % CLOCK_WRAP) + CLOCK_WRAP) % CLOCK_WRAP;
  return wrapped >= CLOCK_WRAP / 2 ? wrapped - CLOCK_WRAP : wrapped;
}

function placePictures(
  units: readonly ElementaryUnit[],
  format: HouseFormat,
  { firstFrame, segmentFrames }: SlicePictures,
): PlacedPicture[] {
  const ticks = ticksPerFrame(format);
  const count = segmentFrames.reduce((sum, frames) => sum + frames, 0);
  if (units.length !== count) {
    throw mismatch(`${String(units.length)} pictures instead of ${String(count)}`);
  }
  const shown = new Set<number>();
  return units.map((unit, decodeIndex) => {
    const displayIndex = ticksInAct(unit.pts, format) / ticks - firstFrame;
    const decodedAt = ticksInAct(unit.dts, format) / ticks - firstFrame + REORDER_DELAY_FRAMES;
    if (!Number.isInteger(displayIndex) || displayIndex < 0 || displayIndex >= count) {
      throw mismatch(`picture ${String(decodeIndex)} is shown at place ${String(displayIndex)}`);
    }
    if (decodedAt !== decodeIndex) {
      throw mismatch(`picture ${String(decodeIndex)} is decoded at place ${String(decodedAt)}`);
    }
    if (shown.has(displayIndex)) throw mismatch(`two pictures at place ${String(displayIndex)}`);
    shown.add(displayIndex);
    return { ...parsePicture(unit.bytes), displayIndex };
  });
}

/** ADTS frames by their index on the act's grid, priming and warm-up included. */
function placeSound(
  units: readonly ElementaryUnit[],
  format: HouseFormat,
): Map<number, Uint8Array> {
  const frames = new Map<number, Uint8Array>();
  const lead = encoderLeadAudioFrames(format);
  for (const unit of units) {
    const first = unit.pts / AAC_FRAME_TICKS - lead;
    if (!Number.isInteger(first)) throw mismatch('sound off the grid of AAC frames');
    for (const [offset, frame] of splitAdts(unit.bytes).entries()) {
      if (frames.has(first + offset)) throw mismatch('sound that overlaps itself');
      frames.set(first + offset, frame);
    }
  }
  return frames;
}

function checkSoundFormat(frame: Uint8Array): void {
  const { objectType, sampleRateIndex, channelConfiguration } = parseAdtsHeader(frame);
  if (
    objectType !== 2 ||
    sampleRateIndex !== SAMPLE_RATE_INDEX_48_KHZ ||
    channelConfiguration !== 2
  ) {
    throw mismatch('sound that is not AAC-LC, 48 kHz, stereo');
  }
}

function cutVideo(
  pictures: readonly PlacedPicture[],
  from: number,
  frameCount: number,
  parameters: { sps: Uint8Array; pps: Uint8Array },
): AccessUnit[] {
  const cut = pictures.slice(from, from + frameCount);
  const head = cut[0];
  if (!head?.isKey || head.displayIndex !== from) {
    throw mismatch(`picture ${String(from)} is not a key picture`);
  }
  return cut.map((picture, decodeIndex) => {
    const displayIndex = picture.displayIndex - from;
    if (displayIndex < 0 || displayIndex >= frameCount) {
      throw mismatch(`picture ${String(from + decodeIndex)} is shown outside its segment`);
    }
    if (displayIndex + REORDER_DELAY_FRAMES < decodeIndex) {
      throw mismatch(`picture ${String(from + decodeIndex)} is decoded after it is shown`);
    }
    if (picture.isKey) {
      if (!picture.sps || !picture.pps) throw mismatch('a key picture without its parameters');
      if (
        Buffer.compare(picture.sps, parameters.sps) !== 0 ||
        Buffer.compare(picture.pps, parameters.pps) !== 0
      ) {
        throw mismatch('parameters that change within the slice');
      }
    }
    return { bytes: picture.bytes, displayIndex, isKey: picture.isKey };
  });
}

/**
 * Turns the encoder's transport stream into media segments of the house, and lets nothing pass that was not checked:
 * exact picture count and places, decode order with the house's delay, a key picture first in every segment, all the
 * sound that any airing of it can need. Throws `media-unreadable` naming what differs.
 */
export function packageSlice(
  stream: Uint8Array,
  format: HouseFormat,
  asked: SlicePictures,
): HouseSegment[] {
  const streams = parseTransportStream(stream);
  const pictures = placePictures(streams.video, format, asked);
  const sound = placeSound(streams.audio, format);
  const first = pictures[0];
  const anyFrame = sound.values().next().value;
  if (!first?.sps || !first.pps) throw mismatch('a first picture without its parameters');
  if (!anyFrame) throw mismatch('no sound');
  const parameters = { sps: first.sps, pps: first.pps };
  const fingerprint = houseFingerprint(format, first.sps, first.pps, anyFrame);

  let from = 0;
  return asked.segmentFrames.map((frameCount) => {
    const firstFrameInAct = asked.firstFrame + from;
    const video = cutVideo(pictures, from, frameCount, parameters);
    const kept = audioFramesKept(format, firstFrameInAct, frameCount);
    const audio: Uint8Array[] = [];
    for (let index = kept.from; index < kept.to; index += 1) {
      const frame = sound.get(index);
      if (!frame) throw mismatch(`AAC frame ${String(index)} is missing`);
      checkSoundFormat(frame);
      audio.push(frame);
    }
    from += frameCount;
    return {
      format,
      frameCount,
      video,
      reorderDelayFrames: REORDER_DELAY_FRAMES,
      firstAudioFrame: kept.from,
      audio,
      firstFrameInAct,
      fingerprint,
    };
  });
}
