/** The house's PIDs: the same in every segment, so that any may follow any other. */
export const PAT_PID = 0;
export const PMT_PID = 0x1000;
export const VIDEO_PID = 0x100;
export const AUDIO_PID = 0x101;
export const PACKET_BYTES = 188;

const PROGRAM_NUMBER = 1;
const STREAM_TYPE_H264 = 0x1b;
const STREAM_TYPE_ADTS = 0x0f;

/** CRC-32/MPEG-2, as closes every table section (ISO/IEC 13818-1 annex A). */
export function crc32Mpeg(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte << 24;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = (crc & 0x80000000) === 0 ? crc << 1 : (crc << 1) ^ 0x04c11db7;
    }
  }
  return crc >>> 0;
}

function pidBytes(pid: number): [number, number] {
  return [0xe0 | (pid >> 8), pid & 0xff];
}

/** One whole packet holding a table section; its continuity counter is 0. */
function tablePacket(pid: number, tableId: number, body: readonly number[]): Uint8Array {
  const length = body.length + 4;
  const section = Uint8Array.of(tableId, 0xb0 | (length >> 8), length & 0xff, ...body);
  const packet = new Uint8Array(PACKET_BYTES).fill(0xff);
  packet.set([0x47, 0x40 | (pid >> 8), pid & 0xff, 0x10, 0], 0);
  packet.set(section, 5);
  new DataView(packet.buffer).setUint32(5 + section.length, crc32Mpeg(section));
  return packet;
}

/** Version 0, current, section 0 of 0. */
const SECTION_HEAD = [0xc1, 0, 0];

export const PAT_PACKET = tablePacket(PAT_PID, 0x00, [
  ...[0, 1],
  ...SECTION_HEAD,
  ...[0, PROGRAM_NUMBER],
  ...pidBytes(PMT_PID),
]);

export const PMT_PACKET = tablePacket(PMT_PID, 0x02, [
  ...[0, PROGRAM_NUMBER],
  ...SECTION_HEAD,
  ...pidBytes(VIDEO_PID),
  ...[0xf0, 0],
  ...[STREAM_TYPE_H264, ...pidBytes(VIDEO_PID), 0xf0, 0],
  ...[STREAM_TYPE_ADTS, ...pidBytes(AUDIO_PID), 0xf0, 0],
]);
