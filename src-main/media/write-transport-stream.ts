import { AppError } from '#shared/errors/app-error.ts';
import { AAC_FRAME_TICKS, ticksPerFrame } from '#shared/model/house-format.ts';

import type { HouseSegment } from './house-segment.ts';
import { AUDIO_PID, PACKET_BYTES, PAT_PACKET, PMT_PACKET, VIDEO_PID } from './transport-tables.ts';

/** The clock reference runs this far before decoding: 0.7 s, the lead of every segment of the house. */
export const CLOCK_LEAD_TICKS = 63_000;
/** Continuity counters have four bits: with whole turns per segment every segment starts at 0. */
const COUNTER_TURN = 16;
const CLOCK_WRAP = 2 ** 33;
const PAYLOAD_BYTES = 184;
/** Flags byte, clock reference. */
const CLOCK_FIELD_BYTES = 7;
const SHORT_HEADER_BYTES = 14;
const LONG_HEADER_BYTES = 19;
const LONGEST_DECLARED_PES = 0xffff;

/** Where on its channel a segment airs, in pictures from the channel's epoch. */
export interface SegmentPlace {
  /** Of the segment's first picture. */
  readonly firstFrame: number;
  /** Of the first picture of the act to which the segment belongs: `firstFrame − segment.firstFrameInAct`. */
  readonly actFirstFrame: number;
}

/** The channel's AAC frames that a run of pictures carries, `[from, to)`; runs that touch share no frame and leave none out. */
export function channelAudioFrames(
  ticks: number,
  firstFrame: number,
  frameCount: number,
): { from: number; to: number } {
  return {
    from: Math.round((firstFrame * ticks) / AAC_FRAME_TICKS),
    to: Math.round(((firstFrame + frameCount) * ticks) / AAC_FRAME_TICKS),
  };
}

function wrapped(ticks: number): number {
  return ((ticks % CLOCK_WRAP) + CLOCK_WRAP) % CLOCK_WRAP;
}

/** One picture or one AAC frame, laid out but not yet written. */
interface Pes {
  readonly body: Uint8Array;
  readonly isVideo: boolean;
  readonly isKey: boolean;
  readonly pts: number;
  /** Equal to `pts` for sound and for pictures decoded when they are shown. */
  readonly dts: number;
  headerBytes: number;
  packets: number;
}

function layOutVideo(segment: HouseSegment, firstTicks: number, ticks: number): Pes[] {
  return segment.video.map(({ bytes, displayIndex, isKey }, decodeIndex) => {
    const pts = firstTicks + displayIndex * ticks;
    const dts = firstTicks + (decodeIndex - segment.reorderDelayFrames) * ticks;
    const headerBytes = pts === dts ? SHORT_HEADER_BYTES : LONG_HEADER_BYTES;
    const payload = headerBytes + bytes.length;
    const packets = Math.ceil((payload + 1 + CLOCK_FIELD_BYTES) / PAYLOAD_BYTES);
    return { body: bytes, isVideo: true, isKey, pts, dts, headerBytes, packets };
  });
}

function layOutAudio(segment: HouseSegment, place: SegmentPlace, ticks: number): Pes[] {
  const { from, to } = channelAudioFrames(ticks, place.firstFrame, segment.frameCount);
  const actFrom = Math.round((place.actFirstFrame * ticks) / AAC_FRAME_TICKS);
  const sound: Pes[] = [];
  for (let index = from; index < to; index += 1) {
    const body = segment.audio[index - actFrom - segment.firstAudioFrame];
    if (!body) {
      throw new AppError('media-unreadable', 'A media segment lacks sound for its place.', {
        audioFrame: index - actFrom,
        remedy: 'Prepare the segment again.',
      });
    }
    const pts = index * AAC_FRAME_TICKS;
    const headerBytes = SHORT_HEADER_BYTES;
    const packets = Math.ceil((headerBytes + body.length) / PAYLOAD_BYTES);
    sound.push({ body, isVideo: false, isKey: false, pts, dts: pts, headerBytes, packets });
  }
  return sound;
}

/**
 * Adds packets until the stream has whole counter turns. A PES can be spread over as many packets as it has bytes
 * after the header proper; where a frame is too small, stuffing in its header makes up for it.
 */
function completeTurn(stream: readonly Pes[]): void {
  let missing = -stream.reduce((sum, pes) => sum + pes.packets, 0);
  missing = ((missing % COUNTER_TURN) + COUNTER_TURN) % COUNTER_TURN;
  const first = stream[0];
  if (first && first.packets + missing > first.body.length) {
    first.headerBytes += COUNTER_TURN;
    first.packets = Math.max(
      first.packets,
      Math.ceil((first.headerBytes + first.body.length) / PAYLOAD_BYTES),
    );
    missing = -stream.reduce((sum, pes) => sum + pes.packets, 0);
    missing = ((missing % COUNTER_TURN) + COUNTER_TURN) % COUNTER_TURN;
  }
  if (first) first.packets += missing;
}

function writeTime(out: Uint8Array, at: number, prefix: number, ticks: number): void {
  const high = Math.floor(ticks / 2 ** 30);
  const low = ticks % 2 ** 30;
  out[at] = (prefix << 4) | (high << 1) | 1;
  out[at + 1] = (low >> 22) & 0xff;
  out[at + 2] = ((low >> 14) & 0xfe) | 1;
  out[at + 3] = (low >> 7) & 0xff;
  out[at + 4] = ((low << 1) & 0xfe) | 1;
}

function writeClock(out: Uint8Array, at: number, ticks: number): void {
  const base = Math.floor(ticks / 2);
  out[at] = (base >>> 24) & 0xff;
  out[at + 1] = (base >>> 16) & 0xff;
  out[at + 2] = (base >>> 8) & 0xff;
  out[at + 3] = base & 0xff;
  out[at + 4] = ((ticks % 2) << 7) | 0x7e;
  out[at + 5] = 0;
}

/** Writes packets one after another; holds the counters. */
class PacketWriter {
  readonly out: Buffer;
  private at = 0;
  private videoCounter = 0;
  private audioCounter = 0;
  private tableCounter = 0;
  private readonly header = Buffer.alloc(LONG_HEADER_BYTES + COUNTER_TURN);

  constructor(packets: number) {
    this.out = Buffer.allocUnsafe(packets * PACKET_BYTES);
  }

  tables(): void {
    for (const table of [PAT_PACKET, PMT_PACKET]) {
      this.out.set(table, this.at);
      this.out[this.at + 3] = 0x10 | this.tableCounter;
      this.at += PACKET_BYTES;
    }
    this.tableCounter = (this.tableCounter + 1) % COUNTER_TURN;
  }

  /** Fills `header` with the PES header of this unit. */
  private pesHeader(pes: Pes): void {
    const { header } = this;
    const declared = pes.headerBytes - 6 + pes.body.length;
    const length = declared > LONGEST_DECLARED_PES ? 0 : declared;
    header.fill(0xff, 0, pes.headerBytes);
    header[0] = 0;
    header[1] = 0;
    header[2] = 1;
    header[3] = pes.isVideo ? 0xe0 : 0xc0;
    header[4] = length >> 8;
    header[5] = length & 0xff;
    header[6] = 0x84;
    header[7] = pes.pts === pes.dts ? 0x80 : 0xc0;
    header[8] = pes.headerBytes - 9;
    writeTime(header, 9, pes.pts === pes.dts ? 2 : 3, wrapped(pes.pts));
    if (pes.pts !== pes.dts) writeTime(header, 14, 1, wrapped(pes.dts));
  }

  unit(pes: Pes): void {
    const { out, header } = this;
    const body = pes.body;
    const headerProper = pes.pts === pes.dts ? SHORT_HEADER_BYTES : LONG_HEADER_BYTES;
    const pid = pes.isVideo ? VIDEO_PID : AUDIO_PID;
    let counter = pes.isVideo ? this.videoCounter : this.audioCounter;
    let headerLeft = pes.headerBytes;
    let bodyAt = 0;
    let at = this.at;
    this.pesHeader(pes);

    for (let index = 0; index < pes.packets; index += 1) {
      const isFirst = index === 0;
      const left = headerLeft + body.length - bodyAt;
      const clockBytes = isFirst && pes.isVideo ? 1 + CLOCK_FIELD_BYTES : 0;
      // Every later packet still needs a byte of its own.
      const share = left - (pes.packets - index - 1);
      const size = Math.min(
        PAYLOAD_BYTES - clockBytes,
        isFirst ? Math.max(share, headerProper) : share,
      );
      const field = PAYLOAD_BYTES - size;
      out[at] = 0x47;
      out[at + 1] = (isFirst ? 0x40 : 0) | (pid >> 8);
      out[at + 2] = pid & 0xff;
      out[at + 3] = (field > 0 ? 0x30 : 0x10) | counter;
      counter = (counter + 1) & 0x0f;
      if (field > 0) {
        out[at + 4] = field - 1;
        if (field > 1) {
          out.fill(0xff, at + 5, at + 4 + field);
          out[at + 5] = clockBytes > 0 ? 0x10 | (pes.isKey ? 0x40 : 0) : 0;
          if (clockBytes > 0) writeClock(out, at + 6, wrapped(pes.dts - CLOCK_LEAD_TICKS));
        }
      }
      let to = at + 4 + field;
      if (headerLeft > 0) {
        const taken = Math.min(headerLeft, size);
        header.copy(out, to, pes.headerBytes - headerLeft, pes.headerBytes - headerLeft + taken);
        headerLeft -= taken;
        to += taken;
      }
      at += PACKET_BYTES;
      const bodyEnd = bodyAt + (at - to);
      if (bodyEnd > bodyAt) {
        out.set(bodyEnd - bodyAt === body.length ? body : body.subarray(bodyAt, bodyEnd), to);
        bodyAt = bodyEnd;
      }
    }
    this.at = at;
    if (pes.isVideo) this.videoCounter = counter;
    else this.audioCounter = counter;
  }
}

/**
 * Writes a media segment as MPEG transport stream for the place where it airs. Times are those of the channel (modulo
 * 2³³): picture `k` at frame · ticks, sound on the channel's own grid of AAC frames, clock reference 0.7 s before
 * decoding. Tables first and sixteen times spread; every PID has whole turns of its counter, so the bytes that follow
 * may be any other segment of the house. A pure function of its arguments.
 * Throws `media-unreadable` when the segment lacks sound for the place, `invalid-input` when the place contradicts it.
 */
export function writeTransportStream(segment: HouseSegment, place: SegmentPlace): Uint8Array {
  if (place.firstFrame - place.actFirstFrame !== segment.firstFrameInAct) {
    throw new AppError('invalid-input', 'A media segment is placed off its act.', {
      field: 'place',
      firstFrame: place.firstFrame,
      actFirstFrame: place.actFirstFrame,
      firstFrameInAct: segment.firstFrameInAct,
      remedy: 'Place it so that firstFrame − actFirstFrame is its position in the act.',
    });
  }
  const ticks = ticksPerFrame(segment.format);
  const firstTicks = place.firstFrame * ticks;
  const video = layOutVideo(segment, firstTicks, ticks);
  const audio = layOutAudio(segment, place, ticks);
  completeTurn(video);
  completeTurn(audio);
  let packets = 2 * COUNTER_TURN;
  for (const pes of video) packets += pes.packets;
  for (const pes of audio) packets += pes.packets;

  const writer = new PacketWriter(packets);
  let tables = 0;
  let sound = 0;
  for (const [decodeIndex, picture] of video.entries()) {
    const due = Math.floor((decodeIndex * COUNTER_TURN) / video.length) + 1;
    for (; tables < due; tables += 1) writer.tables();
    writer.unit(picture);
    const nextAt = firstTicks + (decodeIndex + 1) * ticks;
    for (let next = audio[sound]; next && next.pts < nextAt; next = audio[sound]) {
      writer.unit(next);
      sound += 1;
    }
  }
  for (let next = audio[sound]; next; next = audio[sound]) {
    writer.unit(next);
    sound += 1;
  }
  for (; tables < COUNTER_TURN; tables += 1) writer.tables();
  return writer.out;
}
