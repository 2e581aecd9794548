import { createBitReader } from './bit-reader.ts';
import { demand, required } from './not-understood.ts';

/** Channels by AAC channel configuration 1 … 7 (ISO/IEC 14496-3 table 1.19). */
const AAC_CHANNELS = [1, 2, 3, 4, 5, 6, 8] as const;
const AAC_LOW_COMPLEXITY = 2;
/** Sample rate indexes of at most 24 kHz: what follows may be extended (SBR, PS) without saying so. */
const FIRST_LOW_RATE_INDEX = 6;
const AAC_SINGLE = 0;
const AAC_PAIR = 1;
const AAC_DATA = 4;
const AAC_FILL = 6;

/** Channels of plain AAC-LC by its AudioSpecificConfig. */
export function parseAacConfig(config: Buffer): number {
  const reader = createBitReader(config);
  demand(reader.bits(5) === AAC_LOW_COMPLEXITY, 'not AAC-LC');
  demand(reader.bits(4) < FIRST_LOW_RATE_INDEX, 'AAC may be extended');
  const channels = required(AAC_CHANNELS[reader.bits(4) - 1], 'unusual channels');
  demand(reader.bits(3) === 0, 'unusual AAC frames');
  // The extension that says "no SBR" is all that may follow.
  const rest = config.subarray(2).toString('hex');
  demand(rest === '' || rest === '56e500', 'AAC is extended');
  return channels;
}

/** Checks that the first AAC frame begins with as many channels as its configuration says. */
export function checkFirstAacFrame(frame: Buffer, channels: number): void {
  const reader = createBitReader(frame);
  let element = reader.bits(3);
  while (element === AAC_FILL || element === AAC_DATA) {
    const isData = element === AAC_DATA;
    let isAligned = false;
    if (isData) {
      reader.bits(4);
      isAligned = reader.flag();
    }
    let count = reader.bits(isData ? 8 : 4);
    if (isData && count === 255) count += reader.bits(8);
    if (!isData && count === 15) count += reader.bits(8) - 1;
    if (isAligned) reader.bits((8 - (reader.position() % 8)) % 8);
    reader.bits(8 * count);
    element = reader.bits(3);
  }
  demand(element === (channels === 2 ? AAC_PAIR : AAC_SINGLE), 'AAC channels do not agree');
}

/** Channels by AC-3 coding mode, without the low-frequency one (ETSI TS 102 366 table 4.3). */
const AC3_CHANNELS = [2, 1, 2, 3, 3, 4, 4, 5] as const;

/** Channels of an AC-3 frame (ETSI TS 102 366 4.3). */
export function parseAc3Frame(frame: Buffer): number {
  const reader = createBitReader(frame);
  demand(reader.bits(16) === 0x0b77, 'no AC-3 frame');
  reader.bits(16);
  demand(reader.bits(2) < 3, 'unknown AC-3 rate');
  demand(reader.bits(6) < 38, 'unknown AC-3 size');
  demand(reader.bits(5) === 8, 'not plain AC-3');
  reader.bits(3);
  const mode = reader.bits(3);
  demand(mode !== 0, 'two programmes in one stream');
  if ((mode & 1) !== 0 && mode !== 1) reader.bits(2);
  if ((mode & 4) !== 0) reader.bits(2);
  if (mode === 2) reader.bits(2);
  return required(AC3_CHANNELS[mode], 'unusual channels') + reader.bits(1);
}

const MP3_KILOBITS = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320] as const;
const MP3_RATES = [44_100, 48_000, 32_000] as const;

/** Channels of an MPEG-1 layer III frame that fills its sample exactly (ISO/IEC 11172-3 2.4.1.3). */
export function parseMp3Frame(frame: Buffer): number {
  const reader = createBitReader(frame);
  demand(reader.bits(11) === 0x7ff && reader.bits(4) === 0b1101, 'no MPEG-1 layer III frame');
  reader.bits(1);
  const kilobits = MP3_KILOBITS[reader.bits(4)] ?? 0;
  const rate = required(MP3_RATES[reader.bits(2)], 'unknown MP3 rate');
  const padding = reader.bits(1);
  reader.bits(1);
  const mode = reader.bits(2);
  const length = Math.floor((144_000 * kilobits) / rate) + padding;
  demand(kilobits > 0 && frame.length === length, 'an MP3 frame of another size');
  return mode === 3 ? 1 : 2;
}
