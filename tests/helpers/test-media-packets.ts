/** What a transport packet says, read without the code under test. */
export interface PacketFacts {
  readonly pid: number;
  readonly startsUnit: boolean;
  readonly hasPayload: boolean;
  readonly counter: number;
  readonly isRandomAccess: boolean;
  /** Clock reference in 90 kHz ticks, `null` where the packet has none. */
  readonly clock: number | null;
}

/** Reads every packet of a transport stream. */
export function readPackets(stream: Uint8Array): PacketFacts[] {
  const facts: PacketFacts[] = [];
  for (let at = 0; at < stream.length; at += 188) {
    const packet = Buffer.from(stream.subarray(at, at + 188));
    if (packet.length !== 188 || packet[0] !== 0x47) throw new Error(`no packet at ${String(at)}`);
    const control = packet.readUInt8(3);
    const fieldLength = (control & 0x20) === 0 ? 0 : packet.readUInt8(4);
    const flags = fieldLength > 0 ? packet.readUInt8(5) : 0;
    const hasClock = (flags & 0x10) !== 0;
    facts.push({
      pid: packet.readUInt16BE(1) & 0x1fff,
      startsUnit: (packet.readUInt8(1) & 0x40) !== 0,
      hasPayload: (control & 0x10) !== 0,
      counter: control & 0x0f,
      isRandomAccess: (flags & 0x40) !== 0,
      clock: hasClock ? packet.readUInt32BE(6) * 2 + (packet.readUInt8(10) >> 7) : null,
    });
  }
  return facts;
}
