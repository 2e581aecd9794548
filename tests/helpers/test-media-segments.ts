import type { AccessUnit, HouseSegment } from '#main/media/house-segment.ts';
import { audioFramesKept } from '#main/media/package-slice.ts';
import type { HouseFormat } from '#shared/model/house-format.ts';
import { seededIndex } from '#shared/model/seed.ts';

/** A made-up coded picture: valid as a stream of units, not as a picture. */
function fakePicture(seed: string, size: number, isKey: boolean): Uint8Array {
  const bytes = new Uint8Array(size).fill(0x80 | seededIndex(seed, 100));
  bytes.set([0, 0, 0, 1, 9, 0xf0, 0, 0, 0, 1, isKey ? 0x65 : 0x41]);
  return bytes;
}

/** A made-up ADTS frame with a true header and a serial number in its body. */
export function fakeSound(serial: number, size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([0xff, 0xf1, 0x4c, 0x80 | (size >> 11), (size >> 3) & 0xff, ((size & 7) << 5) | 0x1f]);
  bytes[6] = 0xfc;
  new DataView(bytes.buffer).setInt32(7, serial);
  return bytes;
}

/** Places in display order, by place in decoding order, of one closed GOP with two B-pictures between references. */
function decodeOrder(frameCount: number): number[] {
  const order = [0];
  for (let shown = 1; shown < frameCount; shown += 3) {
    const reference = Math.min(shown + 2, frameCount - 1);
    order.push(reference);
    for (let between = shown; between < reference; between += 1) order.push(between);
  }
  return order;
}

/**
 * A segment of the house made without an encoder, for arithmetic alone. Sizes come from the seed: pictures of 40 to
 * `largestPicture` bytes, sound of 13 to 900. Sound frame j of the act carries the number j.
 */
export function fakeSegment(
  format: HouseFormat,
  firstFrameInAct: number,
  frameCount: number,
  seed: string,
  largestPicture = 20_000,
): HouseSegment {
  const video = decodeOrder(frameCount).map((displayIndex, decodeIndex): AccessUnit => {
    const isKey = decodeIndex === 0;
    const size = 40 + seededIndex(`${seed}/v${String(decodeIndex)}`, largestPicture - 40);
    return { bytes: fakePicture(seed, size, isKey), displayIndex, isKey };
  });
  const kept = audioFramesKept(format, firstFrameInAct, frameCount);
  const audio = Array.from({ length: kept.to - kept.from }, (_, index) =>
    fakeSound(
      kept.from + index,
      13 + seededIndex(`${seed}/a${String(index)}`, index % 3 === 0 ? 1 : 888),
    ),
  );
  return {
    format,
    frameCount,
    video,
    reorderDelayFrames: 1,
    firstAudioFrame: kept.from,
    audio,
    firstFrameInAct,
    fingerprint: 'made-up',
  };
}
