import { AppError } from '#shared/errors/app-error.ts';

const PACKET_BYTES = 188;
const SYNC = 0x47;
const PAT_PID = 0;
const STREAM_TYPE_H264 = 0x1b;
const STREAM_TYPE_ADTS = 0x0f;

/** One PES packet's payload with its times on the 90 kHz clock (33 bits, as written). */
export interface ElementaryUnit {
  readonly bytes: Uint8Array;
  readonly pts: number;
  /** Equal to `pts` where the stream does not state it. */
  readonly dts: number;
}

/** The first H.264 and the first ADTS stream of a single-programme transport stream, in stream order. */
export interface ElementaryStreams {
  readonly video: ElementaryUnit[];
  readonly audio: ElementaryUnit[];
}

function unreadable(what: string): AppError {
  return new AppError('media-unreadable', `The transport stream is damaged: ${what}.`, {
    remedy: 'Encode it again.',
  });
}

function at(bytes: Uint8Array, index: number): number {
  const value = bytes[index];
  if (value === undefined) throw unreadable('it ends too early');
  return value;
}

function readTime(bytes: Uint8Array, offset: number): number {
  const high = (at(bytes, offset) >> 1) & 7;
  const middle = (at(bytes, offset + 1) << 7) | (at(bytes, offset + 2) >> 1);
  const low = (at(bytes, offset + 3) << 7) | (at(bytes, offset + 4) >> 1);
  return high * 2 ** 30 + middle * 2 ** 15 + low;
}

function parsePes(pieces: readonly Uint8Array[]): ElementaryUnit {
  const bytes = Buffer.concat(pieces);
  if (at(bytes, 0) !== 0 || at(bytes, 1) !== 0 || at(bytes, 2) !== 1) {
    throw unreadable('a PES packet has no start code');
  }
  const timesStated = at(bytes, 7) >> 6;
  if ((timesStated & 2) === 0) throw unreadable('a PES packet has no time');
  const pts = readTime(bytes, 9);
  const dts = timesStated === 3 ? readTime(bytes, 14) : pts;
  const bodyAt = 9 + at(bytes, 8);
  if (bodyAt > bytes.length) throw unreadable('a PES header is longer than its packet');
  const declared = at(bytes, 4) * 256 + at(bytes, 5);
  const endAt = declared === 0 ? bytes.length : Math.min(bytes.length, 6 + declared);
  if (declared !== 0 && 6 + declared > bytes.length) throw unreadable('a PES packet is cut off');
  return { bytes: bytes.subarray(bodyAt, Math.max(bodyAt, endAt)), pts, dts };
}

/** A PSI section's body from table id on, or `null` when the packet does not start one. */
function sectionOf(payload: Uint8Array, startsUnit: boolean): Uint8Array | null {
  if (!startsUnit) return null;
  const start = 1 + at(payload, 0);
  const length = ((at(payload, start + 1) & 0x0f) << 8) | at(payload, start + 2);
  const section = payload.subarray(start, start + 3 + length);
  if (section.length < 3 + length) throw unreadable('a table is cut off');
  return section;
}

function programMapPid(section: Uint8Array): number {
  for (let entry = 8; entry + 4 <= section.length - 4; entry += 4) {
    const program = at(section, entry) * 256 + at(section, entry + 1);
    if (program !== 0) return ((at(section, entry + 2) & 0x1f) << 8) | at(section, entry + 3);
  }
  throw unreadable('its table of programmes is empty');
}

function streamPids(section: Uint8Array): { video: number; audio: number } {
  const pids = { video: -1, audio: -1 };
  let entry = 12 + (((at(section, 10) & 0x0f) << 8) | at(section, 11));
  while (entry + 5 <= section.length - 4) {
    const type = at(section, entry);
    const pid = ((at(section, entry + 1) & 0x1f) << 8) | at(section, entry + 2);
    if (type === STREAM_TYPE_H264 && pids.video < 0) pids.video = pid;
    if (type === STREAM_TYPE_ADTS && pids.audio < 0) pids.audio = pid;
    entry += 5 + (((at(section, entry + 3) & 0x0f) << 8) | at(section, entry + 4));
  }
  return pids;
}

/**
 * Takes a transport stream apart into the PES packets of its picture and its sound. Throws `media-unreadable` for
 * anything that is not a whole number of sound packets, lacks its tables, or has a counter out of order.
 */
export function parseTransportStream(stream: Uint8Array): ElementaryStreams {
  if (stream.length % PACKET_BYTES !== 0) throw unreadable('its length is not whole packets');
  let pmtPid = -1;
  let pids: { video: number; audio: number } | null = null;
  const counters = new Map<number, number>();
  const open = new Map<number, Uint8Array[]>();
  const units: ElementaryStreams = { video: [], audio: [] };

  const close = (pid: number): void => {
    const pieces = open.get(pid);
    if (!pieces || !pids) return;
    units[pid === pids.video ? 'video' : 'audio'].push(parsePes(pieces));
    open.delete(pid);
  };

  for (let offset = 0; offset < stream.length; offset += PACKET_BYTES) {
    const packet = stream.subarray(offset, offset + PACKET_BYTES);
    if (at(packet, 0) !== SYNC) throw unreadable('a packet does not begin with its sync byte');
    const flags = at(packet, 1);
    if ((flags & 0x80) !== 0) throw unreadable('a packet is marked as faulty');
    const startsUnit = (flags & 0x40) !== 0;
    const pid = ((flags & 0x1f) << 8) | at(packet, 2);
    const control = at(packet, 3);
    if ((control & 0x10) === 0) continue;
    const bodyAt = (control & 0x20) === 0 ? 4 : 5 + at(packet, 4);
    if (bodyAt >= PACKET_BYTES) throw unreadable('an adaptation field fills its packet');
    const payload = packet.subarray(bodyAt);

    if (pid === PAT_PID) {
      const section = sectionOf(payload, startsUnit);
      if (section) pmtPid = programMapPid(section);
      continue;
    }
    if (pid === pmtPid) {
      const section = sectionOf(payload, startsUnit);
      if (section) pids = streamPids(section);
      continue;
    }
    if (!pids || (pid !== pids.video && pid !== pids.audio)) continue;
    const counter = control & 0x0f;
    const expected = counters.get(pid);
    if (expected !== undefined && counter !== expected) {
      throw unreadable('a continuity counter is out of order');
    }
    counters.set(pid, (counter + 1) % 16);
    if (startsUnit) {
      close(pid);
      open.set(pid, [payload]);
    } else {
      open.get(pid)?.push(payload);
    }
  }
  if (!pids) throw unreadable('it has no table of streams');
  close(pids.video);
  close(pids.audio);
  return units;
}
